import numpy as np
import pytest

from evals.intervals import interval, value
from evals.metrics import auroc_of, mean_of


def scores(n: int, seed: int = 3) -> dict[str, np.ndarray]:
    return {"score": np.random.default_rng(seed).random(n)}


def test_the_interval_holds_the_value_and_is_the_same_every_time():
    columns = scores(60)
    low, high = interval(mean_of("score"), columns)
    assert low < value(mean_of("score"), columns) < high
    assert (low, high) == interval(mean_of("score"), columns)


def test_more_cases_make_it_narrower():
    few, many = (interval(mean_of("score"), scores(n)) for n in (20, 2_000))
    assert many[1] - many[0] < (few[1] - few[0]) / 3


def test_cases_that_agree_leave_nothing_open():
    assert interval(mean_of("score"), {"score": np.ones(10)}) == (1.0, 1.0)


def test_it_agrees_with_scipys_percentile_bootstrap():
    from scipy.stats import bootstrap

    columns = scores(80)
    theirs = bootstrap(
        (columns["score"],), np.mean, method="percentile", n_resamples=9_999, rng=np.random.default_rng(1)
    ).confidence_interval
    assert interval(mean_of("score"), columns, resamples=9_999) == pytest.approx(tuple(theirs), abs=0.006)


def test_it_covers_the_truth_about_as_often_as_it_says():
    truth, covered = 0.5, 0
    for seed in range(200):
        low, high = interval(mean_of("score"), scores(40, seed), resamples=400)
        covered += low <= truth <= high
    assert 178 <= covered <= 198


def test_resamples_without_a_positive_case_are_left_out():
    columns = {"score": np.array([0.9, 0.2, 0.3]), "is": np.array([1.0, 0.0, 0.0])}
    assert interval(auroc_of("score", "is"), columns) == (1.0, 1.0)


def test_a_statistic_that_is_never_defined_has_no_interval():
    low, high = interval(mean_of("score"), {"score": np.array([np.nan, np.nan])})
    assert np.isnan(low)
    assert np.isnan(high)


def test_large_sets_are_resampled_in_blocks():
    columns = scores(9_000)
    low, high = interval(mean_of("score"), columns, resamples=1_000)
    assert high - low == pytest.approx(2 * 1.96 * columns["score"].std() / 9_000**0.5, rel=0.15)
