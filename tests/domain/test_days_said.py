"""Days as notes name them, counted from Wednesday 18 February 2026; the next session is on 5 March."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.days_said import Reckoning, day_said
from copilot.domain.wording import day_in_words

WHEN = Reckoning(date(2026, 2, 18), date(2026, 3, 5))
DAYS = {
    "by Friday": "2026-02-20",
    "this Friday": "2026-02-20",
    "next Friday": "2026-02-27",
    "on Wednesday": "2026-02-25",
    "Monday next week": "2026-02-23",
    "on Tuesday week": "2026-03-03",
    "tomorrow": "2026-02-19",
    "the day after tomorrow": "2026-02-20",
    "by the end of the week": "2026-02-20",
    "next week": "2026-02-27",
    "early next week": "2026-02-25",
    "by the weekend": "2026-02-22",
    "in two weeks": "2026-03-04",
    "within a fortnight": "2026-03-04",
    "in the next ten days": "2026-02-28",
    "a week from now": "2026-02-25",
    "in a month": "2026-03-18",
    "end of March": "2026-03-31",
    "by mid-March": "2026-03-15",
    "by March": "2026-03-01",
    "by the end of the month": "2026-02-28",
    "next month": "2026-03-31",
    "by 3 March": "2026-03-03",
    "before 3 March": "2026-03-02",
    "by the 12th of March": "2026-03-12",
    "on January 7": "2027-01-07",
    "on the 3rd": "2026-03-03",
    "2026-03-05": "2026-03-05",
    "by 20.02.2026": "2026-02-20",
    "by 3/3": "2026-03-03",
    "before our next session": "2026-03-05",
    "before we meet again": "2026-03-05",
    "by the end of Q2": "2026-06-30",
    "end of the year": "2026-12-31",
}


@pytest.mark.parametrize(("words", "day"), DAYS.items(), ids=list(DAYS))
def test_words_name_a_day(words: str, day: str) -> None:
    found = day_said(f"I will send it {words}.", WHEN)
    assert found
    assert (found.words, str(found.day)) == (words, day)


@pytest.mark.parametrize("words", ["soon", "by 5/3", "by the summer", "as soon as possible"])
def test_words_that_leave_the_day_open_are_kept_without_one(words: str) -> None:
    found = day_said(f"I will send it {words}.", WHEN)
    assert found
    assert (found.words, found.day) == (words, None)


@pytest.mark.parametrize(
    "text",
    [
        "I may send it",
        "She sat down and won",
        "It took 2.5 hours",
        "Prepare Friday’s meeting",
        "march on",
        "31 June",
    ],
)
def test_words_that_only_look_like_days_are_none(text: str) -> None:
    found = day_said(text, WHEN)
    assert found is None or found.day is None


def test_without_a_planned_session_the_next_one_has_no_day() -> None:
    found = day_said("before our next session", Reckoning(WHEN.on))
    assert found
    assert found.day is None


@given(st.dates(date(2026, 2, 18), date(2030, 1, 1)))
def test_any_day_in_full_is_read_back(day: date) -> None:
    for words in (day_in_words(day), day.isoformat(), f"{day.day:02d}.{day.month:02d}.{day.year}"):
        found = day_said(f"send it by {words}", WHEN)
        assert found
        assert found.day == day


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.sampled_from(sorted(DAYS)))
def test_a_day_counted_from_any_session_does_not_lie_before_it(on: date, words: str) -> None:
    if "20" in words:
        return
    found = day_said(words, Reckoning(on, on + timedelta(days=14)))
    assert found
    assert found.day is None or found.day >= on - timedelta(days=1)
