"""Backups of one home: written while others write, checked, and put back."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, text

import copilot
from copilot.domain.backups import FORMAT, Deletion, Manifest
from copilot.errors import Conflict, HomeUnusable, Unavailable
from copilot.ports import Progress
from copilot.ports.backups import Staged
from copilot.stores.backups import copying, moving, placing, tables, threads
from copilot.stores.backups.deletions import LIST, line_of
from copilot.stores.backups.own_files import holds_any, left_out, own_files
from copilot.stores.backups.reading import FILES, TABLES, TURNS
from copilot.stores.backups.staging import StagedBackup, staged
from copilot.stores.backups.writing import BackupFile, pieces_of
from copilot.stores.database import WRITING, in_sentences
from copilot.stores.erasing import empty_the_log
from copilot.stores.home import Home
from copilot.stores.journal import Journal
from copilot.stores.keyring import NO_KEYS, Keyring

WAYS_IN = ("signed_in", "begun_sign_ins", "invitations", "tries", "personal_tokens")
"""Tables of sign-ins that a restored home begins without: what was ended since the backup must not open again."""


class HomeBackups:
    """Fills the port `Backups`.

    Args:
        home: which home.
    """

    def __init__(self, home: Home) -> None:
        self._home = home

    def write(
        self,
        file: Path,
        created: datetime,
        keep_until: date,
        deletions: Iterable[Deletion],
        progress: Progress | None = None,
    ) -> Manifest:
        """One moment of the home as a file; whoever writes meanwhile goes on writing."""
        with self._one_moment() as connection, BackupFile(file) as target:
            every = tables.carried_tables(connection)
            for done, table in enumerate(every):
                if progress:
                    progress(done, len(every), "backing up")
                target.add(f"{TABLES}{table.name}.jsonl", tables.lines_of(connection, table), are_rows=True)
            target.add(TURNS, threads.said_in(connection), are_rows=True)
            for name, path in own_files(self._home.folder):
                if name != LIST:
                    target.add(f"{FILES}{name}", pieces_of(path))
            target.add(f"{FILES}{LIST}", map(line_of, deletions))
            manifest = Manifest(
                format=FORMAT,
                program=copilot.__version__,
                schema_revision=tables.revision_of(connection),
                created=created,
                keep_until=keep_until,
                home=str(self._home.folder.resolve()),
                database=connection.dialect.name,
                packed=target.packed,
                left_out=left_out(self._home.folder),
            )
            target.finish(manifest)
        return manifest

    @contextmanager
    def rehearsed(self, file: Path, progress: Progress | None = None) -> Iterator[StagedBackup]:
        """The backup unpacked somewhere else, to see that it can be restored; the home isn't touched."""
        with tempfile.TemporaryDirectory(prefix="mentoring-verify-") as folder:
            (Path(folder) / "home").mkdir(mode=0o700)
            with staged(file, Path(folder) / "home", self._keyring, progress) as found:
                yield found

    @contextmanager
    def unpacked(self, file: Path, progress: Progress | None = None) -> Iterator[StagedBackup]:
        """The same beside the home, so that `load` can put it there."""
        try:
            with (
                placing.room_for(self._home.folder, secrets.token_hex(8)) as folder,
                staged(file, folder, self._keyring, progress) as found,
            ):
                yield found
        except OSError as fault:
            raise Unavailable(
                f"The backup can't be unpacked: {fault.strerror}.",
                place=str(self._home.folder),
                cure="Make room, or make the folder writable.",
            ) from fault

    def load(
        self,
        found: Staged,
        deletions: Iterable[Deletion],
        *,
        replace: bool,
        progress: Progress | None = None,
    ) -> dict[str, int]:
        """Put what was unpacked into the home, in one transaction, with this list of deletions; table → rows.

        Raises Conflict where the home holds something and it isn't to be replaced.
        """
        if not isinstance(found, StagedBackup):
            raise TypeError("only what `unpacked` gave can be loaded")
        folder = found.files.parent
        (found.files / LIST).write_bytes(b"".join(map(line_of, deletions)))
        placing.plan(folder)
        engine = self._home.engine
        with (
            found.home.engine.connect() as source,
            engine.execution_options(**WRITING).begin() as target,
            in_sentences(engine, str(self._home.folder)),
        ):
            if replace:
                copying.clear_all(target)
            else:
                self._require_empty(target)
            rows = copying.copy_all(source, target, progress)
            self._close_ways_in(target)
            self._rename_folders(target, found.manifest.home)
            placing.mark(target, folder)
            Journal(target).note_everything()
        try:
            placing.place(folder)
            empty_the_log(engine)
        except OSError as fault:
            raise HomeUnusable(
                f"The records are restored, but not the home's files: {fault.strerror}.",
                place=str(self._home.folder),
                cure="Make the folder writable and restore again with --replace.",
            ) from fault
        return rows

    def is_empty(self) -> bool:
        """Whether the home holds nothing that a restored one would lose."""
        with self._home.engine.connect() as connection:
            return copying.is_empty(connection) and not holds_any(self._home.folder)

    def move(self, url: str, progress: Progress | None = None) -> dict[str, int]:
        """All rows into another database, empty until then; table → rows. What is here stays as it is."""
        return moving.move(self._home, url, progress)

    @property
    def _keyring(self) -> Keyring:
        keyring: Keyring = self._home.engine.get_execution_options().get("keyring", NO_KEYS)
        return keyring

    @contextmanager
    def _one_moment(self) -> Iterator[Connection]:
        """A transaction that sees the records of one moment, however long it lasts."""
        engine = self._home.engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with engine.connect() as connection, in_sentences(engine, str(self._home.folder)):
            yield connection

    def _require_empty(self, connection: Connection) -> None:
        if not copying.is_empty(connection) or holds_any(self._home.folder):
            raise Conflict(
                "This home is not empty; nothing was restored.",
                place=str(self._home.folder),
                cure="Name an empty one with --home, or add --replace: what is there is backed up first.",
            )

    def _close_ways_in(self, connection: Connection) -> None:
        for table in tables.carried_tables(connection):
            if table.name in WAYS_IN:
                connection.execute(table.delete())

    def _rename_folders(self, connection: Connection, before: str) -> None:
        """Guides of the home's own are known by where they lie."""
        there, here = f"{before.rstrip('/')}/guides", f"{self._home.folder.resolve()}/guides"
        for column in ("folder", "file"):
            moved = text(
                f"UPDATE knowledge_guides SET {column} = :here || substr({column}, :after) "  # noqa: S608 # ours
                f"WHERE {column} = :there OR substr({column}, 1, :length) = :below"
            )
            names = {"here": here, "there": there, "below": f"{there}/"}
            connection.execute(moved, {**names, "after": len(there) + 1, "length": len(there) + 1})
