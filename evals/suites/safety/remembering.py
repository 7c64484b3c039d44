"""An encoder that reads each text once: the same words meet many models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.ports import Encoder
from knowledge.ports import Progress, Vectors


class RememberingEncoder:
    """The port `Encoder`; vectors are kept for as long as it lives."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """The other's."""
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        """The other's."""
        return self._encoder.dimensions

    @property
    def longest(self) -> int:
        """The other's."""
        return self._encoder.longest

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has."""
        return self._encoder.word_pieces(texts)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimensions)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.encode(new, progress), strict=True))
        if not texts:
            return self._encoder.encode([], progress)
        return np.stack([self._known[text] for text in texts])
