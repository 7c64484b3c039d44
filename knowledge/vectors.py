"""Passage vectors in Chroma: derived from the records, healed by comparing ids."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from copilot.errors import Unavailable
from knowledge.chroma import Chroma
from knowledge.ports import Encoder, Progress, Vectors

BATCH = 2000  # Chroma takes at most 5,461 rows at once

Fetch = Callable[[Sequence[str]], list[Vectors]]
"""The vectors of passages by id, in order."""


class PassageVectors:
    """One Chroma collection for one encoder; opened at the first use.

    Raises Unavailable where another process owns the folder, or no server answers at the URL.
    """

    def __init__(self, encoder: Encoder, folder: Path | None, url: str = "") -> None:
        self._encoder = encoder
        self._name = ""
        self._folder = folder
        self._url = url
        self._collection: Any = None
        self._held = 0  # asking Chroma would cost more than the search

    def open(self) -> None:
        """Connect, and make the collection where it is missing."""
        if self._collection is not None:
            return
        # Asked only now: to know its name an encoder may have to load.
        self._name = "guides-" + hashlib.blake2b(self._encoder.name.encode(), digest_size=8).hexdigest()
        self._chroma = Chroma(self._folder, self._url)
        self._collection = self._chroma.collection(self._name)
        self._held = self.count()

    def close(self) -> None:
        """Let go of the folder, so that another process may own it."""
        if self._collection is not None:
            self._collection = None
            self._chroma.close()

    @property
    def opened(self) -> bool:
        """Whether the collection is at hand; asking opens nothing."""
        return self._collection is not None

    def count(self) -> int:
        """How many passages the collection holds."""
        return int(self._collection.count())

    def ids(self) -> set[str]:
        """The ids of all passages in the collection."""
        return set(self._collection.get(include=[])["ids"])

    def agrees(self, stamp: str, count: int) -> bool:
        """Whether the last sync was for just these records and nothing was lost since."""
        return (self._collection.metadata or {}).get("stamp") == stamp and self.count() == count

    def sync(self, wanted: Sequence[str], fetch: Fetch, stamp: str, progress: Progress | None = None) -> int:
        """Add what is missing, delete what is too much; how many rows changed."""
        there = self.ids()
        missing = [key for key in wanted if key not in there]
        extra = sorted(there.difference(wanted))
        for first in range(0, len(extra), BATCH):
            self._collection.delete(ids=extra[first : first + BATCH])
        for first in range(0, len(missing), BATCH):
            batch = missing[first : first + BATCH]
            self._collection.upsert(ids=batch, embeddings=fetch(batch))
            if progress:
                progress(first + len(batch), len(missing), "indexing passages")
        self._collection.modify(metadata={"stamp": stamp})
        self._held = len(wanted)
        self._drop_other_encoders()
        return len(missing) + len(extra)

    def _drop_other_encoders(self) -> None:
        client = self._chroma.client
        for other in client.list_collections():
            if other.name.startswith("guides-") and other.name != self._name:
                client.delete_collection(other.name)

    def clear(self) -> None:
        """Throw the collection away and begin an empty one."""
        self._collection = self._chroma.emptied(self._name)
        self._held = 0

    def nearest(self, vector: Vectors, k: int) -> list[str]:
        """The ids of the k passages nearest to a vector of shape (d,), best first.

        Raises Unavailable where a server's vectors are not open, or it does not answer any more.
        """
        collection = self._collection  # another thread may close it meanwhile
        if collection is None:
            raise _gone(self._url)
        try:
            return self._nearest(collection, vector, k)
        except Exception as fault:
            if not self._url:
                raise
            # Its client raises what its HTTP library does, and errors of its own besides.
            raise _gone(self._url) from fault

    def _nearest(self, collection: Any, vector: Vectors, k: int) -> list[str]:
        if self._held < k:  # another process may have added some
            self._held = int(collection.count())
        k = min(k, self._held)
        if k == 0:
            return []
        found = collection.query(query_embeddings=[vector], n_results=k, include=[])
        return list(found["ids"][0])


def _gone(url: str) -> Unavailable:
    return Unavailable(
        "The vectors of the guides can't be reached.",
        place=url or "index",
        cure="Look whether their server runs.",
    )
