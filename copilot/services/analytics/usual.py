"""What is usual in a community: how long people go between meetings, and which weeks are quiet for everybody.

Two months without a meeting mean little when they were July and August and nobody met. So time is counted in the
community's own weeks: a week in which those who are meeting at all meet half as often as usual counts half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from copilot.services.analytics.evidence import Evidence

GAP = 21.0
"""Days between meetings where nothing is known."""
AS_MANY = 20
"""That guess weighs as much as so many gaps."""
GOING_FOR = timedelta(weeks=8)
"""Whoever met within so long may meet again: she counts among those who could have met in a week."""
EXPECTED = 10.0
"""A week's quiet is believed as far as it stands against so many meetings of an ordinary week."""
QUIETEST = 0.25
"""No week counts less: where all fall silent at once, it must not look as if time stood still."""


@dataclass(frozen=True)
class Usual:
    """Days between two meetings, and how much each week counts from `begins` on; weeks beyond count in full."""

    gap: float = GAP
    begins: date = date.min
    weeks: tuple[float, ...] = ()
    sums: tuple[float, ...] = (0.0,)

    def days_until(self, day: date) -> float:
        """Days since `begins` as they count; negative before it."""
        days = (day - self.begins).days
        if not self.weeks or days <= 0:
            return float(days)
        full = min(days // 7, len(self.weeks))
        rest = days - 7 * full
        rate = self.weeks[full] if full < len(self.weeks) else 1.0
        return self.sums[full] + rest * rate

    def between(self, earlier: date, later: date) -> float:
        """Days from one to the other as they count here, never less than none."""
        return max(0.0, self.days_until(later) - self.days_until(earlier))


def usual(community: Sequence[Evidence], today: date) -> Usual:
    """What is usual among these; a guess where there are none."""
    met = [each.meetings for each in community]
    gaps = [(later - earlier).days for days in met for earlier, later in pairwise(days)]
    gap = (len(gaps) * median(gaps) + AS_MANY * GAP) / (len(gaps) + AS_MANY) if gaps else GAP
    first = min((days[0] for days in met if days), default=None)
    if first is None:
        return Usual(gap)
    weeks = _weights(met, first, today)
    sums = [0.0]
    for each in weeks:
        sums.append(sums[-1] + 7 * each)
    return Usual(gap, first, tuple(weeks), tuple(sums))


def _weights(met: Sequence[Sequence[date]], first: date, today: date) -> list[float]:
    """How much each full week since the first meeting counts, 1 for an ordinary one; the running week in full."""
    full = max(0, (today - first).days // 7)
    held, going = [0] * full, [0] * full
    for days in met:
        _count(days, first, held, going)
    meetings, chances = sum(held), sum(going)
    if not meetings:
        return [1.0] * full
    rate = meetings / chances
    return [
        min(1.0, max(QUIETEST, (held[week] + EXPECTED) / (rate * going[week] + EXPECTED)))
        for week in range(full)
    ]


def _count(days: Sequence[date], first: date, held: list[int], going: list[int]) -> None:
    """Add the meetings of one relationship, and the weeks in which it could have had one."""
    could: set[int] = set()
    for day in days:
        week = (day - first).days // 7
        if week < len(held):
            held[week] += 1
        could.update(range(week, min(len(going), week + GOING_FOR.days // 7 + 1)))
    for week in could:
        going[week] += 1
