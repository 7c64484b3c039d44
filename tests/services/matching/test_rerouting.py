from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.services.matching.solving.assignment import NOBODY, Assignment, assign, staying
from copilot.services.matching.solving.candidates import SCALE, Ranked
from copilot.services.matching.solving.peers import Repairing, pair_up
from copilot.services.matching.solving.rerouting import Rerouting
from tests.services.matching.test_assignment import brute_force_pairs, problems, ranked


def counted(found: Assignment, chosen: np.ndarray, without: int) -> int:
    """What the others' partners count for."""
    taken = (chosen[found.ranked.rows] == found.ranked.columns) & (found.ranked.rows != without)
    return int(found.counted[taken].sum())


def solved_without(found: Assignment, places: np.ndarray, row: int, column: int) -> int:
    """The same question by solving anew: the seeker gone, and one place of the partner with her."""
    others = replace(found.ranked, worth=found.counted).only(found.ranked.rows != row)
    fewer = places.copy()
    fewer[column] -= 1
    return assign(others, fewer).total


def check(found: Assignment, places: np.ndarray, row: int, column: int) -> None:
    chosen = Rerouting(found, places).forced(row, column)
    assert chosen[row] == column
    assert np.all(np.bincount(chosen[chosen != NOBODY], minlength=len(places)) <= places)
    arcs = set(zip(found.ranked.rows.tolist(), found.ranked.columns.tolist(), strict=True))
    assert all((n, c) in arcs for n, c in enumerate(chosen.tolist()) if c != NOBODY and n != row)
    assert counted(found, chosen, row) == solved_without(found, places, row, column)


@settings(max_examples=300, deadline=None)
@given(problems(), st.data())
def test_a_forced_pair_moves_the_others_as_solving_anew_would(
    problem: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    scores, places = problem
    places[data.draw(st.integers(0, len(places) - 1))] += 1
    found = assign(ranked(scores), places)
    row = data.draw(st.integers(0, len(scores) - 1))
    column = data.draw(st.sampled_from(np.flatnonzero(places).tolist()))
    check(found, places, row, column)


@settings(max_examples=150, deadline=None)
@given(problems(), st.data())
def test_where_earlier_proposals_stay_they_count_as_much_in_the_answer(
    problem: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    scores, places = problem
    places += 1
    before = np.array(
        data.draw(st.lists(st.integers(-1, len(places) - 1), min_size=len(scores), max_size=len(scores)))
    )
    found = staying(assign(ranked(scores), places), places, before, tolerance=0.3)
    row, column = data.draw(st.integers(0, len(scores) - 1)), data.draw(st.integers(0, len(places) - 1))
    check(found, places, row, column)


def test_a_large_pool_gives_the_same_answer_as_solving_anew() -> None:
    rng = np.random.default_rng(3)
    scores, places = rng.random((300, 120)), rng.integers(0, 4, 120)
    found = assign(ranked(scores), places)
    for _ in range(40):
        row = int(rng.integers(300))
        check(found, places, row, int(rng.choice(np.flatnonzero(places))))


def test_the_partner_she_has_already_moves_nobody() -> None:
    found = assign(ranked(np.array([[0.9, 0.5], [0.8, 0.45]])), np.array([1, 1]))
    again = Rerouting(found, np.array([1, 1])).forced(0, int(found.chosen[0]))
    assert again.tolist() == found.chosen.tolist()


def test_a_pair_that_is_no_arc_can_be_forced_and_empties_her_place() -> None:
    scores = np.array([[0.9, 0.0], [0.8, 0.0]])
    found = assign(ranked(scores), np.array([1, 1]))
    assert Rerouting(found, np.array([1, 1])).forced(0, 1).tolist() == [1, 0]


@pytest.mark.parametrize("seekers", [0, 1])
def test_a_pool_of_nobody_can_be_asked(seekers: int) -> None:
    found = assign(Ranked.of([(np.array([0]), np.array([SCALE // 2]))] * seekers, 1, True), np.array([1]))
    for row in range(seekers):
        assert Rerouting(found, np.array([1])).forced(row, 0).tolist() == [0]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 7))
def test_two_peers_forced_together_leave_the_best_pairing_of_the_others(seed: int, many: int) -> None:
    rng = np.random.default_rng(seed)
    scores = np.round(rng.random((many, many)) * (rng.random((many, many)) > 0.3), 3)
    scores = np.triu(scores, 1) + np.triu(scores, 1).T
    one, other = (int(n) for n in rng.choice(many, 2, replace=False))
    chosen = Repairing(pair_up(ranked(scores))).forced(one, other)
    assert (chosen[one], chosen[other]) == (other, one)
    pairs = [(n, peer) for n, peer in enumerate(chosen.tolist()) if peer != NOBODY]
    assert all(chosen[peer] == n for n, peer in pairs)
    left = np.delete(np.arange(many), [one, other])
    total = sum(scores[n, peer] for n, peer in pairs if n < peer and n not in (one, other))
    assert total == pytest.approx(brute_force_pairs(scores[np.ix_(left, left)]), abs=1e-9)
