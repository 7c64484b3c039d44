import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.assignment import NOBODY, assign, staying
from copilot.services.matching.solving.candidates import SCALE, Ranked
from copilot.services.matching.solving.peers import pair_up, staying_peers
from copilot.services.matching.solving.pool import solve
from tests.services.matching.community import EXPERIENCE, GOALS, mentee, mentor, pool_of


def ranked(scores: np.ndarray, complete: bool = True) -> Ranked:
    lists = []
    for row in np.rint(scores * SCALE).astype(np.int64):
        above = np.flatnonzero(row > 0)
        best = above[np.argsort(-row[above], kind="stable")]
        lists.append((best, row[best]))
    return Ranked.of(lists, scores.shape[1], complete)


def dense_optimum(scores: np.ndarray, places: np.ndarray) -> float:
    seekers = len(scores)
    wide = np.hstack([np.repeat(scores, places, axis=1), np.zeros((seekers, seekers))])
    return float(wide[linear_sum_assignment(-wide)].sum())


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    seekers, partners = draw(st.integers(1, 10)), draw(st.integers(1, 10))
    scores = np.round(rng.random((seekers, partners)), draw(st.integers(1, 6)))
    return scores * (rng.random(scores.shape) > 0.3), rng.integers(0, 4, partners)


@settings(max_examples=150, deadline=None)
@given(problems(), st.integers(1, 12))
def test_the_assignment_is_the_dense_optimum_from_any_number_of_candidates(
    problem: tuple[np.ndarray, np.ndarray], candidates: int
) -> None:
    scores, places = problem
    found = assign(ranked(scores), places, candidates=candidates)
    assert found.total_score == pytest.approx(dense_optimum(scores, places), abs=1e-9)
    assert found.gap == 0


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_price_of_a_place_is_what_one_more_would_add(problem: tuple[np.ndarray, np.ndarray]) -> None:
    scores, places = problem
    found = assign(ranked(scores), places)
    for partner in range(len(places)):
        more = places.copy()
        more[partner] += 1
        assert assign(ranked(scores), more).total - found.total == found.prices[partner]


def test_no_places_leave_everybody_alone() -> None:
    found = assign(ranked(np.full((3, 2), 0.5)), np.zeros(2, dtype=np.int64))
    assert (found.chosen == NOBODY).all()
    assert found.gap == 0


def test_a_million_places_are_as_good_as_enough() -> None:
    found = assign(ranked(np.full((30, 1), 0.5)), np.array([1_000_000]))
    assert (found.chosen == 0).all()


def test_nobody_at_all_is_matched_with_nobody() -> None:
    assert assign(ranked(np.zeros((0, 4))), np.ones(4, dtype=np.int64)).total == 0
    assert assign(ranked(np.zeros((4, 0))), np.ones(0, dtype=np.int64)).total == 0


def test_a_shortlist_that_is_full_is_widened() -> None:
    scores = np.array([[0.9, 0.5], [0.8, 0.45]])
    short = ranked(scores[:, :1], complete=False)
    short = Ranked.of(
        [(short.columns[:1], short.worth[:1]), (short.columns[1:], short.worth[1:])], 2, complete=False
    )

    def widen(known: Ranked, seekers: np.ndarray, prices: np.ndarray) -> Ranked:
        full = ranked(scores).only(np.isin(ranked(scores).rows, seekers))
        return known.joined([(full.rows, full.columns, full.worth)])

    found = assign(short, np.array([1, 1]), widen=widen)
    assert found.chosen.tolist() == [0, 1]


def test_fewer_people_move_within_the_tolerance_and_only_within_it() -> None:
    scores = np.array([[0.601, 0.600], [0.600, 0.600]])
    best, before = assign(ranked(scores), np.array([1, 1])), np.array([1, 0])
    assert best.chosen.tolist() == [0, 1]
    stayed = staying(best, np.array([1, 1]), before, tolerance=0.005)
    assert stayed.chosen.tolist() == [1, 0]
    assert 0 < stayed.gap <= 0.005
    assert staying(best, np.array([1, 1]), before, tolerance=0.0).chosen.tolist() == [0, 1]


def brute_force_pairs(scores: np.ndarray) -> float:
    def best(left: tuple[int, ...]) -> float:
        if len(left) < 2:
            return 0.0
        first, rest = left[0], left[1:]
        paired = [scores[first, other] + best(tuple(n for n in rest if n != other)) for other in rest]
        return max([best(rest), *paired])

    return best(tuple(range(len(scores))))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 8))
def test_peers_are_paired_as_well_as_can_be(seed: int, many: int) -> None:
    scores = np.round(np.random.default_rng(seed).random((many, many)), 3)
    scores = np.triu(scores, 1) + np.triu(scores, 1).T
    found = pair_up(ranked(scores))
    assert found.total_score == pytest.approx(brute_force_pairs(scores), abs=1e-9)
    assert found.gap == 0
    for one, other in itertools.pairwise(range(many)):
        for member in (one, other):
            assert found.chosen[member] == NOBODY or found.chosen[found.chosen[member]] == member


def test_many_peers_are_paired_within_a_printed_gap() -> None:
    scores = np.random.default_rng(0).random((80, 80))
    scores = np.triu(scores, 1) + np.triu(scores, 1).T
    found = pair_up(ranked(scores))
    assert (found.chosen != NOBODY).all()
    assert 0 <= found.gap < 0.001
    before = found.chosen[::-1].copy()
    assert staying_peers(found, before, 0.0).total == found.total


@pytest.mark.parametrize("shortlist", [2, 50])
def test_a_large_pool_is_scored_exactly_on_a_shortlist(shortlist: int) -> None:
    members = [
        *(mentee(f"e{n}", GOALS[n], wishes=("another function",), function="Law") for n in range(6)),
        *(mentor(f"m{n}", text, function="Sales" if n % 2 else "Law") for n, text in enumerate(EXPERIENCE)),
    ]
    exact = solve(pool_of(members, weights=MatchingWeights(floor=0)))
    rough = solve(pool_of(members, weights=MatchingWeights(floor=0, exact_up_to=0, shortlist=shortlist)))
    assert rough.chosen.tolist() == exact.chosen.tolist()
    assert rough.total == pytest.approx(exact.total, abs=len(members))
    assert not rough.ranked.complete
