"""Profile vectors in Chroma: the nearest members to a set of needs. Derived; the records are the truth."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from copilot.ports import Encoder, Vectors
from knowledge.chroma import Chroma

BATCH = 5_000  # Chroma takes at most 5,461 rows at once
VECTORS_A_MEMBER = 8
"""How many of the nearest vectors are asked for, for each member wanted: one member has several."""


class ChromaProfileIndex:
    """Fills the ProfileIndex port; opened at its first use.

    Args:
        encoder: vectors of encoders with different names are kept apart; the name is asked for at the first use.
        folder: where the files are, owned by one process at a time.
        url: a Chroma server instead.
    """

    def __init__(self, encoder: Encoder, folder: Path, url: str = "") -> None:
        self._encoder = encoder
        self._folder = folder
        self._url = url
        self._chroma: Chroma | None = None
        self._opened: Any = None
        self._lock = threading.RLock()

    def replace(self, made_of: Mapping[str, str], vectors: Mapping[str, Vectors]) -> None:
        """Make these the only vectors of these members.

        Args:
            made_of: member → the hash of what her vectors were made of.
            vectors: member → (n, dimensions), n may be 0; members of `made_of` alone.
        """
        with self._lock:
            for start in range(0, len(made_of), 500):
                batch = list(made_of)[start : start + 500]
                self._collection.delete(where={"member": {"$in": batch}})
            rows = [
                (f"{member}:{n}", vector, {"member": member, "made_of": made_of[member]})
                for member in made_of
                for n, vector in enumerate(vectors[member])
            ]
            for start in range(0, len(rows), BATCH):
                ids, embeddings, metadatas = zip(*rows[start : start + BATCH], strict=True)
                self._collection.add(ids=list(ids), embeddings=list(embeddings), metadatas=list(metadatas))

    def members(self) -> Mapping[str, str]:
        """Who is indexed, with the hash of what she was indexed by."""
        with self._lock:
            rows = self._collection.get(include=["metadatas"])["metadatas"]
        return {row["member"]: row["made_of"] for row in rows}

    def remove(self, members: Sequence[str]) -> None:
        """Forget these members."""
        self.replace(dict.fromkeys(members, ""), {member: np.zeros((0, 1), np.float32) for member in members})

    def nearest(self, vectors: Vectors, k: int) -> list[tuple[str, float]]:
        """Up to k members whose vectors are nearest to any of these (n, dimensions), best cosine first."""
        with self._lock:
            count = self._collection.count()
            if not count or not len(vectors):
                return []
            found = self._collection.query(
                query_embeddings=vectors,
                n_results=min(count, k * VECTORS_A_MEMBER),
                include=["metadatas", "distances"],
            )
        best: dict[str, float] = {}
        for rows, distances in zip(found["metadatas"], found["distances"], strict=True):
            for row, distance in zip(rows, distances, strict=True):
                best[row["member"]] = max(best.get(row["member"], -1.0), 1.0 - float(distance))
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]

    def close(self) -> None:
        """Let go of the folder."""
        with self._lock:
            if self._chroma:
                self._chroma.close()
            self._chroma = self._opened = None

    @property
    def _collection(self) -> Any:
        if self._opened is None:
            self._chroma = Chroma(self._folder, self._url)
            digest = hashlib.blake2b(self._encoder.name.encode(), digest_size=8).hexdigest()
            self._opened = self._chroma.collection(f"members-{digest}")
        return self._opened
