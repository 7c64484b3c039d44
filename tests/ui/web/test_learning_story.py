"""A member reads, checks and practises in a real browser, with the real encoder."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from copilot.app import Copilot
from knowledge.exercises import exercises
from tests.ui.web.community import open_community
from tests.ui.web.visiting import served, systems_chromium, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.encoder,
    pytest.mark.slow,
    # The server runs in this process; Gradio 6.31 uses two things that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
ANSWER = (
    "Yesterday at about five an old man stood at your desk and told you how his dog was. You picked up the telephone "
    "while he was still talking. What was it like for you?"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    copilot = open_community(tmp_path_factory.mktemp("learning-story") / "home")
    yield copilot
    copilot.close()


def test_a_member_understands_a_guide_and_hears_what_her_own_words_do(home: Copilot) -> None:
    amara, right = home.askers.identify("m1"), _right()
    with served(home) as address, systems_chromium() as chromium, watched(chromium, address) as visit:
        visit.sign_in("Amara Okafor")
        page = visit.page
        visit.go("Learning")
        page.get_by_text("Tracks made for other roles").click()
        page.get_by_role("link", name="Giving feedback, and taking it").click()
        page.get_by_role("link", name=re.compile("^Giving feedback that lands")).click()
        page.get_by_role("button", name="I have read it").click()
        for words in right:
            page.get_by_label(words, exact=True).click()
        page.get_by_role("button", name="Check my answers").click()
        expect(page.get_by_text("All right: you have understood this guide.")).to_be_visible()
        page.get_by_label(re.compile("What do you say to Jovana")).fill(ANSWER)
        page.get_by_role("button", name="Keep it and look at it with me").click()
        expect(page.locator(".commentary")).to_contain_text("reads words, not tone")
        expect(page.locator(".commentary .hers").first).to_contain_text("Yesterday at about five")
        assert [each.text for each in home.learning.answers(amara)] == [ANSWER]
        standing = home.learning.guide(amara, "feedback/sbi.md").mine
        assert standing is not None
        assert standing.done


def _right() -> list[str]:
    """What the right options say."""
    told = exercises()["feedback/sbi.md"]
    return [question.options[question.right].say for question in told.questions]
