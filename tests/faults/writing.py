"""A process that does every kind of write there is, one after the other, and says what it is about to make true.

Before each commit it tells, through a pipe, what the whole database will be once that commit is there (one hash over
all rows of all tables); when a verb has returned, it tells that too: from then on what it did is confirmed to somebody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from random import Random
from typing import NamedTuple

from sqlalchemy import Connection, Engine, event, inspect, text

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.records import new_id
from copilot.domain.rosters import RawRow
from copilot.errors import CopilotError
from tests.permissions.attempts import At
from tests.permissions.community import ASKERS, INSIDER, OUTSIDER, asker_of, copilot_over, id_of
from tests.permissions.table import allowed, attempt_of, table, whose_things

READY, MEANT, CONFIRMED = b"ready", b"meant", b"confirmed"
_DERIVED = ("sqlite_",)


class Verb(NamedTuple):
    """A verb of a service, by whom, on whose things."""

    name: str
    who: str
    whose: str

    @property
    def owner(self) -> str:
        """Whose things they are."""
        return {"own": id_of(self.who), "programme": INSIDER, "other": OUTSIDER}[self.whose]


def _sign_in(copilot: Copilot) -> None:
    copilot.signing_in.enter_as(INSIDER)


def _mistype(copilot: Copilot) -> None:
    copilot.signing_in.sign_in(INSIDER, "not her password")


def _add_a_guide(copilot: Copilot) -> None:
    folder = copilot.home.folder.parent / "guides"
    (folder / "more.md").write_text(f"# More\n\nA thought on listening, {new_id('n')}.\n", encoding="utf-8")
    copilot.guides.add(OPERATOR, [folder])


def _declare(copilot: Copilot) -> None:
    cells = {"member": INSIDER, "attribute": "hand", "value": new_id("h"), "consent": "yes"}
    copilot.declaring.declare(OPERATOR, [RawRow(row=2, cells=cells)])


BESIDE: dict[str, Callable[[Copilot], None]] = {
    "sign in": _sign_in,
    "mistype a password": _mistype,
    "add a guide": _add_a_guide,
    "declare a group": _declare,
}
"""Writes that no line of the permissions' table does, or only once."""


def allowed_verbs() -> list[Verb]:
    """Each verb with the first of those who may use it, and with the last."""
    found: list[Verb] = []
    for name in sorted(table()["verbs"]):
        may = [
            Verb(name, who, whose)
            for who in ASKERS
            for whose in whose_things(name, who)
            if allowed(name, whose, who)
        ]
        found += list(dict.fromkeys([*may[:1], *may[-1:]]))
    return [*found, *(Verb(name, "operator", "other") for name in BESIDE)]


def done(copilot: Copilot, verb: Verb) -> bool:
    """Whether it was let in; what the records then said against it is no fault of the writing."""
    try:
        if verb.name in BESIDE:
            BESIDE[verb.name](copilot)
        else:
            attempt_of(verb.name)(At(copilot, asker_of(copilot, verb.who), verb.owner, lambda: None))
    except CopilotError:
        return False
    return True


def held_by(connection: Connection) -> dict[str, str]:
    """Table → a hash over all its rows, whatever order they come in."""
    tables = sorted(name for name in inspect(connection).get_table_names() if not name.startswith(_DERIVED))
    return {name: _hash(_rows(connection, name)) for name in tables}


def as_one(held: dict[str, str]) -> str:
    """One hash for the whole database."""
    return _hash(f"{name} {held[name]}" for name in sorted(held))


def _rows(connection: Connection, name: str) -> Iterator[str]:
    rows = connection.execute(text(f'SELECT * FROM "{name}"'))
    yield from sorted(repr(tuple(_plain(value) for value in row)) for row in rows)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _hash(parts: Iterator[str]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogatepass") + b"\n")
    return found.hexdigest()


def write_until_killed(folder: Path, url: str, verbs: Sequence[Verb], seed: int, pipe: Pipe) -> None:
    """Open the home and write, in an order of its own, again and again."""
    copilot = copilot_over(folder, url)
    order = list(verbs)
    Random(seed).shuffle(order)
    _say(pipe, MEANT, _state(copilot.home.engine))
    _say(pipe, CONFIRMED, "opened")
    tell_of_commits(copilot.home.engine, pipe)
    pipe.send_bytes(READY)
    while True:
        for verb in order:
            done(copilot, verb)
            _say(pipe, CONFIRMED, verb.name)


def tell_of_commits(engine: Engine, pipe: Pipe) -> None:
    """Say before every commit what it makes true."""

    @event.listens_for(engine, "commit")
    def _told(connection: Connection) -> None:
        _say(pipe, MEANT, as_one(held_by(connection)))


def _state(engine: Engine) -> str:
    with engine.connect() as connection:
        return as_one(held_by(connection))


def _say(pipe: Pipe, what: bytes, which: str) -> None:
    pipe.send_bytes(what + b" " + which.encode())
