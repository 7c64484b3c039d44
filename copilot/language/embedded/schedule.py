"""Dates and minutes shared out, so that dates stay in range and minutes add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Share:
    """What one part of a session may take, in minutes."""

    weight: float
    least: int
    most: int = 10_000


def due_dates(hours: Sequence[float], starts: date, ends: date) -> list[date]:
    """A date for each piece of work, in order, spread by its hours between `starts` and `ends`, the last near `ends`.

    Weekends move to the Friday before, where that is not too early.
    """
    span, total, done = (ends - starts).days, sum(hours), 0.0
    dates: list[date] = []
    for piece in hours:
        done += piece
        day = _working_day(starts + timedelta(days=round(span * done / total)))
        earliest = dates[-1] if dates else starts
        dates.append(min(max(day, earliest), ends))
    return dates


def minutes_for(shares: Sequence[Share], minutes: int) -> list[int]:
    """Whole minutes for each share that add up exactly, in steps of five where the length allows it.

    Each step goes to the share that would have least for its weight (D'Hondt's divisors); the least of all shares
    must fit into `minutes`.
    """
    unit = 5 if minutes % 5 == 0 and sum(_rounded_up(share.least, 5) for share in shares) <= minutes else 1
    given = [_rounded_up(share.least, unit) for share in shares]
    while (left := minutes - sum(given)) > 0:
        open_ = [n for n, share in enumerate(shares) if given[n] < share.most] or list(range(len(shares)))
        hungriest = min(open_, key=lambda n: ((given[n] + unit) / shares[n].weight, n))
        given[hungriest] += min(unit, left)
    return given


def _rounded_up(minutes: int, unit: int) -> int:
    return -(-minutes // unit) * unit


def _working_day(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))
