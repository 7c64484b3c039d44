"""The suite on practice: its cases are whole, its counts are right, and the judge that ships is the one it fits."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from copilot.services.learning.commenting import Judge, judge_for
from copilot.services.learning.likeness import FEATURES
from evals.fit_practice import SURE, best_cut, cuts, fitted, left_out
from evals.suites.practice import Labelled, cases, counts, held_out_guides, told_by
from knowledge.exercises import exercises


def labelled(guide: str, *, made: bool, best: float, words: float = 0.0) -> Labelled:
    rows = np.zeros((2, len(FEATURES)))
    rows[0, 0] = best
    return Labelled(case=guide, guide=guide, point="p", made=made, rows=rows, words=words)


SURE_ABOVE_HALF = Judge(
    weights={**dict.fromkeys(FEATURES, 0.0), "best": 20.0},
    means={**dict.fromkeys(FEATURES, 0.0), "best": 0.5},
    scales=dict.fromkeys(FEATURES, 1.0),
    bias=0.0, met=0.8, perhaps=0.2,
)  # fmt: skip


def test_every_guide_has_four_answers_of_which_some_are_good_and_some_are_not() -> None:
    told = Counter(case.expected["guide"] for case in cases())
    assert set(told) == set(exercises())
    assert set(told.values()) == {4}
    kinds = Counter(case.kind for case in cases())
    assert kinds["good"] >= 40
    assert len(kinds) >= 3


def test_every_label_is_a_point_of_the_scenario_that_was_answered() -> None:
    for case in cases():
        scenario = exercises()[case.expected["guide"]].scenario
        assert case.expected["scenario"] == scenario.id
        assert set(case.expected["met"]) <= {point.id for point in scenario.points}


def test_hardly_any_answer_repeats_an_anchor() -> None:
    """Some are stock phrases, such as “And what else?”; the report says how many."""
    repeating = []
    for case in cases():
        scenario = exercises()[case.expected["guide"]].scenario
        anchors = {line.lower() for point in scenario.points for line in point.found}
        repeating += [case.id for line in anchors if line in case.input.lower()]
    assert len(repeating) <= 5


def test_every_second_guide_is_held_out() -> None:
    guides = sorted(exercises())
    assert {guide for guide in guides if guide in held_out_guides()} == set(guides[1::2])


def test_counts_tell_what_was_said_rightly() -> None:
    points = [
        labelled("a", made=True, best=0.9, words=0.9),
        labelled("a", made=True, best=0.5),
        labelled("a", made=False, best=0.1),
        labelled("a", made=False, best=0.9),
    ]
    found = counts(told_by(SURE_ABOVE_HALF, points))
    assert (found["points"], found["made"], found["met"], found["met right"]) == (4, 2, 2, 1)
    assert (found["missing"], found["missing right"], found["decided"]) == (1, 1, 3)
    assert (found["pairs"], found["won"]) == (4, 2.5)
    assert found["not denied"] == 2


def test_the_cuts_leave_undecided_what_is_not_sure_enough() -> None:
    chance = np.linspace(0, 1, 1_001)
    made = np.where(chance > 0.6, 1.0, np.where(chance < 0.4, 0.0, (np.arange(1_001) % 2).astype(float)))
    met, perhaps = cuts(chance, made)
    assert made[chance >= met].mean() >= SURE
    assert 1 - made[chance < perhaps].mean() >= SURE
    assert 0.4 < perhaps < met < 0.6


def test_a_fit_learns_what_tells_points_made_from_points_left_out() -> None:
    points = [
        labelled(f"g{n % 12}", made=bool(n % 2), best=0.8 if n % 2 else 0.2 + 0.01 * (n % 7))
        for n in range(60)
    ]
    weights, _, _ = fitted(points)
    assert weights[1] > 0
    chance = left_out(points)
    assert chance[1::2].min() > chance[0::2].max()


def test_the_best_cut_has_the_highest_f1() -> None:
    assert best_cut(np.array([0.1, 0.2, 0.3, 0.9]), np.array([0.0, 0.0, 1.0, 1.0])) == pytest.approx(0.3)


def test_the_judges_that_ship_say_met_only_well_above_the_middle() -> None:
    for encoder in ("all-MiniLM-L6-v2", "all-mpnet-base-v2"):
        judge = judge_for(encoder)
        assert judge.met >= 0.6
        assert judge.perhaps <= 0.45
