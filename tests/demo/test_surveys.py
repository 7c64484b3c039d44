"""What the sample community answered: of its own past, only what was asked, and enough of it to be counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.demo.surveys import STILL_TO_ANSWER, keep_surveys
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.surveys import SurveyPoint
from copilot.services.surveys.questions import questions_for
from tests.services.surveys.community import STARTED, Home, pair


@pytest.fixture
def home() -> Home:
    """Thirty pairs, ten of which have closed, and one of somebody who tries the demo."""
    home = Home()
    home.clock.move(timedelta(days=200))
    with home.units() as unit:
        for n in range(20, 50):
            state = "closed" if n < 30 else "active"
            unit.relationships.add(pair(f"r{n}", f"s{n % 8 + 1}", f"t{n % 7 + 1}", state=state))
        for member in sorted(STILL_TO_ANSWER):
            unit.members.add(unit.members.get("s1").changed(id=member))
            fresh = home.today - timedelta(days=30)
            unit.relationships.add(pair(f"r-{member}", member, "t1", started=fresh))
        keep_surveys(unit, home.clock.now())
        unit.commit()
    return home


def test_all_answers_are_of_the_past_and_of_what_was_asked(home: Home) -> None:
    with home.units.reading() as unit:
        relationships = {each.id: each for each in unit.relationships.all()}
        answers = unit.survey_answers.all()
    assert {each.point for each in answers} == set(SurveyPoint)
    for each in answers:
        of = relationships[each.relationship]
        assert STARTED < each.on < home.today
        assert set(each.ratings) <= {one.id for one in questions_for(of.role, each.point, each.side)}
        assert each.words or not each.for_managers
    said = [each.words for each in answers if each.words]
    assert len(said) == len(set(said)) > 5


def test_there_is_enough_to_be_counted_and_something_to_read(home: Home) -> None:
    assert any(each.questions for each in home.surveys.results(OPERATOR, "p1").points)
    manager = Asker(member="m8", manages=frozenset({"p1"}))
    assert home.surveys.results(manager, "p1").words


def test_who_tries_the_demo_finds_a_survey_waiting(home: Home) -> None:
    for member in STILL_TO_ANSWER:
        (found,) = home.surveys.open_for(Asker(member=member))
        assert found.answer is None
