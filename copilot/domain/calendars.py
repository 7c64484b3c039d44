"""What stands in a member's calendar, before it becomes a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from copilot.domain.records import Value


class CalendarEntry(Value):
    """One thing in a calendar.

    Attributes:
        of, what: the id of the event, session or draft it stands for, and which of these it is.
        uid: its name in every calendar, the same for good, so that a change replaces what was there.
        sequence: how often what stands here has changed.
        stamp: when it last changed.
        starts, ends: instants; of something that takes whole days, None.
        zone: where its clock hangs on the wall; empty for something that is an instant everywhere.
        day: the day of something that takes a whole one.
        contact: who can be asked, by name and never by address.
        reminders: hours before it starts.
        private: whether those who may look into her calendar are asked not to see what it is.
        relationship: of a session, whose it is; no file tells it.
    """

    of: str
    what: Literal["event", "session", "draft"]
    uid: str = Field(min_length=1)
    sequence: int = 0
    stamp: AwareDatetime
    title: str
    told: str = ""
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    zone: str = ""
    day: date | None = None
    where: str = ""
    contact: str = ""
    state: Literal["confirmed", "tentative", "cancelled"] = "confirmed"
    reminders: tuple[int, ...] = ()
    private: bool = False
    relationship: str = ""

    @model_validator(mode="after")
    def _it_has_a_time(self) -> Self:
        if (self.day is None) == (self.starts is None or self.ends is None):
            raise ValueError("an entry has a day, or a start and an end")
        return self


class DueReminder(Value):
    """A reminder whose time has come: of which event, and for whom.

    `hours` is how long before its start it is meant to be given; `due` is when its time came.
    """

    event: str
    title: str
    starts: datetime
    hours: int
    due: datetime
    members: tuple[str, ...]
