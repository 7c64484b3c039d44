"""Surveys as they are shown: what waits, what was answered, and figures of five and more; and the page's handlers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from copilot.app import Copilot
from copilot.domain.matches import MatchRole
from copilot.domain.surveys import SurveyPoint
from copilot.services.surveys.due import OpenSurvey
from copilot.services.surveys.figures import aggregated
from copilot.services.surveys.questions import questions_for
from copilot.services.surveys.service import OwnAnswer, Results, SurveyToAnswer
from copilot.settings import Settings
from copilot.stores.home import Home
from tests.services.surveys.community import START_OPENS, said
from tests.services.surveys.community import Home as Community
from tests.ui.web.building import asking, built, handlers
from ui.web.desk import Desk
from ui.web.pages.surveys import PAGE
from ui.web.views.surveys import asked, every_question, open_surveys, own_answers, results, scale

LIVE = "<script>alert(1)</script> <img src=x onerror=alert(1)>"
TODAY = START_OPENS
START = SurveyPoint.START
NAMES = {"r1": "Grace Okello"}


def waiting(answer: Any = None) -> SurveyToAnswer:
    survey = OpenSurvey(
        relationship="r1", programme="p1", role=MatchRole.MENTOR, members=("s1", "t1"), member="s1", side="seeker",
        point=START, opens=TODAY, until=TODAY + timedelta(days=20), answered=answer is not None,
    )  # fmt: skip
    return SurveyToAnswer(
        survey=survey, questions=questions_for(MatchRole.MENTOR, START, "seeker"), answer=answer
    )


def figures(*ratings: int, on: date = TODAY, words: tuple[str, ...] = ()) -> Results:
    answers = [said(n, f"s{n}", ratings={"safe": each}) for n, each in enumerate(ratings)]
    counted = aggregated(answers, {(START, "seeker"): len(ratings)}, on + timedelta(days=1))
    return Results(programme="p1", on=on, points=counted, words={START: words} if words else {})


def test_the_scale_has_words_at_its_ends_and_numbers_between() -> None:
    assert scale() == [("1 not at all", 1), ("2", 2), ("3", 3), ("4", 4), ("5 entirely", 5)]


def test_a_survey_that_waits_says_with_whom_and_until_when() -> None:
    card = open_surveys([waiting()], NAMES, TODAY)
    assert 'href="/surveys?relationship=r1&amp;survey=start"' in card
    assert "with Grace Okello" in card
    assert "closes in 20 days" in card
    about = asked(waiting(), NAMES, TODAY)
    assert "5 statements, open until" in about
    assert "never shown as yours" in about
    assert "answered" in open_surveys([waiting(said(1, "s1"))], NAMES, TODAY)
    assert open_surveys([waiting()], NAMES, TODAY, "r1:start:s1") == "", "its form stands right below"


def test_where_nothing_is_open_it_says_when_something_will_be() -> None:
    assert "four weeks after it began" in open_surveys([], {}, TODAY)
    assert own_answers([], {}) == ""
    assert "Nobody has been asked here yet" in results(Results(programme="p1", on=TODAY, points=()))


def test_an_own_answer_says_who_reads_the_words_and_nothing_in_it_is_live() -> None:
    answer = said(1, "s1", ratings={"safe": 2}, words=LIVE, for_managers=True)
    mine = OwnAnswer(
        answer=answer, questions=(questions_for(MatchRole.MENTOR, START, "seeker")[3],), open_until=None
    )
    shown = own_answers([mine], {"r1": LIVE})
    assert "2 of 5" in shown
    assert "managers may read it" in shown
    assert "<script" not in shown
    assert "<img" not in shown
    assert "somebody you are no longer with" in own_answers([mine], {})


def test_figures_are_read_out_and_drawn_with_their_interval() -> None:
    shown = results(figures(*[4] * 5, *[2] * 5, words=(LIVE,)))
    assert "about 5 of 10 (50%)" in shown
    assert "median 3; 24% to 76%" in shown
    assert 'class="band"' in shown
    assert "<script" not in shown
    assert "Who was accompanied" in shown


def test_what_is_hidden_is_drawn_as_hidden() -> None:
    shown = results(figures(1, 1, *[5] * 8))
    assert 'class="veil"' in shown
    assert "all of about 10, or all but fewer than 5" in shown
    assert "Fewer than ten rated" in results(figures(1, 1, 5, 5, 5))
    few = results(figures(5, 5))
    assert "Fewer than 5 had answered until yesterday" in few
    assert "rate-chart" not in few


def test_every_statement_names_where_its_idea_is_from() -> None:
    shown = every_question()
    assert "CHAOSS, Sponsorship metric" in shown
    assert "I had a say in whom I was brought together with." in shown


@pytest.fixture
def copilot(tmp_path: Path) -> Iterator[Copilot]:
    copilot = Copilot(Settings(encoder="minilm"), Home(tmp_path / "home"))
    community = Community(copilot.units)
    with copilot.units() as unit:
        manager = unit.programmes.get("p1")
        unit.programmes.save(manager.changed(managers=frozenset({"m8"})))
        unit.commit()
    copilot.clock = community.clock  # type: ignore[assignment] # stands still on the day of the first survey
    copilot.surveys = community.surveys
    yield copilot
    copilot.close()


def texts(answer: dict[Any, Any]) -> str:
    return " ".join(str(value) for value in answer.values())


def test_she_answers_changes_and_takes_it_back_on_the_page(copilot: Copilot) -> None:
    page = handlers(built(PAGE, Desk(copilot)))
    me = asking("s1")
    opened = texts(page["_look"](me))
    assert "I can say here what I don’t know" in opened
    ids = ["expectations", "my-say", "prepared", "safe", "good-start"]
    kept = texts(page["_kept"](me, "r1:start", ids, "Good so far.", False, 4, None, None, 5, None))
    assert "Thank you" in kept
    (own,) = copilot.surveys.mine(copilot.askers.identify("s1"))
    assert (own.answer.ratings, own.answer.words) == ({"expectations": 4, "safe": 5}, "Good so far.")
    assert "Taken back" in texts(page["_withdrawn"]("r1:start", me))
    assert copilot.surveys.mine(copilot.askers.identify("s1")) == []


def test_nothing_chosen_is_a_sentence(copilot: Copilot) -> None:
    page = handlers(built(PAGE, Desk(copilot)))
    with pytest.raises(Exception, match="No answer is chosen"):
        page["_withdrawn"](None, asking("s1"))
    with pytest.raises(Exception, match="Nothing is rated yet"):
        page["_kept"](asking("s1"), "r1:start", ["safe"], "", False, None)


def test_figures_are_for_who_manages_a_programme_and_others_see_no_such_part(copilot: Copilot) -> None:
    page = handlers(built(PAGE, Desk(copilot)))
    hers, choices, told = page["_oversee"](asking("m8"))
    assert hers["visible"]
    assert [value for _, value in choices["choices"]] == ["p1"]
    assert "Fewer than 5" in told
    assert page["_oversee"](asking("s1"))[0]["visible"] is False
    with pytest.raises(Exception, match="may not see analytics"):
        page["_read"]("p1", asking("s1"))
