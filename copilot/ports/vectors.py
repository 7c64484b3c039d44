"""Vectors made from members' words, and what they leave behind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from knowledge.ports import Vectors


class VectorStore(Protocol):
    """Vectors kept under a content hash."""

    def read(self, keys: Sequence[bytes]) -> Mapping[bytes, Vectors]:
        """Those of the keys that are kept."""
        ...

    def write(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep these; a key that is kept already stays as it is."""
        ...

    def forget(self, keys: Iterable[bytes]) -> None:
        """Delete these where they are kept."""
        ...


class ProfileIndex(Protocol):
    """Profile vectors by nearness: derived from the records, can be made again at any time."""

    def replace(self, made_of: Mapping[str, str], vectors: Mapping[str, Vectors]) -> None:
        """Make these the only vectors of these members.

        Args:
            made_of: member → the hash of what her vectors were made of.
            vectors: member → (n, dimensions); n may be 0.
        """
        ...

    def remove(self, members: Sequence[str]) -> None:
        """Forget these members."""
        ...

    def members(self) -> Mapping[str, str]:
        """Who is indexed, with the hash of what was indexed."""
        ...

    def nearest(self, vectors: Vectors, k: int) -> list[tuple[str, float]]:
        """Up to k members whose vectors are nearest to any of these (n, d), best first, each with her best cosine."""
        ...


class Remains(Protocol):
    """What is made from members' words beside the records, and what a deleted record leaves in the files."""

    def embedded(self, texts: Sequence[str]) -> list[bool]:
        """Of each text whether its vector is kept."""
        ...

    def indexed(self, member: str) -> bool:
        """Whether vectors of this member are in the profile index."""
        ...

    def keep_only(self, texts: Sequence[str], members: Collection[str]) -> None:
        """Forget every kept vector but those of these texts, and make the index anew with these members alone."""
        ...

    def vacuum(self) -> None:
        """Give the room of deleted records back, so that nothing of them stands in a file."""
        ...
