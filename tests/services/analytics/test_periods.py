"""Which days are counted, and that no window can be moved by a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.programmes import Programme
from copilot.errors import BadInput
from copilot.services.analytics.periods import before, period_of

TODAY = date(2026, 11, 23)
SPRING = Programme(id="p", name="Spring", starts=date(2026, 3, 10), ends=date(2026, 9, 20))
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("words", "first", "last", "label"),
    [
        ("", date(2026, 10, 1), date(2026, 12, 31), "2026-Q4"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2026-Q1"),
        ("2026q3", date(2026, 7, 1), date(2026, 9, 30), "2026-Q3"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        ("all", date(2025, 5, 5), TODAY, "all"),
        ("2026-01..2026-02", date(2026, 1, 1), date(2026, 2, 28), "2026-01-01..2026-02-28"),
    ],
)
def test_words_name_days(words: str, first: date, last: date, label: str) -> None:
    period = period_of(words, TODAY, earliest=date(2025, 5, 5))
    assert (period.first, period.last, period.label, period.note) == (first, last, label, "")


@pytest.mark.parametrize(
    "words",
    [
        "2026-Q5",
        "2026-13",
        "soon",
        "2026-05-01..2026-04-30",
        "..",
        "2026-01..",
        "0001-01",
        "9999-Q4",
        "life",
        "2026-02-30..2026-03-01",
    ],
)
def test_what_names_no_period_is_a_sentence(words: str) -> None:
    with pytest.raises(BadInput) as told:
        period_of(words, TODAY)
    assert told.value.place == "period"
    assert told.value.cure


def test_a_programme_lives_in_whole_quarters_and_says_so() -> None:
    life = period_of("life", TODAY, programme=SPRING)
    assert (life.first, life.last, life.running) == (date(2026, 1, 1), date(2026, 9, 30), False)
    assert life.note.startswith(
        "Widened to whole quarters, since it is one programme: 2026-01-01 to 2026-09-30."
    )
    assert before(life, TODAY) is None


def test_of_a_life_of_whole_quarters_nothing_is_said() -> None:
    whole = SPRING.changed(starts=date(2026, 4, 1), ends=date(2026, 12, 31), closed=date(2026, 9, 30))
    life = period_of("life", TODAY, programme=whole)
    assert (life.first, life.last, life.note) == (date(2026, 4, 1), date(2026, 9, 30), "")


@given(DAYS, st.integers(1, 900))
def test_who_moves_a_programmes_end_by_a_day_moves_its_life_by_a_quarter_or_not(
    first: date, days: int
) -> None:
    """Otherwise its manager would see what was done on that day."""
    here, moved = (
        period_of("life", TODAY, programme=SPRING.changed(starts=first, ends=first + timedelta(days=n)))
        for n in (days, days + 1)
    )
    assert moved.first == here.first
    assert moved.last == here.last or (moved.last - here.last).days >= 90


def test_a_programme_that_begins_within_this_quarter_has_not_begun() -> None:
    life = period_of(
        "life", TODAY, programme=SPRING.changed(starts=date(2026, 12, 1), ends=date(2026, 12, 31))
    )
    assert (life.first, life.begun, life.running) == (date(2026, 10, 1), False, False)
    assert "begins on 2026-12-01" in life.note


def test_a_programme_of_any_year_has_a_life() -> None:
    life = period_of("life", TODAY, programme=SPRING.changed(starts=date(1, 1, 1), ends=date(9999, 12, 31)))
    assert (life.first, life.last) == (date(1970, 1, 1), date(2200, 12, 31))


def test_a_period_to_come_says_so() -> None:
    period = period_of("2027-Q1", TODAY)
    assert not period.begun
    assert not period.running
    assert "begins on 2027-01-01" in period.note


@pytest.mark.parametrize(
    ("words", "earlier"),
    [
        ("2026-Q1", "2025-Q4"),
        ("2026-01", "2025-12"),
        ("2026-03..2026-04", "2026-01-01..2026-02-28"),
        ("all", None),
    ],
)
def test_it_is_compared_with_as_many_months_before(words: str, earlier: str | None) -> None:
    found = before(period_of(words, TODAY), TODAY)
    assert (found.label if found else None) == earlier


@given(DAYS, DAYS, st.booleans())
def test_days_are_widened_to_whole_months_and_for_one_programme_to_whole_quarters(
    one: date, other: date, of_programme: bool
) -> None:
    first, last = sorted((one, other))
    period = period_of(f"{first}..{last}", TODAY, programme=SPRING if of_programme else None)
    assert period.first <= first <= last <= period.last
    after = period.last + timedelta(days=1)
    assert (period.first.day, after.day) == (1, 1)
    if of_programme:
        assert (period.first.month % 3, after.month % 3) == (1, 1)


@given(DAYS, DAYS)
def test_a_window_moved_by_a_day_is_the_same_or_a_whole_month_more(one: date, other: date) -> None:
    """Otherwise two reports, one taken from the other, would tell what happened on that day."""
    first, last = sorted((one, other))
    here = period_of(f"{first}..{last}", TODAY)
    moved = period_of(f"{first}..{last + timedelta(days=1)}", TODAY)
    assert moved.first == here.first
    assert moved.last == here.last or (moved.last - here.last).days >= 28


@given(DAYS, st.sampled_from(["%Y-%m", "quarter"]))
def test_the_period_before_ends_the_day_before(day: date, kind: str) -> None:
    words = f"{day.year}-Q{(day.month + 2) // 3}" if kind == "quarter" else day.strftime(kind)
    period = period_of(words, TODAY)
    earlier = before(period, TODAY)
    assert earlier is not None
    assert earlier.kind == period.kind
    assert period.first - earlier.last == timedelta(days=1)
