"""Readiness: a mirror for herself, in kind words, with guides to read; and what to learn next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR
from copilot.errors import BadInput, NotAllowed
from copilot.services.learning.advising import AT_FIRST, ORDER
from knowledge.readiness import questionnaires
from tests.services.learning.school import ADA, BEN, LISTENING, RECEIVING, SBI, School, track

MENTOR = questionnaires()["mentor"]
EASY = dict.fromkeys(MENTOR.keys, 6)
CAREER = "goals/career-conversations.md"


@pytest.fixture
def school() -> School:
    return School()


def low_in(*areas: str) -> dict[str, int]:
    return {each.key: 2 if area.id in areas else 6 for area in MENTOR.areas for each in area.questions}


def test_mentors_have_18_to_21_sentences_in_six_areas_and_mentees_fewer() -> None:
    assert (len(MENTOR.areas), 18 <= len(MENTOR.keys) <= 21) == (6, True)
    mentee = questionnaires()["mentee"]
    assert [area.id for area in mentee.areas] == [area.id for area in MENTOR.areas]
    assert 10 <= len(mentee.keys) <= 12


def test_every_guide_for_an_area_is_written_for_who_rates_herself(school: School) -> None:
    wrong = [
        (asked.role, reading.guide) for asked in questionnaires().values() for area in asked.areas
        for reading in area.guides if asked.role not in school.shelf.guide(reading.guide).audience
    ]  # fmt: skip
    assert wrong == []


def test_a_rating_is_told_by_area_with_the_strongest_the_weakest_and_what_to_read(school: School) -> None:
    told = school.learning.rate(ADA, "mentor", low_in("independence", "development"))
    assert [area.mean for area in told.areas] == [6, 6, 6, 2, 6, 2]
    assert [area.id for area in told.weakest] == ["independence", "development"]
    assert [area.id for area in told.strongest] == ["communication", "expectations"]
    assert CAREER in [advice.guide for advice in told.read]
    for advice in told.read:
        text = school.shelf.guide(advice.guide).text
        assert text[advice.citation.start : advice.citation.end] == advice.citation.quote
    assert "nobody sees it" in told.note


def test_alike_everywhere_names_no_weakness(school: School) -> None:
    told = school.learning.rate(ADA, "mentor", EASY)
    assert (told.strongest, told.weakest, told.read) == ((), (), ())
    assert "alike" in told.note


def test_what_she_said_before_stays_and_is_hers_alone(school: School) -> None:
    school.learning.rate(ADA, "mentor", EASY)
    school.clock.move(timedelta(days=60))
    latest = school.learning.rate(ADA, "mentor", low_in("difference"))
    history = school.learning.readiness(ADA, "mentor").history
    assert (len(history), history[0].id) == (2, latest.id)
    assert school.learning.readiness(ADA, "mentee").history == ()
    assert school.learning.readiness(BEN, "mentor").history == ()
    assert school.learning.readiness(OPERATOR, "mentor").history == ()
    with pytest.raises(NotAllowed):
        school.learning.rate(OPERATOR, "mentor", EASY)


def test_a_rating_with_gaps_names_them(school: School) -> None:
    some = dict(list(EASY.items())[2:])
    with pytest.raises(BadInput, match="hear-to-the-end, give-back"):
        school.learning.rate(ADA, "mentor", some)
    assert school.learning.readiness(ADA, "mentor").history == ()


@pytest.mark.parametrize("wrong", [0, 8, -1, 3.5, True, "5"])
def test_a_rating_is_a_whole_number_from_one_to_seven(school: School, wrong: object) -> None:
    with pytest.raises(BadInput, match="give-back"):
        school.learning.rate(ADA, "mentor", {**EASY, "give-back": wrong})


def test_unknown_sentences_and_roles_are_refused(school: School) -> None:
    with pytest.raises(BadInput, match="no sentence"):
        school.learning.rate(ADA, "mentor", {**EASY, "charm": 5})
    with pytest.raises(BadInput, match="no questions of readiness"):
        school.learning.readiness(ADA, "boss")


@given(numbers=st.lists(st.integers(1, 7), min_size=len(MENTOR.keys), max_size=len(MENTOR.keys)))
def test_the_weakest_are_never_above_the_strongest(numbers: list[int]) -> None:
    told = School().learning.rate(ADA, "mentor", dict(zip(MENTOR.keys, numbers, strict=True)))
    means = {area.id: area.mean or 0 for area in told.areas}
    assert {area.id for area in told.strongest} & {area.id for area in told.weakest} == set()
    for strong in told.strongest:
        assert all(means[strong.id] >= means[weak.id] for weak in told.weakest)
    assert len(told.strongest) <= 2
    assert len(told.weakest) <= 2


def test_who_has_said_nothing_is_shown_where_the_tracks_for_her_begin(school: School) -> None:
    told = school.learning.next_for(ADA)
    assert (told.order, [each.guide for each in told.suggestions]) == (AT_FIRST, [RECEIVING])
    assert told.suggestions[0].because[0].kind == "role"


def test_a_track_she_began_goes_on_with_its_first_open_step(school: School) -> None:
    school.understand(SBI)
    (suggested,) = school.learning.next_for(ADA).suggestions
    assert (suggested.guide, suggested.do, suggested.because[0].record) == (RECEIVING, "read", "first")
    school.learning.read(ADA, RECEIVING)
    assert school.learning.next_for(ADA).suggestions[0].do == "questions"


def test_a_goal_leads_to_a_passage_and_says_so(school: School) -> None:
    school.library.guides = (RECEIVING,)
    school.goal("g1", "The safest first reply to criticism")
    told = school.learning.next_for(ADA)
    first = told.suggestions[0]
    assert (first.guide, first.because[0].kind, first.because[0].record) == (RECEIVING, "goal", "g1")
    cited = first.because[0].citation
    assert cited
    assert school.shelf.guide(cited.path).text[cited.start : cited.end] == cited.quote
    assert told.order == ORDER


@pytest.mark.parametrize(
    ("fields", "guide"),
    [
        ({}, "goals/smart-goals.md"),
        ({"due": date(2026, 1, 9)}, "goals/when-goals-change.md"),
        ({"due": date(2026, 5, 9)}, ""),
    ],
)
def test_a_goal_far_from_all_guides_is_helped_on_by_how_it_stands_and_that_is_said(
    school: School, fields: dict[str, object], guide: str
) -> None:
    school.goal("g1", "Qwertz zuiop", **fields)
    told = school.learning.next_for(ADA)
    for_goals = [one.guide for one in told.suggestions if one.because[0].kind == "goal"]
    assert for_goals == [guide] * bool(guide)
    assert told.remark == "The guides say nothing near to “Qwertz zuiop”."


def test_goals_reached_or_dropped_ask_for_nothing(school: School) -> None:
    school.goal("g1", "The safest first reply to criticism", state="reached", progress=100)
    school.goal("g2", "The safest first reply to criticism", state="dropped")
    assert school.learning.next_for(ADA).order == AT_FIRST


def test_the_goal_that_is_due_first_speaks_first(school: School) -> None:
    school.goal("g1", "Listen actively in conversation", due=date(2026, 9, 1))
    school.goal("g2", "The safest first reply to criticism", due=date(2026, 4, 1))
    assert school.learning.next_for(ADA).suggestions[0].because[0].record == "g2"


def test_nothing_she_has_finished_is_suggested(school: School) -> None:
    school.goal("g1", "The safest first reply to criticism")
    school.understand(RECEIVING)
    assert RECEIVING not in [each.guide for each in school.learning.next_for(ADA).suggestions]


def test_what_two_things_speak_for_comes_first(school: School) -> None:
    school.tracks(track("first", SBI, RECEIVING), track("other", LISTENING, CAREER))
    school.understand(SBI)
    school.learning.read(ADA, LISTENING)
    school.learning.rate(ADA, "mentor", low_in("development"))
    first = school.learning.next_for(ADA).suggestions[0]
    assert (first.guide, {each.kind for each in first.because}) == (CAREER, {"track", "readiness"})


def test_only_the_newest_rating_counts(school: School) -> None:
    school.learning.rate(ADA, "mentor", low_in("development"))
    school.clock.move(timedelta(days=1))
    school.learning.rate(ADA, "mentor", low_in("difference"))
    records = {each.record for one in school.learning.next_for(ADA).suggestions for each in one.because}
    assert records == {"difference"}


def test_a_heavy_goal_gets_a_signpost_and_no_guide(school: School) -> None:
    school.goal("g1", "I want to stop thinking about killing myself")
    told = school.learning.next_for(ADA)
    assert "turn to" in told.signpost
    assert told.order == AT_FIRST


def test_a_missing_encoder_costs_the_goals_and_nothing_else(school: School) -> None:
    school.understand(SBI)
    school.goal("g1", "The safest first reply to criticism")
    school.library.broken = True
    told = school.learning.next_for(ADA)
    assert "could not be looked up" in told.remark
    assert [each.guide for each in told.suggestions] == [RECEIVING]
