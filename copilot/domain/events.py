"""A meeting of many: when and where, who speaks, who comes, what they ask and what they say afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, NaiveDatetime

from copilot.domain.records import Record

MOST_MINUTES = 14 * 24 * 60


MOST_HOURS_BEFORE = 14 * 24
"""How long before an event a reminder may come."""


@cache
def zones() -> frozenset[str]:
    """The names of places in the time zone database, and UTC.

    Without a place it also knows `localtime` and `Factory`, which are another thing on every machine, and old names
    such as `EST5EDT`, which no country keeps to.
    """
    # They don't change while we run, and finding them reads six hundred files.
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


def clock_of(zone: str) -> tzinfo:
    """The clock of a zone. One whose name has gone from the database since it was kept goes by UTC."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return UTC


def is_known(zone: str) -> bool:
    """Whether this machine has a clock for it."""
    return zone == "UTC" or clock_of(zone) is not UTC


class EventKind(StrEnum):
    """What people come for."""

    WEBINAR = "webinar"
    WORKSHOP = "workshop"
    AMA = "ama"
    CIRCLE = "circle"
    SPOTLIGHT = "spotlight"
    OFFICE_HOURS = "office-hours"


class Event(Record):
    """A meeting of many. Its truth is the clock on the wall where it is held: `at` in `time_zone`.

    Where a country changes its rules, the event stays at three in the afternoon, and its instant moves. `places` is
    None for as many as come; `reminders` are hours before it starts; `sequence` counts what changed in the calendar.
    Of the speakers, some have `agreed` and some have `declined`; the others haven't answered yet. Zone and reminders
    are checked when they are given, not here: an event whose zone has lost its name can still be read.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="event")
    kind: EventKind
    title: str = Field(min_length=1, max_length=200)
    description: str = Field("", max_length=10_000)
    at: NaiveDatetime
    time_zone: str = Field(min_length=1, max_length=200)
    minutes: int = Field(60, ge=5, le=MOST_MINUTES)
    where: str = Field("", max_length=1_000)
    places: int | None = Field(None, ge=1, le=1_000_000)
    hosts: frozenset[str] = Field(min_length=1)
    speakers: tuple[str, ...] = Field((), max_length=50)
    agreed: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    programme: str = ""
    audience: Literal["community", "programme"] = "community"
    series: str = ""
    state: Literal["planned", "held", "cancelled"] = "planned"
    reason: str = Field("", max_length=1_000)
    reminders: tuple[int, ...] = (24, 1)
    sequence: int = 0
    created: datetime
    updated: datetime

    @property
    def starts(self) -> datetime:
        """The instant it starts, in UTC, by today's rules of its zone.

        An hour that the clocks skip is taken an hour later; one that they repeat, the first time (PEP 495, fold 0).
        """
        return self.at.replace(tzinfo=clock_of(self.time_zone)).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The instant it ends, in UTC."""
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def asked(self) -> frozenset[str]:
        """Speakers who said yes or haven't answered yet."""
        return frozenset(self.speakers) - self.declined

    @property
    def speak(self) -> frozenset[str]:
        """Speakers who said yes."""
        return frozenset(self.speakers) & self.agreed - self.declined

    @property
    def reminds(self) -> tuple[int, ...]:
        """The hours before its start at which it reminds; an old value out of all bounds is none."""
        return tuple(hours for hours in self.reminders if 0 <= hours <= MOST_HOURS_BEFORE)


class Series(Record):
    """What makes events come again: a rule of RFC 5545, by the clock on the wall of its zone.

    `missing_day` says what becomes of a month without the day, such as the 31st: its last day, or none.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="series")
    rule: str = Field(min_length=1, max_length=200)
    first: NaiveDatetime
    time_zone: str = Field(min_length=1, max_length=200)
    until: date | None = None
    missing_day: Literal["last day", "leave out"] = "last day"
    skipped: tuple[date, ...] = ()
    by: str


class Registration(Record):
    """One member's place at one event, or her place in its waiting list, which goes by `at`."""

    id: str = Field(min_length=1, max_length=420, serialization_alias="registration")
    event: str
    member: str
    state: Literal["registered", "waiting", "cancelled"]
    at: datetime
    attended: bool | None = None


class EventQuestion(Record):
    """What somebody would like to have answered. `named` is whether others may read who asks."""

    id: str = Field(min_length=1, max_length=200, serialization_alias="question")
    event: str
    by: str
    text: str = Field(min_length=1, max_length=1_000)
    at: datetime
    named: bool = False
    answered: bool = False


class EventFeedback(Record):
    """What one who was there says of it, from 1 to 5 and in words; the hosts read it without her name."""

    id: str = Field(min_length=1, max_length=420)
    event: str
    by: str
    rating: int = Field(ge=1, le=5)
    text: str = Field("", max_length=4_000)
    at: datetime


class CalendarFeed(Record):
    """A secret address under which a member's calendar can be read. Its id is the SHA-256 of the secret."""

    member: str
    created: datetime
