"""What is made from members' words beside the records: their vectors, the index of these, and room in the files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from sqlalchemy import Engine

from copilot.errors import ModelUnavailable, Unavailable
from copilot.stores.erasing import vacuum
from copilot.stores.profile_index import ChromaProfileIndex
from copilot.stores.vector_store import SqlVectorStore


class RemainsOfMembers:
    """Fills the Remains port.

    Args:
        engine: the home's database.
        key: under what a text's vector is kept. Raises ModelUnavailable where the encoder can't be loaded.
        index: gives the profile index; asked only where there is something to look up or to make anew.
        uploads: where uploaded files lie until they are read: a roster nobody came back for holds everybody.
    """

    def __init__(
        self,
        engine: Engine,
        key: Callable[[str], bytes],
        index: Callable[[], ChromaProfileIndex],
        uploads: Path | None = None,
    ) -> None:
        self._engine = engine
        self._key = key
        self._index = index
        self._uploads = uploads
        self._vectors = SqlVectorStore(engine)

    def embedded(self, texts: Sequence[str]) -> list[bool]:
        """Of each text whether its vector is kept."""
        if not self._vectors.count():
            return [False] * len(texts)
        keys = [self._key(text) for text in texts]
        kept = self._vectors.read(keys)
        return [key in kept for key in keys]

    def indexed(self, member: str) -> bool:
        """Whether vectors of this member are in the profile index."""
        return self._index().exists and member in self._index().members()

    def keep_only(self, texts: Sequence[str], members: Collection[str]) -> None:
        """Forget every kept vector but those of these texts, and make the index anew with these members alone.

        Without an encoder nobody can tell whose a vector is: then all go, to be made again from the records. Uploaded
        files that lie there go too: who is uploading one at this moment chooses it again.
        """
        if self._uploads is not None and self._uploads.is_dir():
            _clear(self._uploads)
        if self._vectors.count():
            self._vectors.keep_only(self._keys(texts))
        if self._index().exists:
            self._index().rebuild(members)

    def _keys(self, texts: Sequence[str]) -> list[bytes]:
        try:
            return [self._key(text) for text in texts]
        except ModelUnavailable:
            return []

    def vacuum(self) -> None:
        """Give the room of deleted records back, so that nothing of them stands in a file."""
        vacuum(self._engine)


def _clear(folder: Path) -> None:
    try:
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
    except OSError as fault:
        raise Unavailable(
            f"An uploaded file can't be removed: {fault.strerror}.",
            place=str(folder),
            cure="Remove it yourself.",
        ) from fault
