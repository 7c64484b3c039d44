"""A home that is as it was again after every attempt, and that tells whether an attempt changed anything."""

from __future__ import annotations

import sqlite3

from copilot.app import Copilot
from copilot.stores.home import DATABASE


class Rehearsal:
    """Watches the home's database from beside, and puts back how it was."""

    def __init__(self, copilot: Copilot) -> None:
        self.copilot = copilot
        self._file = sqlite3.connect(copilot.home.folder / DATABASE)
        self._before = sqlite3.connect(":memory:")
        self._file.backup(self._before)
        self._at_first = self._seen = self._version()

    def settled(self) -> None:
        """What has changed up to here is meant."""
        self._seen = self._version()

    def changed(self) -> bool:
        """Whether anything was written since."""
        return self._version() != self._seen

    def put_back(self) -> None:
        """The home as it was at first."""
        if self._version() != self._at_first:
            self._before.backup(self._file)
        self._at_first = self._seen = self._version()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        self._before.close()

    def _version(self) -> int:
        """A number that moves with every commit of another connection (SQLite's `data_version`)."""
        (version,) = self._file.execute("PRAGMA data_version").fetchone()
        return int(version)
