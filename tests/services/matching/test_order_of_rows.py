"""Same input, any order: same matches, in every mode, ties included."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.assignment import Assignment
from copilot.services.matching.solving.candidates import Candidates
from copilot.services.matching.solving.pool import Pool, keep_together, pairs_of, solve
from copilot.services.matching.solving.worst_off import solve_worst_off_first
from tests.services.matching.community import EXPERIENCE, GOALS, communities, mentee, mentor, pool_of


def worst_off(pool: Pool) -> Assignment:
    ranked = Candidates(pool.affinity, pool.rules).ranked()
    return solve_worst_off_first(ranked, pool.rules.places).found


def staying(pool: Pool) -> Assignment:
    before = {f"p{n}": f"p{(n * 7 + 3) % 12}" for n in range(12)}
    return keep_together(pool, solve(pool), before)


EXACT = MatchingWeights(floor=0)
BY_SHORTLIST = MatchingWeights(floor=0, exact_up_to=0, shortlist=3)
MODES: dict[str, tuple[Callable[[Pool], Assignment], MatchingWeights]] = {
    "best total": (solve, EXACT),
    "best total of a large pool": (solve, BY_SHORTLIST),
    "few moves": (staying, EXACT),
    "worst off first": (worst_off, EXACT),
}


def matched(
    members: list[Member], role: MatchRole, solved: Callable[[Pool], Assignment], weights: MatchingWeights
) -> set[tuple[str, str]]:
    pool = pool_of(members, role, weights=weights)
    pairs = pairs_of(pool, solved(pool))
    return {(pool.seekers[row].member.id, pool.partners[column].member.id) for row, column in pairs}


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=30, deadline=None)
@given(members=communities(), seed=st.integers(0, 10**6))
def test_the_order_of_the_roster_changes_no_match(mode: str, members: list[Member], seed: int) -> None:
    other = Random(seed).sample(members, len(members))
    solved, weights = MODES[mode]
    for role in (MatchRole.MENTOR, MatchRole.SPONSOR):
        assert matched(members, role, solved, weights) == matched(other, role, solved, weights)


@settings(max_examples=30, deadline=None)
@given(members=communities(), seed=st.integers(0, 10**6))
def test_the_order_of_the_roster_changes_no_peers(members: list[Member], seed: int) -> None:
    other = Random(seed).sample(members, len(members))
    for weights in (EXACT, BY_SHORTLIST):
        assert matched(members, MatchRole.PEER, solve, weights) == matched(
            other, MatchRole.PEER, solve, weights
        )


@pytest.mark.parametrize("mode", MODES)
def test_members_who_say_the_same_are_told_apart_by_no_row(mode: str) -> None:
    members = [
        *(mentee(f"e{n}", GOALS[0]) for n in range(8)),
        *(mentor(f"m{n}", EXPERIENCE[0], capacity=1) for n in range(5)),
    ]
    solved, weights = MODES[mode]
    first = matched(members, MatchRole.MENTOR, solved, weights)
    assert len(first) == 5
    for seed in range(5):
        other = Random(seed).sample(members, len(members))
        assert matched(other, MatchRole.MENTOR, solved, weights) == first
