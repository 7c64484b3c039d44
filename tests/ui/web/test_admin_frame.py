"""The frame takes pages from elsewhere, and its navigation holds many."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.services.policy import Action
from tests.ui.web.building import built
from ui.web.page import Page, is_anybody, is_mentor, may
from ui.web.pages import every_page, from_outside, in_order
from ui.web.people import People
from ui.web.views.header import header, workspaces

MEMBER = Asker(member="m1", roles=frozenset({Role.MENTEE}))
ADMIN = Asker(member="m4", roles=frozenset({Role.ADMIN}))
CIRCLES = """
from ui.web.page import Page, is_anybody
from ui.web.views.pieces import empty

def build(room):
    room.slot(empty("No circle meets yet.", "Begin one."))

PAGE = Page("circles-elsewhere", "Circles", "Elsewhere", 60, is_anybody, build, "People who meet in a round.")
"""
DISTRIBUTION = "Metadata-Version: 2.1\nName: circles-elsewhere\nVersion: 1\n"
ENTRY = "[mentoring_copilot.pages]\ncircles = circles_elsewhere\n"


@pytest.fixture
def installed_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package of somebody else, installed beside ours."""
    (tmp_path / "circles_elsewhere.py").write_text(CIRCLES)
    described = tmp_path / "circles_elsewhere-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(DISTRIBUTION)
    (described / "entry_points.txt").write_text(ENTRY)
    monkeypatch.syspath_prepend(str(tmp_path))
    from_outside.cache_clear()
    yield
    from_outside.cache_clear()
    sys.modules.pop("circles_elsewhere", None)


@pytest.mark.usefixtures("installed_elsewhere")
def test_a_package_of_somebody_else_adds_a_page_and_a_workspace_without_touching_anything() -> None:
    page = next(page for page in every_page() if page.path == "circles-elsewhere")
    bar = str(header(every_page(), page, MEMBER, People()))
    mine = '<details open><summary class="workspace">Elsewhere</summary><ul><li><a href="/circles-elsewhere" '
    assert f'{mine}aria-current="page">' in bar


@pytest.mark.usefixtures("installed_elsewhere")
def test_its_page_can_be_built_into_the_frame_and_opened() -> None:
    page = next(page for page in every_page() if page.path == "circles-elsewhere")
    blocks = built(page, None)
    assert any(
        "No circle meets yet." in str(part.value) for part in blocks.blocks.values() if hasattr(part, "value")
    )


def test_without_it_there_is_no_such_page() -> None:
    assert "circles-elsewhere" not in {page.path for page in every_page()}


def _page(path: str, workspace: str, order: int) -> Page:
    return Page(path, path.title(), workspace, order, is_anybody, lambda room: None, "What it is for.")


def test_a_workspace_stands_once_wherever_its_pages_do() -> None:
    pages = in_order(
        [_page("", "", 0), _page("a", "For you", 10), _page("b", "Admin", 80), _page("c", "For you", 99)]
    )
    assert [(name, [page.path for page in own]) for name, own in workspaces(pages, MEMBER)] == [
        ("", [""]), ("For you", ["a", "c"]), ("Admin", ["b"]),
    ]  # fmt: skip


def test_a_workspace_without_a_page_for_somebody_has_no_heading() -> None:
    mentors = Page("d", "Mentees", "Mentor", 30, is_mentor, lambda room: None)
    assert [name for name, _ in workspaces([_page("", "", 0), mentors], MEMBER)] == [""]


def test_twenty_pages_are_one_list_that_opens_without_a_script() -> None:
    """On a phone the list is a popover, which the browser opens and closes itself, with Escape too."""
    pages = [_page(f"p{n}", f"Workspace {n // 4}", n) for n in range(20)]
    bar = str(header(pages, pages[7], MEMBER, People()))
    assert bar.count("<li>") == 20
    assert bar.count('aria-current="page"') == 1
    assert bar.count('class="workspace"') == 5
    assert 'popovertarget="menu"' in bar
    assert '<nav id="menu" aria-label="Main" popover>' in bar
    assert "<script" not in bar
    assert "onclick" not in bar


def test_the_workspace_one_is_in_is_unfolded_and_on_the_first_page_the_first_three() -> None:
    pages = [_page("", "", 0), *(_page(f"p{n}", f"Workspace {n // 4}", n + 1) for n in range(20))]

    def unfolded(here: Page) -> list[str]:
        return re.findall(
            r'<details open><summary class="workspace">([^<]+)', str(header(pages, here, MEMBER, People()))
        )

    assert unfolded(pages[8]) == ["Workspace 1"]
    assert unfolded(pages[0]) == ["Workspace 0", "Workspace 1", "Workspace 2"]


def test_the_admins_pages_are_offered_to_admins_alone() -> None:
    offered = {page.path for page in every_page() if page.workspace == "Admin" and page.whom(ADMIN)}
    assert {"settings", "health", "import", "shelf", "roles", "log"} <= offered
    manager = Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
    for asker in (MEMBER, manager, Asker()):
        assert not any(page.whom(asker) for page in every_page() if page.path in offered)


def test_a_page_of_an_action_is_for_those_who_may_do_it_everywhere() -> None:
    assert may(Action.LOG_READ)(ADMIN)
    assert not may(Action.LOG_READ)(MEMBER)
