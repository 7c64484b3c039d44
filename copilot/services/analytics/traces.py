"""Who did what on which day, as arrays; of records only the columns that are counted are read, and no words.

Time and memory grow with the number of records. A day is `date.toordinal()`; 0 stands for none. Members and
relationships are numbers, places in `members` and `bonds`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from hashlib import sha256
from math import nan
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.ports import UnitOfWork
from copilot.services.agreements import agreed_weeks

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]


class Kind(IntEnum):
    """What somebody did."""

    MEETING = 0
    POST = 1
    EVENT = 2
    PRACTICE = 3
    MOMENT = 4
    HELP = 5
    SURVEY = 6
    GOAL = 7
    ADVOCACY = 8


@dataclass(frozen=True)
class Bonds:
    """Relationships. `sides` and `starts` hold the members of each, one after the other (compressed rows):
    those of bond b are `sides[starts[b] : starts[b + 1]]`, the seeker first; -1 for who has left the community.

    `weeks` is the agreed rhythm where both have signed and the agreement names one, else 0; `signed` the day since.
    """

    ids: Sequence[str]
    role: NDArray[np.str_]
    programme: NDArray[np.str_]
    state: NDArray[np.str_]
    started: Ints
    weeks: Ints
    signed: Ints
    sides: Ints
    starts: Ints

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def sizes(self) -> Ints:
        """How many members each has."""
        return np.diff(self.starts)

    @property
    def of_side(self) -> Ints:
        """The bond of each of `sides`."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.sizes)

    @property
    def seeker(self) -> Ints:
        """The first of each."""
        return self.sides[self.starts[:-1]]


@dataclass(frozen=True)
class Traces:
    """Everything that is counted. Rows dated after today are in `future` alone, as a number.

    who, day, kind: one row for each trace. bond, met: one for each meeting that was held. The other tables are named
    by their record, a row each.
    """

    members: Sequence[str]
    bonds: Bonds
    who: Ints
    day: Ints
    kind: Ints
    bond: Ints
    met: Ints
    actions: Mapping[str, Ints]
    goals: Mapping[str, Ints]
    surveys: Mapping[str, NDArray[Any]]
    tracks: Mapping[str, Ints]
    advocacy: Mapping[str, Ints]
    enrolled: Mapping[str, Ints]
    future: int
    earliest: date
    place: Mapping[str, int] = field(repr=False, default_factory=dict)


REACHED, OPEN, DROPPED = 2, 1, 0
_STATES = {"reached": REACHED, "open": OPEN, "dropped": DROPPED}
TOOK_PART = ("enrolled", "paused", "completed")


def read_traces(unit: UnitOfWork, today: date) -> Traces:
    """Everything up to today, by one pass over each table."""
    members = sorted(row[0] for row in unit.members.values("id"))
    place = {member: n for n, member in enumerate(members)}
    bonds = _bonds(unit, place)
    number = {id_: n for n, id_ in enumerate(bonds.ids)}
    bond, met, meetings = _meetings(unit, bonds, number, place)
    rows = [meetings, *_others(unit, place)]
    who, day, kind = (np.concatenate([each[n] for each in rows]).astype(np.int32) for n in range(3))
    known, late = who >= 0, day > today.toordinal()
    held, counted = met <= today.toordinal(), known & ~late
    future = int(np.count_nonzero(~held)) + int(np.count_nonzero(known & late & (kind != Kind.MEETING)))
    first = [int(each.min()) for each in (day[counted], met[held], bonds.started) if each.size]
    return Traces(
        members=members, bonds=bonds, who=who[counted], day=day[counted], kind=kind[counted], bond=bond[held],
        met=met[held], actions=_actions(unit, number, today), goals=_goals(unit, place),
        surveys=_surveys(unit, place, today), tracks=_tracks(unit, place), advocacy=_advocacy(unit, place, number),
        enrolled=_enrolled(unit, place), future=future,
        earliest=date.fromordinal(max(1, min([*first, today.toordinal()]))), place=place,
    )  # fmt: skip


