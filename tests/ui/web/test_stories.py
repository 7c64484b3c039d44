"""The three stories in a real browser, with the real encoder and the real guides."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from copilot.app import Copilot
from copilot.domain.asking import Asker
from tests.ui.web.community import SECRET, open_community
from tests.ui.web.visiting import Visit, served, systems_chromium, watched

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
    """A home of its own: the stories change it."""
    copilot = open_community(tmp_path_factory.mktemp("stories") / "home", guides=True)
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


def test_a_mentee_goes_from_a_first_question_to_an_approved_goal_plan(visit: Visit, home: Copilot) -> None:
    visit.sign_in("Amara Okafor")
    page = visit.page
    visit.go("Ask the guides")
    page.get_by_role("button", name="How do I ask for feedback?").click()
    expect(page.get_by_text("Quoted word for word")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Read \d passages in \d guides?"))).to_be_visible()

    page.get_by_role("link", name=re.compile("^Source 1")).first.click()
    guide = page.get_by_role("dialog", name="Guide")
    expect(guide.locator("#quoted")).to_be_in_viewport()
    quoted = page.locator(".sources blockquote").first.inner_text()
    assert guide.locator("#quoted").inner_text()[:40] == quoted[:40]
    page.keyboard.press("Escape")
    expect(guide).to_be_hidden()
    expect(page.get_by_role("link", name=re.compile("^Source 1")).first).to_be_focused()

    visit.go("My goals")
    page.get_by_role("button", name="Add a goal").click()
    page.get_by_label("What would you like to be able to do?").fill("Negotiate the scope of one project")
    page.get_by_role("button", name="Add this goal").click()
    expect(page.get_by_role("heading", name="Negotiate the scope of one project")).to_be_visible()

    page.get_by_role("button", name="Draft my goal plan").click()
    expect(page.locator(".paper")).to_contain_text("Present my analysis to the steering group without notes")
    expect(page.get_by_text(re.compile(r"\d of \d checks passed"))).to_be_visible()
    page.get_by_role("button", name="Edit", exact=True).click()
    words = page.get_by_label("The words, in Markdown")
    words.fill(words.input_value() + "\n\nI will tell Ingrid on Tuesday.\n")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.locator(".paper")).to_contain_text("I will tell Ingrid on Tuesday.")
    page.get_by_role("button", name="Approve this plan").click()
    expect(page.get_by_text(re.compile(r"^Approved\."))).to_be_visible()
    [plan] = home.drafting.list(Asker(member="m1"))
    assert plan.state == "approved"


def test_a_mentee_reads_her_own_notes_and_ticks_off_what_she_promised(visit: Visit) -> None:
    visit.sign_in("Amara Okafor")
    visit.go("My sessions")
    page = visit.page
    expect(page.get_by_text("Try the last slide first.", exact=False)).to_be_visible()
    expect(page.get_by_text("<script>alert(2)</script>", exact=False)).to_be_visible()
    assert SECRET not in page.content()
    page.get_by_label(re.compile("You: Record the opening")).check()
    expect(page.get_by_text("Ticked off.", exact=False)).to_be_visible()


def test_a_mentor_goes_from_last_sessions_notes_to_an_exported_agenda(visit: Visit) -> None:
    visit.sign_in("Ingrid Solheim")
    visit.go("My mentees")
    page = visit.page
    expect(page.get_by_text(SECRET)).to_be_visible()
    amara = page.locator(".glance", has_text="Amara Okafor")
    expect(amara).to_contain_text("1 yours")
    expect(amara).to_contain_text("1 overdue")
    expect(page.locator(".for-now").get_by_role("link").first).to_be_visible()

    page.get_by_role("button", name="Turn notes into action items").click()
    page.get_by_label("Notes to read").fill(
        "I will lend Amara the timer by Friday. Amara will book the room."
    )
    page.get_by_role("button", name="Find the action items").click()
    page.get_by_label("2. What will be done").fill("Book the big room")
    page.get_by_label("Keep 1").uncheck()
    page.get_by_role("button", name="Keep the ticked items").click()
    expect(page.get_by_text("1 item kept. Each of you sees them.")).to_be_visible()
    expect(page.get_by_label("Amara: Book the big room")).to_be_visible()

    amara.get_by_role("link", name="Plan the next session").click()
    paper = page.locator(".paper")
    expect(paper).to_contain_text("Send three openings")
    expect(paper).not_to_contain_text(SECRET)
    page.get_by_role("button", name="Approve this agenda").click()
    expect(page.get_by_text(re.compile(r"^Approved\."))).to_be_visible()
    for name, ending in (("Markdown", ".md"), ("Word", ".docx"), ("Calendar", ".ics")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert download.value.suggested_filename.endswith(ending)

    page.get_by_role("button", name="Write a note").click()
    page.get_by_label("Note", exact=True).fill("We agreed on one number a slide.")
    page.get_by_role("radio", name="each of us").check()
    page.get_by_role("button", name="Keep this note").click()
    expect(page.get_by_text("We agreed on one number a slide.")).to_be_visible()

    page.get_by_role("link", name="All my mentees").click()
    page.get_by_role("link", name=re.compile("^(?!Plan).*Priya Raman")).click()
    expect(page.get_by_role("heading", level=2, name=re.compile("Priya Raman"))).to_be_visible()


def test_a_manager_goes_from_a_run_to_approved_matches_and_an_audit(visit: Visit) -> None:
    visit.sign_in("Tomás Figueiredo")
    visit.go("Matches")
    page = visit.page
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    page.get_by_role("button", name="Run matching").click()
    expect(page.get_by_text(re.compile(r"\d matches proposed"))).to_be_visible()
    expect(page.get_by_role("heading", name="For", exact=True)).to_be_visible()
    expect(page.get_by_role("table", name=re.compile("Parts of the score"))).to_be_visible()
    waiting = page.get_by_role("navigation", name="Matches").get_by_role("link")
    before = waiting.count()

    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("approved. Both are asked now.", exact=False)).to_be_visible()
    expect(waiting).to_have_count(before - 1)
    page.get_by_role("button", name="Decline", exact=True).click()
    page.get_by_label("Why? It is kept").fill("They work in one team.")
    page.get_by_role("button", name="Decline this match").click()
    expect(page.get_by_text("They are not proposed to each other again.", exact=False)).to_be_visible()

    page.get_by_label("declined").check()
    expect(page.get_by_text("Declined, something else: “They work in one team.”")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("open again, to decide", exact=False)).to_be_visible()

    # How it goes is told without a word of anybody; what waits leads back, and what the run came to is still there.
    visit.go("Programme")
    expect(page.get_by_role("list", name="Sessions held")).to_be_visible()
    expect(page.get_by_role("region", name="Relationships")).to_contain_text(
        "Amara Okafor and Ingrid Solheim"
    )
    assert "Try the last slide first." not in page.content()
    assert SECRET not in page.content()
    page.get_by_role("link", name=re.compile("mentors to decide")).click()
    page.get_by_text(re.compile("Last run on")).click()
    expect(page.get_by_text("All scores together", exact=False)).to_be_visible()

    visit.go("Audit")
    page.get_by_role("button", name="Run the audit").click()
    expect(page.get_by_text("This audit is self-run, not an independent audit.", exact=False)).to_be_visible()


@pytest.mark.parametrize("path", ["", "ask", "guides", "goals", "sessions", "partners"])
def test_a_page_fits_a_phone_and_has_one_heading(chromium: Browser, address: str, path: str) -> None:
    somebody = Visit(chromium, address, width=390)
    somebody.sign_in("Amara Okafor")
    somebody.page.goto(f"{address}/{path}")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_count(1)
    expect(somebody.page.get_by_role("button", name="Menu")).to_be_visible()
    assert somebody.page.evaluate("document.documentElement.scrollWidth") <= 390
    somebody.context.close()


def test_an_error_is_a_sentence_with_its_cure(chromium: Browser, address: str) -> None:
    somebody = Visit(chromium, address)
    somebody.sign_in("Amara Okafor")
    somebody.go("Ask the guides")
    somebody.page.get_by_role("button", name="Ask", exact=True).click()
    expect(
        somebody.page.get_by_text("The question is empty. Write it in your own words", exact=False)
    ).to_be_visible()
    assert "Traceback" not in somebody.page.content()
    somebody.context.close()
