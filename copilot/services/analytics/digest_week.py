"""Which week a digest is of."""

from __future__ import annotations

import re
from datetime import date, timedelta

from copilot.errors import BadInput
from copilot.services.analytics.digest_told import Week
from copilot.services.analytics.periods import FIRST_YEAR, LAST_YEAR
from copilot.services.analytics.told import Period

_WEEK = re.compile(r"(\d{4})-?[Ww](\d{2})")
_CURE = "Write a week as 2026-W47; without one it is the last that is over."


def week_of(text: str, today: date) -> Week:
    """The week that the words name; for none the last one that is over.

    Raises BadInput where they name none, or one that is yet to come.
    """
    words = text.strip()
    if not words:
        return _week(today - timedelta(days=7), today)
    found = _WEEK.fullmatch(words)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise BadInput(f"“{words[:80]}” names no week.", place="week", cure=_CURE)
    try:
        week = _week(date.fromisocalendar(int(found[1]), int(found[2]), 1), today)
    except ValueError as fault:
        raise BadInput(f"{found[1]} has no week {found[2]}.", place="week", cure=_CURE) from fault
    if week.first > today:
        raise BadInput(f"The week {week.label} begins on {week.first}.", place="week", cure=_CURE)
    return week


def is_now(week: Week, today: date) -> bool:
    """Whether it runs, or is the last one that is over: what deserves a look is known of today alone."""
    return week.last >= today - timedelta(days=7)


def period_of_week(week: Week, weeks_before: int = 0) -> Period:
    """The days of the week, or of one before it."""
    back = timedelta(weeks=weeks_before)
    label = week.label if not weeks_before else _week(week.first - back, week.first).label
    return Period(
        kind="range",
        label=label,
        first=week.first - back,
        last=week.last - back,
        running=week.running and not weeks_before,
    )


def thursday(week: Week) -> date:
    """The day that says which month and quarter a week belongs to, as ISO 8601 has it of the year."""
    return week.first + timedelta(days=3)


def _week(day: date, today: date) -> Week:
    year, number, weekday = day.isocalendar()
    first = day - timedelta(days=weekday - 1)
    last = first + timedelta(days=6)
    return Week(label=f"{year}-W{number:02}", first=first, last=last, running=last >= today)
