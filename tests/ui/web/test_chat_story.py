"""A mentee from her first question to an approved goal plan, in one conversation, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from copilot.app import Copilot
from copilot.domain.asking import Asker
from tests.ui.web.community import open_community
from tests.ui.web.visiting import Visit, served, systems_chromium, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.encoder,
    pytest.mark.slow,
    # The server runs in this process; Gradio 6.31 uses two things that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
AMARA = Asker(member="m1")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """A home of its own: the story changes it."""
    copilot = open_community(tmp_path_factory.mktemp("chat") / "home", guides=True)
    yield copilot
    copilot.close()


@pytest.fixture(scope="module")
def address(home: Copilot) -> Iterator[str]:
    """The web app, really served."""
    with served(home) as address:
        yield address


@pytest.fixture(scope="module")
def chromium(address: str) -> Iterator[Browser]:
    """The system's chromium."""
    with systems_chromium() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    """A visit that is watched."""
    with watched(chromium, address) as somebody:
        yield somebody


def test_a_mentee_talks_her_way_from_a_first_question_to_an_approved_goal_plan(
    visit: Visit, home: Copilot
) -> None:
    visit.sign_in("Amara Okafor")
    visit.go("Talk it through")
    page = visit.page
    page.get_by_role("button", name="How do I ask for feedback?").click()
    expect(page.get_by_text("Looked through the guides")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d quotations? from \d guides?"))).to_be_visible()
    box = page.get_by_label("Your words")
    expect(box).to_be_focused()
    announced = page.locator("[aria-live=polite].for-readers")
    expect(announced).to_contain_text(page.locator(".answer p").first.inner_text()[:20])

    page.get_by_role("link", name=re.compile("^Source 1")).first.click()
    guide = page.get_by_role("dialog", name="Guide")
    expect(guide.locator("#quoted")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(guide).to_be_hidden()

    box.fill("Draft my")
    box.press("Shift+Enter")
    expect(box).to_have_value("Draft my\n")
    box.fill("Draft my goal plan")
    box.press("Enter")
    paper = page.locator(".paper")
    expect(paper).to_contain_text("Present my analysis to the steering group without notes")
    expect(page.get_by_text("It is open below.")).to_be_visible()
    page.get_by_role("button", name="Edit", exact=True).click()
    words = page.get_by_label("The words, in Markdown")
    words.fill(words.input_value() + "\n\nI will tell Ingrid on Tuesday.\n")
    page.get_by_role("button", name="Keep these words").click()
    expect(paper).to_contain_text("I will tell Ingrid on Tuesday.")
    page.get_by_role("button", name="Approve this plan").click()
    expect(page.get_by_text(re.compile(r"^Approved\."))).to_be_visible()
    expect(page.get_by_role("link", name="See your goals")).to_be_visible()
    [plan] = home.drafting.list(AMARA)
    assert plan.state == "approved"
    [kept] = home.chat.every(AMARA)
    assert [turn.by for turn in home.chat.turns(AMARA, kept.id)] == ["person", "copilot"] * 2

    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.get_by_role("link", name="Read it")).to_be_visible()
    expect(page.locator(".talks")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Show my conversations").check()
    expect(page.locator(".talks").get_by_text("How do I ask for feedback?")).to_be_visible()

    page.get_by_role("button", name="Delete this conversation").click()
    page.get_by_role("button", name="Delete it", exact=True).click()
    expect(page.get_by_text("Deleted, with everything said in it.")).to_be_visible()
    expect(page.get_by_role("button", name="Who could be my mentor?")).to_be_visible()
    assert home.chat.every(AMARA) == []
