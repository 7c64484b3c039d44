"""Points: many different people count, words that go round in a circle hardly do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from copilot.services.recognition.scoring import Confirmation, Help, points

START = date(2026, 10, 5)
PEOPLE = [f"m{n}" for n in range(6)]


def said(
    confirmer: str, helper: str, day: int = 0, kind: Help = Help.MOMENT, record: str = ""
) -> Confirmation:
    return Confirmation(START + timedelta(days=day), confirmer, helper, kind, record)


def of(helper: str, *told: Confirmation, settled: frozenset[str] | None = None) -> float:
    everybody = {each.confirmer for each in told} if settled is None else settled
    found = points(told, everybody)
    return found[helper].points if helper in found else 0.0


def wide(confirmer: str) -> Confirmation:
    """Makes her somebody who confirmed another, too."""
    return said(confirmer, f"else-{confirmer}", 80)


def test_three_people_count_for_more_than_three_words_of_one() -> None:
    three = [said(who, "h") for who in "abc"] + [wide(who) for who in "abc"]
    one = [said("a", "h", day) for day in (0, 10, 20)] + [wide("a")]
    assert of("h", *three) == 3.0
    assert of("h", *one) == 1.36, "1 + 1/4 + 1/9"
    assert of("h", *one, said("a", "h", 30), said("a", "h", 40)) == 1.36, "nothing beyond the third"


def test_two_people_confirming_each_other_a_hundred_times_a_day_have_less_than_a_point_each() -> None:
    told = [
        said(one, other, day, record=f"{n}")
        for one, other in (("a", "b"), ("b", "a"))
        for day in range(90)
        for n in range(100)
    ]
    found = points(told, {"a", "b"})
    assert found["a"].points == found["b"].points == 0.68
    assert found["a"].mutual == 1


def test_a_clique_is_worth_less_the_larger_it_is_for_each_who_is_in_it() -> None:
    def clique(n: int) -> float:
        people = [f"c{k}" for k in range(n)]
        return of("c0", *[said(a, b, day) for a in people for day, b in enumerate(people) if a != b])

    assert clique(3) == 0.67, "two people, each with two ways back: 2/3"
    assert clique(8) == 0.88, "seven people, each with seven ways back: 7/8"


def test_a_ring_in_which_everybody_confirms_the_next_earns_one_person_each() -> None:
    people = ["a", "b", "c", "d", "e"]
    ring = [said(people[n], people[(n + 1) % 5], day) for n in range(5) for day in range(60)]
    found = points(ring, set(people))
    assert {each.points for each in found.values()} == {1.36}


def test_those_who_confirm_nobody_else_count_less_and_less() -> None:
    narrow = [said(who, "h") for who in "abcd"]
    assert of("h", *narrow) == 2.08, "1 + 1/2 + 1/3 + 1/4"
    assert of("h", *narrow, *[wide(who) for who in "abcd"]) == 4.0


def test_a_newcomer_confirms_once_she_is_settled() -> None:
    told = [said("new", "h"), said("old", "h"), wide("old")]
    assert of("h", *told, settled=frozenset({"old"})) == 1.0
    assert points(told, {"new"})["h"].narrow == 1


def test_nobody_earns_points_by_her_own_word() -> None:
    assert points([said("h", "h", day) for day in range(9)], {"h"}) == {}


def test_three_a_day_and_seven_a_week_earn_points() -> None:
    in_a_day = [said("a", f"h{n}") for n in range(5)]
    assert len(points(in_a_day, {"a"})) == 3
    in_a_week = [said("a", f"h{day}{n}", day) for day in range(5) for n in range(2)]
    assert len(points(in_a_week, {"a"})) == 7
    events = [said("a", f"h{n}", kind=Help.EVENT) for n in range(9)]
    assert len(points(events, {"a"})) == 9, "feedback on events has bounds of its own"


def test_feedback_on_an_event_counts_a_fifth() -> None:
    told = [said(who, "h", kind=Help.EVENT) for who in "abc"] + [wide(who) for who in "abc"]
    assert of("h", *told) == 0.6


def test_a_line_managers_word_counts_as_anybodys() -> None:
    """There is no other weight: nothing but what was confirmed by whom is read."""
    assert of("h", said("boss", "h"), wide("boss")) == of("h", said("peer", "h"), wide("peer")) == 1.0


_CONFIRMATIONS = some.builds(
    said,
    some.sampled_from(PEOPLE),
    some.sampled_from(PEOPLE),
    some.integers(0, 20),
    some.sampled_from(list(Help)),
    some.sampled_from("xyz"),
)


@settings(max_examples=150, deadline=None)
@given(
    told=some.lists(_CONFIRMATIONS, max_size=40),
    more=_CONFIRMATIONS,
    settled=some.sets(some.sampled_from(PEOPLE)),
)
def test_one_more_confirmation_never_lowers_her_points_nor_adds_more_than_one(
    told: list[Confirmation], more: Confirmation, settled: set[str]
) -> None:
    before, after = points(told, settled), points([*told, more], settled)
    had = before[more.helper].points if more.helper in before else 0.0
    has = after[more.helper].points if more.helper in after else 0.0
    assert had - 1e-9 <= has <= had + 1.01, "1, and what rounding adds"


@settings(max_examples=60, deadline=None)
@given(
    told=some.lists(_CONFIRMATIONS, max_size=40).flatmap(
        lambda one: some.tuples(some.just(one), some.permutations(one))
    )
)
def test_the_order_of_the_records_changes_nothing(
    told: tuple[list[Confirmation], list[Confirmation]],
) -> None:
    assert points(told[0], set(PEOPLE)) == points(told[1], set(PEOPLE))


@pytest.mark.parametrize("kind", list(Help))
def test_what_is_told_twice_counts_once(kind: Help) -> None:
    assert points([said("a", "h", kind=kind)] * 5, {"a"}) == points([said("a", "h", kind=kind)], {"a"})
