"""Vectors of profiles that stay in memory, so that a long-running process fetches none twice."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import numpy as np

from copilot.ports import Encoder, Progress, Vectors

MOST_BYTES = 400_000_000


class KeptVectors:
    """An encoder that keeps what it encoded, up to `MOST_BYTES`, as 16-bit floats where these lose nothing.

    Threads may share it. A text that is forgotten is encoded again when it is asked for again.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._rows: dict[str, int] = {}
        self._kept: Vectors = np.zeros((0, 0), dtype=np.float16)
        self._used = 0
        self._empty: list[int] = []

    @property
    def name(self) -> str:
        """That of the encoder."""
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return self._encoder.dimensions

    @property
    def longest(self) -> int:
        """How many word pieces it reads."""
        return self._encoder.longest

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has."""
        return self._encoder.word_pieces(texts)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1."""
        with self._lock:
            rows = np.array([self._rows.get(text, -1) for text in texts], dtype=np.intp)
            vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
            known = rows >= 0
            if known.any():
                vectors[known] = self._kept[rows[known]]
        missing = [texts[n] for n in np.flatnonzero(~known).tolist()]
        if missing:
            vectors[~known] = fresh = self._encoder.encode(missing, progress)
            self._keep(missing, fresh)
        return vectors

    def forget(self, texts: Iterable[str]) -> None:
        """Keep these no longer."""
        with self._lock:
            for row in [row for text in texts if (row := self._rows.pop(text, None)) is not None]:
                self._kept[row] = 0
                self._empty.append(row)

    def _keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        with self._lock:
            halves = vectors.astype(np.float16)
            exact = halves.dtype == self._kept.dtype and np.array_equal(halves.astype(np.float32), vectors)
            new = halves if exact else vectors
            if (self._used + len(texts)) * new.itemsize * self.dimensions > MOST_BYTES:
                return
            self._make_room(len(texts), new.dtype)
            for text, vector in zip(texts, new, strict=True):
                if text not in self._rows:
                    self._rows[text] = row = self._empty.pop() if self._empty else self._used
                    self._kept[row] = vector
                    self._used = max(self._used, row + 1)

    def _make_room(self, more: int, dtype: np.dtype[np.float16] | np.dtype[np.float32]) -> None:
        wide = np.promote_types(self._kept.dtype, dtype)
        needed = self._used + more
        if needed > len(self._kept) or wide != self._kept.dtype:
            room = np.zeros((max(needed, len(self._kept) * 5 // 4), self.dimensions), dtype=wide)
            room[: self._used] = self._kept[: self._used] if self._used else 0
            self._kept = room
