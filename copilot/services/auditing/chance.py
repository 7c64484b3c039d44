"""Could chance have done it? A permutation test between groups, a bootstrap interval, and many tests at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]

SHUFFLES = 999
RESAMPLES = 2_000
_AT_ONCE = 2_000_000


def group_ps(gains: Floats, dues: Floats, sizes: Sequence[int], seed: int) -> list[float]:
    """For each group the two-sided p that it gets Σ gains / Σ dues as everybody does.

    The groups are shuffled among the people (Fisher 1935; Ernst 2004, Statistical Science 19:676–685); the statistic is
    the sum of gain − θ · due over the group, where θ = Σ gains / Σ dues of all. Where no shuffle reaches what was seen,
    the normal limit of the shuffled sums is the better estimate (Hoeffding 1951): then p is the smaller of the two.

    Args:
        gains, dues: (people,), group by group.
        sizes: how many people each group has, in the same order; they sum to the number of people.
    """
    residuals = gains - (gains.sum() / dues.sum() if dues.sum() else 0) * dues
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
    seen = np.abs(np.add.reduceat(residuals, starts))
    as_extreme = np.zeros(len(sizes), dtype=np.int64)
    rng = np.random.default_rng(seed)
    block = max(1, _AT_ONCE // residuals.size)
    for start in range(0, SHUFFLES, block):
        rows = min(block, SHUFFLES - start)
        shuffled = rng.permuted(np.broadcast_to(residuals, (rows, residuals.size)), axis=1)
        as_extreme += (np.abs(np.add.reduceat(shuffled, starts, axis=1)) >= seen - 1e-12).sum(axis=0)
    return [
        _p(int(count), float(sum_), size, residuals)
        for count, sum_, size in zip(as_extreme, seen, sizes, strict=True)
    ]


def _p(as_extreme: int, seen: float, size: int, residuals: Floats) -> float:
    shuffled = (1 + as_extreme) / (1 + SHUFFLES)
    spread = size * (residuals.size - size) / residuals.size * float(residuals.var(ddof=1))
    if as_extreme or spread <= 0:
        return shuffled
    return min(shuffled, math.erfc(seen / math.sqrt(2 * spread)))


def mean_interval(values: Floats, seed: int) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of a mean (Efron 1979, Annals of Statistics 7:1–26)."""
    rng = np.random.default_rng(seed)
    block = max(1, _AT_ONCE // values.size)
    means = [
        values[rng.integers(0, values.size, (min(block, RESAMPLES - start), values.size))].mean(axis=1)
        for start in range(0, RESAMPLES, block)
    ]
    low, high = np.quantile(np.concatenate(means), [0.025, 0.975])
    return float(low), float(high)


def adjusted(ps: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's step-up p values (1995, JRSS B 57:289–300).

    In a community where nothing is unfair, the chance of any p below 0.05 is at most 5 %, as with Holm's method. Where
    something is, one cause shows in several lines (a decline in access, funnel and decisions), and this method then
    keeps more of them in sight than Holm's, which takes every line for a separate accusation.
    """
    if not ps:
        return []
    order = np.argsort(ps)
    scaled = np.asarray(ps)[order] * len(ps) / np.arange(1, len(ps) + 1)
    falling = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    result = np.empty(len(ps))
    result[order] = falling
    return [float(p) for p in result]
