"""A backup unpacked beside the home, into a database of its own, and upgraded there to today's tables.

Whatever is wrong with a backup shows here, and nothing of the home was touched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from copilot.domain.backups import Deletion, Manifest
from copilot.errors import BadInput, Unavailable
from copilot.ports import Progress
from copilot.stores.backups import copying, tables, threads
from copilot.stores.backups.deletions import LIST, read_deletions
from copilot.stores.backups.reading import OpenedBackup, newer
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.database import WRITING, in_sentences, open_engine
from copilot.stores.home import DATABASE, Home, migrations
from copilot.stores.keyring import Keyring
from copilot.stores.unit_of_work import SqlUnitsOfWork


class StagedBackup:
    """A whole backup as a home of its own.

    Args:
        file: the backup.
        manifest: what it says of itself.
        home: the unpacked database, of today's revision.
        files: the folder of the home's own files.
    """

    def __init__(self, file: Path, manifest: Manifest, home: Home, files: Path) -> None:
        self.file, self.manifest, self.home, self.files = file, manifest, home, files
        self.units = SqlUnitsOfWork(home.engine)
        self.conversations = CheckpointedConversations(home.engine)

    @property
    def deletions(self) -> list[Deletion]:
        """Those that the home knew of when the backup was made."""
        listed = self.files / LIST
        return read_deletions(listed) if listed.is_file() else []


@contextmanager
def staged(
    file: Path, folder: Path, keyring: Keyring, progress: Progress | None = None
) -> Iterator[StagedBackup]:
    """Check the backup and unpack it into this empty folder.

    Raises BadInput where it is none, is damaged, was altered, or comes from a newer version, KeyMissing where words in
    it need another key, Unavailable where there is no room.
    """
    with OpenedBackup(file) as opened:
        opened.check(progress)
        _require_known(opened, file)
        _unpack_rows(opened, folder, keyring, progress)
        _unpack_files(opened, folder / "new")
        manifest = opened.manifest
    home = Home(folder, keyring=keyring)
    try:
        yield StagedBackup(file, manifest, home, folder / "new")
    finally:
        home.close()


def _require_known(opened: OpenedBackup, file: Path) -> None:
    script = ScriptDirectory.from_config(migrations())
    if opened.manifest.schema_revision not in {step.revision for step in script.walk_revisions()}:
        raise newer(file)


def _unpack_rows(opened: OpenedBackup, folder: Path, keyring: Keyring, progress: Progress | None) -> None:
    engine, plan = open_engine(f"sqlite:///{folder / DATABASE}", str(folder), keyring), migrations()
    try:
        with engine.execution_options(**WRITING).begin() as connection, in_sentences(engine, str(folder)):
            plan.attributes["connection"] = connection
            command.upgrade(plan, opened.manifest.schema_revision)
            _keep_rows(connection, opened, progress)
            for said in opened.lines(opened.turns()):
                threads.say_again(connection, said)
    finally:
        engine.dispose()


def _keep_rows(connection: Connection, opened: OpenedBackup, progress: Progress | None) -> None:
    packed = dict(opened.tables())
    known = tables.carried_tables(connection)
    if set(packed) != {table.name for table in known}:
        odd = sorted(set(packed).symmetric_difference(table.name for table in known))[0]
        raise BadInput(
            f"The backup's tables are not those of its version: {odd}. Nothing of it was used.",
            place=odd,
            cure="Take another copy of it, or an earlier backup.",
        )
    for done, table in enumerate(known):
        if progress:
            progress(done, len(known), "unpacking")
        kept = copying.keep_lines(connection, table, opened.lines(packed[table.name]))
        if not len(kept) == tables.count(connection, table) == packed[table.name].rows:
            raise BadInput(
                "Two rows of the backup have the same id. Nothing of it was used.",
                place=table.name,
                cure="Take another copy of it, or an earlier backup.",
            )


def _unpack_files(opened: OpenedBackup, folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
        for name, packed in opened.files():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                for piece in opened.pieces(packed):
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
    except OSError as fault:
        raise Unavailable(
            f"The backup's files can't be unpacked: {fault.strerror}.",
            place=str(folder),
            cure="Make room, and try again; nothing of the home was touched.",
        ) from fault
