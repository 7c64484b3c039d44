"""A hand with one thing, as a page tells it: what I ask, what others ask, and who could help."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from copilot.domain.asking import Asker
from copilot.domain.citations import ProfileCitation
from copilot.domain.help_requests import CouldHelp, HelpOffer, HelpRequest
from copilot.services.members.service import Introduction
from tests.fakes import WordEncoder
from tests.ui.web.building import asking, built, handlers, updates
from tests.ui.web.community import HOSTILE, NOW, open_community
from ui.web.desk import Desk
from ui.web.pages.requests import PAGE
from ui.web.people import People
from ui.web.views.requests import choice, others_requests, own_requests, what_became, who_could

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 19, 9, tzinfo=UTC)
PEOPLE = People(
    {
        "m1": Introduction(name="Ada Moreau", headline="Analyst"),
        "m2": Introduction(name="Ingrid Solheim", headline="Trains speakers"),
        "m3": Introduction(name=HOSTILE, headline=HOSTILE),
    }
)
OFFER = HelpOffer(member="m2", at=AT, words="Send me the last slide first.")


def _request(**more: Any) -> HelpRequest:
    told = {
        "id": "h1", "member": "m1", "text": "Could someone look over my talk?", "by": date(2026, 11, 23), "asked": AT,
    }  # fmt: skip
    return HelpRequest.model_validate({**told, **more})


def _text(markup: object) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def test_my_request_says_until_when_who_sees_it_and_who_offers() -> None:
    text = _text(own_requests([_request(offers=(OFFER,), programme="p1")], PEOPLE, {"p1": "Bridges"}, TODAY))
    assert "30 minutes · of use until 23 November 2026 (in 3 days) · for those in Bridges" in text
    assert "1 offer, seen by you alone" in text
    assert "Ingrid Solheim Trains speakers" in text
    assert "Send me the last slide first." in text


def test_my_request_without_an_offer_says_so_and_one_that_is_taken_says_who_helps() -> None:
    assert "Nobody has offered yet. Only you will see who does." in _text(
        own_requests([_request()], PEOPLE, {}, TODAY)
    )
    taken = _request(state="taken", helper="m2", offers=(OFFER,))
    assert "Ingrid Solheim helps you. Agree on a time" in _text(own_requests([taken], PEOPLE, {}, TODAY))


def test_what_others_ask_says_where_i_stand() -> None:
    open_, taken = _request(offers=(OFFER,)), _request(state="taken", offers=(OFFER,))
    helping = _request(state="taken", helper="m2", offers=(OFFER,))

    def told(request: HelpRequest, asker: str) -> str:
        return _text(others_requests([request], PEOPLE, {}, TODAY, asker))

    assert "you offered" not in told(_request(), "m2")
    assert "you offered" in told(open_, "m2")
    assert "Ada decides" in told(open_, "m2")
    assert "Somebody else’s offer was taken this time." in told(taken, "m2")
    assert "Ada took your offer." in told(helping, "m2")


def test_empty_places_say_what_to_do() -> None:
    assert "say it in a sentence below" in _text(own_requests([], PEOPLE, {}, TODAY))
    assert "Look in again" in _text(others_requests([], PEOPLE, {}, TODAY, "m1"))
    assert "Your request stays where everybody sees it." in _text(who_could([], PEOPLE))
    assert what_became([], PEOPLE, "m1") == ""


def test_thanks_stand_where_it_is_behind_both() -> None:
    done = _request(state="done", helper="m2", offers=(OFFER,), thanks="You saved me.", closed=AT)
    assert "Ingrid helped." in _text(what_became([done], PEOPLE, "m1"))
    assert "Ada Moreau asked, and you helped: " in _text(what_became([done], PEOPLE, "m2"))
    assert "You saved me." in _text(what_became([done], PEOPLE, "m2"))


def test_who_could_help_is_told_by_her_own_words() -> None:
    citation = ProfileCitation(n=1, member="m2", field="skills[3]", quote="presenting without notes")
    text = _text(who_could([CouldHelp(member="m2", closeness=0.51, citation=citation)], PEOPLE))
    assert "Ingrid Solheim close to it presenting without notes from the skills" in text
    assert "Nobody was written to" in text


def test_a_long_request_is_shortened_where_it_is_chosen() -> None:
    assert choice(_request(text="word " * 100)).endswith("…")
    assert choice(_request(), PEOPLE).startswith("Ada: Could someone")


def test_words_of_members_stay_text() -> None:
    offer = HelpOffer(member="m3", at=AT, words=HOSTILE)
    hostile = _request(member="m3", text=HOSTILE, details=HOSTILE, offers=(offer,), thanks=HOSTILE)
    citation = ProfileCitation(n=1, member="m3", field="headline", quote=HOSTILE)
    told = [
        own_requests([hostile], PEOPLE, {}, TODAY),
        others_requests([hostile], PEOPLE, {}, TODAY, "m3"),
        what_became([hostile], PEOPLE, "m3"),
        who_could([CouldHelp(member="m3", closeness=0.3, citation=citation)], PEOPLE),
    ]
    for markup in told:
        assert "<script" not in markup
        assert "<img" not in markup


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    copilot = open_community(tmp_path / "home")
    vars(copilot)["encoder"] = WordEncoder()
    yield Desk(copilot)
    copilot.close()


def _said(answer: Any) -> str:
    return unescape(str(updates(answer)))


def test_a_request_goes_through_its_life_on_the_page(desk: Desk) -> None:
    page = handlers(built(PAGE, desk))
    by = (NOW.date()).isoformat()
    assert "You ask for nothing at the moment." in _said(page["_look"](asking("m1")))
    assert "Asked." in _said(page["_asked"]("Who hears my talk?", "", by, 30, "p1", asking("m1")))
    (request,) = desk.copilot.help_requests.every(Asker(member="m1"))
    assert "Who hears my talk?" in _said(page["_look"](asking("m2")))
    assert "Who hears my talk?" not in _said(page["_look"](asking("m3"))), "she takes no part in spring"
    assert "Amara sees it, and decides." in _said(page["_offered"](request.id, "Tonight?", asking("m2")))
    assert "Tonight?" in _said(page["_look"](asking("m1")))
    assert "Ingrid helps you." in _said(page["_taken"](request.id, "m2", asking("m1")))
    assert "logged as a moment of Ingrid" in _said(
        page["_finished"](request.id, "You heard it twice.", True, asking("m1"))
    )
    assert "You heard it twice." in _said(page["_look"](asking("m2")))


def test_who_could_help_is_found_from_the_page(desk: Desk) -> None:
    page = handlers(built(PAGE, desk))
    page["_asked"]("Present without notes?", "", NOW.date().isoformat(), 30, "", asking("m1"))
    (request,) = desk.copilot.help_requests.every(Asker(member="m1"))
    assert "Ingrid Solheim" in _said(page["_suggested"](request.id, asking("m1")))


def test_an_offer_is_taken_back_and_a_request_withdrawn_on_the_page(desk: Desk) -> None:
    page = handlers(built(PAGE, desk))
    page["_asked"]("Who hears my talk?", "", NOW.date().isoformat(), 30, "", asking("m1"))
    (request,) = desk.copilot.help_requests.every(Asker(member="m1"))
    page["_offered"](request.id, "", asking("m2"))
    assert "Your offer is taken back." in _said(page["_stepped_back"](request.id, asking("m2")))
    assert "Withdrawn." in _said(page["_withdrawn"](request.id, asking("m1")))


@pytest.mark.parametrize("by", ["", "Thursday"])
def test_a_day_that_is_none_is_told_in_a_sentence(desk: Desk, by: str) -> None:
    import gradio as gr

    with pytest.raises(gr.Error, match=r"missing|not a day"):
        handlers(built(PAGE, desk))["_asked"]("A talk?", "", by, 30, "", asking("m1"))
