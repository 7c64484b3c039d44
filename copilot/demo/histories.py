"""A year of mentoring in the sample community: the programme, relationships, sessions, moments, declared groups."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from copilot.demo.courses import Course, Ledger
from copilot.demo.declared import declared_groups
from copilot.demo.pairing import pairings
from copilot.demo.praise import moments
from copilot.demo.records import Enrolment, History, Programme
from copilot.demo.seasons import Season, season

PROGRAMME = "bridges"
PURPOSE = (
    "Bring people together who would not meet at work, across functions, levels and countries; "
    "help each of them a step further, and let nobody go quiet unnoticed."
)


def histories(rows: Sequence[Mapping[str, Any]], seed: int, today: date) -> History:
    """What has happened up to `today` between the members in `rows` (from `people`); equal for an equal seed.

    The programme runs from February 2026 to January 2027 while today lies well inside of it, and moves with today
    otherwise, so that the last session of the first relationship was always about a week ago.
    """
    rng = random.Random(f"{seed} histories")
    year = season(today)
    ledger = Ledger(PROGRAMME)
    for pairing in pairings(rows, today, rng):
        Course(pairing, year, ledger, rng).tell()
    return History(
        programmes=[_programme(rows, year)],
        enrolments=_enrolments(rows, year, rng),
        relationships=ledger.relationships,
        goals=ledger.goals,
        milestones=ledger.milestones,
        sessions=ledger.sessions,
        notes=ledger.notes,
        actions=ledger.actions,
        feedback=ledger.feedback,
        moments=moments(rows, year.starts, today, rng),
        groups=declared_groups(rows, rng),
    )


def _programme(rows: Sequence[Mapping[str, Any]], year: Season) -> Programme:
    managers = tuple(row["id"] for row in rows if "manager" in row["roles"])
    return Programme(PROGRAMME, year.name, PURPOSE, year.starts, year.ends, managers)


def _enrolments(rows: Sequence[Mapping[str, Any]], year: Season, rng: random.Random) -> list[Enrolment]:
    """Everybody, in the weeks before it began."""
    return [Enrolment(PROGRAMME, row["id"], year.starts - timedelta(days=rng.randint(3, 40))) for row in rows]
