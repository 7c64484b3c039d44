"""Means of a group beside the others: the difference, its interval, and how often chance alone does that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from copilot.services.auditing.chance import RESAMPLES, Floats, group_ps
from copilot.services.auditing.rates import wilson

_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Difference:
    """A group's mean and that of all other groups that are shown, with the 95 % interval of the difference."""

    people: int
    mean: float
    others: float
    interval: tuple[float, float]
    p: float


def of_means(values: Mapping[str, Sequence[float]], seed: int) -> dict[str, Difference]:
    """Each group against the others together, a value a person. Of fewer than two groups there is nothing to say.

    p is that of the audit's permutation test; the interval a percentile bootstrap of the difference (Efron 1979).
    """
    if len(values) < 2:
        return {}
    arrays = {group: np.asarray(own, dtype=np.float64) for group, own in values.items()}
    every = np.concatenate(list(arrays.values()))
    ps = group_ps(every, np.ones_like(every), [own.size for own in arrays.values()], seed)
    found = {}
    for (group, own), p in zip(arrays.items(), ps, strict=True):
        rest = np.concatenate([other for name, other in arrays.items() if name != group])
        found[group] = Difference(
            own.size, float(own.mean()), float(rest.mean()), _between(own, rest, seed), p
        )
    return found


def _between(own: Floats, others: Floats, seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    drawn = _means(own, rng) - _means(others, rng)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def _means(values: Floats, rng: np.random.Generator) -> Floats:
    block = max(1, _AT_ONCE // values.size)
    sizes = [min(block, RESAMPLES - start) for start in range(0, RESAMPLES, block)]
    return np.concatenate(
        [values[rng.integers(0, values.size, (rows, values.size))].mean(axis=1) for rows in sizes]
    )


def of_shares(count: int, of: int, others_count: int, others: int) -> tuple[float, float]:
    """The 95 % interval of the difference of two shares (Newcombe 1998, Statistics in Medicine 17:873–890, no. 10)."""
    one, two = count / of, others_count / others
    (low, high), (low2, high2) = wilson(count, of), wilson(others_count, others)
    below = float(np.hypot(one - low, high2 - two))
    above = float(np.hypot(high - one, two - low2))
    return one - two - below, one - two + above


def holm(ps: Sequence[float]) -> list[float]:
    """Holm's step-down p values (1979, Scandinavian Journal of Statistics 6:65–70).

    Where nothing is unfair, one view in twenty at most calls anything so.
    """
    order = sorted(range(len(ps)), key=lambda n: ps[n])
    adjusted, highest = [0.0] * len(ps), 0.0
    for place, n in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - place) * ps[n]))
        adjusted[n] = highest
    return adjusted