def _bonds(unit: UnitOfWork, place: Mapping[str, int]) -> Bonds:
    rows = sorted(
        unit.relationships.values("id", "role", "programme", "state", "started", "members", "agreement"),
        key=lambda row: str(row[0]),
    )
    agreed = [_agreed(row[6], row[5]) for row in rows]
    sides = [place.get(member, -1) for row in rows for member in row[5]]
    return Bonds(
        ids=[row[0] for row in rows],
        role=_words(row[1] for row in rows),
        programme=_words(row[2] for row in rows),
        state=_words(row[3] for row in rows),
        started=_ints(row[4].toordinal() for row in rows),
        weeks=_ints(weeks for weeks, _ in agreed),
        signed=_ints(signed for _, signed in agreed),
        sides=_ints(sides),
        starts=_ints([0, *np.cumsum([len(row[5]) for row in rows], dtype=np.int64)]),
    )


def _agreed(agreement: Mapping[str, Any] | None, members: Sequence[str]) -> tuple[int, int]:
    """The rhythm in weeks and the day the last of them signed; zeros while somebody hasn't, or none is named."""
    signed = {each["member"]: _ordinal(each["at"]) for each in agreement["signatures"]} if agreement else {}
    if agreement is None or not set(members) <= signed.keys():
        return 0, 0
    weeks = agreed_weeks(agreement["text"])
    return (weeks, max(signed.values())) if weeks else (0, 0)


def _meetings(
    unit: UnitOfWork, bonds: Bonds, number: Mapping[str, int], place: Mapping[str, int]
) -> tuple[Ints, Ints, tuple[Ints, Ints, Ints]]:
    """Of each meeting held its bond and its day; and a trace for each member of the bond, or who came to a circle."""
    came = {id_: who for id_, who, noted in unit.circle_meetings.values("id", "came", "noted") if noted}
    held = [
        (id_, number[relationship], at.toordinal())
        for id_, relationship, at in unit.sessions.values("id", "relationship", "at", state="held")
        if relationship in number
    ]
    bond, day = _ints(row[1] for row in held), _ints(row[2] for row in held)
    whole = np.array([id_ not in came for id_, _, _ in held], dtype=bool)
    sizes = np.where(whole, bonds.sizes[bond], 0)
    offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    who = bonds.sides[np.repeat(bonds.starts[bond], sizes) + offsets]
    noted = [(place.get(one, -1), day) for id_, _, day in held for one in came.get(id_, ())]
    everybody = np.concatenate([who, _ints(one for one, _ in noted)])
    days = np.concatenate([np.repeat(day, sizes), _ints(on for _, on in noted)])
    return bond, day, (everybody, days, np.full(days.size, Kind.MEETING, dtype=np.int32))


def _others(unit: UnitOfWork, place: Mapping[str, int]) -> list[tuple[Ints, Ints, Ints]]:
    events = {id_: at.toordinal() for id_, at in unit.events.values("id", "at")}
    found: dict[Kind, Iterable[tuple[str, int]]] = {
        Kind.POST: ((who, at.toordinal()) for who, at in unit.posts.values("author", "at", removed=False)),
        Kind.EVENT: (
            (who, events[event])
            for who, event in unit.registrations.values("member", "event", attended=True)
            if event in events
        ),
        Kind.PRACTICE: ((who, at.toordinal()) for who, at in unit.practice_answers.values("member", "at")),
        # Of moments of earlier versions only the day they were seen on is known.
        Kind.MOMENT: ((who, (at or on).toordinal()) for who, at, on in unit.moments.values("by", "at", "on")),
        Kind.HELP: (
            (offer["member"], _ordinal(offer["at"]))
            for (offers,) in unit.help_requests.values("offers")
            for offer in offers
        ),
        Kind.SURVEY: ((who, on.toordinal()) for who, on in unit.survey_answers.values("member", "on", withdrawn=False)),
        Kind.GOAL: (
            (who, on.toordinal()) for who, on in unit.goals.values("member", "reached_on", state="reached") if on
        ),
        Kind.ADVOCACY: ((who, on.toordinal()) for who, on in unit.advocacy.values("sponsor", "on")),
    }  # fmt: skip
    return [_rows(kind, rows, place) for kind, rows in found.items()]


