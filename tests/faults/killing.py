"""Killing a writer at any moment. What is left is a state that was meant, and none before the last confirmed one."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine, text

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.records import new_id
from copilot.domain.relationships import Goal
from tests.faults.writing import CONFIRMED, MEANT, READY, Verb, as_one, held_by, write_until_killed
from tests.permissions.community import copilot_over

STARTS_WITHIN = 60.0
GONE_WITHIN = 10.0


class Killed(NamedTuple):
    """One kill, after which the home opened.

    Attributes:
        after: seconds of writing.
        verb: the last that was confirmed.
        confirmed: how many were.
        between: whether something was meant and not yet confirmed.
        kept: whether the home is as it was confirmed, or as it was meant next.
        works: whether it can be read and written.
    """

    after: float
    verb: str
    confirmed: int
    between: bool
    kept: bool
    works: bool


def kill_once(folder: Path, url: str, verbs: Sequence[Verb], seed: int, after: float) -> Killed:
    """Let it write for so many seconds, then SIGKILL, then look.

    Args:
        folder: that of the community's home.
        url: PostgreSQL's; empty for the file in the home.
        verbs: what it does.
        seed: of the order.
        after: seconds from when it begins to write.
    """
    # Everything is imported once, in a process that opens nothing; each writer is a copy of it.
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.writing"])
    reading, writing = context.Pipe(duplex=False)
    process = context.Process(target=write_until_killed, args=(folder, url, verbs, seed, writing))
    process.start()
    writing.close()
    told = _heard(reading, STARTS_WITHIN, READY)
    told += _heard(reading, after)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    told += _heard(reading, STARTS_WITHIN)
    reading.close()
    return _looked_at(folder, url, told, after)


def _heard(pipe: Connection, seconds: float, wanted: bytes = b"") -> list[bytes]:
    """What is told within this time, or until this is, or until nobody can tell any more."""
    told: list[bytes] = []
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not (wanted and wanted in told):
        try:
            if pipe.poll(left):
                told.append(pipe.recv_bytes())
        except EOFError:
            break
    assert not wanted or wanted in told, f"the writer did not begin: {told[-3:]}"
    return told


def _looked_at(folder: Path, url: str, told: Sequence[bytes], after: float) -> Killed:
    lines = [line.partition(b" ") for line in told]
    last = max(n for n, (what, _, _) in enumerate(lines) if what == CONFIRMED)
    before = [which for what, _, which in lines[:last] if what == MEANT][-1:]
    since = [which for what, _, which in lines[last:] if what == MEANT]
    possible = {which.decode() for which in (*before, *since)}
    _wait_until_alone(url)
    copilot = copilot_over(folder, url)
    try:
        with copilot.home.engine.connect() as connection:
            kept = as_one(held_by(connection)) in possible
        works = bool(copilot.members.visible_to(OPERATOR)) and _can_write(copilot)
    finally:
        copilot.close()
    confirmed = sum(what == CONFIRMED for what, _, _ in lines) - 1
    return Killed(after, lines[last][2].decode(), confirmed, bool(since), kept=kept, works=works)


def _can_write(copilot: Copilot) -> bool:
    with copilot.units() as unit:
        goal = Goal(id=new_id("g"), member="after", title="Goes on")
        unit.goals.add(goal)
        unit.commit()
    with copilot.units.reading() as unit:
        return unit.goals.find(goal.id) is not None


def _wait_until_alone(url: str) -> None:
    """PostgreSQL may still be doing the last thing it was told by a process that is dead."""
    if not url:
        return
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'"
    )
    until = time.monotonic() + GONE_WITHIN
    with engine.connect() as connection:
        while connection.execute(others).scalar_one():
            assert time.monotonic() < until, "somebody is still connected"
            time.sleep(0.02)
    engine.dispose()
