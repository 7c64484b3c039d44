"""A manager's review and the audit in a real browser, with the real encoder."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.members import DeclaredGroup, Member, Profile, Role
from copilot.domain.programmes import Enrolment
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
MANAGER = "Tomás Figueiredo"
TOMÁS = Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
GROUP = 12


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """The small community with three sponsors, and two groups of mentees that are large enough to be shown."""
    copilot = open_community(tmp_path_factory.mktemp("review") / "home")
    joining = [*_sponsors(), *_mentees()]
    with copilot.units() as unit:
        unit.members.add(*joining)
        unit.enrolments.add(*[Enrolment(id=f"p1:{m.id}", programme="p1", member=m.id) for m in joining])
        unit.declared_groups.add(*_declared())
        unit.commit()
    yield copilot
    copilot.close()


def _sponsors() -> list[Member]:
    crafts = (
        "Chairs the steering group and presents to it",
        "Leads product management",
        "Heads design critique",
    )
    return [
        Member(
            id=f"s{n}", name=f"Sponsor {name}", roles=frozenset({Role.SPONSOR}), capacity=1,
            profile=Profile(level=9, experience=(craft,), time_zone="Europe/Lisbon", languages=("English",)),
        )
        for n, (name, craft) in enumerate(zip(("Alder", "Birch", "Cedar"), crafts, strict=True), 1)
    ]  # fmt: skip


def _mentees() -> list[Member]:
    return [
        Member(
            id=f"e{n}", name=f"Mentee {n}", roles=frozenset({Role.MENTEE}),
            profile=Profile(level=2, goals=(f"Learn to plan the work of {n} people",), languages=("Icelandic",)),
        )
        for n in range(2 * GROUP)
    ]  # fmt: skip


def _declared() -> list[DeclaredGroup]:
    return [
        DeclaredGroup(
            id=f"g{n}", member=f"e{n}", attribute="shift", value=("day", "night")[n % 2], consent=True
        )
        for n in range(2 * GROUP)
    ]


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


def test_a_manager_understands_a_match_and_changes_what_she_disagrees_with(
    visit: Visit, home: Copilot
) -> None:
    visit.sign_in(MANAGER)
    visit.go("Matches")
    page = visit.page
    page.get_by_label("sponsors").check()
    page.get_by_role("button", name="Run matching").click()
    expect(page.get_by_text(re.compile(r"3 matches proposed"))).to_be_visible()

    # Each reason leads to the words it rests on.
    source = page.get_by_role("link", name=re.compile("^Source")).first
    source.click()
    expect(page.locator(".said.looked-at mark")).to_be_in_viewport()
    expect(page.get_by_role("table", name=re.compile("and what each weighs"))).to_be_visible()

    # Somebody else instead: first what it costs, then the proposal.
    page.get_by_role("button", name="Another partner").click()
    expect(page.get_by_role("button", name="Propose this pair instead")).to_be_hidden()
    page.get_by_role("button", name="What would that change?").click()
    expect(page.get_by_text("All scores of the programme together", exact=False)).to_be_visible()
    page.get_by_role("button", name="Propose this pair instead").click()
    expect(page.get_by_text("locked; later runs keep it", exact=False)).to_be_visible()
    replaced = home.matching.list_matches(TOMÁS, programme="p1", states={MatchState.REPLACED})
    assert len(replaced) == 1


def test_a_sponsor_needs_a_second_reviewer_and_the_page_says_whom(visit: Visit, home: Copilot) -> None:
    home.matching.run(TOMÁS, MatchRole.SPONSOR, programme="p1")
    visit.sign_in(MANAGER)
    visit.go("Matches")
    page = visit.page
    page.get_by_label("sponsors").check()
    page.get_by_role("button", name="Approve as first reviewer").click()
    expect(
        page.get_by_text("in second review. A sponsor needs a second reviewer", exact=False)
    ).to_be_visible()
    page.get_by_label("second review").check()
    expect(page.get_by_text(f"{MANAGER} approved it first", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("open again, to decide", exact=False)).to_be_visible()


def test_what_somebody_else_approved_first_is_confirmed_by_a_second(visit: Visit, home: Copilot) -> None:
    proposed = home.matching.run(TOMÁS, MatchRole.SPONSOR, programme="p1")[1]
    home.matching.approve(OPERATOR, proposed[0].id)
    visit.sign_in(MANAGER)
    visit.go("Matches")
    page = visit.page
    page.get_by_label("sponsors").check()
    page.get_by_label("second review").check()
    expect(page.get_by_text("The operator approved it first", exact=False)).to_be_visible()
    page.get_by_role("button", name="Approve as second reviewer").click()
    expect(page.get_by_text("approved. Both are asked now.", exact=False)).to_be_visible()


def test_many_are_approved_at_once_and_taken_back_at_once(visit: Visit, home: Copilot) -> None:
    proposed = home.matching.run(TOMÁS, MatchRole.MENTOR, programme="p1")[1]
    assert len(proposed) > 1
    visit.sign_in(MANAGER)
    visit.go("Matches")
    page = visit.page
    page.get_by_role("button", name="Approve several at once").click()
    page.get_by_role("spinbutton").fill("0")
    page.get_by_role("spinbutton").press("Tab")
    page.get_by_role("button", name=f"Approve these {len(proposed)}").click()
    page.get_by_role("button", name=f"Take all {len(proposed)} back").click()
    expect(page.get_by_text("they are as they were before", exact=False)).to_be_visible()
    states = {
        match.state for match in home.matching.list_matches(TOMÁS, role=MatchRole.MENTOR, programme="p1")
    }
    assert states == {MatchState.PROPOSED}


def test_a_declined_match_keeps_what_kind_of_reason_it_was(visit: Visit, home: Copilot) -> None:
    home.matching.run(TOMÁS, MatchRole.MENTOR, programme="p1")
    visit.sign_in(MANAGER)
    visit.go("Matches")
    page = visit.page
    page.get_by_role("button", name="Decline", exact=True).click()
    page.get_by_label("What kind of reason?").click()
    page.get_by_role("option", name="the wrong level").click()
    page.get_by_label("Why? It is kept").fill("Two rungs would be better.")
    page.get_by_role("button", name="Decline this match").click()
    expect(page.get_by_text("They are not proposed to each other again.", exact=False)).to_be_visible()
    page.get_by_label("declined").check()
    expect(page.get_by_text("Declined, the wrong level", exact=False)).to_be_visible()
    expect(page.get_by_role("heading", name="What the declines say")).to_be_visible()
    page.get_by_text("What happened so far", exact=False).click()
    expect(page.get_by_text(f"{MANAGER} declined it", exact=False)).to_be_visible()


def test_a_manager_runs_the_audit_and_reads_who_has_a_match(visit: Visit) -> None:
    visit.sign_in(MANAGER)
    visit.go("Audit")
    page = visit.page
    expect(page.get_by_text("No audit yet.")).to_be_visible()
    page.get_by_role("button", name="Run the audit").click()
    expect(page.get_by_text("This audit is self-run, not an independent audit.", exact=False)).to_be_visible()
    chart = page.get_by_role("table", name="shift").first
    expect(chart.get_by_role("rowheader", name="night")).to_be_visible()
    expect(chart.get_by_role("row", name=re.compile(r"night .* of 1\d"))).to_be_visible()
    expect(page.get_by_text("Names were not swapped this time", exact=False)).to_be_visible()
    page.get_by_text("Access: ", exact=False).click()
    expect(page.get_by_role("region", name="Access")).to_be_visible()


@pytest.mark.parametrize("path", ["matches", "audit", "programme"])
def test_a_managers_page_fits_a_phone_and_has_one_heading(chromium: Browser, address: str, path: str) -> None:
    somebody = Visit(chromium, address, width=390)
    somebody.sign_in(MANAGER)
    somebody.page.goto(f"{address}/{path}")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_count(1)
    expect(somebody.page.get_by_role("button", name="Menu")).to_be_visible()
    if path == "audit":
        somebody.page.get_by_role("button", name="Run the audit").click()
        expect(somebody.page.get_by_role("heading", name="How to read it")).to_be_visible()
    elif path == "programme":
        expect(somebody.page.get_by_role("heading", name="Whom it reaches")).to_be_visible()
    else:
        expect(somebody.page.locator(".queue")).to_be_visible()
    assert somebody.page.evaluate("document.documentElement.scrollWidth") <= 390
    somebody.context.close()


def test_an_admin_audits_the_whole_community(visit: Visit) -> None:
    visit.sign_in("Wei Ling Tan")
    visit.go("Audit")
    expect(visit.page.get_by_label("Programme")).to_have_value("The whole community")
    visit.page.get_by_role("button", name="Run the audit").click()
    expect(visit.page.get_by_text("of the whole community compared", exact=False)).to_be_visible()
