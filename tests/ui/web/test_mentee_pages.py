"""The handlers of a mentee's pages over a real home, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from copilot.app import Copilot
from copilot.domain.asking import Asker
from copilot.domain.drafts import DraftKind
from copilot.errors import NotAllowed, NotFound
from tests.ui.web.community import DAY, NOW, SECRET, open_community
from ui.web.desk import Desk
from ui.web.pages.goals import _overview as goals_overview
from ui.web.pages.goals import sharing
from ui.web.pages.home import relationships_of, waits_for
from ui.web.pages.recognition import _overview as recognition_overview
from ui.web.pages.recognition import about
from ui.web.sessions_shown import filled, sought_by
from ui.web.views.recognition import standing_of

SEEN = {
    "situation": "In the review of the booking figures on Monday",
    "behaviour": "Amara explained one chart in two minutes and answered every question",
    "impact": "The group decided on the same day",
}


@pytest.fixture(scope="module")
def copilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    copilot = open_community(tmp_path_factory.mktemp("mentee") / "home")
    yield copilot
    copilot.close()


@pytest.fixture(scope="module")
def desk(copilot: Copilot) -> Desk:
    return Desk(copilot)


@pytest.fixture(scope="module")
def amara(copilot: Copilot) -> Asker:
    return copilot.askers.identify("m1")


@pytest.fixture(scope="module")
def ingrid(copilot: Copilot) -> Asker:
    return copilot.askers.identify("m2")


def said(updates: Any) -> str:
    return " ".join(str(update) for update in updates)


def test_her_sessions_show_both_sides_promises_and_never_the_mentors_private_note(
    desk: Desk, amara: Asker
) -> None:
    shown = said(filled(desk, amara, ""))
    assert "You: Record the opening" in shown
    assert "Ingrid: Send three openings" in shown
    assert "Try the last slide first." in shown
    assert SECRET not in shown


def test_another_relationship_in_the_address_opens_nothing_of_it(desk: Desk, amara: Asker) -> None:
    assert filled(desk, amara, "r2")[0] == "r1"


def test_who_accompanies_others_finds_them_not_among_her_own_sessions(desk: Desk, ingrid: Asker) -> None:
    assert sought_by(desk, ingrid) == []
    assert "You have no mentor here yet." in said(filled(desk, ingrid, ""))


def test_who_has_no_partner_yet_is_told_so_in_as_many_parts_as_the_page_has(
    desk: Desk, amara: Asker, ingrid: Asker
) -> None:
    """Gradio shows nothing at all of an answer that is one part short."""
    assert len(filled(desk, ingrid, "")) == len(filled(desk, amara, ""))


def test_the_goals_page_offers_to_share_with_whom_she_meets(desk: Desk, amara: Asker) -> None:
    assert sharing(desk, amara) == {"r1": "Ingrid"}
    shown = said(goals_overview(desk, amara))
    assert "Ingrid sees it too." in shown
    assert "Due next" in shown


def test_a_session_that_has_passed_waits_on_her_first_page(
    desk: Desk, amara: Asker, copilot: Copilot
) -> None:
    copilot.relationships.add_session(amara, "r1", at=NOW + DAY)
    own = relationships_of(desk, amara)
    people = desk.people(amara, {"m2"})
    assert waits_for(desk, amara, own, people) == []
    with copilot.units() as unit:
        late = unit.sessions.get("s2")
        unit.sessions.save(late.changed(at=NOW - DAY))
        unit.commit()
    [waiting] = waits_for(desk, amara, relationships_of(desk, amara), people)
    assert (waiting.words, waiting.href) == (
        "Was your session with Ingrid held?",
        "/sessions?relationship=r1",
    )
    copilot.relationships.settle_session(amara, "s2", "held")


def test_words_about_her_wait_for_her_and_for_nobody_else(
    desk: Desk, amara: Asker, ingrid: Asker, copilot: Copilot
) -> None:
    moment = copilot.moments.add(ingrid, "m1", **SEEN)
    draft = copilot.drafting.recognition(ingrid, "m1")
    assert standing_of(about(desk, amara)[0]) == "still being written"
    copilot.drafting.approve(ingrid, draft.id)
    assert about(desk, ingrid) == []
    [waiting] = waits_for(desk, amara, relationships_of(desk, amara), desk.people(amara))
    assert waiting.href == f"/recognition?draft={draft.id}"
    assert not copilot.drafting.show(amara, draft.id).publishable
    assert "waits for your yes" in said(recognition_overview(desk, amara, ""))

    copilot.drafting.approve(amara, draft.id)
    assert standing_of(about(desk, amara)[0]) == "may be told"
    assert not waits_for(desk, amara, relationships_of(desk, amara), desk.people(amara))
    with pytest.raises(NotAllowed):
        copilot.moments.agree(ingrid, moment.id, public=True)


def test_a_no_to_words_about_her_is_a_no(desk: Desk, amara: Asker, ingrid: Asker, copilot: Copilot) -> None:
    draft = copilot.drafting.recognition(ingrid, "m1")
    copilot.drafting.approve(ingrid, draft.id)
    copilot.drafting.discard(amara, draft.id, "Not that one, please.")
    assert [standing_of(each) for each in about(desk, amara) if each.id == draft.id] == ["not to be told"]
    assert not copilot.drafting.show(ingrid, draft.id).publishable


def test_the_pages_of_one_show_nothing_of_another(desk: Desk, copilot: Copilot) -> None:
    priya = copilot.askers.identify("m7")
    draft = copilot.drafting.list(copilot.askers.identify("m1"), DraftKind.RECOGNITION)[0]
    assert about(desk, priya) == []
    assert "Amara" not in said(recognition_overview(desk, priya, draft.id))
    with pytest.raises(NotFound):
        copilot.drafting.show(priya, draft.id)


def test_nobody_who_is_signed_out_is_shown_anything(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.asker(SimpleNamespace(username=None, query_params={}))
