import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from copilot.services.matching.solving.assignment import NOBODY, assign
from copilot.services.matching.solving.candidates import SCALE
from copilot.services.matching.solving.worst_off import WorstOffFirst, solve_worst_off_first
from tests.services.matching.test_assignment import problems, ranked


def by_trying_all(scores: np.ndarray, places: np.ndarray) -> tuple[int, int, int]:
    """How many matches, the lowest worth, the total worth: the best in this order."""
    worth = np.rint(scores * SCALE).astype(int)
    options = [[NOBODY, *np.flatnonzero(row > 0)] for row in worth]
    best = (0, 0, 0)
    for chosen in itertools.product(*options):
        taken = [(n, partner) for n, partner in enumerate(chosen) if partner != NOBODY]
        used = np.bincount([partner for _, partner in taken], minlength=len(places))
        if taken and np.all(used <= places):
            each = [worth[pair] for pair in taken]
            best = max(best, (len(each), min(each), sum(each)))
    return best


def reached(result: WorstOffFirst) -> tuple[int, int, int]:
    return result.matched[0], round(result.lowest[0] * SCALE), result.found.total


@settings(max_examples=80, deadline=None)
@given(problems())
def test_number_then_lowest_score_then_total_are_those_of_trying_all(
    problem: tuple[np.ndarray, np.ndarray],
) -> None:
    scores, places = problem[0][:4, :4], problem[1][:4]
    assert reached(solve_worst_off_first(ranked(scores), places)) == by_trying_all(scores, places)


@settings(max_examples=80, deadline=None)
@given(problems())
def test_nobody_below_is_worse_off_and_the_price_is_what_the_total_loses(
    problem: tuple[np.ndarray, np.ndarray],
) -> None:
    scores, places = problem
    best = assign(ranked(scores), places)
    result = solve_worst_off_first(ranked(scores), places, best)
    assert result.matched[0] >= result.matched[1]
    assert result.matched[0] > result.matched[1] or result.lowest[0] >= result.lowest[1]
    assert result.price == pytest.approx(best.total_score - result.found.total_score)
    assert result.price >= 0
    used = np.bincount(result.found.chosen[result.found.chosen != NOBODY], minlength=len(places))
    assert np.all(used <= places)


def test_the_worst_off_is_raised_at_a_price() -> None:
    result = solve_worst_off_first(ranked(np.array([[0.9, 0.5], [0.6, 0.1]])), np.array([1, 1]))
    assert result.found.chosen.tolist() == [1, 0]
    assert result.lowest == (0.5, 0.5)
    result = solve_worst_off_first(ranked(np.array([[0.95, 0.5], [0.6, 0.3]])), np.array([1, 1]))
    assert result.found.chosen.tolist() == [1, 0]
    assert result.lowest == (0.5, 0.3)
    assert result.price == pytest.approx(0.15)


def test_where_nothing_is_possible_nobody_is_matched() -> None:
    result = solve_worst_off_first(ranked(np.zeros((3, 2))), np.ones(2, dtype=np.int64))
    assert result.matched == (0, 0)
    assert result.price == 0
