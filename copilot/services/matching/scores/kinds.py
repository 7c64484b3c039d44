"""Parts that hang on what kind of member somebody is, her time zone or her level: looked up in a small table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.domain.members import Profile
from copilot.services.matching.scores.hours import hours_in_common
from copilot.services.matching.scores.pooling import Matrix, Rows

_FIT: dict[MatchRole, dict[int, float]] = {
    MatchRole.MENTOR: {0: 0.3, 1: 0.8, 2: 1.0, 3: 1.0, 4: 0.8, 5: 0.6, 6: 0.4},
    MatchRole.SPONSOR: {0: 0.0, 1: 0.5, 2: 0.8, 3: 1.0},
    MatchRole.PEER: {-2: 0.0, -1: 0.7, 0: 1.0, 1: 0.7, 2: 0.0},
    MatchRole.REVERSE: {-4: 1.0, -3: 1.0, -2: 0.9, -1: 0.6, 0: 0.0},
}
"""Levels from seeker to partner → fit; beyond the ends the last value holds."""
_LEVELS = np.array([np.nan, *range(1, 11)], dtype=np.float32)
"""Every level; unknown comes first, so that a level is its own place."""


class Table(NamedTuple):
    """Values of kinds of seekers against kinds of partners, and of which kind each seeker and each partner is."""

    values: Matrix
    rows: Rows
    columns: Rows

    def of(self, rows: Rows, columns: Rows) -> Matrix:
        """The values of these seekers and partners: (len(rows), len(columns)), NaN where a kind is unknown."""
        return self.values[:, self.columns[columns]][self.rows[rows]]


def hours_table(
    seekers: Sequence[Profile], partners: Sequence[Profile], on: date, enough_hours: float
) -> Table:
    """Working hours in common on that date, as a share of those that are enough, 0 to 1."""
    zones = [[profile.time_zone for profile in side] for side in (seekers, partners)]
    names = sorted({*zones[0], *zones[1]})
    share = hours_in_common(names, names, on) / np.float32(enough_hours)
    numbers = {name: n for n, name in enumerate(names)}
    rows, columns = (np.array([numbers[name] for name in side], dtype=np.intp) for side in zones)
    return Table(np.minimum(share, np.float32(1)), rows, columns)


def levels_table(seekers: Sequence[Profile], partners: Sequence[Profile], role: MatchRole) -> Table:
    """How well the distance in levels suits the role, 0 to 1."""
    rows, columns = (
        np.array([profile.level or 0 for profile in side], dtype=np.intp) for side in (seekers, partners)
    )
    distance, fit = _LEVELS[None, :] - _LEVELS[:, None], _FIT[role]
    values = np.interp(distance, sorted(fit), [fit[n] for n in sorted(fit)]).astype(np.float32)
    return Table(values, rows, columns)
