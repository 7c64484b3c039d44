"""The chance that a relationship fades: what raises it, what never may, and what odd records do to it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.services.analytics.evidence import Evidence
from copilot.services.analytics.fading import FADING, STUCK, Chance, chances, shipped
from copilot.services.analytics.usual import Usual, usual

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def days_ago(*days: int) -> tuple[date, ...]:
    return tuple(TODAY - n * DAY for n in days)


def evidence(
    held: tuple[int, ...] = (), *, started: int = 200, cancelled: tuple[int, ...] = (), unsettled: tuple[int, ...] = (),
    ahead: tuple[int, ...] = (), agreed_weeks: int | None = None, signed: bool = True, done: int = 0, late: int = 0,
) -> Evidence:  # fmt: skip
    return Evidence(
        "r", TODAY - started * DAY, TODAY, days_ago(*held), days_ago(*cancelled), days_ago(*unsettled),
        tuple(TODAY + n * DAY for n in ahead), agreed_weeks, signed, done, late,
    )  # fmt: skip


def chance(each: Evidence, own: Usual | None = None) -> Chance:
    return chances([each], own or Usual())[0]


past = st.lists(st.integers(0, 250), max_size=25).map(tuple)
some = st.builds(
    evidence, past, started=st.integers(-5, 300), cancelled=past,
    unsettled=st.lists(st.integers(1, 90), max_size=4).map(tuple),
    ahead=st.lists(st.integers(0, 60), max_size=2).map(tuple), agreed_weeks=st.none() | st.integers(1, 8),
    signed=st.booleans(), done=st.integers(0, 30), late=st.integers(0, 30),
)  # fmt: skip


@given(some)
def test_a_meeting_today_never_raises_the_risk(each: Evidence) -> None:
    before = chance(each)
    after = chance(
        Evidence(
            each.relationship, each.started, TODAY, (*each.held, TODAY), each.cancelled, each.unsettled, each.ahead,
            each.agreed_weeks, each.signed, each.done, each.late,
        )
    )  # fmt: skip
    assert after.fading <= before.fading + 1e-9
    assert after.risk <= before.risk + 1e-9


@given(some, st.randoms())
def test_the_order_of_the_sessions_changes_nothing(each: Evidence, random: Random) -> None:
    def mixed(days: tuple[date, ...]) -> tuple[date, ...]:
        return tuple(random.sample(days, len(days)))

    other = Evidence(
        each.relationship, each.started, TODAY, mixed(each.held), mixed(each.cancelled), mixed(each.unsettled),
        mixed(each.ahead), each.agreed_weeks, each.signed, each.done, each.late,
    )  # fmt: skip
    assert chance(other) == chance(each)


@given(st.lists(some, min_size=2, max_size=8), st.randoms())
def test_the_order_of_the_relationships_changes_nothing(every: list[Evidence], random: Random) -> None:
    mixed = random.sample(range(len(every)), len(every))
    own = usual(every, TODAY)
    found, again = (
        chances(every, own),
        chances([every[n] for n in mixed], usual([every[n] for n in mixed], TODAY)),
    )
    assert [again[at].fading for at in range(len(mixed))] == pytest.approx([found[n].fading for n in mixed])


@given(some)
def test_every_chance_is_one(each: Evidence) -> None:
    found = chance(each, usual([each], TODAY))
    assert 0 <= found.fading <= 1
    assert 0 <= found.stuck <= 1
    assert found.risk <= 1


def test_seven_weeks_are_long_for_a_weekly_pair_and_ordinary_for_a_slow_one() -> None:
    weekly = evidence(tuple(range(49, 160, 7)))
    slow = evidence(tuple(range(49, 400, 45)), started=420)
    assert chance(weekly).fading > 2 * chance(slow).fading


def test_a_plan_is_a_reason_to_wait_and_a_plan_that_fell_is_none() -> None:
    quiet = (40, 54, 68)
    assert chance(evidence(quiet, ahead=(3,))).fading < chance(evidence(quiet)).fading
    assert chance(evidence(quiet)).fading < chance(evidence(quiet, cancelled=(20, 10))).fading


def test_weeks_in_which_nobody_meets_count_less() -> None:
    """August, say: all met every week, nobody did for five weeks, and half of them have met since."""
    back = [evidence((1, *range(43, 200, 7)), started=210) for _ in range(40)]
    still = [evidence(tuple(range(43, 200, 7)), started=210) for _ in range(40)]
    own = usual([*back, *still], TODAY)
    assert own.between(TODAY - 40 * DAY, TODAY) < 25
    assert chance(still[0], own).fading < chance(still[0]).fading


def test_where_all_fall_silent_at_once_time_does_not_stand_still() -> None:
    silent = [evidence(tuple(range(120, 300, 14)), started=320) for _ in range(60)]
    assert chances(silent, usual(silent, TODAY))[0].fading >= shipped().fading_from


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        (evidence(), "no session at all"),
        (evidence(started=-3), "it begins in three days"),
        (evidence((-20, -34)), "held after today: a clock went backwards"),
        (evidence((5,), cancelled=(-4,)), "what is to come was called off"),
        (evidence((3, 3, 3, 2)), "several of one day"),
    ],
)
def test_odd_records_give_a_number_all_the_same(odd: Evidence, why: str) -> None:
    assert 0 < chance(odd, usual([odd], TODAY)).fading < 1, why


def test_what_is_said_to_be_held_after_today_counts_as_today() -> None:
    assert chance(evidence((-20, 14))) == chance(evidence((0, 14)))


def test_nobody_is_nothing() -> None:
    assert chances([], Usual()) == []
    assert usual([], TODAY) == Usual()


def test_no_coefficient_is_against_its_sense_and_the_file_says_what_each_fact_is() -> None:
    model = shipped()
    assert (tuple(model.fading.weights), tuple(model.stuck.weights)) == (FADING, STUCK)
    assert min(*model.fading.weights.values(), *model.stuck.weights.values()) >= 0
    assert 0 < model.stuck_from < 1
    assert 0 < model.fading_from < 1
