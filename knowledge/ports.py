"""What the index asks of the world; the encoder and the database are handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.words import Found, Said

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


class Composer(Protocol):
    """Who finds the words of an answer; what it says is checked all the same."""

    @property
    def name(self) -> str:
        """What the answer names as its writer."""
        ...

    def say(self, question: str, found: Sequence[Found], earlier: Sequence[str] = ()) -> Iterator[Said]:
        """The sentences of an answer from these passages alone, as they come; not one where they don't answer.

        Citations are numbered from 1 on and quote word for word; a sentence that nothing supports comes without any.
        `earlier` are the questions before, oldest first. Raises ModelUnavailable, also midway.
        """
        ...


class Reranker(Protocol):
    """Reads a question and a passage together: slower than comparing vectors, and often wiser."""

    def relevance(self, question: str, passages: Sequence[str]) -> Vectors:
        """How well each passage answers, shape (len(passages),); higher is better, on any scale."""
        ...
