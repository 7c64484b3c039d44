"""Whose turn it is to chair: fair over any number of meetings, and never by name."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from copilot.services.circles.turns import (
    Chairing,
    Turns,
    brought_along,
    in_turn,
    next_chair,
    turns_after,
    why,
)

START, MONTH = datetime(2026, 1, 5, 17, tzinfo=UTC), timedelta(days=28)
MEMBERS = st.lists(st.sampled_from("abcdefghij"), min_size=2, max_size=8, unique=True)
PASSES = st.lists(st.sets(st.sampled_from("abcdefghij"), max_size=8), max_size=12)
CIRCLE = "r1"


def met(
    members: list[str],
    passes: list[set[str]],
    before: dict[str, Turns] | None = None,
    start: datetime = START,
) -> list[Chairing]:
    """As many meetings as there are passes: whoever is asked and would rather not passes, and the next is asked."""
    meetings: list[Chairing] = []
    for n, unwilling in enumerate(passes):
        turns = turns_after(CIRCLE, members, meetings, before)
        passed: frozenset[str] = frozenset()
        while (asked := next_chair(CIRCLE, turns, passed)) in unwilling:
            passed |= {asked}
        meetings.append(Chairing(start + n * MONTH, asked, passed))
    return meetings


@given(MEMBERS, st.integers(0, 20))
def test_over_any_number_of_meetings_nobody_chairs_twice_more_than_another(
    members: list[str], n: int
) -> None:
    chaired = Counter(one.chair for one in met(members, [set()] * n))
    counts = [chaired[each] for each in members]
    assert max(counts) - min(counts) <= 1
    assert sum(counts) == n


@given(MEMBERS, PASSES)
def test_nobody_is_asked_twice_before_everybody_was_asked_once(
    members: list[str], passes: list[set[str]]
) -> None:
    meetings = met(members, passes)
    for n in range(len(meetings) + 1):
        asked = [each.asked for each in turns_after(CIRCLE, members, meetings[:n]).values()]
        assert max(asked) - min(asked) <= 1


@given(MEMBERS, PASSES)
def test_who_passes_does_not_chair_that_meeting_and_where_all_pass_nobody_does(
    members: list[str], passes: list[set[str]]
) -> None:
    for meeting, unwilling in zip(met(members, passes), passes, strict=True):
        assert meeting.chair not in unwilling
        assert (meeting.chair == "") == (set(members) <= unwilling)


@given(MEMBERS, PASSES, st.integers(0, 12))
def test_who_joins_later_is_not_made_to_catch_up(members: list[str], passes: list[set[str]], n: int) -> None:
    earlier = brought_along(turns_after(CIRCLE, members, met(members, passes)))
    together = [*members, "newcomer"]
    chaired = Counter(one.chair for one in met(together, [set()] * n, earlier, START + 99 * MONTH))
    assert chaired["newcomer"] <= n // len(together) + 1


@given(MEMBERS, MEMBERS, PASSES, PASSES)
def test_of_two_that_merge_the_one_that_met_seldom_owes_nothing(
    one: list[str], other: list[str], passes: list[set[str]], others: list[set[str]]
) -> None:
    here, there = [f"1{each}" for each in one], [f"2{each}" for each in other]
    before = brought_along(turns_after("r1", here, met(here, passes)))
    before |= brought_along(turns_after("r2", there, met(there, others)))
    asked = [each.asked for each in turns_after("r3", [*here, *there], [], before).values()]
    assert max(asked) - min(asked) <= 1


@given(MEMBERS, PASSES)
def test_the_order_of_the_records_changes_nothing(members: list[str], passes: list[set[str]]) -> None:
    meetings = met(members, passes)
    straight = turns_after(CIRCLE, members, meetings)
    assert in_turn(CIRCLE, straight) == in_turn(
        CIRCLE, turns_after(CIRCLE, members[::-1], reversed(meetings))
    )


def test_a_meeting_without_a_known_chair_moves_the_turn_on_and_claims_nothing() -> None:
    first = next_chair(CIRCLE, turns_after(CIRCLE, "abc", []))
    after = turns_after(CIRCLE, "abc", [Chairing(START)])
    assert (after[first].asked, after[first].chaired) == (1, 0)
    assert next_chair(CIRCLE, after) != first
    assert turns_after(CIRCLE, "abc", [Chairing(START, held=False)]) == turns_after(CIRCLE, "abc", [])


def test_among_equals_it_is_whoever_was_asked_longest_ago() -> None:
    meetings = [Chairing(START + n * MONTH, chair) for n, chair in enumerate("bca")]
    assert in_turn(CIRCLE, turns_after(CIRCLE, "abc", meetings)) == ["b", "c", "a"]


def test_the_reason_names_nobody_and_is_true() -> None:
    nobody = turns_after(CIRCLE, "abc", [])
    assert "drawn" in why(next_chair(CIRCLE, nobody), nobody)
    once = turns_after(CIRCLE, "abc", [Chairing(START, "a")])
    assert why(next_chair(CIRCLE, once), once).startswith("Not asked before")
    twice = turns_after(CIRCLE, "abc", [Chairing(START + n * MONTH, each) for n, each in enumerate("abcab")])
    assert why("c", twice) == "Asked once so far, less often than the others."
    round_ = turns_after(CIRCLE, "abc", [Chairing(START + n * MONTH, each) for n, each in enumerate("abc")])
    assert why("a", round_) == "Asked once like others, and the longest ago."
    assert why("", round_).startswith("Everybody passed")
    assert why("b", round_, by_hand=True) == "The circle agreed on it."


def test_turns_that_were_brought_along_are_not_told_as_if_the_circle_had_just_begun() -> None:
    before = brought_along(
        turns_after("r0", "abc", [Chairing(START + n * MONTH, each) for n, each in enumerate("abcab")])
    )
    turns = turns_after(CIRCLE, "abc", [], before)
    assert why("c", turns, carried=True) == "Asked less often than the others, earlier circles counted."
    even = turns_after(CIRCLE, "ab", [], brought_along({each: turns[each] for each in "ab"}))
    assert why("a", even, carried=True).endswith("the last time is longest ago.")
