"""A mentee's own pages in a real browser, with the real encoder."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from copilot.app import Copilot
from copilot.domain.matches import MatchRole
from tests.ui.web.community import SECRET, open_community
from tests.ui.web.visiting import served, systems_chromium, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.encoder,
    pytest.mark.slow,
    # The server runs in this process; Gradio 6.31 uses two things that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """The small community, with words about the mentee that her mentor has approved."""
    copilot = open_community(tmp_path_factory.mktemp("mentee-story") / "home")
    ingrid = copilot.askers.identify("m2")
    copilot.moments.add(
        ingrid, "m1", situation="In the review of the booking figures on Monday",
        behaviour="Amara explained one chart in two minutes", impact="The group decided on the same day",
    )  # fmt: skip
    copilot.drafting.approve(ingrid, copilot.drafting.recognition(ingrid, "m1").id)
    yield copilot
    copilot.close()


def test_a_mentee_agrees_to_be_named_ranks_a_mentor_and_keeps_a_note_for_herself(home: Copilot) -> None:
    amara = home.askers.identify("m1")
    with served(home) as address, systems_chromium() as chromium, watched(chromium, address) as visit:
        visit.sign_in("Amara Okafor")
        page = visit.page
        page.get_by_role("link", name=re.compile("Words about you wait for your yes")).click()
        page.get_by_role("button", name="Agree to it being told").click()
        expect(page.get_by_text("It may be told now.", exact=False)).to_be_visible()
        expect(page.get_by_role("navigation", name="Words about you")).to_contain_text("may be told")

        visit.go("Find a mentor")
        expect(page.get_by_role("heading", name="For", exact=True).first).to_be_visible()
        page.get_by_label("First", exact=True).click()
        page.get_by_role("option", name="Ingrid Solheim").click()
        page.get_by_role("button", name="Keep my ranking").click()
        expect(page.get_by_text("It counts in the next matching.", exact=False)).to_be_visible()
        [choice] = home.matching.choices(amara, member="m1")
        assert (choice.role, choice.ranked) == (MatchRole.MENTOR, ("m2",))
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_text("Taken back", exact=False)).to_be_visible()
        assert home.matching.choices(amara, member="m1") == []

        visit.go("My sessions")
        page.get_by_role("button", name="Add a promise").click()
        page.get_by_label("What will be done?").fill("Write to Kofi")
        page.get_by_role("button", name="Add this promise").click()
        expect(page.get_by_label("You: Write to Kofi")).to_be_visible()
        page.get_by_role("button", name="Write a note").click()
        page.get_by_label("Note", exact=True).fill("I was less nervous than I thought.")
        page.get_by_role("button", name="Keep this note").click()
        expect(page.locator(".hers")).to_contain_text("I was less nervous than I thought.")
        assert SECRET not in page.content()

        visit.go("My goals")
        page.get_by_role("button", name="How far are you?").click()
        page.get_by_role("button", name="Set this goal aside").click()
        expect(page.get_by_text("set aside", exact=True)).to_be_visible()
