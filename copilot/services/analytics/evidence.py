"""What is looked at of a relationship to say how it goes: dates, states and counts; no word, no mood, no rating."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SAME_MEETING = timedelta(days=3)
"""Sessions this near to each other are one meeting in two parts: they say nothing of a rhythm."""


@dataclass(frozen=True)
class Evidence:
    """One relationship on one day.

    Attributes:
        started, today: it began, and it is looked at. A clock that went backwards may put the first behind the second.
        held: days of meetings.
        cancelled: days of sessions that were called off; only those up to today count.
        unsettled: days before today of sessions that nobody said anything about since.
        ahead: days of planned sessions from today on.
        agreed_weeks: between two meetings by the agreement both signed; None where it names none, or isn't signed.
        signed: whether everybody signed an agreement.
        done, late: action items that were ticked, and open ones past their day.
    """

    relationship: str
    started: date
    today: date
    held: tuple[date, ...] = ()
    cancelled: tuple[date, ...] = ()
    unsettled: tuple[date, ...] = ()
    ahead: tuple[date, ...] = ()
    agreed_weeks: int | None = None
    signed: bool = False
    done: int = 0
    late: int = 0

    @property
    def meetings(self) -> list[date]:
        """Days they met, the first first; one said to be held after today was held by another clock: today."""
        return meetings(min(day, self.today) for day in self.held)

    @property
    def last(self) -> date | None:
        """The last day they met."""
        return max((min(day, self.today) for day in self.held), default=None)

    @property
    def since(self) -> date:
        """From when on nothing is known of them: the last meeting, or the beginning."""
        return self.last or min(self.started, self.today)

    @property
    def weeks_old(self) -> float:
        """Weeks since it began, none where it begins yet."""
        return max(0, (self.today - self.started).days) / 7

    def called_off_since(self) -> list[date]:
        """Days of sessions cancelled since the last meeting, also of one that was to be soon: a plan that fell."""
        return sorted(day for day in self.cancelled if day > self.since)

    def left_open_since(self) -> list[date]:
        """Days after the last meeting of sessions that may have been held, or not."""
        return sorted(day for day in self.unsettled if day > self.since)


def meetings(days: Iterable[date]) -> list[date]:
    """Days without those that continue a meeting of less than three days before, in order."""
    found: list[date] = []
    for day in sorted(days):
        if not found or day - found[-1] >= SAME_MEETING:
            found.append(day)
    return found
