from importlib.metadata import version

import numpy as np
import pytest

from evals.bench import rivals as bench
from evals.rivals import by_chance, greedy, optimal

SCORES = np.array([[0.9, 0.8], [0.8, 0.1]], dtype=np.float32)
FREE = np.ones((2, 2), dtype=np.bool_)


def test_greed_takes_the_best_pair_first_and_leaves_the_worst():
    assert sorted(greedy(SCORES, FREE, np.array([1, 1]))) == [(0, 0), (1, 1)]
    assert sorted(greedy(SCORES, FREE, np.array([2, 0]))) == [(0, 0), (1, 0)]
    assert greedy(SCORES, ~FREE, np.array([1, 1])) == []


def test_chance_keeps_to_what_is_allowed_and_repeats_itself():
    allowed = np.array([[True, False, True], [False, True, True]])
    pairs = by_chance(allowed, np.array([1, 1, 1]), seed=5)
    assert all(allowed[pair] for pair in pairs)
    assert pairs == by_chance(allowed, np.array([1, 1, 1]), seed=5)


def test_the_optimum_takes_what_greed_leaves_and_uses_second_places():
    one, two = np.array([1, 1]), np.array([2, 1])
    assert sorted(optimal(SCORES, FREE, one)) == [(0, 1), (1, 0)]
    assert sorted(optimal(SCORES, FREE, two)) == [(0, 0), (1, 0)]
    assert optimal(SCORES, ~FREE, two) == []
    forbidden = np.array([[True, True], [False, True]])
    assert sorted(optimal(SCORES, forbidden, one)) == [(0, 0), (1, 1)]


def test_the_benchmark_names_the_versions_and_gives_seconds_and_a_ratio():
    versions, line = bench.measure([12], rounds=1)
    assert version("munkres") in versions.figure
    assert "mentor-match 7" in versions.figure
    assert line.what.startswith("12 × 12")
    assert "times faster" in line.figure


@pytest.mark.parametrize(
    ("ratio", "words"), [(120, "aim of 100"), (40, "target of 20 is kept"), (3, "BELOW")]
)
def test_the_verdict_says_how_the_ratio_stands_to_the_target(ratio, words):
    assert words in bench._verdict(ratio)
