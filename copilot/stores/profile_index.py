"""Profile vectors in Chroma: the nearest members to a set of needs. Derived; the records are the truth."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from copilot.errors import CopilotError, ModelUnavailable, Unavailable
from copilot.ports import Encoder, Vectors
from knowledge.chroma import Chroma

BATCH = 5_000  # Chroma takes at most 5,461 rows at once
COLLECTIONS = "members-"
LOCK = "index.lock"
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
        with self._reached():
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
        with self._reached():
            rows = self._collection.get(include=["metadatas"])["metadatas"]
        return {row["member"]: row["made_of"] for row in rows}

    def indexed(self) -> int | None:
        """How many vectors it holds; None where it is not open. Asking opens nothing."""
        opened = self._opened
        return None if opened is None else int(opened.count())

    def remove(self, members: Sequence[str]) -> None:
        """Forget these members."""
        self.replace(dict.fromkeys(members, ""), {member: np.zeros((0, 1), np.float32) for member in members})

    def nearest(self, vectors: Vectors, k: int) -> list[tuple[str, float]]:
        """Up to k members whose vectors are nearest to any of these (n, dimensions), best cosine first."""
        with self._reached():
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

    @property
    def exists(self) -> bool:
        """Whether there may be something in it; asking makes nothing."""
        return bool(self._url) or self._folder.exists()

    def rebuild(self, members: Collection[str]) -> None:
        """Make the index anew with what it holds of these members.

        Chroma leaves what was deleted in its files until they are written over, so the folder is emptied. A process
        that is killed meanwhile leaves an index that lacks members; whoever refreshes it next puts them back.
        """
        with self._reached():
            rows = self._rows_of(members)
            self._empty()
            for start in range(0, len(rows), BATCH):
                ids, embeddings, metadatas = zip(*rows[start : start + BATCH], strict=True)
                self._collection.add(ids=list(ids), embeddings=list(embeddings), metadatas=list(metadatas))
            # Closing blanks what Chroma wrote of this process's memory, in which she may still have stood.
            self.close()

    def _rows_of(self, members: Collection[str]) -> list[tuple[str, Any, dict[str, str]]]:
        try:
            found = self._collection.get(include=["metadatas", "embeddings"])
        except ModelUnavailable:  # nobody can tell which collection is today's, so none is kept
            return []
        rows = zip(found["ids"], found["embeddings"], found["metadatas"], strict=True)
        wanted = set(members)
        return [(id_, vector, dict(row)) for id_, vector, row in rows if row["member"] in wanted]

    def _empty(self) -> None:
        """Throw every collection of members away, those of other encoders too: they can all be made again."""
        chroma = self._open()
        for each in chroma.client.list_collections():
            if each.name.startswith(COLLECTIONS):
                chroma.client.delete_collection(each.name)
        self._opened = None
        if self._url:
            return
        self.close()
        for path in self._folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != LOCK:
                path.unlink()

    def close(self) -> None:
        """Let go of the folder."""
        with self._lock:
            if self._chroma:
                self._chroma.close()
            self._chroma = self._opened = None

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """One at a time. Where a server is out of reach: Unavailable, and it is opened anew when it is asked next."""
        with self._lock:
            try:
                yield
            except CopilotError:
                raise
            except Exception as fault:
                if not self._url:
                    raise
                # Its client raises what its HTTP library does, and errors of its own besides; and what was opened may
                # be gone from a server that was emptied.
                self._chroma = self._opened = None
                raise Unavailable(
                    "The vectors of the profiles can't be reached.",
                    place=self._url,
                    cure="Look whether their server runs.",
                ) from fault

    @property
    def _collection(self) -> Any:
        if self._opened is None:
            self._opened = self._open().collection(self._name)
        return self._opened

    def _open(self) -> Chroma:
        if self._chroma is None:
            self._chroma = Chroma(self._folder, self._url)
        return self._chroma

    @property
    def _name(self) -> str:
        digest = hashlib.blake2b(self._encoder.name.encode(), digest_size=8).hexdigest()
        return f"{COLLECTIONS}{digest}"
