"""The simulation of gaming: drawn the same each time, honest where it says so, and measured as it says."""

from __future__ import annotations

from random import Random

import pytest

from copilot.services.recognition.scoring import Confirmation, Help, points
from evals.planted_gaming import BEGINS, DEVELOPMENT, HELD_OUT, Attack, Village, mutual_pair, village
from evals.suites.leaderboard import (
    METRICS,
    SEEDS,
    cases,
    counted,
    different_people,
    kendall,
    ours,
    played,
    rank_of,
    run_case,
    score,
    top,
)

EVERY = {**DEVELOPMENT, **HELD_OUT}


def test_a_community_is_drawn_from_its_seed() -> None:
    assert village(3, 40) == village(3, 40)
    assert village(3, 40) != village(4, 40)


def test_nobody_honest_confirms_herself_and_all_of_it_is_in_the_quarter() -> None:
    here = village(1, 60)
    assert all(each.confirmer != each.helper for each in here.confirmations)
    assert {(each.on - BEGINS).days in range(92) for each in here.confirmations} == {True}
    assert set(here.helpfulness) == set(here.members)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_a_strategy_only_adds_and_says_who_gains(name: str) -> None:
    here = village(2, 60)
    attack = EVERY[name](here, Random(2))
    assert attack.gainers
    assert set(attack.gainers) <= set(here.members)
    assert not set(attack.confirmations) & set(here.confirmations)
    assert EVERY[name](here, Random(2)) == attack


def test_what_was_developed_on_is_not_what_is_reported() -> None:
    assert not set(SEEDS[False]) & set(SEEDS[True])
    assert not set(DEVELOPMENT) & set(HELD_OUT)
    assert {case.kind for case in cases(False)} == set(DEVELOPMENT)
    assert {case.kind for case in cases(True)} == set(EVERY)


def test_two_who_confirm_each_other_a_hundred_times_a_day_stay_below_a_point_by_it() -> None:
    here = village(5, 60)
    attack = mutual_pair(here, Random(5))
    alone = Village(here.members, here.helpfulness, (), here.settled)
    assert len(attack.confirmations) == 2 * 92 * 100
    assert all(ours(alone, attack)[each] == 0.68 for each in attack.gainers)
    assert counted(alone, attack)[attack.gainers[0]] == 9_200
    assert played(here, attack, counted).first
    assert not played(here, attack, ours).first


def test_the_measures_are_what_they_say() -> None:
    members = ("a", "b", "c")
    told = tuple(Confirmation(BEGINS, who, "a", Help.MOMENT, str(n)) for n, who in enumerate("bcb"))
    here = Village(members, {"a": 3.0, "b": 2.0, "c": 1.0}, told, frozenset(members))
    assert different_people(here, Attack((), ())) == {"a": 2.0}
    assert counted(here, Attack((), ())) == {"a": 3.0}
    assert rank_of({"a": 2.0, "b": 3.0}, "a", here) == 2
    assert rank_of({"a": 2.0}, "c", here) == 3, "the last place where there is nothing"
    assert top({"a": 2.0, "b": 1.0}) == {"a", "b"}
    assert kendall(here, {"a": 3.0, "b": 2.0, "c": 1.0}, set()) == pytest.approx(1)
    assert points(told, here.settled)["a"].people == 2


def test_the_mean_leaves_no_strategy_out_not_even_one_that_nothing_stops() -> None:
    here = [case for case in cases(True, quick=True) if case.id.endswith(" 60 101")]
    assert {case.kind for case in here} == set(EVERY)
    told = {case.kind: score(case, run_case(case)) for case in here}
    assert {kind for kind, numbers in told.items() if "out ours" in numbers} == set(EVERY)
    assert {kind for kind, numbers in told.items() if "out held out" in numbers} == set(HELD_OUT)
    assert not any("patient" in name for name in METRICS)


def test_what_ours_is_compared_with_leaves_newcomers_out_too() -> None:
    here = village(2, 60)
    attack = EVERY["star of new accounts"](here, Random(2))
    for scorer in (ours, counted, different_people):
        assert scorer(here, attack) == scorer(here, Attack((), ()))
