"""Practice: her answer is hers alone, what is missing is shown with the guide's words, and nobody is graded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.errors import BadInput, Conflict, NotFound
from copilot.services.learning import practising
from copilot.services.learning.told import Practised
from tests.services.learning.school import ADA, BEN, QUOTES, RECEIVING, SBI, School

ANSWER = "On Monday you came ten minutes after we had begun."


@pytest.fixture
def school() -> School:
    return School()


def test_the_scenario_does_not_tell_what_is_looked_for(school: School) -> None:
    told = school.learning.scenario(ADA, SBI)
    assert (told.situation, told.task) == ("She came late.", "What do you say?")
    assert "does thing" not in told.model_dump_json()


def test_it_tells_what_was_done_and_what_is_missing_with_the_guides_words(school: School) -> None:
    told = school.learning.practise(ADA, SBI, ANSWER)
    assert [point.state for point in told.points] == ["met", "perhaps", "missing"]
    met, _, missing = told.points
    assert (met.words, met.hint == "", met.citation) == (ANSWER[:5], False, None)
    assert missing.hint == "Do thing 3."
    assert missing.citation
    assert missing.citation.quote == QUOTES[SBI]


def test_nobody_is_graded() -> None:
    assert not {"grade", "score", "mark", "points_total", "percent"} & set(Practised.model_fields)


def test_an_answer_is_kept_and_shown_to_nobody_else(school: School) -> None:
    first = school.learning.practise(ADA, SBI, ANSWER)
    school.clock.move(timedelta(hours=1))
    second = school.learning.practise(ADA, RECEIVING, "Thank you. Which report did you have in mind?")
    assert [each.id for each in school.learning.answers(ADA)] == [second.id, first.id]
    assert [each.met for each in school.learning.answers(ADA, SBI)] == [("p1",)]
    assert school.learning.answers(BEN) == []
    with school.units.reading() as unit:
        assert unit.audit_log.all() == []


def test_an_answer_is_forgotten_by_her_alone(school: School) -> None:
    kept = school.learning.practise(ADA, SBI, ANSWER).id
    for asker, answer in ((BEN, kept), (ADA, "pa-nowhere")):
        with pytest.raises(NotFound, match="no such answer of yours"):
            school.learning.forget(asker, answer)
    assert school.learning.forget(ADA, kept).id == kept
    assert school.learning.answers(ADA) == []
    mine = school.learning.guide(ADA, SBI).mine
    assert mine
    assert mine.practised


def test_a_signpost_comes_with_heavy_words_and_not_with_others(school: School) -> None:
    heavy = school.learning.practise(ADA, SBI, "I would tell her that I want to kill myself.")
    assert "turn to" in heavy.signpost
    assert next(iter(heavy.model_dump())) != "points"
    assert list(Practised.model_fields).index("signpost") < list(Practised.model_fields).index("points")
    assert school.learning.practise(ADA, SBI, ANSWER).signpost == ""


def test_a_question_of_pay_is_no_heavy_matter(school: School) -> None:
    assert school.learning.practise(ADA, SBI, "Ask her what salary she wants, then wait.").signpost == ""


def test_an_answer_that_cannot_be_judged_is_kept_all_the_same(school: School) -> None:
    told = school.learning.practise(ADA, SBI, "Ich würde sagen: Am Montag kamst du später.")
    assert (told.judged, told.points) == (False, ())
    assert len(school.learning.answers(ADA)) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4_001])
def test_an_empty_or_endless_answer_is_refused(school: School, text: str) -> None:
    with pytest.raises(BadInput):
        school.learning.practise(ADA, SBI, text)
    assert school.learning.answers(ADA) == []


def test_nothing_slow_happens_while_the_records_are_held(school: School) -> None:
    comment = school.learning._commentator.comment

    def watched(*given: object) -> object:
        assert not school.units.has_a_writer
        return comment(*given)

    school.learning._commentator.comment = watched
    school.learning.practise(ADA, SBI, ANSWER)


def test_answers_to_one_scenario_have_an_end(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practising, "MOST_KEPT", 2)
    kept = [school.learning.practise(ADA, SBI, ANSWER).id for _ in range(2)]
    with pytest.raises(Conflict, match="the most"):
        school.learning.practise(ADA, SBI, ANSWER)
    school.learning.practise(ADA, RECEIVING, ANSWER)
    school.learning.forget(ADA, kept[0])
    school.learning.practise(ADA, SBI, ANSWER)
