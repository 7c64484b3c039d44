"""Counts into figures that give nobody away.

Five rules, in one place:

1. Every count is shown in fives (to the nearest five, as the UK Higher Education Statistics Agency does), and shares,
   rates, intervals and the index are worked out from the numbers in fives, so that they say no more than those.
2. A count under five is not shown, and nobody is not told apart from few; the same holds for what remains of a whole.
3. A share, a mean or a median needs ten that it is taken of.
4. Days are whole months, for one programme whole quarters where it asks for days (`periods`).
5. Ratings count in fixed groups of five (`feedback`), each with its mean in half steps: a mean and its interval are
   worked out of those figures alone, so that no subtraction comes closer to a person than that.

Taking one such number from another leaves every number from 1 to 4 possible; taking all programmes from the whole never
shows that there is anybody in a hidden cell, since who is in no programme is printed nowhere. Both are tried in
tests/services/analytics/test_disclosed.py. With many overlapping periods at hand (a quarter and its three months) a
hidden number may in rare cases be narrowed down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from copilot.services.analytics.told import Figure, Unit
from copilot.services.auditing.differences import of_shares
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL, in_fives, share_in_fives
from copilot.services.auditing.groups import FEWEST
from copilot.services.auditing.rates import wilson

NOBODY = "Nobody to count yet, or fewer than five."
TOO_FEW = f"Fewer than {FEWEST} of them: too few to be shown."
FEW = f"Fewer than {FEWEST_IN_A_CELL}, or none."
TOO_SMALL = "One of the two groups is too small to be compared."
AT_AN_EDGE = "One of the two shares is nearly all or nearly none, and so hidden: no difference can be told."


@dataclass(frozen=True)
class Cell:
    """How many, of how many."""

    count: int
    of: int


class Saying(NamedTuple):
    """What a figure is called, what it counts, and of what."""

    key: str
    name: str
    counts: str
    of: str = "members"


def share_of(saying: Saying, cell: Cell) -> Figure:
    """`count` of `of` with Wilson's interval; hidden where few are in it, or few are not."""
    told = share_in_fives(cell.count, cell.of)
    if told is None:
        return _hidden(saying, "share", None, _too_few(cell.of))
    of, few = told.of, f"ewer than {FEWEST_IN_A_CELL}"
    if told.count is None:
        why = (
            f"F{few} of about {of:,} {saying.of}, or none."
            if told.rate_to < 1
            else f"All of about {of:,} {saying.of}, or all but f{few}."
        )
        return _hidden(saying, "share", of, why, told.rate_from, told.rate_to)
    low, high = wilson(told.count, of)
    return _figure(saying, "share", value=told.count / of, low=low, high=high, n=of)


def count_of(saying: Saying, count: int, behind: int) -> Figure:
    """How many there are; hidden where fewer than five of `behind` (people, relationships) stand behind it."""
    if min(count, behind) < FEWEST_IN_A_CELL:
        return _hidden(saying, "count", None, FEW)
    return _figure(saying, "count", value=in_fives(count), n=in_fives(behind))


def rate_of(saying: Saying, events: int, exposure: float, behind: int) -> Figure:
    """Events for each unit of exposure, with the exact interval of a Poisson rate (Garwood 1936, Biometrika 28:437).

    Meetings of one relationship are alike, so that the interval is rather too narrow.
    """
    from scipy.stats import chi2

    withheld = _withheld(saying, behind, "a month")
    if withheld:
        return withheld
    if events < FEWEST_IN_A_CELL:
        return _hidden(saying, "a month", in_fives(behind), FEW)
    count, time = in_fives(events), max(5, in_fives(round(exposure)))
    low, high = float(chi2.ppf(0.025, 2 * count)) / 2 / time, float(chi2.ppf(0.975, 2 * count + 2)) / 2 / time
    return _figure(saying, "a month", value=count / time, low=low, high=high, n=in_fives(behind))


def mean_of(saying: Saying, groups: Sequence[Sequence[float]], behind: int) -> Figure:
    """The mean of the groups' figures to a tenth, with the 95 % interval of these by Student's t.

    An exact mean or standard deviation would lead back to single ratings. The interval is never narrower than the
    half step a group's figure is rounded to.
    """
    from scipy.stats import t

    withheld = _withheld(saying, behind, "rating")
    if withheld:
        return withheld
    array = np.asarray([_half_step(each) for each in groups], dtype=np.float64)
    n = array.size
    spread = float(t.ppf(0.975, n - 1)) * float(array.std(ddof=1)) / math.sqrt(n) if n > 1 else math.inf
    half, mean = max(spread, 0.25), float(array.mean())
    low, high = max(1.0, round(mean - half, 1)), min(5.0, round(mean + half, 1))
    return _figure(saying, "rating", value=round(mean, 1), low=low, high=high, n=in_fives(behind))


def _half_step(ratings: Sequence[float]) -> float:
    """Their mean to the nearest half, halves of a step upwards: five that agree may have one among them who doesn't."""
    return math.floor(2 * sum(ratings) / len(ratings) + 0.5) / 2


def quantile_of(saying: Saying, days: Sequence[int], which: float, behind: int) -> Figure:
    """A quantile in whole days."""
    withheld = _withheld(saying, behind, "days")
    if withheld:
        return withheld
    return _figure(saying, "days", value=float(round(float(np.quantile(days, which)))), n=in_fives(behind))


def difference_of(saying: Saying, one: Cell, other: Cell) -> Figure:
    """One share less another, with Newcombe's interval (1998, method 10), both from numbers in fives."""
    told, other_told = share_in_fives(one.count, one.of), share_in_fives(other.count, other.of)
    if told is None or other_told is None:
        return _hidden(saying, "points", None, TOO_SMALL)
    if told.count is None or other_told.count is None:
        return _hidden(saying, "points", min(told.of, other_told.of), AT_AN_EDGE)
    first, second = (told.count, told.of), (other_told.count, other_told.of)
    low, high = of_shares(*first, *second)
    value = first[0] / first[1] - second[0] / second[1]
    return _figure(saying, "points", value=value, low=low, high=high, n=first[1] + second[1])


def absent(saying: Saying, unit: Unit, why: str) -> Figure:
    """A figure that this period can't have; nothing is hidden."""
    return _figure(saying, unit, why=why)


def _withheld(saying: Saying, of: int, unit: Unit) -> Figure | None:
    """The figure where too few are counted; None where there are enough."""
    return _hidden(saying, unit, None, _too_few(of)) if of < FEWEST else None


def _too_few(of: int) -> str:
    return NOBODY if of < FEWEST_IN_A_CELL else TOO_FEW


def _hidden(
    saying: Saying, unit: Unit, n: int | None, why: str, low: float | None = None, high: float | None = None
) -> Figure:
    return _figure(saying, unit, n=n, hidden=True, why=why, low=low, high=high)


def _figure(saying: Saying, unit: Unit, **fields: Any) -> Figure:
    for name in ("value", "low", "high"):
        if fields.get(name) is not None:
            fields[name] = round(float(fields[name]), 4)
    return Figure(key=saying.key, name=saying.name, counts=saying.counts, of=saying.of, unit=unit, **fields)
