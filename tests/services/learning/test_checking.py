"""Questions: nothing is given away before they are answered, and every answer has its reason and its passage."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR
from copilot.errors import BadInput, Conflict, NotAllowed
from tests.services.learning.school import ADA, QUOTES, RIGHT, SBI, School, exercise


@pytest.fixture
def school() -> School:
    return School()


def test_the_questions_do_not_tell_what_is_right(school: School) -> None:
    asked = school.learning.questions(ADA, SBI)
    text = asked.model_dump_json()
    assert "right" not in text
    assert "Reason" not in text
    assert QUOTES[SBI] not in text
    assert [option.n for option in asked.questions[0].options] == [1, 2, 3]


def test_each_answer_is_told_with_its_reason_and_the_guides_own_words(school: School) -> None:
    version = school.learning.questions(ADA, SBI).version
    checked = school.learning.check(ADA, SBI, version, [2, 1, 2])
    assert (checked.right, checked.of, checked.understood) == (2, 3, False)
    wrong = checked.answers[1]
    assert (wrong.right, wrong.chosen.why, wrong.answer.n, wrong.answer.why) == (
        False, "Reason 1.", 2, "Reason 2.",
    )  # fmt: skip
    assert [each.citation.n for each in checked.answers] == [1, 2, 3]
    cited = wrong.citation
    assert school.shelf.guide(SBI).text[cited.start : cited.end] == cited.quote == QUOTES[SBI]
    assert cited.section == "What SBI feedback sounds like"


def test_a_guide_is_understood_when_all_is_right_in_one_go_after_any_number_of_tries(school: School) -> None:
    version = school.exercises[SBI].version
    for chosen in ([2, 1, 1], [1, 2, 2], [3, 3, 3]):
        assert not school.learning.check(ADA, SBI, version, chosen).moved.mine.understood
    done = school.learning.check(ADA, SBI, version, RIGHT)
    assert done.understood
    assert done.moved.mine.understood == school.clock.now()


def test_a_wrong_try_afterwards_takes_nothing_away(school: School) -> None:
    school.understand(SBI)
    first = school.clock.now()
    school.clock.move(timedelta(days=2))
    again = school.learning.check(ADA, SBI, school.exercises[SBI].version, [1, 1, 1])
    assert (again.understood, again.moved.mine.understood) == (False, first)
    with school.units.reading() as unit:
        kept = unit.guide_progress.get(f"ada:{SBI}")
    assert (kept.chosen, kept.right) == ((0, 0, 0), 0)


def test_questions_that_changed_since_she_saw_them_are_not_answered(school: School) -> None:
    school.learning.read(ADA, SBI)
    seen = school.learning.questions(ADA, SBI).version
    school.exercises[SBI] = exercise(SBI, ask="And now?")
    with pytest.raises(Conflict, match="have changed") as told:
        school.learning.check(ADA, SBI, seen, RIGHT)
    assert told.value.detail == {"version": school.exercises[SBI].version}
    assert "answer those of today" in told.value.cure
    mine = school.learning.guide(ADA, SBI).mine
    assert mine
    assert mine.read
    assert mine.understood is None


def test_without_a_version_questions_that_changed_since_she_answered_them_are_noticed(school: School) -> None:
    school.learning.check(ADA, SBI, "", [1, 1, 1])
    school.exercises[SBI] = exercise(SBI, ask="And now?")
    with pytest.raises(Conflict, match="have changed") as told:
        school.learning.check(ADA, SBI, "", RIGHT)
    today = str((told.value.detail or {})["version"])
    assert today == school.exercises[SBI].version
    assert school.learning.check(ADA, SBI, today, RIGHT).understood
    assert school.learning.check(ADA, SBI, "", RIGHT).version == today


@pytest.mark.parametrize("chosen", [[], [1], [1, 2], [1, 2, 3, 1], [0, 2, 2], [2, 4, 2], [2, 2, -1]])
def test_answers_wrong_in_number_or_out_of_range_are_refused(school: School, chosen: list[int]) -> None:
    with pytest.raises(BadInput) as told:
        school.learning.check(ADA, SBI, school.exercises[SBI].version, chosen)
    assert told.value.place == "answers"
    assert school.learning.progress(ADA).guides == ()


def test_who_is_no_member_answers_nothing(school: School) -> None:
    with pytest.raises(NotAllowed):
        school.learning.check(OPERATOR, SBI, school.exercises[SBI].version, RIGHT)


@given(tries=st.lists(st.lists(st.integers(1, 3), min_size=3, max_size=3), max_size=6))
def test_understood_is_whoever_once_had_all_right_in_one_go(tries: list[list[int]]) -> None:
    school = School()
    version = school.exercises[SBI].version
    for chosen in tries:
        school.learning.check(ADA, SBI, version, chosen)
    mine = school.learning.guide(ADA, SBI).mine
    assert mine
    assert bool(mine.understood) == (RIGHT in tries)
