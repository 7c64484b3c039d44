"""A clock that jumps while people work: a day back, a year ahead, and home again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.faults.seen import Seen
from tests.faults.writing import Verb, allowed_verbs, as_one, done, held_by
from tests.permissions.community import copilot_over, open_community

JUMPS = {
    "a day back": timedelta(days=-1),
    "a year ahead": timedelta(days=365),
    "from 2038 on": timedelta(days=366 * 13),
}


def jumps(folder: Path, verbs: list[Verb] | None = None) -> list[Seen]:
    """Every verb is tried while the clock is wrong; afterwards the home opens and holds what it held."""
    copilot = open_community(folder)
    found = []
    try:
        for fault, jump in JUMPS.items():
            vars(copilot.clock)["now"] = partial(_wrong, jump)  # the one clock of all services
            let_in = sum(done(copilot, verb) for verb in verbs or allowed_verbs())
            with copilot.home.engine.connect() as connection:
                held = as_one(held_by(connection))
            again = copilot_over(folder)
            with again.home.engine.connect() as connection:
                lost = int(as_one(held_by(connection)) != held)
            again.close()
            found.append(Seen(f"clock: {fault}", let_in, lost, True, ""))
    finally:
        copilot.close()
    return found


def _wrong(jump: timedelta) -> datetime:
    return datetime.now(UTC) + jump
