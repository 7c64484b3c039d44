"""One nudge that is due, and what every search for them reads once."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from copilot.domain.events import clock_of
from copilot.domain.nudges import NudgeKind
from copilot.domain.records import Value
from copilot.domain.relationships import Relationship
from copilot.ports import UnitOfWork
from copilot.services.nudges.settings import Community

LONGEST_KEY = 420
"""What an id of the outbox may measure."""


class Due(Value):
    """One nudge that somebody should get.

    `about` is the id of what it is about, or several, or a day, as its kind has it; `step` tells two nudges about one
    thing apart, such as the seventh and the fourteenth day. After `until` it is of no use.
    """

    member: str
    kind: NudgeKind
    about: str = ""
    step: str = ""
    due: datetime
    until: datetime

    @property
    def key(self) -> str:
        """The id it has in the outbox; what would be too long for one is hashed (SHA-256)."""
        rest = f"{self.member}:{self.about}" + (f":{self.step}" if self.step else "")
        whole = f"{self.kind.value}:{rest}"
        if len(whole) <= LONGEST_KEY:
            return whole
        return f"{self.kind.value}:{hashlib.sha256(rest.encode()).hexdigest()}"


class Kept(NamedTuple):
    """What is known of a nudge in the outbox."""

    id: str
    member: str
    kind: str
    about: str
    state: str
    due: datetime
    settled: datetime | None

    def is_near(self, now: datetime, span: timedelta) -> bool:
        """Whether it waits, or was settled within that span, before or after now: clocks are set back."""
        return self.settled is None or abs(now - self.settled) < span


class Scene:
    """The community at one moment, each table read at most once; with `only`, no more than one member needs."""

    def __init__(self, unit: UnitOfWork, now: datetime, community: Community, only: str = "") -> None:
        self.unit, self.now, self.community, self.only = unit, now, community, only

    def of(self, field: str) -> dict[str, object]:
        """The condition that a record is hers whose nudges are looked for; none where everybody's are."""
        return {field: self.only} if self.only else {}

    @cached_property
    def zones(self) -> dict[str, str]:
        """Each member's time zone: who is not in it has left."""
        common = self.community.time_zone
        rows = self.unit.members.values("id", "profile", **self.of("id"))
        return {member: profile.get("time_zone") or common for member, profile in rows}

    @cached_property
    def active(self) -> dict[str, Relationship]:
        """Relationships at work."""
        every = self.unit.relationships.all(state="active")
        return {each.id: each for each in every if not self.only or self.only in each.members}

    @cached_property
    def planned(self) -> list[tuple[str, str, datetime]]:
        """Session, relationship and instant of what is planned in relationships at work, from now on."""
        rows = self.sessions_of("id", "relationship", "at", state="planned")
        return [(one, of, at) for one, of, at in rows if of in self.active and at > self.now]

    def sessions_of(self, *fields: str, state: str) -> list[tuple[Any, ...]]:
        """Fields of sessions in that state; of hers alone where one member is looked at."""
        own = {"relationship": sorted(self.active)} if self.only else {}
        return self.unit.sessions.values(*fields, state=state, **own)

    @cached_property
    def outbox(self) -> list[Kept]:
        """What is known of nudges that were sent or wait."""
        rows = self.unit.outgoing_nudges.values(*Kept._fields, **self.of("member"))
        return [Kept(*row) for row in rows]

    def today(self, member: str) -> date:
        """The day it is where she is."""
        return self.now.astimezone(clock_of(self.zones[member])).date()

    def midnight(self, member: str, day: date) -> datetime:
        """The beginning of a day where she is, in UTC."""
        return datetime.combine(day, time(), tzinfo=clock_of(self.zones[member])).astimezone(UTC)

    def is_on(self, nudge: Due) -> bool:
        """Whether it is for somebody who is here, and now."""
        # Of a relationship of hers the others are not looked at, whose zones are not read either.
        return nudge.member in self.zones and nudge.due <= self.now < nudge.until


def minute_of(at: datetime) -> str:
    """An instant as part of a key, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
