"""On which days which survey is open, and for whom."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.matches import MatchRole
from copilot.domain.programmes import Programme
from copilot.domain.surveys import SurveyPoint
from copilot.services.surveys.due import asked_in, every_open_survey, open_surveys
from copilot.services.surveys.questions import KIND_OF, questions_for, side_of
from copilot.services.surveys.windows import windows_of
from tests.services.surveys.community import START_OPENS, STARTED, Home, pair

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


@pytest.fixture
def home() -> Home:
    return Home()


def open_for(home: Home, member: str) -> list[SurveyPoint]:
    with home.units.reading() as unit:
        return [each.point for each in open_surveys(unit, member, home.today)]


def programme(ends: date) -> Programme:
    return Programme(id="p", name="P", starts=date(2026, 1, 1), ends=ends)


def test_the_first_opens_after_four_weeks_for_three_weeks_and_for_both(home: Home) -> None:
    assert home.today == START_OPENS
    assert open_for(home, "s1") == open_for(home, "t1") == [SurveyPoint.START]
    assert open_for(home.on(START_OPENS - DAY), "s1") == []
    assert open_for(home.on(START_OPENS + 3 * WEEK - DAY), "s1") == [SurveyPoint.START]
    assert open_for(home.on(START_OPENS + 3 * WEEK), "s1") == []


def test_the_second_opens_halfway_to_the_end_of_the_programme(home: Home) -> None:
    assert open_for(home.on(STARTED + 180 * DAY), "s1") == [SurveyPoint.MIDDLE]
    assert open_for(home.on(STARTED + 179 * DAY), "s1") == []


def test_outside_a_programme_the_second_opens_after_three_months() -> None:
    _, middle = windows_of(pair("r", "a", "b", programme=""), None, None)
    assert (middle.point, middle.opens) == (SurveyPoint.MIDDLE, STARTED + 91 * DAY)


def test_in_a_short_programme_the_second_waits_four_weeks_and_in_a_very_short_one_there_is_none() -> None:
    _, middle = windows_of(pair("r", "a", "b"), programme(STARTED + 10 * WEEK), None)
    assert middle.opens == START_OPENS + 4 * WEEK
    assert len(windows_of(pair("r", "a", "b"), programme(STARTED + 8 * WEEK), None)) == 1


def test_the_last_opens_on_the_day_it_closes_for_four_weeks(home: Home) -> None:
    home.on(STARTED + 100 * DAY).close("r1")
    assert open_for(home, "s1") == open_for(home, "t1") == [SurveyPoint.END]
    assert open_for(home.on(STARTED + 100 * DAY + 4 * WEEK - DAY), "s1") == [SurveyPoint.END]
    assert open_for(home.on(STARTED + 100 * DAY + 4 * WEEK), "s1") == []


def test_who_closes_while_the_first_is_open_is_asked_the_last_alone(home: Home) -> None:
    home.close("r1")
    assert open_for(home, "s1") == [SurveyPoint.END]


def test_nothing_is_open_while_it_is_paused(home: Home) -> None:
    home.change("r1", state="paused")
    assert open_for(home, "s1") == []


def test_who_has_left_is_asked_nothing_nor_is_whom_she_left(home: Home) -> None:
    home.change("r1", members=("s1", "former-1"), state="closed", reason="A member has left.")
    assert open_for(home, "former-1") == open_for(home, "s1") == open_for(home, "nobody") == []


def test_an_id_within_another_id_is_somebody_else(home: Home) -> None:
    with home.units() as unit:
        unit.relationships.add(pair("r10", "s10", "t1"))
        unit.commit()
    with home.units.reading() as unit:
        assert {each.relationship for each in open_surveys(unit, "s1", home.today)} == {"r1"}


def test_everybody_at_once_is_the_same_as_one_by_one(home: Home) -> None:
    home.change("r2", state="paused")
    home.close("r3")
    with home.units.reading() as unit:
        every = every_open_survey(unit, home.today)
        for member in (row[0] for row in unit.members.values("id")):
            assert every.get(member, []) == open_surveys(unit, member, home.today)
    assert "s2" not in every


def test_asked_are_those_whose_survey_has_opened_and_who_answered(home: Home) -> None:
    seekers = (SurveyPoint.START, "seeker")
    home.change("r1", state="paused")
    with home.units.reading() as unit:
        assert asked_in(unit, "p1", home.today)[seekers] == 7
        assert asked_in(unit, "p1", START_OPENS - DAY) == {}
        assert asked_in(unit, "p2", home.today) == {}
    home.answered(1)
    home.change("r2", programme="")
    with home.units.reading() as unit:
        assert asked_in(unit, "p1", home.today)[seekers] == 7, (
            "one moved outside, one who is paused had answered"
        )


@given(
    state=st.sampled_from(("active", "paused", "closed")),
    weeks=st.integers(1, 200),
    closed_after=st.none() | st.integers(0, 1_000),
)
def test_two_surveys_are_never_open_on_one_day(state: str, weeks: int, closed_after: int | None) -> None:
    closed_on = STARTED + closed_after * DAY if closed_after is not None and state == "closed" else None
    found = windows_of(pair("r", "a", "b", state=state), programme(STARTED + weeks * WEEK), closed_on)
    ahead = [each for each in found if each.point is not SurveyPoint.END]
    assert all(one.until < next_.opens for one, next_ in itertools.pairwise(ahead))
    assert all(each.opens <= each.until for each in found)


@pytest.mark.parametrize("role", MatchRole)
@pytest.mark.parametrize("point", SurveyPoint)
def test_every_side_of_every_relationship_is_asked_four_or_five_things(
    role: MatchRole, point: SurveyPoint
) -> None:
    for member in ("a", "b"):
        side = side_of(role, ("a", "b"), member)
        assert (side == "peer") == (KIND_OF[role] == "peers")
        asked = questions_for(role, point, side)
        assert 4 <= len(asked) == len(set(asked)) <= 5
        assert all(each.source and each.text.endswith(".") for each in asked)
