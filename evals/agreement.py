"""How far two raters agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.suites.matching import judged_cases


def weighted_kappa(one: Sequence[int], other: Sequence[int], ratings: int = 5) -> float:
    """Cohen's kappa with quadratic weights (Cohen 1968, Psychological Bulletin 70:213–220): 1 full, 0 by chance.

    Args:
        one, other: what each rater said of the same things, 0 to ratings − 1.
        ratings: how many different ratings there are.
    """
    said = np.zeros((ratings, ratings))
    np.add.at(said, (np.asarray(one), np.asarray(other)), 1)
    distance = (np.arange(ratings)[:, None] - np.arange(ratings)[None, :]) ** 2
    by_chance = np.outer(said.sum(axis=1), said.sum(axis=0)) / said.sum()
    expected = float((distance * by_chance).sum())
    return 1 - float((distance * said).sum()) / expected if expected else 1.0


def agreement() -> dict[str, float]:
    """Of the pairs that were rated twice: how many, the share rated alike, and the weighted kappa."""
    twice = [
        each["ratings"]
        for case in judged_cases()
        for each in case.expected["partners"]
        if len(each.get("ratings", ())) == 2
    ]
    one, other = (list(side) for side in zip(*twice, strict=True))
    alike = sum(a == b for a, b in twice) / len(twice)
    return {"pairs": len(twice), "rated alike": alike, "weighted kappa": weighted_kappa(one, other)}
