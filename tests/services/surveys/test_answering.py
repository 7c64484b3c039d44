"""Answering: once a side, as often as she likes while it is open, and back again."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.surveys import SurveyPoint
from copilot.errors import BadInput, Conflict, CopilotError, NotAllowed, NotFound
from copilot.stores.home import Home as StoredHome
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes.records import MemoryRepository
from tests.services.surveys.community import MANAGER, PARTNER, SEEKER, Home

START = SurveyPoint.START


@pytest.fixture
def home() -> Home:
    return Home()


def test_what_is_asked_and_what_was_answered_stand_side_by_side(home: Home) -> None:
    (found,) = home.surveys.open_for(SEEKER)
    assert (found.survey.relationship, found.survey.side, found.answer) == ("r1", "seeker", None)
    home.surveys.answer(
        SEEKER, "r1", START, {each.id: 4 for each in found.questions}, words="  So far so good. "
    )
    shown = home.surveys.show(SEEKER, "r1", "start")
    assert shown.answer
    assert shown.answer.words == "So far so good."
    assert shown.survey.answered
    (own,) = home.surveys.mine(SEEKER)
    assert (own.answer, own.open_until) == (shown.answer, shown.survey.until)


def test_a_second_answer_takes_the_place_of_the_first(home: Home) -> None:
    home.surveys.answer(SEEKER, "r1", START, {"safe": 1, "my-say": 2}, words="Hm.")
    home.surveys.answer(SEEKER, "r1", START, {"safe": 5})
    (own,) = home.surveys.mine(SEEKER)
    assert (own.answer.ratings, own.answer.words) == ({"safe": 5}, "")


def test_whom_her_words_are_for_is_said_anew_with_each_answer(home: Home) -> None:
    home.surveys.answer(SEEKER, "r1", START, {"safe": 1}, words="For them.", for_managers=True)
    home.surveys.answer(SEEKER, "r1", START, {"safe": 5}, words="For me alone.")
    (own,) = home.surveys.mine(SEEKER)
    assert (own.answer.words, own.answer.for_managers) == ("For me alone.", False)


def test_the_two_sides_answer_apart(home: Home) -> None:
    home.surveys.answer(SEEKER, "r1", START, {"safe": 1})
    home.surveys.answer(PARTNER, "r1", START, {"offer-fits": 5})
    assert [each.answer.side for each in home.surveys.mine(PARTNER)] == ["partner"]
    assert home.surveys.show(SEEKER, "r1", START).answer.ratings == {"safe": 1}  # type: ignore[union-attr] # she answered


@pytest.mark.parametrize(
    ("ratings", "place"),
    [
        ({"safe": 6}, "safe"),
        ({"safe": 0}, "safe"),
        ({"my-say": 4, "safe": True}, "safe"),
        ({"safe": 4.5}, "safe"),
        ({"kindness": 4}, "kindness"),
        ({"offer-fits": 4}, "offer-fits"),
        ({}, "expectations"),
    ],
)
def test_what_cannot_be_counted_names_its_question(home: Home, ratings: dict[str, Any], place: str) -> None:
    home.surveys.answer(SEEKER, "r1", START, {"safe": 3})
    with pytest.raises(BadInput) as fault:
        home.surveys.answer(SEEKER, "r1", START, ratings, words="Whatever.")
    assert fault.value.place == place
    assert fault.value.cure
    assert home.surveys.mine(SEEKER)[0].answer.ratings == {"safe": 3}, "what was there is still there"


def test_a_survey_that_has_no_name_is_bad_input(home: Home) -> None:
    with pytest.raises(BadInput, match="no survey"):
        home.surveys.answer(SEEKER, "r1", "yearly", {"safe": 4})


def test_words_that_are_too_long_are_bad_input(home: Home) -> None:
    with pytest.raises(BadInput, match="4000"):
        home.surveys.answer(SEEKER, "r1", START, {"safe": 4}, words="x" * 4_001)


def test_a_survey_of_others_is_as_one_that_is_not_there(home: Home) -> None:
    said = []
    for relationship in ("r2", "none"):
        with pytest.raises(NotFound) as fault:
            home.surveys.answer(SEEKER, relationship, START, {"safe": 4})
        said.append(fault.value.message.replace(relationship, "r"))
    assert said[0] == said[1]
    with pytest.raises(NotFound):
        home.surveys.show(MANAGER, "r1", START)
    for nobody in (OPERATOR, Asker()):
        with pytest.raises(NotAllowed):
            home.surveys.answer(nobody, "r1", START, {"safe": 4})


def test_once_it_has_closed_the_answer_stays_as_it_is(home: Home) -> None:
    home.surveys.answer(SEEKER, "r1", START, {"safe": 4})
    home.clock.move(timedelta(weeks=3))
    with pytest.raises(Conflict, match="closed on 22 February 2026"):
        home.surveys.answer(SEEKER, "r1", START, {"safe": 1})
    (own,) = home.surveys.mine(SEEKER)
    assert (own.answer.ratings, own.open_until) == ({"safe": 4}, None)


@pytest.mark.parametrize(
    ("point", "fields", "sentence"),
    [
        ("middle", {}, "opens on 4 July 2026"),
        ("end", {}, "when the relationship has closed"),
        ("start", {"state": "paused"}, "paused"),
        ("start", {"state": "closed"}, "The relationship has closed"),
        ("end", {"state": "closed"}, "The relationship has closed"),
    ],
)
def test_a_survey_that_is_not_open_says_why(
    home: Home, point: str, fields: dict[str, Any], sentence: str
) -> None:
    if fields:
        home.change("r1", **fields)
    with pytest.raises(Conflict, match=sentence):
        home.surveys.answer(SEEKER, "r1", point, {"safe": 4})


def test_an_answer_is_taken_back_even_when_the_survey_has_closed(home: Home) -> None:
    home.surveys.answer(SEEKER, "r1", START, {"safe": 4})
    home.clock.move(timedelta(weeks=9))
    assert home.surveys.withdraw(SEEKER, "r1", START).ratings == {"safe": 4}
    assert home.surveys.mine(SEEKER) == []
    with pytest.raises(NotFound, match="not answered"):
        home.surveys.withdraw(SEEKER, "r1", START)


def test_of_an_answer_taken_back_only_its_empty_place_stays_and_she_may_answer_anew(home: Home) -> None:
    home.surveys.answer(SEEKER, "r1", START, {"safe": 4}, words="Only mine.", for_managers=True)
    first = home.today
    home.clock.move(timedelta(days=1))
    home.surveys.withdraw(SEEKER, "r1", START)
    with home.units.reading() as unit:
        (kept,) = unit.survey_answers.all()
    assert (kept.ratings, kept.words, kept.for_managers, kept.withdrawn) == ({}, "", False, True)
    (found,) = home.surveys.open_for(SEEKER)
    assert (found.answer, found.survey.answered) == (None, False)
    again = home.surveys.answer(SEEKER, "r1", START, {"safe": 2})
    assert (again.first_on, again.on, again.withdrawn) == (first, home.today, False)
    assert [each.answer.ratings for each in home.surveys.mine(SEEKER)] == [{"safe": 2}]


def test_who_left_a_circle_may_still_take_her_answer_back(home: Home) -> None:
    home.surveys.answer(SEEKER, "r1", START, {"safe": 4})
    home.change("r1", members=("t1", "s2"))
    assert home.surveys.withdraw(SEEKER, "r1", START).member == "s1"


def test_words_for_managers_need_a_programme_and_words(home: Home) -> None:
    assert not home.surveys.answer(SEEKER, "r1", START, {"safe": 4}, for_managers=True).for_managers
    home.change("r1", programme="")
    with pytest.raises(BadInput, match="no programme"):
        home.surveys.answer(SEEKER, "r1", START, {"safe": 4}, words="Hello", for_managers=True)


def test_of_two_that_answer_at_the_same_moment_one_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.surveys.answer(SEEKER, "r1", START, {"safe": 2})
    with monkeypatch.context() as racing:
        racing.setattr(MemoryRepository, "find", _none_of("survey_answers", MemoryRepository.find))
        with pytest.raises(Conflict, match="elsewhere at the same moment"):
            home.surveys.answer(SEEKER, "r1", START, {"safe": 5})
    assert home.surveys.mine(SEEKER)[0].answer.ratings == {"safe": 2}


def test_many_answers_at_once_count_once(tmp_path: Path) -> None:
    """Four threads with connections of their own over one SQLite file, as four processes have them."""
    stored = StoredHome(tmp_path / "home")
    try:
        home = Home(SqlUnitsOfWork(stored.engine))
        begin, told = threading.Barrier(4), []

        def answer(rating: int) -> None:
            begin.wait()
            try:
                home.surveys.answer(SEEKER, "r1", START, {"safe": rating})
            except CopilotError as fault:
                told.append(fault)

        runs = [threading.Thread(target=answer, args=(n,)) for n in range(1, 5)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert all(isinstance(each, Conflict) for each in told)
        assert len(home.surveys.mine(SEEKER)) == 1
    finally:
        stored.close()


def _none_of(kind: str, find: Any) -> Any:
    """As a process sees it that looked before the other had committed."""
    return lambda repository, id_: None if repository.kind == kind else find(repository, id_)
