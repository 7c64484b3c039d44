import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.metrics import (
    auroc,
    auroc_of,
    hit_at,
    mean_of,
    ndcg_at,
    pairwise_accuracy,
    ratio_of,
    reciprocal_rank,
)

flags = st.lists(st.booleans(), max_size=12)
numbers = st.floats(-5, 5, allow_nan=False).map(lambda x: round(x, 1))
rated = st.lists(st.tuples(st.integers(0, 4), numbers), min_size=2, max_size=12)


@given(flags, st.integers(1, 12))
def test_a_hit_is_a_relevant_one_among_the_first_k(relevant, k):
    assert hit_at(relevant, k) == (1.0 if True in relevant[:k] else 0.0)


@given(flags)
def test_the_reciprocal_rank_is_one_over_the_first_relevant_rank(relevant):
    expected = 1 / (relevant.index(True) + 1) if True in relevant else 0
    assert reciprocal_rank(relevant) == expected


def test_ndcg_of_a_known_example():
    # Gains 3, 2, 3, 0, 1, 2: the worked example found in every account of the measure.
    gains = [3, 2, 3, 0, 1, 2]
    dcg = 3 + 2 / math.log2(3) + 3 / 2 + 0 + 1 / math.log2(6) + 2 / math.log2(7)
    best = 3 + 3 / math.log2(3) + 2 / 2 + 2 / math.log2(5) + 1 / math.log2(6)
    assert ndcg_at(gains, gains, 6) == pytest.approx(dcg / best)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=10), st.integers(1, 10))
def test_ndcg_lies_between_nothing_and_the_ideal_order(gains, k):
    best_first = sorted(gains, reverse=True)
    assert 0 <= ndcg_at(gains, gains, k) <= 1 + 1e-12
    assert ndcg_at(best_first, gains, k) == pytest.approx(1 if any(gains) else 0)


@settings(deadline=None)  # the first example imports scikit-learn
@given(rated)
def test_ndcg_agrees_with_scikit_learn(pairs):
    sklearn = pytest.importorskip("sklearn.metrics")
    ratings, _ = zip(*pairs, strict=True)
    scores = list(range(len(pairs), 0, -1))  # no ties, which scikit-learn averages and we don't
    ours = ndcg_at(ratings, ratings, 3)
    assert ours == pytest.approx(float(sklearn.ndcg_score([ratings], [scores], k=3)))


@given(rated)
def test_pairwise_accuracy_counts_pairs_one_by_one(pairs):
    points = []
    for (rating, score), (other_rating, other_score) in combinations(pairs, 2):
        if rating != other_rating:
            ahead = (score - other_score) * (rating - other_rating)
            points.append(1 if ahead > 0 else 0.5 if ahead == 0 else 0)
    found = pairwise_accuracy(*zip(*pairs, strict=True))
    assert found == pytest.approx(sum(points) / len(points)) if points else math.isnan(found)


@given(st.lists(st.tuples(numbers, st.booleans()), min_size=2, max_size=15))
def test_auroc_is_the_chance_that_a_positive_scores_above_a_negative(pairs):
    ups = [score for score, is_positive in pairs if is_positive]
    downs = [score for score, is_positive in pairs if not is_positive]
    found = auroc(*zip(*pairs, strict=True))
    if not ups or not downs:
        assert math.isnan(found)
        return
    wins = [1 if up > down else 0.5 if up == down else 0 for up in ups for down in downs]
    assert found == pytest.approx(sum(wins) / len(wins))


@settings(deadline=None)  # the first example imports scipy
@given(st.lists(st.tuples(numbers, st.booleans()), min_size=4, max_size=15))
def test_auroc_agrees_with_scipy_and_scikit_learn(pairs):
    scores, positive = zip(*pairs, strict=True)
    if len(set(positive)) < 2:
        return
    from scipy.stats import mannwhitneyu

    ups = [score for score, is_positive in pairs if is_positive]
    downs = [score for score, is_positive in pairs if not is_positive]
    u = mannwhitneyu(ups, downs, method="asymptotic" if len(set(scores)) > 1 else "exact").statistic
    assert auroc(scores, positive) == pytest.approx(u / (len(ups) * len(downs)))
    sklearn = pytest.importorskip("sklearn.metrics")
    assert auroc(scores, positive) == pytest.approx(float(sklearn.roc_auc_score(positive, scores)))


weights = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@given(weights)
def test_a_weight_counts_a_case_as_often_as_it_says(weights):
    columns = {
        "score": np.array([0.9, 0.4, np.nan, 0.4, 0.1, 0.7]),
        "is": np.array([1.0, 1.0, 1.0, 0.0, 0.0, 1.0]),
        "all": np.array([2.0, 1.0, 3.0, 1.0, 2.0, 4.0]),
    }
    repeated = {name: np.repeat(column, weights) for name, column in columns.items()}
    for statistic in (mean_of("score"), ratio_of("score", "all"), auroc_of("score", "is")):
        weighed = statistic(columns, np.array([weights], dtype=float))
        unrolled = statistic(repeated, np.ones((1, sum(weights))))
        np.testing.assert_allclose(weighed, unrolled, equal_nan=True)


def test_a_case_without_a_number_is_left_out_of_its_mean():
    columns = {"score": np.array([1.0, np.nan, 0.0, 0.5])}
    assert mean_of("score")(columns, np.ones((1, 4)))[0] == 0.5
