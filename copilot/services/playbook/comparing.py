"""Two groups held against each other: the difference, its interval, and the chance of it where there is none.

Means and shares are compared by their difference; how long something lasts by the mean within a horizon, the area
under the curve of Kaplan and Meier (1958, Journal of the American Statistical Association 53:457–481; Royston and
Parmar 2013, BMC Medical Research Methodology 13:152), which counts what still lasts for as long as it has.

What can grow with time is compared among those who were watched for about as long, stratum by stratum, so that length
of stay doesn't look like an effect (Cochran 1968, Biometrics 24:295–313).

Chance is a permutation test: the two labels are dealt again and again (Phipson and Smyth 2010, Statistical Applications
in Genetics and Molecular Biology 9:39, for p = (b + 1) / (m + 1)), so that it holds for ten people as for a thousand.
Intervals are percentile bootstrap intervals, each group drawn from itself. Several comparisons are judged together by
the steps of Holm (1979, Scandinavian Journal of Statistics 6:65–70).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

SEED = 20_261_123
RESAMPLES = 2_000
DEALS = 4_999
LEVEL = 0.95
SURE = 0.05
FEWEST = 10
"""People on either side; below it nothing is compared."""
STRATUM, MOST_STRATA = 8, 12
"""People in a stratum of those watched for about as long, and how many strata there are at most."""
HORIZON = 12.0
"""Months within which it is looked at how long something lasts; less where nobody has been watched so long."""

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Strata = npt.NDArray[np.int64]
Figure = Callable[[Values, Flags], float]


@dataclass(frozen=True)
class Side:
    """One of the two groups: a value a person or relationship, and who stands behind the values.

    Where a value is how long something has lasted, `ended` says whether that is over. Where it can grow with time,
    `watched` says for how many days each was looked at: then only those are held against each other who were watched
    for about as long.
    """

    name: str
    values: Values
    people: frozenset[str]
    ended: Flags | None = None
    watched: Values | None = None

    @property
    def n(self) -> int:
        """How many people, or values where they are fewer."""
        return min(len(self.values), len(self.people))


@dataclass(frozen=True)
class Difference:
    """The figure of either side, and the interval of the first less the second."""

    values: tuple[float, float]
    low: float
    high: float

    @property
    def size(self) -> float:
        """The first less the second."""
        return self.values[0] - self.values[1]


def chance_of(one: Side, other: Side, rule: str, *, deals: int = DEALS) -> float:
    """p: how often the labels, dealt at random, are as far from equal. The seed is fixed, one for each rule."""
    both, lasts = _both(one, other, _horizon(one, other)), _lasts(one, other)
    scores = logrank_scores(both.values, both.ended) if lasts else both.values
    return _as_far_from_equal(scores, both.first, strata_of(one, other), _chance(rule), deals)


def difference(one: Side, other: Side, rule: str, *, resamples: int = RESAMPLES) -> Difference:
    """How far the two sides are apart, with the interval. The same records give the same figures."""
    horizon, lasts = _horizon(one, other), _lasts(one, other)
    both, chance = _both(one, other, horizon), _chance(rule)
    if lasts:
        figure: Figure = partial(time_within, horizon)
        found = [figure(both.values[side], both.ended[side]) for side in (both.first, ~both.first)]
        drawn = _resampled(both, figure, chance, resamples)
    else:
        found, drawn = _within_strata(both, strata_of(one, other), chance, resamples)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Difference((found[0], found[1]), float(low), float(high))


def _chance(rule: str) -> np.random.Generator:
    return np.random.default_rng([SEED, zlib.crc32(rule.encode())])


def _lasts(one: Side, other: Side) -> bool:
    return one.ended is not None and other.ended is not None


def adjusted(ps: Sequence[float]) -> list[float]:
    """The p values after Holm's steps: each times how many are not smaller, never falling, at most 1."""
    order = sorted(range(len(ps)), key=lambda at: ps[at])
    found, highest = [0.0] * len(ps), 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, ps[at] * (len(ps) - rank)))
        found[at] = highest
    return found


@dataclass(frozen=True)
class _Both:
    """The two sides in one row; `first` marks those of the first."""

    values: Values
    ended: Flags
    first: Flags


def _both(one: Side, other: Side, horizon: float) -> _Both:
    """What lasts beyond the horizon had not ended there."""
    values = np.concatenate([one.values, other.values])
    ended = np.concatenate([_ended(one), _ended(other)]) & (values <= horizon)
    first = np.arange(len(values)) < len(one.values)
    return _Both(np.minimum(values, horizon), ended, first)


def _ended(side: Side) -> Flags:
    return np.ones(len(side.values), dtype=bool) if side.ended is None else side.ended


