"""The measures: pure functions of one ranking, and statistics over many cases.

A statistic takes columns, (cases,) each with NaN where a case has no such number, and weights, (samples, cases), and
gives (samples,): with weights of 1 the figure itself, with multinomial weights its bootstrap resamples.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Columns = Mapping[str, Values]
Statistic = Callable[[Columns, Values], Values]


def hit_at(relevant: Sequence[bool], k: int) -> float:
    """1 where one of the first k of a ranking is relevant, else 0."""
    return float(any(relevant[:k]))


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """1 / the rank of the first relevant one, 0 where there is none; its mean over queries is the MRR."""
    return next((1 / rank for rank, is_relevant in enumerate(relevant, start=1) if is_relevant), 0.0)


def ndcg_at(gains: Sequence[float], ideal: Sequence[float], k: int) -> float:
    """Normalised discounted cumulative gain, 0 to 1 (Järvelin & Kekäläinen 2002, ACM TOIS 20(4):422–446).

    The gain at rank r is discounted by log2(1 + r), and the sum divided by that of the best possible ranking.

    Args:
        gains: of a ranking, best first.
        ideal: the gains of everything that could have been ranked, in any order; 0 is given where all are 0.
        k: how many ranks count.
    """
    best = _discounted(sorted(ideal, reverse=True)[:k])
    return _discounted(gains[:k]) / best if best > 0 else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return float(sum(gain / np.log2(1 + rank) for rank, gain in enumerate(gains, start=1)))


def pairwise_accuracy(ratings: Sequence[float], scores: Sequence[float]) -> float:
    """The share of pairs with different ratings that the scores put in the same order; equal scores count half.

    NaN where all ratings are equal.
    """
    rated, scored = (np.asarray(each, dtype=np.float64) for each in (ratings, scores))
    better = rated[:, None] > rated[None, :]
    if not better.any():
        return float("nan")
    above = (scored[:, None] > scored[None, :]) + 0.5 * (scored[:, None] == scored[None, :])
    return float(above[better].mean())


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The chance that a positive one scores above a negative one, ties half: area under the ROC curve.

    It is the Mann–Whitney U over the number of pairs (Hanley & McNeil 1982); NaN where one of the two is missing.
    """
    columns = {"score": np.asarray(scores, dtype=np.float64), "is": np.asarray(positive, dtype=np.float64)}
    return float(auroc_of("score", "is")(columns, np.ones((1, len(columns["score"]))))[0])


def mean_of(column: str) -> Statistic:
    """The mean over the cases that have this number."""
    return ratio_of(column, None)


def ratio_of(column: str, of: str | None) -> Statistic:
    """The sum of one column over the sum of another, or over the number of cases, where the first is known."""

    def statistic(columns: Columns, weights: Values) -> Values:
        values = columns[column]
        known = ~np.isnan(values)
        parts = np.nan_to_num(values)
        whole = known.astype(np.float64) if of is None else np.where(known, np.nan_to_num(columns[of]), 0.0)
        return _divided(weights @ parts, weights @ whole)

    return statistic


def auroc_of(score: str, positive: str) -> Statistic:
    """The AUROC of one column for another of 0 and 1, over the cases that have both."""

    def statistic(columns: Columns, weights: Values) -> Values:
        scores, are = columns[score], columns[positive]
        ups, downs = (np.flatnonzero(~np.isnan(scores) & (are == label)) for label in (1, 0))
        above = scores[ups][:, None] - scores[downs][None, :]
        wins = (above > 0) + 0.5 * (above == 0)
        won = ((weights[:, ups] @ wins) * weights[:, downs]).sum(axis=1)
        return _divided(won, weights[:, ups].sum(axis=1) * weights[:, downs].sum(axis=1))

    return statistic


def _divided(parts: Values, wholes: Values) -> Values:
    share: Values = np.divide(parts, wholes, out=np.full(np.shape(parts), np.nan), where=wholes > 0)
    return share


def accuracy_when_answered(score: str, right: str, share: float) -> Statistic:
    """The share of right ones among that share of all cases with the highest scores.

    One point of a risk-coverage curve (El-Yaniv & Wiener 2010, JMLR 11); the last case counts in part.
    """

    def statistic(columns: Columns, weights: Values) -> Values:
        scores, are = columns[score], columns[right]
        order = np.argsort(-np.nan_to_num(scores, nan=-np.inf), kind="stable")
        sorted_weights = weights[:, order]
        budget = share * sorted_weights.sum(axis=1, keepdims=True)
        before = np.cumsum(sorted_weights, axis=1) - sorted_weights
        counted = np.clip(budget - before, 0.0, sorted_weights)
        return _divided(counted @ np.nan_to_num(are[order]), counted.sum(axis=1))

    return statistic
