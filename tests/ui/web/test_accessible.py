"""Every page of everybody, in one browser: axe-core, light and dark, a phone's width, the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from copilot.app import Copilot
from tests.fakes.encoder import WordEncoder
from tests.ui.web.community import PERSONAS, open_community
from tests.ui.web.visiting import PATIENT, Visit, served, systems_chromium
from tests.ui.web.walking import Filling, grave_findings, keyboard_faults, small_controls, unfold
from ui.web.page import Page
from ui.web.pages import every_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    # The server runs in this process; Gradio 6.31 uses two things that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """The community, with the tests' encoder: no page is looked at for what it finds."""
    copilot = open_community(tmp_path_factory.mktemp("accessible") / "home")
    vars(copilot)["encoder"] = WordEncoder()
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


@pytest.mark.parametrize("member", list(PERSONAS))
def test_everybody_can_use_every_page_and_no_page_asks_anything_of_another_site(
    chromium: Browser, address: str, home: Copilot, member: str
) -> None:
    expect.set_options(timeout=PATIENT)
    visit = Visit(chromium, address)
    faults = _faults_before_signing_in(visit) if member == next(iter(PERSONAS)) else []
    visit.sign_in(_name(home, member))
    filling = Filling(visit.page)
    for page in _pages_of(home, member):
        faults += _faults_of(visit, filling, page, by_keyboard=member == _first_to_see(home, page))
    asked_for, complaints = set(visit.asked_for), list(visit.complaints)
    visit.context.close()
    outside = sorted(url for url in asked_for if not url.startswith((address, "data:", "blob:")))
    assert outside == []
    assert not faults + complaints, "\n".join(faults + complaints)


def test_every_page_is_seen_by_somebody(home: Copilot) -> None:
    """Otherwise nobody would have tried it with the keyboard above."""
    assert [page.path for page in every_page() if not _first_to_see(home, page)] == []


def _first_to_see(home: Copilot, page: Page) -> str:
    return next((member for member in PERSONAS if page in _pages_of(home, member)), "")


def _name(home: Copilot, member: str) -> str:
    return home.members.introduced(home.askers.identify(member), [member])[member].name


def _pages_of(home: Copilot, member: str) -> list[Page]:
    asker = home.askers.identify(member)
    return [page for page in every_page() if page.whom(asker)]


def _faults_before_signing_in(visit: Visit) -> list[str]:
    visit.page.goto(visit.address)
    found = _in_both_schemes(visit, "sign-in")
    found += [f"sign-in: {said}" for said in keyboard_faults(visit.page)]
    return found + _on_a_phone(visit, "sign-in")


def _faults_of(visit: Visit, filling: Filling, page: Page, *, by_keyboard: bool) -> list[str]:
    visit.page.goto(f"{visit.address}/{page.path}")
    filling.wait()
    unfold(visit.page)
    name = page.path or "home"
    found = _in_both_schemes(visit, name)
    if visit.page.get_by_role("heading", level=1).count() != 1:
        found.append(f"{name}: not exactly one h1")
    if by_keyboard:
        found += [f"{name}: {said}" for said in keyboard_faults(visit.page)]
    return found + _on_a_phone(visit, name)


def _in_both_schemes(visit: Visit, name: str) -> list[str]:
    light = grave_findings(visit.page)
    visit.page.emulate_media(color_scheme="dark")
    dark = grave_findings(visit.page, only=("color-contrast",))
    visit.page.emulate_media(color_scheme="light")
    return [f"{name}, light: {said}" for said in light] + [f"{name}, dark: {said}" for said in dark]


def _on_a_phone(visit: Visit, name: str) -> list[str]:
    visit.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a dict is what it takes
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    found = [f"{name}: under 24 px: {said}" for said in small_controls(visit.page)]
    visit.page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a dict is what it takes
    return found + ([f"{name}: {width} px wide on a phone"] if width > PHONE["width"] else [])
