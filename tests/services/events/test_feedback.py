"""Feedback: from those who were there, without names, from five on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import Asker
from copilot.errors import BadInput, Conflict, NotAllowed, NothingToSay
from tests.services.events.company import ADMIN, ANN, BEA, HOST, MANAGER, OPERATOR, PEOPLE, Company

GUESTS = [Asker(member=one) for one in PEOPLE[2:8]]


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def held(company: Company) -> str:
    event = company.add().event.id
    company.register(event, *GUESTS)
    company.clock.move(timedelta(days=4))
    company.registrations.attend(HOST, event, PEOPLE[2:7], PEOPLE[7:8])
    return event


def test_it_is_told_once_five_have_answered_and_without_names(company: Company, held: str) -> None:
    for n, asker in enumerate(GUESTS[:4]):
        company.feedback.say(asker, asker.member, held, 5, f"Words {n}")
        assert company.feedback.told(HOST, held).answers is None
    company.feedback.say(GUESTS[4], "m7", held, 3)
    told = company.feedback.told(HOST, held)
    assert (told.answers, told.mean) == (5, 4.6)
    assert sorted(told.words) == ["Words 0", "Words 1", "Words 2", "Words 3"]
    assert "m3" not in told.model_dump_json()


@pytest.fixture
def full(company: Company) -> str:
    """All six were there, and the first five have answered."""
    event = company.add().event.id
    company.register(event, *GUESTS)
    company.clock.move(timedelta(days=4))
    company.registrations.attend(HOST, event, PEOPLE[2:8])
    for n, asker in enumerate(GUESTS[:5]):
        company.feedback.say(asker, asker.member, event, 5, f"Words {n}")
    return event


def test_one_more_answer_tells_nothing_until_five_more_are_there(company: Company, full: str) -> None:
    before = company.feedback.told(HOST, full)
    company.feedback.say(GUESTS[5], "m8", full, 1, "Mine alone")
    assert company.feedback.told(HOST, full) == before
    with company.units() as unit:
        for n in range(4):
            guest = unit.event_feedback.get(f"{full}:m8").changed(id=f"{full}:g{n}", by=f"g{n}", revision=0)
            unit.event_feedback.add(guest)
        unit.commit()
    assert company.feedback.told(HOST, full).answers == 10


def test_what_the_hosts_may_read_is_not_changed_and_no_clock_gets_in_between(
    company: Company, full: str
) -> None:
    before = company.feedback.told(HOST, full)
    with pytest.raises(Conflict, match="may read it already"):
        company.feedback.say(ANN, "m3", full, 1, "On second thoughts")
    company.clock.move(timedelta(days=-1))
    company.feedback.say(GUESTS[5], "m8", full, 1)
    company.feedback.say(GUESTS[5], "m8", full, 2)
    assert company.feedback.told(HOST, full) == before


def test_the_hosts_cannot_leave_but_one_who_may_answer(company: Company, full: str) -> None:
    with pytest.raises(Conflict, match="Counted as there already: m3, m4"):
        company.registrations.attend(HOST, full, ["m8"], ["m3", "m4"])
    company.registrations.attend(HOST, full, ["m8"])


def test_a_slip_of_who_was_there_is_mended_while_nobody_has_answered(company: Company, held: str) -> None:
    coming = company.registrations.attend(HOST, held, [], ["m3"]).coming or ()
    assert (coming[0].member, coming[0].attended) == ("m3", False)


def test_she_may_change_what_she_said_and_read_it_alone(company: Company, held: str) -> None:
    with pytest.raises(NothingToSay):
        company.feedback.own(ANN, "m3", held)
    company.feedback.say(ANN, "m3", held, 2, "Too fast")
    company.feedback.say(ANN, "m3", held, 4, "Fast, on second thoughts well")
    assert company.feedback.own(ANN, "m3", held).rating == 4
    for asker in (HOST, ADMIN, OPERATOR, BEA):
        with pytest.raises(NotAllowed):
            company.feedback.own(asker, "m3", held)
    with company.units.reading() as unit:
        assert unit.event_feedback.count() == 1


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_a_rating_is_one_to_five(company: Company, held: str, rating: int) -> None:
    with pytest.raises(BadInput, match="rating is"):
        company.feedback.say(ANN, "m3", held, rating)


def test_only_who_was_there_can_say_how_it_was(company: Company, held: str) -> None:
    with pytest.raises(Conflict, match="Only who was there"):
        company.feedback.say(GUESTS[5], "m8", held, 5)
    with pytest.raises(NotAllowed):
        company.feedback.say(HOST, "m3", held, 5)


def test_what_came_back_is_for_those_who_run_it(company: Company, held: str) -> None:
    for asker in (ANN, MANAGER, Asker(member="m2")):
        with pytest.raises(NotAllowed):
            company.feedback.told(asker, held)
    for asker in (HOST, ADMIN, OPERATOR):
        assert company.feedback.told(asker, held).answers is None