def _rows(kind: Kind, rows: Iterable[tuple[str, int]], place: Mapping[str, int]) -> tuple[Ints, Ints, Ints]:
    kept = [(place.get(who, -1), day) for who, day in rows]
    return (
        _ints(who for who, _ in kept),
        _ints(day for _, day in kept),
        np.full(len(kept), kind, dtype=np.int32),
    )


def _actions(unit: UnitOfWork, number: Mapping[str, int], today: date) -> Mapping[str, Ints]:
    rows = [
        (number[relationship], due.toordinal(), done)
        for relationship, due, done in unit.actions.values("relationship", "due", "done")
        if due and due <= today and relationship in number
    ]
    return _table(rows, "bond", "due", "done")


def _goals(unit: UnitOfWork, place: Mapping[str, int]) -> Mapping[str, Ints]:
    rows = [
        (place[who], _STATES[state], on.toordinal() if on else 0)
        for who, state, on in unit.goals.values("member", "state", "reached_on")
        if who in place
    ]
    return _table(rows, "who", "state", "reached")


def _surveys(unit: UnitOfWork, place: Mapping[str, int], today: date) -> Mapping[str, NDArray[Any]]:
    """Answers in the order in which they were first given, of one day in an order that says nothing of whose they are.

    `day` is when each was first given, `on` when it was given last; the rating of one that was taken back is no number.
    """
    fields = ("member", "programme", "side", "on", "ratings", "first_on", "id")
    known = [row for row in unit.survey_answers.values(*fields) if row[3] <= today]
    since = [min(row[5] or row[3], row[3]) for row in known]
    order = sorted(range(len(known)), key=lambda n: (since[n], sha256(known[n][6].encode()).digest()))
    rows = [known[n] for n in order]
    return {
        "who": _ints(place.get(row[0], -1) for row in rows),
        "programme": _words(row[1] for row in rows),
        "side": _words(row[2] for row in rows),
        "day": _ints(since[n].toordinal() for n in order),
        "on": _ints(row[3].toordinal() for row in rows),
        "rating": np.array([fmean(row[4].values()) if row[4] else nan for row in rows], dtype=np.float64),
    }


def _tracks(unit: UnitOfWork, place: Mapping[str, int]) -> Mapping[str, Ints]:
    rows = [
        (place[who], finished.toordinal())
        for who, finished in unit.track_progress.values("member", "finished")
        if finished and who in place
    ]
    return _table(rows, "who", "finished")


def _advocacy(unit: UnitOfWork, place: Mapping[str, int], number: Mapping[str, int]) -> Mapping[str, Ints]:
    rows = [
        (place.get(member, -1), number.get(relationship, -1), on.toordinal(), outcome == "door opened")
        for member, relationship, on, outcome in unit.advocacy.values(
            "member", "relationship", "on", "outcome"
        )
    ]
    return _table(rows, "who", "bond", "day", "opened")


def _enrolled(unit: UnitOfWork, place: Mapping[str, int]) -> Mapping[str, Ints]:
    """Programme → who has a place in it, or ever had one."""
    found: dict[str, list[int]] = {}
    for programme, member, state, took_part in unit.enrolments.values(
        "programme", "member", "state", "took_part"
    ):
        if member in place and (took_part or state in TOOK_PART):
            found.setdefault(programme, []).append(place[member])
    return {programme: _ints(who) for programme, who in found.items()}


def _table(rows: Sequence[tuple[int, ...]], *names: str) -> Mapping[str, Ints]:
    return {name: _ints(row[n] for row in rows) for n, name in enumerate(names)}


def _ordinal(time: str | datetime) -> int:
    return (time if isinstance(time, datetime) else datetime.fromisoformat(time)).toordinal()


def _ints(values: Iterable[Any]) -> Ints:
    return np.fromiter(values, dtype=np.int32)


def _words(values: Iterable[str]) -> NDArray[np.str_]:
    return np.array([str(value) for value in values], dtype=np.str_)
