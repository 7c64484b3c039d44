"""Which help the other side confirmed, read from the records of one quarter, and whose word counts.

Every record of a quarter is read for each look at the board: of each only what counts is read, and no model is built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from copilot.domain.events import Event
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import TAKING_PART
from copilot.errors import BadInput
from copilot.ports import Between, UnitOfWork
from copilot.services.recognition.scoring import BATCH, Confirmation, Help

SETTLED_AFTER = timedelta(days=30)
"""Since she was enrolled; anybody joins an open programme by herself. A relationship is nothing one makes alone."""


@dataclass(frozen=True)
class Quarter:
    """Three months of the calendar."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The one a day is in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def read(cls, text: str, today: date) -> Quarter:
        """`2026-Q3` as people write it; the present one of nothing. BadInput for others and for the future."""
        now = cls.of(today)
        if not text.strip():
            return now
        year, dash, number = text.strip().upper().partition("-Q")
        if not (
            dash and year.isdecimal() and year.isascii() and number in ("1", "2", "3", "4") and len(year) == 4
        ):
            raise BadInput(f"“{text[:20]}” is no quarter.", place="--quarter", cure="Write it as 2026-Q3.")
        found = cls(int(year), int(number))
        if (found.year, found.number) > (now.year, now.number) or found.year < 2000:
            raise BadInput(
                "There is no board of that quarter.", place="--quarter", cure=f"This one is {now}."
            )
        return found

    @property
    def starts(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends(self) -> date:
        """Its last day."""
        after = date(self.year + (self.number == 4), 3 * self.number % 12 + 1, 1)
        return after - timedelta(days=1)

    @property
    def days(self) -> Between:
        """Its days, for a read."""
        return Between(self.starts, self.ends + timedelta(days=1))

    @property
    def times(self) -> Between:
        """The same in times of UTC."""
        days = self.days
        return Between(_midnight(days.least), _midnight(days.below))

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


class Bond(NamedTuple):
    """A relationship as far as it counts here. `members` has the seeker first."""

    id: str
    role: MatchRole
    members: tuple[str, ...]
    started: date


def bonds(unit: UnitOfWork) -> list[Bond]:
    """All there are, read once for both of the following."""
    rows = unit.relationships.values("id", "role", "members", "started")
    return [Bond(id_, MatchRole(role), tuple(members), started) for id_, role, members, started in rows]


def confirmations(
    unit: UnitOfWork, quarter: Quarter, today: date, relationships: Collection[Bond]
) -> list[Confirmation]:
    """All of the quarter up to today, in no order."""
    told = (
        *_requests(unit, quarter),
        *_moments(unit, quarter),
        *_advocacy(unit, quarter),
        *_sessions(unit, quarter, relationships),
        *_events(unit, quarter),
    )
    return [each for each in told if each.on in quarter and each.on <= today]


def settled(
    unit: UnitOfWork, quarter: Quarter, today: date, relationships: Collection[Bond]
) -> frozenset[str]:
    """Whose word counts: who had a relationship by the quarter's end (or today), or took part for a month by then.

    Nothing that happens later changes it, unless she leaves the programme. An enrolment without a time is of earlier
    versions, and old enough.
    """
    day = min(today, quarter.ends)
    latest = day - SETTLED_AFTER
    old = {
        member
        for member, at in unit.enrolments.values("member", "at", state=(*TAKING_PART, "completed"))
        if at is None or at.date() <= latest
    }
    return frozenset(old.union(*(each.members for each in relationships if each.started <= day)))


def _requests(unit: UnitOfWork, quarter: Quarter) -> Iterator[Confirmation]:
    wanted = ("id", "member", "helper", "thanks", "closed")
    for id_, member, helper, thanks, closed in unit.help_requests.values(
        *wanted, state="done", closed=quarter.times
    ):
        if helper and thanks:
            yield Confirmation(closed.date(), member, helper, Help.REQUEST, id_, closed)


def _moments(unit: UnitOfWork, quarter: Quarter) -> Iterator[Confirmation]:
    """Those that she made public, by when they were written: a day that somebody claims would be no limit.

    Both are in the quarter, so that nobody adds to one that is over.
    """
    wanted = ("id", "by", "member", "on", "at")
    for id_, by, member, on, at in unit.moments.values(*wanted, public=True, on=quarter.days):
        yield Confirmation(at.date() if at else on, by, member, Help.MOMENT, id_, at)


def _advocacy(unit: UnitOfWork, quarter: Quarter) -> Iterator[Confirmation]:
    """By when it was written down, in the quarter it is dated in."""
    wanted = ("id", "member", "sponsor", "at")
    for id_, member, sponsor, at in unit.advocacy.values(*wanted, confirmed=True, on=quarter.days):
        yield Confirmation(at.date(), member, sponsor, Help.ADVOCACY, id_, at)


class _Held(NamedTuple):
    at: datetime
    id: str
    relationship: str
    ratings: Mapping[str, int]


def _sessions(unit: UnitOfWork, quarter: Quarter, every: Collection[Bond]) -> Iterator[Confirmation]:
    """One a month of each relationship, the first that all have rated; how they rated it is nobody's business here."""
    relationships = {each.id: each for each in every if each.role is not MatchRole.CIRCLE}
    first: dict[tuple[str, int, int], _Held] = {}
    rows = unit.sessions.values("at", "id", "relationship", "ratings", state="held", at=quarter.times)
    for session in sorted((_Held(*row) for row in rows), key=lambda each: (each.at, each.id)):
        found = relationships.get(session.relationship)
        if found and set(found.members) <= set(session.ratings):
            first.setdefault((session.relationship, session.at.year, session.at.month), session)
    for session in first.values():
        for confirmer, helper in _who_helped(relationships[session.relationship]):
            yield Confirmation(session.at.date(), confirmer, helper, Help.SESSION, session.id, session.at)


def _who_helped(between: Bond) -> Iterator[tuple[str, str]]:
    """(who confirms, who helped): the mentor or sponsor did; of peers each."""
    seeker, *partners = between.members
    for partner in partners:
        yield seeker, partner
        if between.role is MatchRole.PEER:
            yield partner, seeker


def _events(unit: UnitOfWork, quarter: Quarter) -> Iterator[Confirmation]:
    """What those who were there said, in whole batches, whatever they said: hosts could count otherwise."""
    events = {each.id: each for each in unit.events.all(at=_on_any_wall(quarter))}
    said: dict[str, list[str]] = defaultdict(list)
    for _, _, by, event in sorted(unit.event_feedback.values("at", "id", "by", "event", event=set(events))):
        if by not in events[event].hosts:
            said[event].append(by)
    for event, others in said.items():
        for by in others[: len(others) // BATCH * BATCH]:
            yield from _of_hosts(events[event], by)


def _on_any_wall(quarter: Quarter) -> Between:
    """Its times on the walls of all zones: which of them are in it, their instants say."""
    days = quarter.days
    return Between(
        datetime.combine(days.least - timedelta(days=1), time()),
        datetime.combine(days.below + timedelta(days=1), time()),
    )


def _of_hosts(event: Event, by: str) -> Iterator[Confirmation]:
    for host in event.hosts:
        yield Confirmation(event.starts.date(), by, host, Help.EVENT, event.id)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
