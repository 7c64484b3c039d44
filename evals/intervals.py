"""How sure a figure is: the percentile bootstrap."""

from __future__ import annotations

import numpy as np

from evals.metrics import Columns, Statistic, Values

RESAMPLES = 2_000
SEED = 20_261_122
LEVEL = 0.95
_AT_ONCE = 4_000_000
"""Weights held at once: 32 MB of float64."""


def interval(
    statistic: Statistic,
    columns: Columns,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    level: float = LEVEL,
) -> tuple[float, float]:
    """The percentile bootstrap interval of a statistic over cases (Efron 1979, Annals of Statistics 7:1–26).

    A resample of n cases with replacement is a multinomial weight for each case, so that all resamples are computed
    together. Resamples on which the statistic is not defined are left out.

    Args:
        statistic: takes columns of (n,) and weights of (resamples, n), gives (resamples,).
        columns: the numbers of the cases by name, NaN where a case has none.

    Returns:
        The lower and upper bound; (NaN, NaN) where no resample has a value.
    """
    drawn = _resampled(statistic, columns, resamples, np.random.default_rng(seed))
    known = drawn[~np.isnan(drawn)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def value(statistic: Statistic, columns: Columns) -> float:
    """The statistic of the cases as they are, NaN where it is not defined."""
    return float(statistic(columns, np.ones((1, _count(columns))))[0])


def _resampled(statistic: Statistic, columns: Columns, resamples: int, chance: np.random.Generator) -> Values:
    n = _count(columns)
    block = max(1, _AT_ONCE // max(1, n))
    sizes = [min(block, resamples - start) for start in range(0, resamples, block)]
    drawn = [
        statistic(columns, chance.multinomial(n, np.full(n, 1 / n), size=size).astype(np.float64))
        for size in sizes
    ]
    return np.concatenate(drawn)


def _count(columns: Columns) -> int:
    return len(next(iter(columns.values())))
