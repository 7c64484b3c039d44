"""Working hours two members have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from copilot.services.matching.scores.pooling import Matrix

WORKING_DAY = (time(9), time(17))
MINUTES_A_DAY = 24 * 60


def hours_in_common(seekers: Sequence[str], partners: Sequence[str], on: date) -> Matrix:
    """Hours that fall into both working days, 9 to 17 by each clock, daylight saving of that date included.

    Args:
        seekers, partners: IANA names of their time zones, empty where unknown.
        on: the date; the days before and after count too, so that the date line is no wall.

    Returns:
        (seekers, partners), 0 to 8, NaN where a time zone is unknown.
    """
    names = sorted({*seekers, *partners} - {""})
    hours = _table(names, on)
    numbers = {name: n for n, name in enumerate(names)} | {"": len(names)}
    rows = np.array([numbers[name] for name in seekers], dtype=np.intp)
    columns = np.array([numbers[name] for name in partners], dtype=np.intp)
    result: Matrix = hours[rows[:, None], columns[None, :]]
    return result


def _table(names: Sequence[str], on: date) -> Matrix:
    begins, ends = (
        np.array([_minute(name, on, at) for name in names], dtype=np.float32) for at in WORKING_DAY
    )
    minutes = np.zeros((len(names), len(names)), dtype=np.float32)
    for shift in (-MINUTES_A_DAY, 0, MINUTES_A_DAY):
        begin = np.maximum(begins[:, None], begins[None, :] + shift)
        end = np.minimum(ends[:, None], ends[None, :] + shift)
        minutes += np.clip(end - begin, 0, None)
    return np.pad(minutes / 60, ((0, 1), (0, 1)), constant_values=np.nan)


@lru_cache(maxsize=4096)
def _minute(name: str, on: date, at: time) -> float:
    """Minutes between midnight UTC of that date and this hour by that clock."""
    local = datetime.combine(on, at, tzinfo=ZoneInfo(name))
    return (local - datetime.combine(on, time(0), tzinfo=UTC)).total_seconds() / 60
