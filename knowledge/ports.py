"""What the index asks of the world; the encoder and the database are handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int, int, str], None]
"""Called with (done, of, what) while something long runs."""


class Encoder(Protocol):
    """Words into vectors of length 1, so that a dot product is the cosine similarity."""

    @property
    def name(self) -> str:
        """Model, weights and precision: vectors of different names can't be compared."""
        ...

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        ...

    @property
    def longest(self) -> int:
        """How many word pieces it reads; the rest of a text is cut off."""
        ...

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, marks of beginning and end included."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1, in the order of the texts."""
        ...
