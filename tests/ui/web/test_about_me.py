"""What is known about me: the words of the page, its file, and leaving for good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.domain.rosters import RawRow
from copilot.services.matching.verbs.filling import MissingField
from copilot.services.members.about_me import Deleted
from copilot.services.members.kinds import KINDS, Known, Section
from tests.fakes import WordEncoder
from tests.ui.web.community import PERSONAS, SECRET, open_community
from tests.ui.web.conftest import ADDRESS, LOOPBACK
from ui.web import documents
from ui.web.desk import Desk
from ui.web.pages.about_me import FIELDS, PAGE, _kept, _profile
from ui.web.people import People
from ui.web.security import Doorkeeper
from ui.web.sign_in import SignIn
from ui.web.views import about_me as views

AMARA = Asker(member="m1", roles=frozenset({Role.MENTEE}))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Copilot]:
    """A community that these tests change; the encoder is the fake."""
    encoder = WordEncoder()
    monkeypatch.setattr("copilot.choosing.load_encoder", lambda *_: encoder)
    copilot = open_community(tmp_path / "home")
    yield copilot
    copilot.close()


@pytest.fixture
def visitor(home: Copilot) -> TestClient:
    """A browser at the doors of this community, without Gradio's pages behind them; not signed in."""
    desk, app = Desk(home), FastAPI()
    sign_in = SignIn(desk, PERSONAS)
    sign_in.add_to(app)
    documents.add_to(app, desk, sign_in)
    app.add_middleware(Doorkeeper)
    return TestClient(app, base_url=ADDRESS, client=LOOPBACK, follow_redirects=False)


def _section(kind: str, *entries: dict[str, str]) -> Section:
    return Section(kind=kind, title=kind.capitalize(), who="Only you.", entries=entries)


def test_each_kind_has_its_number_and_says_who_may_see_it() -> None:
    known = Known(member="m1", name="Amara", sections=(_section("goals", {"a": "b"}), _section("drafts")))
    table = str(views.kinds(known))
    assert '<th scope="row">Goals</th>' in table
    assert "Only you." in table
    assert "Nothing is kept of: Drafts." in table


def test_the_roster_is_told_apart_and_escaped(home: Copilot) -> None:
    member = home.members.show(Asker(member="m6", roles=frozenset({Role.MENTEE})), "m6")
    told = str(views.from_the_roster(member, People({})))
    assert "From the roster" in told
    assert "<script>" not in told


def test_advice_names_the_field_that_would_help_most_and_nothing_where_all_is_filled() -> None:
    field = MissingField(field="goals", would_change=0.7, message="Tell what you want to learn: it would.")
    assert "Tell what you want to learn" in str(views.advice([field]))
    assert str(views.advice([])) == ""


def test_leaving_says_what_goes_and_what_stays_and_asks_for_a_word() -> None:
    form = str(views.leaving())
    assert all(said in form for said in (*views.GOES, *views.STAYS))
    assert 'method="post"' in form
    assert '<label for="delete-word">' in form


def test_the_farewell_says_what_went_and_what_is_left_to_do() -> None:
    done = Deleted(deleted="m1", stand_in="former-1", removed={"goals": 2, "members": 1}, unfinished="Busy.")
    page = str(views.farewell_page(done))
    assert "3 records went" in page
    assert "Busy." in page


def test_lines_come_back_as_they_went() -> None:
    assert views.from_lines(views.as_lines(("a", "b; c"))) == ["a", "b; c"]
    assert views.from_lines(" \n\n") == []
    assert views.vetoes_by_name(["m2", "gone"], {"m2": "Ingrid"}) == "Ingrid\ngone"


def test_every_field_of_the_form_has_a_label_and_everybody_has_the_page() -> None:
    assert all(label for label, _ in FIELDS.values())
    assert PAGE.workspace == "For you"
    assert PAGE.whom(AMARA)
    assert not PAGE.whom(Asker())


def test_the_page_shows_all_kinds_and_her_groups_apart(home: Copilot) -> None:
    cells = {"member": "m1", "attribute": "gender", "value": "woman", "consent": "yes"}
    home.declaring.declare(AMARA, [RawRow(row=1, cells=cells)])
    groups, which, withdraw, known = _kept(Desk(home), AMARA)
    assert "Only the audit reads this" in groups
    assert which["choices"] == [("gender: woman", "gender")]
    assert withdraw["visible"]
    assert "Goals" in known
    roster, revision, *values = _profile(Desk(home), AMARA)
    assert "Amara Okafor" in roster
    assert (revision, len(values)) == (0, len(FIELDS))


def test_the_file_holds_every_kind_and_nothing_that_others_wrote_for_themselves(visitor: TestClient) -> None:
    assert visitor.get("/me/about-me.json").headers["location"] == "/sign-in"
    visitor.post("/sign-in", data={"member": "m1"})
    answer = visitor.get("/me/about-me.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="about-me.json"'
    document = json.loads(answer.text)
    assert {kind.name for kind in KINDS} <= set(document)
    assert document["profile"]["name"] == "Amara Okafor"
    assert SECRET not in answer.text


def test_without_the_word_nothing_is_deleted(visitor: TestClient, home: Copilot) -> None:
    visitor.post("/sign-in", data={"member": "m1"})
    answer = visitor.post("/me/delete", data={"word": "yes please"})
    assert answer.status_code == 422
    assert "everything is as it was" in answer.text
    assert home.members.show(AMARA, "m1").name == "Amara Okafor"


def test_from_another_site_or_without_a_sign_in_nothing_is_deleted(
    visitor: TestClient, home: Copilot
) -> None:
    assert visitor.post("/me/delete", data={"word": "delete"}).headers["location"] == "/sign-in"
    visitor.post("/sign-in", data={"member": "m1"})
    answer = visitor.post("/me/delete", data={"word": "delete"}, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    assert home.members.show(AMARA, "m1").name == "Amara Okafor"


def test_with_the_word_she_is_gone_and_signed_out(visitor: TestClient, home: Copilot) -> None:
    visitor.post("/sign-in", data={"member": "m1"})
    answer = visitor.post("/me/delete", data={"word": " Delete "})
    assert answer.status_code == 200
    assert "You are deleted" in answer.text
    assert visitor.get("/me/about-me.json").headers["location"] == "/sign-in"
    with home.units.reading() as unit:
        assert unit.members.find("m1") is None
        assert unit.goals.all(member="m1") == []
        assert unit.notes.find("n3") is not None, "what the mentor wrote for herself stays hers"
