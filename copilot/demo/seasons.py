"""Dates that are always fresh: the programme's year, and meetings counted back from today."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FIRST = date(2026, 2, 1)
# The sample's own year: as long as today lies in here, the programme keeps the dates it was written for.
OWN_YEAR = (date(2026, 6, 1), date(2027, 1, 31))
MONTHS_GONE = 8
SATURDAY = 5


@dataclass(frozen=True)
class Season:
    """A programme's twelve months, and today within them."""

    starts: date
    ends: date
    today: date

    @property
    def name(self) -> str:
        """The programme's name, by the year it began in."""
        return f"Bridges {self.starts.year}"


def season(today: date) -> Season:
    """February 2026 to January 2027 while that fits; later, a year that began eight months ago."""
    starts = (
        FIRST if OWN_YEAR[0] <= today <= OWN_YEAR[1] else _months_after(today.replace(day=1), -MONTHS_GONE)
    )
    return Season(starts, _months_after(starts, 12) - timedelta(days=1), today)


def _months_after(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, day.day)


def weekday(day: date) -> date:
    """The day itself, or the Friday before it where it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def back_from(last: date, count: int, rhythm: int, earliest: date, rng: random.Random) -> list[date]:
    """`count` meeting days up to `last`, about `rhythm` days apart, none before `earliest`, all on weekdays."""
    room = max(count, (last - earliest).days)
    step = min(rhythm, room // max(1, count - 1))
    jitter = [rng.randint(-2, 2) if step > 7 and 0 < at < count - 1 else 0 for at in range(count)]
    days = [last - timedelta(days=step * (count - 1 - at) + jitter[at]) for at in range(count)]
    return [weekday(day) for day in days]


def spread(first: date, last: date, count: int) -> Sequence[date]:
    """`count` dates from after `first` up to `last`, evenly."""
    return [first + (last - first) * (position + 1) / count for position in range(count)]
