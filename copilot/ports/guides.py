"""The guides, and what they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from knowledge.ports import Composer, Progress
from knowledge.words import Answer, Event, Found, Guide, GuidesAdded, Within


class Library(Protocol):
    """The guides, and what they answer. Nobody's permission is checked here; the service does."""

    def add(
        self,
        paths: Sequence[Path],
        *,
        builtin: bool = False,
        name: str = "",
        progress: Progress | None = None,
    ) -> GuidesAdded:
        """Read files and folders into the index; the guides that ship where `builtin`."""
        ...

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the vector and lexical indexes again from the records; how many passages they hold."""
        ...

    def agrees(self) -> tuple[bool, str]:
        """Whether the indexes hold what the records say, and a sentence about it."""
        ...

    def guides(self) -> list[Guide]:
        """Every guide, sorted by path."""
        ...

    def guide(self, path: str) -> Guide:
        """One guide; NotFound where there is none."""
        ...

    def sizes(self) -> Mapping[str, int]:
        """How many passages each guide has, by its path."""
        ...

    def search(self, text: str, k: int = 5, within: Within = ...) -> list[Found]:
        """The k passages that answer best, best first, of the guides that the filter lets through."""
        ...

    def warning(self, question: str) -> str:
        """What to say of a question in a language that the encoder doesn't know; nothing where it does."""
        ...

    def answer(self, question: str, composer: Composer | None = None, earlier: Sequence[str] = ()) -> Answer:
        """The whole answer; `stream` gives it as it comes."""
        ...

    def stream(
        self, question: str, composer: Composer | None = None, earlier: Sequence[str] = ()
    ) -> Iterator[Event]:
        """Search, decide whether there is evidence enough, compose (the embedded way by default), check as it comes.

        First what was found, then the pieces that stand, at last the whole answer. A composer that fails is replaced
        by the embedded answer, whose `remark` says so. `earlier` are the questions before, oldest first.
        """
        ...

    def close(self) -> None:
        """Let go of the index, so that another process may use it."""
        ...
