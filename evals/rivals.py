"""Other ways to make a whole assignment from scores: what the copilot's has to be better than."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Allowed = NDArray[np.bool_]
Places = NDArray[np.int64]
Pairs = list[tuple[int, int]]
"""Row and column of each match."""


def greedy(scores: Scores, allowed: Allowed, places: Places) -> Pairs:
    """The best pair of all first, then the best of what is left: what people do with a sorted sheet."""
    left, free = places.copy(), np.ones(len(scores), dtype=np.bool_)
    pairs: Pairs = []
    for place in np.argsort(-scores, axis=None, kind="stable"):
        row, column = divmod(int(place), scores.shape[1])
        if allowed[row, column] and free[row] and left[column] > 0:
            pairs.append((row, column))
            free[row] = False
            left[column] -= 1
    return pairs


def by_chance(allowed: Allowed, places: Places, seed: int = 0) -> Pairs:
    """Any allowed pair with a place, in a random order."""
    chance = np.random.default_rng(seed)
    return greedy(chance.random(allowed.shape, dtype=np.float32), allowed, places)


def optimal(scores: Scores, allowed: Allowed, places: Places) -> Pairs:
    """As many allowed pairs as there can be, and of those the highest total (Jonker & Volgenant 1987)."""
    from scipy.optimize import linear_sum_assignment

    seats = np.repeat(np.arange(len(places)), places)
    worth = np.where(allowed, scores, -1_000.0)[:, seats]
    rows, columns = linear_sum_assignment(worth, maximize=True)
    pairs = ((int(row), int(seats[column])) for row, column in zip(rows, columns, strict=True))
    return [pair for pair in pairs if allowed[pair]]
