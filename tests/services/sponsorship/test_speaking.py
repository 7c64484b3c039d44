"""What may be said: hers to give, where and until when, and hers to take back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.members.gathering import Gathering
from tests.services.sponsorship.home import ASKED, BOARD, BRIEF, GRACE, LED, PAOLA, Home


@pytest.fixture
def home() -> Home:
    return Home()


def test_without_consent_the_sponsor_reads_that_nothing_may_be_said_and_why(home: Home) -> None:
    brief = home.service.brief(PAOLA, "r")
    assert brief.may_say == ()
    assert "there is no consent" in brief.why_empty


def test_she_ticks_sentences_of_a_brief_she_approved_and_each_keeps_its_source(home: Home) -> None:
    home.brief()
    (offer,) = home.service.offered(GRACE, "r")
    assert [each.text for each in offer.sentences] == [LED, ASKED]
    home.agreed(draft="d1", ticked=(ASKED,), own=())
    brief = home.service.brief(PAOLA, "r")
    (sentence,) = brief.may_say
    (proof,) = sentence.evidence
    assert (sentence.text, proof.kind, proof.record, proof.quote) == (ASKED, "moment", "o1", ASKED)
    assert (brief.rooms, brief.until, brief.why_empty) == ((BOARD,), home.soon(90), "")


def test_sentences_of_her_own_need_no_brief(home: Home) -> None:
    home.agreed(own=("  I would like to lead\npartners. ", "", "I have run a night shift."))
    told = [each.text for each in home.service.brief(GRACE, "r").may_say]
    assert told == ["I would like to lead partners.", "I have run a night shift."]


def test_of_an_edited_brief_only_what_is_left_is_offered(home: Home) -> None:
    home.brief(markdown=BRIEF.replace(f"- {LED} [1]\n", ""))
    assert [each.text for each in home.service.offered(GRACE, "r")[0].sentences] == [ASKED]
    with pytest.raises(BadInput, match="doesn't stand in the brief"):
        home.agreed(draft="d1", ticked=(LED,))


@pytest.mark.parametrize(("state", "consent"), [("offered", "asked"), ("approved", "asked")])
def test_a_brief_she_has_not_approved_offers_nothing(home: Home, state: str, consent: str) -> None:
    home.brief(state, consent)
    assert home.service.offered(GRACE, "r") == []
    with pytest.raises(Conflict, match="approved this brief"):
        home.agreed(draft="d1")


@pytest.mark.parametrize("fields", [{"about": "second"}, {"owners": frozenset({"paola"})}])
def test_a_brief_of_somebody_else_is_not_there(home: Home, fields: dict[str, object]) -> None:
    home.brief(**fields)
    with pytest.raises(NotFound):
        home.agreed(draft="d1")


def test_nobody_agrees_in_her_name(home: Home) -> None:
    with pytest.raises(NotAllowed):
        home.service.consent(PAOLA, "r", rooms=(BOARD,), own=("Anything",), until=home.soon())
    home.agreed()
    with pytest.raises(NotAllowed):
        home.service.withdraw(PAOLA, "r")


def test_taken_back_nothing_may_be_said_and_what_was_said_stays(home: Home) -> None:
    home.agreed()
    act = home.logged()
    home.service.withdraw(GRACE, "r")
    assert "taken back on 2 March 2026" in home.service.brief(PAOLA, "r").why_empty
    assert [one.id for one in home.service.show(GRACE, "r").advocacy] == [act.id]
    with pytest.raises(Conflict, match="no consent to take back"):
        home.service.withdraw(GRACE, "r")


def test_it_can_be_taken_back_when_the_sponsorship_is_paused(home: Home) -> None:
    home.agreed()
    home.change("relationships", "r", state="paused")
    assert "not at work" in home.service.brief(PAOLA, "r").why_empty
    assert home.service.withdraw(GRACE, "r").withdrawn


def test_what_was_taken_back_a_sponsor_does_not_read_in_her_export_either(home: Home) -> None:
    home.agreed("the board", own=("I look for another post.",))
    assert "another post" in _exported(home, "paola")
    home.service.withdraw(GRACE, "r")
    assert "another post" not in _exported(home, "paola")
    assert "the board" not in _exported(home, "paola")
    assert "another post" in _exported(home, "grace"), "her own words stay hers"


@pytest.mark.parametrize("fields", [{"state": "paused"}, {"state": "closed"}])
def test_while_it_is_not_at_work_her_export_is_without_the_words(home: Home, fields: dict[str, str]) -> None:
    home.agreed(own=("I look for another post.",))
    home.change("relationships", "r", **fields)
    assert "another post" not in _exported(home, "paola")


def test_who_came_to_stand_in_one_line_reads_no_more_of_what_may_be_said(home: Home) -> None:
    home.agreed(own=("I look for another post.",))
    home.change("members", "grace", line_manager_id="paola")
    assert home.service.show(PAOLA, "r").consents == ()
    assert "another post" not in _exported(home, "paola")


def _exported(home: Home, member_id: str) -> str:
    with home.units.reading() as unit:
        told = Gathering(unit, unit.members.get(member_id), (), (), [], home.today).entries("sponsorship")
    return json.dumps(told)


def test_when_its_day_is_over_it_holds_no_more(home: Home) -> None:
    home.agreed(until=home.soon(2))
    home.clock.move(timedelta(days=2))
    assert home.service.brief(PAOLA, "r").may_say
    home.clock.move(timedelta(days=1))
    assert "held until 4 March 2026" in home.service.brief(PAOLA, "r").why_empty


def test_new_words_take_the_place_of_the_old(home: Home) -> None:
    home.agreed()
    home.agreed("the board", own=("Only this.",))
    brief = home.service.brief(PAOLA, "r")
    assert ([each.text for each in brief.may_say], brief.rooms) == (["Only this."], ("the board",))
    assert len(home.service.show(GRACE, "r").consents) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"own": ()},
        {"own": ("x" * 2_001,)},
        {"own": tuple(f"Sentence {n}." for n in range(41))},
        {"rooms": ("", " ")},
        {"rooms": ("x" * 301,)},
        {"rooms": tuple(f"room {n}" for n in range(21))},
        {"until_in": -1},
        {"until_in": 732},
        {"own": (), "ticked": (LED,)},
        {"sponsor": "nobody"},
    ],
)
def test_consent_says_what_where_and_until_when(home: Home, given: dict[str, object]) -> None:
    fields = {
        "rooms": (BOARD,),
        "own": (LED,),
        "until": home.soon(int(str(given.pop("until_in", 30)))),
        **given,
    }
    with pytest.raises(BadInput):
        home.service.consent(GRACE, "r", **fields)  # type: ignore[arg-type]  # what is wrong is the point


def test_of_two_sponsors_she_says_which(home: Home) -> None:
    home.change("relationships", "r", members=("grace", "paola", "second"))
    with pytest.raises(BadInput, match="Several sponsor here"):
        home.agreed()
    home.agreed(sponsor="second")
    assert home.service.brief(PAOLA, "r").may_say == ()
    assert home.service.brief(GRACE, "r", "second").may_say
