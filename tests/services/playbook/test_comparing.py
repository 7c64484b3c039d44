"""Comparisons: right on what can be worked out by hand, and silent where nothing is to be seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.services.playbook.comparing import (
    Side,
    adjusted,
    chance_of,
    difference,
    logrank_scores,
    survival_curve,
    time_within,
)  # fmt: skip


def side(values: list[float], ended: list[bool] | None = None) -> Side:
    people = frozenset(map(str, range(len(values))))
    return Side("x", np.array(values, dtype=float), people, None if ended is None else np.array(ended))


def test_kaplan_and_meier_by_hand() -> None:
    """Six people, of whom two are still there: 5/6, then 5/6 · 3/4, then · 0/1… as in any textbook."""
    times, survival = survival_curve(
        np.array([1.0, 2, 3, 4, 4, 5]), np.array([True, False, True, True, False, True])
    )
    assert times.tolist() == [1, 3, 4, 5]
    assert survival == pytest.approx([5 / 6, 5 / 6 * 3 / 4, 5 / 6 * 3 / 4 * 2 / 3, 0])


def test_the_time_within_a_horizon_is_the_area_under_the_curve() -> None:
    values, ended = np.array([2.0, 4, 4, 4]), np.array([True, False, False, False])
    assert time_within(4.0, values, ended) == pytest.approx(2 + 2 * 3 / 4)
    assert time_within(4.0, values, np.zeros(4, dtype=bool)) == pytest.approx(4)


def test_what_is_still_going_on_counts_for_as_long_as_it_has() -> None:
    short_and_over = side([2.0] * 20, [True] * 20)
    short_and_open = side([2.0] * 10 + [12.0] * 10, [False] * 20)
    found = difference(short_and_open, short_and_over, "x", resamples=200)
    assert found.values == pytest.approx((12, 2))
    assert chance_of(short_and_open, short_and_over, "x", deals=499) < 0.01


def test_logrank_scores_add_up_to_what_ended_less_what_was_expected() -> None:
    scores = logrank_scores(np.array([1.0, 2, 3, 4]), np.array([True, True, False, True]))
    assert scores.sum() == pytest.approx(0)
    assert scores[0] == pytest.approx(1 - 1 / 4)


def test_holms_steps_by_hand() -> None:
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert adjusted([]) == []
    assert adjusted([0.9, 0.8]) == [1.0, 1.0]


@given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=8))
def test_an_adjusted_p_is_never_smaller_and_keeps_the_order(ps: list[float]) -> None:
    found = adjusted(ps)
    assert all(after >= before for before, after in zip(ps, found, strict=True))
    assert [found[at] for at in sorted(range(len(ps)), key=ps.__getitem__)] == sorted(found)


def test_length_of_stay_alone_makes_no_difference() -> None:
    """Of those who stay long nine in ten do both; of those who stay short one in ten: as one group, an effect."""
    long_, short = [1.0] * 9 + [0.0], [1.0] + [0.0] * 9
    came = side(long_ * 9 + short)
    stayed_away = side(long_ + short * 9)
    assert chance_of(came, stayed_away, "x", deals=499) < 0.01
    one = replace(came, watched=np.array([300.0] * 90 + [60.0] * 10))
    other = replace(stayed_away, watched=np.array([300.0] * 10 + [60.0] * 90))
    assert chance_of(one, other, "x", deals=499) == 1
    found = difference(one, other, "x", resamples=200)
    assert found.size == pytest.approx(0)
    assert found.low < 0 < found.high


def test_equal_sides_differ_by_nothing() -> None:
    found = difference(side([3.0] * 12), side([3.0] * 15), "x")
    assert (found.size, found.low, found.high) == (0, 0, 0)
    assert chance_of(side([3.0] * 12), side([3.0] * 15), "x") == 1


def test_the_same_records_give_the_same_figures() -> None:
    chance = np.random.default_rng(1)
    one, other = side(chance.normal(4, 1, 30).tolist()), side(chance.normal(3, 1, 25).tolist())
    assert difference(one, other, "x") == difference(one, other, "x")
    found = difference(one, other, "x")
    assert found.low < found.size < found.high
    assert chance_of(one, other, "x") == chance_of(one, other, "x") < 0.05
    turned = difference(other, one, "x")
    assert turned.size == pytest.approx(-found.size)
