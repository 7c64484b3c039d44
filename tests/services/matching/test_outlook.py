"""What is said of other solutions, held against other solutions."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.services.matching.reasons.outlook import Outlook
from copilot.services.matching.reasons.unmatched import explain_unmatched
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.assignment import NOBODY
from copilot.services.matching.solving.pool import Pool, keep_together, solve
from copilot.services.matching.solving.residual import MARGIN
from tests.services.matching.community import EXPERIENCE, GOALS, mentee, mentor, pool_of

LOW = MatchingWeights(floor=0.02)
ONE_MORE = re.compile(r"One more place with (\w+) would (?:do|raise this score from [\d.]+ to (\d\.\d+))")


@st.composite
def crowded(draw: st.DrawFn) -> list[Member]:
    """More seekers than places, many of whom say the same, some of whom may not be paired."""
    mentors = [
        mentor(
            f"m{n}",
            *draw(st.lists(st.sampled_from(EXPERIENCE), min_size=1, max_size=2)),
            capacity=draw(st.sampled_from([0, 1, 1, 2])),
        )
        for n in range(draw(st.integers(1, 4)))
    ]
    ids = st.sampled_from([each.id for each in mentors])
    return [
        *mentors,
        *(
            mentee(
                f"e{n}",
                *draw(st.lists(st.sampled_from(GOALS), min_size=1, max_size=2)),
                vetoes=frozenset(draw(st.sets(ids, max_size=2))),
            )
            for n in range(draw(st.integers(1, 7)))
        ),
    ]


def with_one_more(members: list[Member], partner: str) -> list[Member]:
    return [each.changed(capacity=each.places() + 1) if each.id == partner else each for each in members]


def partner_of(pool: Pool, chosen: list[int], seeker: str) -> str:
    column = chosen[pool.row_of(seeker)]
    return "" if column == NOBODY else pool.partners[column].member.id


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(crowded(), st.integers(0, 3))
def test_one_more_place_does_for_the_unmatched_what_is_said(members: list[Member], seed: int) -> None:
    pool = pool_of(members, weights=LOW)
    outlook = Outlook(pool, solve(pool))
    for row in range(len(pool.seekers)):
        if outlook.found.chosen[row] != NOBODY:
            continue
        left = explain_unmatched(pool, outlook.found, row, outlook)
        for said in ONE_MORE.finditer(left.cure):
            again = pool_of(with_one_more(members, said[1]), weights=LOW, seed=seed)
            assert partner_of(again, solve(again).chosen.tolist(), left.member), left


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(crowded())
def test_a_place_that_would_do_is_not_passed_over(members: list[Member]) -> None:
    """The other way round: where no place is named, none would have brought her in for certain."""
    pool = pool_of(members, weights=LOW)
    outlook = Outlook(pool, solve(pool))
    without = {
        row: pool_of([each for each in members if each.id != told.member.id], weights=LOW)
        for row, told in enumerate(pool.seekers)
        if outlook.found.chosen[row] == NOBODY and told.needs
    }
    for row, rest in without.items():
        for column, partner in enumerate(pool.partners):
            total = solve(pool_of(with_one_more(members, partner.member.id), weights=LOW)).total
            others = [each.member for each in rest.seekers] + [each.member for each in rest.partners]
            lead = total - solve(pool_of(with_one_more(others, partner.member.id), weights=LOW)).total
            named = column in outlook.residual.brings_in.get(row, [])
            assert named or lead <= 2 * MARGIN
            assert not named or lead >= MARGIN / 2


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(crowded(), st.integers(0, 3))
def test_each_stated_change_made_real_changes_the_match_as_said(members: list[Member], seed: int) -> None:
    pool = pool_of(members, weights=LOW)
    outlook = Outlook(pool, solve(pool))
    for row, told in enumerate(pool.seekers):
        for change in outlook.would_change(row):
            said = ONE_MORE.match(change)
            assert said
            again = pool_of(with_one_more(members, said[1]), weights=LOW, seed=seed)
            found = solve(again)
            here = again.row_of(told.member.id)
            assert again.partners[found.chosen[here]].member.id == said[1]
            assert again.pair(here, int(found.chosen[here]))[0] == pytest.approx(float(said[2]), abs=0.0051)


def test_a_place_with_somebody_who_is_not_for_her_is_told_as_a_chain() -> None:
    """The one who waits may only have m0; whoever has m0 would as soon have m1."""
    members = [
        mentor("m0", EXPERIENCE[0], capacity=1),
        mentor("m1", EXPERIENCE[0], capacity=0),
        mentee("e0", GOALS[0] + " of anything", vetoes=frozenset({"m1"})),
        mentee("e1", GOALS[0]),
    ]
    pool = pool_of(members, weights=LOW)
    found = solve(pool)
    row = pool.row_of("e0")
    assert found.chosen[row] == NOBODY
    assert explain_unmatched(pool, found, row).cure == (
        "One more place with m0 would do. One more place with m1 would do too: m1 is not for this member, but others "
        "would move up, and a place that suits would come free."
    )
    again = pool_of(with_one_more(members, "m1"), weights=LOW)
    assert partner_of(again, solve(again).chosen.tolist(), "e0") == "m0"
    assert Outlook(pool, found).residual.movers(pool.column_of("m1")) == [pool.row_of("e1"), row]


def test_a_floor_that_would_let_somebody_in_is_named_and_does() -> None:
    members = [
        mentee("e", "Prices of anything with many further words that nobody speaks of"),
        mentor("m", EXPERIENCE[0]),
    ]
    pool = pool_of(members, weights=MatchingWeights(floor=0.6))
    left = explain_unmatched(pool, solve(pool), 0)
    said = re.search(r"with a floor of ([\d.]+) m would come into question", left.cure)
    assert said
    lower = pool_of(members, weights=MatchingWeights(floor=float(said[1])))
    assert solve(lower).ranked.worth_of(0, 0) > 0


def test_a_language_that_would_do_is_named_and_does() -> None:
    members = [
        mentee("e", GOALS[0], languages=("English",)),
        mentor("m", EXPERIENCE[0], languages=("Polish",)),
    ]
    pool = pool_of(members)
    left = explain_unmatched(pool, solve(pool), 0)
    assert "no language in common" in left.reason or "language in common" in left.reason
    assert (
        left.cure
        == "If the member also speaks Polish and the profile said so, there would be a free place with m."
    )
    speaks = members[0].profile.model_copy(update={"languages": ("English", "Polish")})
    again = pool_of([members[0].changed(profile=speaks), members[1]])
    assert solve(again).chosen[0] == 0


def test_whoever_is_left_out_for_the_sake_of_stability_is_told_so() -> None:
    """e0 could have m0 if e1 moved to m1; within a wide tolerance nobody is asked to move."""
    members = [
        mentor("m0", EXPERIENCE[0], capacity=1),
        mentor("m1", EXPERIENCE[0], capacity=1),
        mentee("e0", GOALS[0], vetoes=frozenset({"m1"})),
        mentee("e1", GOALS[0]),
    ]
    pool = pool_of(members, weights=MatchingWeights(tolerance=0.6))
    best = solve(pool)
    kept = keep_together(pool, best, {"e1": "m0"})
    row = pool.row_of("e0")
    assert best.chosen[row] != NOBODY
    assert kept.chosen[row] == NOBODY
    assert "earlier proposals" in explain_unmatched(pool, kept, row).reason
    assert Outlook(pool, kept).best.total == best.total


def test_an_alternative_that_a_rule_keeps_out_is_told_by_its_category() -> None:
    boss = mentor("boss", EXPERIENCE[0], GOALS[0], name="Ada Boss")
    members = [mentee("e", GOALS[0], line_manager_id="boss"), boss, mentor("m", EXPERIENCE[0])]
    pool = pool_of(members)
    found = solve(pool)
    told = Outlook(pool, found).alternatives(0)
    assert [(each.member, each.why_not) for each in told] == [("boss", "ruled out: reporting line")]
    own = pool.pair(0, int(found.chosen[0]))[0]
    assert told[0].score > own


def test_a_veto_is_told_to_nobody() -> None:
    """Not as an alternative, not as a reason, not as what would change it."""
    members = [
        mentee("e", GOALS[0], vetoes=frozenset({"m0"})),
        mentor("m0", EXPERIENCE[0], GOALS[0]),
        mentor("m1", EXPERIENCE[0]),
    ]
    pool = pool_of(members)
    outlook = Outlook(pool, solve(pool))
    assert outlook.alternatives(0) == ()
    assert outlook.would_change(0) == ()


def test_a_full_partner_and_a_lower_score_are_told_apart() -> None:
    members = [
        mentee("e0", GOALS[0]),
        mentee("e1", GOALS[0] + " and budgets"),
        mentor("m0", EXPERIENCE[0], EXPERIENCE[0] + " again", capacity=1),
        mentor("m1", EXPERIENCE[0], capacity=1),
        mentor("m2", "Cooks", "Prices of food", capacity=1),
    ]
    pool = pool_of(members, weights=LOW)
    found = solve(pool)
    outlook = Outlook(pool, found)
    for row in range(2):
        own = found.ranked.worth_of(row, int(found.chosen[row]))
        for other in outlook.alternatives(row):
            worth = found.ranked.worth_of(row, pool.column_of(other.member))
            assert other.why_not == (
                "full" if worth > own else "lower score" if worth < own else "equal score"
            )


def test_peers_are_told_without_a_word_of_places() -> None:
    members = [
        mentee(f"p{n}", GOALS[n % 2], experience=(EXPERIENCE[n % 2],)).changed(roles={"peer"})
        for n in range(3)
    ]
    pool = pool_of(members, MatchRole.PEER, weights=LOW)
    outlook = Outlook(pool, solve(pool))
    for row in range(3):
        assert outlook.would_change(row) == ()
        assert all(each.why_not != "full" for each in outlook.alternatives(row))
        if outlook.found.chosen[row] == NOBODY:
            assert "place" not in explain_unmatched(pool, outlook.found, row, outlook).cure
