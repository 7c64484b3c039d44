"""Copies of the whole home, and the list of who was deleted."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from copilot.domain.backups import Deletion, Manifest
from copilot.ports.keeping import Conversations
from copilot.ports.records import UnitsOfWork
from knowledge.ports import Progress


class Staged(Protocol):
    """A backup unpacked aside, checked, and of today's revision: a home that nobody uses yet."""

    @property
    def manifest(self) -> Manifest:
        """What it says of itself."""
        ...

    @property
    def units(self) -> UnitsOfWork:
        """Its records."""
        ...

    @property
    def conversations(self) -> Conversations:
        """What was said in it."""
        ...

    @property
    def deletions(self) -> list[Deletion]:
        """Those its home knew of when it was made."""
        ...


class Backups(Protocol):
    """Backups of this home."""

    def write(
        self,
        file: Path,
        created: datetime,
        keep_until: date,
        deletions: Iterable[Deletion],
        progress: Progress | None = None,
    ) -> Manifest:
        """One moment of the home as a file, whole or not at all; whoever writes meanwhile goes on writing."""
        ...

    def rehearsed(self, file: Path, progress: Progress | None = None) -> AbstractContextManager[Staged]:
        """A backup unpacked somewhere else, to see that it can be restored. BadInput where it can't."""
        ...

    def unpacked(self, file: Path, progress: Progress | None = None) -> AbstractContextManager[Staged]:
        """The same beside the home, for `load`."""
        ...

    def load(
        self, found: Staged, deletions: Iterable[Deletion], *, replace: bool, progress: Progress | None = None
    ) -> dict[str, int]:
        """Put it into the home, all or nothing, with this list of deletions; table → rows."""
        ...

    def is_empty(self) -> bool:
        """Whether the home holds nothing that a restored one would lose."""
        ...

    def move(self, url: str, progress: Progress | None = None) -> dict[str, int]:
        """All records into another, empty database, all or nothing; table → rows. What is here stays as it is."""
        ...


class Deletions(Protocol):
    """The list of deletions, outside the database."""

    def every(self) -> list[Deletion]:
        """Those in the list."""
        ...

    def keep(self, deletions: Iterable[Deletion]) -> None:
        """Add those that aren't in it. Raises Unavailable where it can't be written."""
        ...

    def of_file(self, file: Path) -> list[Deletion]:
        """Those in the list of another home. Raises BadInput for a file that is none."""
        ...
