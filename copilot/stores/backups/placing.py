"""A restored home's files: put where they belong after its records are, at once or when the home is opened next.

The records come in one transaction, files can't. So the files wait in a folder `restoring-…` with a plan; the
transaction leaves a mark that names the folder. Whoever opens the home next finishes what has its mark, and throws away
what has none.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, insert, inspect, select

from copilot.errors import HomeUnusable
from copilot.stores.backups.own_files import OWN
from copilot.stores.schema import changes

if TYPE_CHECKING:
    from filelock import BaseFileLock

BEGINNING = "restoring-"
MARK = "restore"
"""The kind of the journal's line that names the folder."""
PLAN = "plan.json"
NEW, OLD = "new", "old"
INDEX = "index"
INDEXES = ("guides", "members")


@contextmanager
def room_for(home: Path, name: str) -> Iterator[Path]:
    """An empty folder in the home that nobody else clears away meanwhile; it is gone afterwards.

    Raises HomeUnusable where somebody else is restoring, or runs over this home's indexes.
    """
    with _alone(home):
        folder = home / f"{BEGINNING}{name}"
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def plan(folder: Path) -> None:
    """Write down what will be placed: all that is new, in place of all of the community's own that is there."""
    names = sorted(path.name for path in (folder / NEW).iterdir())
    text = json.dumps({"place": names, "remove": sorted({*OWN, INDEX}.difference(names))})
    (folder / OLD).mkdir(exist_ok=True)
    with (folder / PLAN).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def mark(connection: Connection, folder: Path) -> None:
    """From this transaction on the folder's plan holds."""
    connection.execute(insert(changes), {"kind": MARK, "record": folder.name.removeprefix(BEGINNING)})


def place(folder: Path) -> None:
    """Do what the plan says; again from the start, where it was begun."""
    told = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    home = folder.parent
    for name in told["remove"]:
        _put_away(home / name, folder / OLD / name)
    for name in told["place"]:
        if (folder / NEW / name).exists():
            _put_away(home / name, folder / OLD / name)
            (folder / NEW / name).rename(home / name)


def finish(home: Path, engine: Engine) -> None:
    """Finish, or throw away, what a process that was killed had begun."""
    begun = [path for path in sorted(home.glob(f"{BEGINNING}*")) if path.is_dir()]
    if not begun:
        return
    try:
        with _alone(home):
            for folder in begun:
                if _is_marked(engine, folder):
                    place(folder)
                shutil.rmtree(folder, ignore_errors=True)
    except (HomeUnusable, OSError):  # somebody is restoring at this moment, or we may only read
        return


def _is_marked(engine: Engine, folder: Path) -> bool:
    if not (folder / PLAN).is_file() or not inspect(engine).has_table(changes.name):
        return False
    name = folder.name.removeprefix(BEGINNING)
    found = select(changes.c.seq).where(changes.c.kind == MARK, changes.c.record == name)
    with engine.connect() as connection:
        return connection.execute(found).first() is not None


def _put_away(path: Path, to: Path) -> None:
    if os.path.lexists(path):
        path.rename(to)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    held: list[BaseFileLock] = []
    indexes = [home / INDEX / name for name in INDEXES]
    files = [home / "restoring.lock", *(index / "index.lock" for index in indexes if index.is_dir())]
    try:
        for file in files:
            lock: BaseFileLock = FileLock(file, timeout=0)
            lock.acquire()
            held.append(lock)
        yield
    except Timeout as fault:
        raise HomeUnusable(
            "Another process is using this home.", place=str(home), cure="Stop the web app first."
        ) from fault
    finally:
        for lock in held:
            lock.release()