def _horizon(one: Side, other: Side) -> float:
    """At most HORIZON, and no longer than either side was watched; where the longest has ended, all is known.

    Without end where the values are no durations.
    """
    return min(HORIZON, _watched(one), _watched(other)) if _lasts(one, other) else np.inf


def _watched(side: Side) -> float:
    longest = float(side.values.max())
    return np.inf if _ended(side)[side.values == longest].all() else longest


def time_within(horizon: float, values: Values, ended: Flags) -> float:
    """The mean time within the horizon: the area under the survival curve up to there."""
    times, survival = survival_curve(values, ended)
    edges = np.concatenate([[0.0], np.minimum(times, horizon), [horizon]])
    return float((np.diff(edges) * np.concatenate([[1.0], survival])).sum())


def survival_curve(values: Values, ended: Flags) -> tuple[Values, Values]:
    """Kaplan and Meier's estimate: the times at which something ended, and the share that lasts beyond each."""
    times, at_each = np.unique(values[ended], return_counts=True)
    at_risk = (values[None, :] >= times[:, None]).sum(axis=1)
    return times, np.cumprod(1 - at_each / np.maximum(at_risk, 1))


def strata_of(one: Side, other: Side) -> Strata:
    """Which of them were watched for about as long: strata of about STRATUM each, 0 for all where time says nothing."""
    if one.watched is None or other.watched is None:
        return np.zeros(len(one.values) + len(other.values), dtype=np.int64)
    days = np.concatenate([one.watched, other.watched])
    strata = int(np.clip(len(days) // STRATUM, 1, MOST_STRATA))
    edges = np.quantile(days, np.arange(1, strata) / strata)
    found: Strata = np.searchsorted(edges, days, side="right")
    return found


def _within_strata(
    both: _Both, strata: Strata, chance: np.random.Generator, resamples: int
) -> tuple[list[float], Values]:
    """The mean of either side, each stratum weighed alike on both, and the differences of what is drawn anew.

    The weights n₁n₂/(n₁+n₂) are those of Mantel and Haenszel (1959, Journal of the National Cancer Institute
    22:719–748); with one stratum these are the two plain means.
    """
    found, drawn, weights = np.zeros(2), np.zeros(resamples), 0.0
    for stratum in np.unique(strata):
        sides = [both.values[(strata == stratum) & side] for side in (both.first, ~both.first)]
        weight = len(sides[0]) * len(sides[1]) / (len(sides[0]) + len(sides[1]))
        if weight:
            found += weight * np.array([side.mean() for side in sides])
            drawn += weight * (_means(sides[0], chance, resamples) - _means(sides[1], chance, resamples))
            weights += weight
    weights = weights or 1.0
    return (found / weights).tolist(), drawn / weights


def _means(values: Values, chance: np.random.Generator, resamples: int) -> Values:
    drawn: Values = values[chance.integers(0, len(values), (resamples, len(values)))].mean(axis=1)
    return drawn


def _resampled(both: _Both, figure: Figure, chance: np.random.Generator, resamples: int) -> Values:
    sides = [np.flatnonzero(both.first), np.flatnonzero(~both.first)]
    drawn = np.empty((resamples, 2))
    for n in range(resamples):
        for at, side in enumerate(sides):
            picked = side[chance.integers(0, len(side), len(side))]
            drawn[n, at] = figure(both.values[picked], both.ended[picked])
    differences: Values = drawn[:, 0] - drawn[:, 1]
    return differences


def _as_far_from_equal(
    scores: Values, first: Flags, strata: Strata, chance: np.random.Generator, deals: int
) -> float:
    """Two-sided: how often a deal of the labels, within each stratum, is as far from equal.

    Of durations, the scores sum up to log-rank's.
    """
    seen, dealt = 0.0, np.zeros(deals)
    for stratum in np.unique(strata):
        here = strata == stratum
        centred, labels = scores[here] - scores[here].mean(), first[here]
        seen += float(centred[labels].sum())
        rows = chance.permuted(np.broadcast_to(labels, (deals, len(labels))), axis=1)
        dealt += rows.astype(np.float64) @ centred
    as_far = int((np.abs(dealt) >= abs(seen) - 1e-9).sum())
    return (as_far + 1) / (deals + 1)


def logrank_scores(values: Values, ended: Flags) -> Values:
    """1 less the hazard for what ended, 0 less the hazard for what lasts (Peto and Peto 1972, JRSS A 135:185–207).

    The hazard is Nelson and Aalen's, of both groups together; the sum over one group is ended less expected.
    """
    times, at_each = np.unique(values[ended], return_counts=True)
    at_risk = (values[None, :] >= times[:, None]).sum(axis=1)
    hazard = np.cumsum(at_each / np.maximum(at_risk, 1))
    until = np.searchsorted(times, values, side="right")
    scores: Values = ended.astype(np.float64) - np.concatenate([[0.0], hazard])[until]
    return scores
