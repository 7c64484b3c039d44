from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.errors import BadInput
from copilot.services.members.service import Introduction
from ui.web import pages
from ui.web.page import Page, as_notice, is_anybody, is_manager, told
from ui.web.pages import every_page, in_order
from ui.web.pages.ask import throttled
from ui.web.people import People
from ui.web.typed_times import read_day
from ui.web.views.header import header

MENTEE = Asker(member="m1", roles=frozenset({Role.MENTEE}))
MANAGER = Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))


def _page(path: str, order: int = 0) -> Page:
    return Page(path, path or "Today", "", order, is_anybody, lambda room: None)


def test_every_module_in_the_folder_is_a_page() -> None:
    """A page is added by adding a module: no list of pages is kept anywhere."""
    modules = {file.stem for file in Path(pages.__file__).parent.glob("*.py")} - {"__init__"}
    assert len(every_page()) == len(modules)


def test_the_root_comes_first_and_the_rest_in_their_order() -> None:
    assert [page.path for page in in_order([_page("b", 2), _page("a", 1), _page("", 9)])] == ["", "a", "b"]
    assert every_page()[0].path == ""


def test_two_pages_at_one_address_are_refused() -> None:
    with pytest.raises(ValueError, match="goals"):
        in_order([_page("goals"), _page("goals", 3)])


def test_a_mentee_is_offered_no_managers_page() -> None:
    offered = {page.path for page in every_page() if page.whom(MENTEE)}
    assert {"ask", "goals", "sessions", "partners"} <= offered
    assert not offered & {"matches", "programme", "mentees"}


def test_a_mentor_who_is_a_peer_too_reaches_the_page_of_partners_through_another() -> None:
    page = next(page for page in every_page() if page.path == "partners")
    both = Asker(member="m2", roles=frozenset({Role.MENTOR, Role.PEER}))
    assert page.whom(both)
    assert page.offered is not None
    assert not page.offered(both)
    assert not page.whom(Asker(member="m2", roles=frozenset({Role.MENTOR})))


def test_a_manager_by_role_alone_without_a_programme_is_offered_none() -> None:
    assert not is_manager(MANAGER.model_copy(update={"manages": frozenset()}))


def test_the_navigation_says_where_one_is() -> None:
    here = next(page for page in every_page() if page.path == "matches")
    bar = str(
        header(every_page(), here, MANAGER, People({"m3": Introduction(name="Tomás <b>", headline="")}))
    )
    assert bar.count('aria-current="page"') == 1
    assert '<a href="/matches" aria-current="page">' in bar
    assert "Tomás &lt;b&gt;" in bar


def test_every_page_but_the_first_says_what_it_is_for() -> None:
    assert all(page.lead for page in every_page() if page.path)


def test_an_error_is_told_with_its_cure_and_escaped() -> None:
    error = as_notice(BadInput("<b>No</b>.", cure="Try & see."))
    assert error.message == "&lt;b&gt;No&lt;/b&gt;. Try &amp; see."
    assert not error.print_exception


def test_a_handlers_error_becomes_a_notice_streaming_or_not() -> None:
    import gradio as gr

    def once() -> None:
        raise BadInput("No.")

    def streaming():  # type: ignore[no-untyped-def]
        yield 1
        raise BadInput("No.")

    with pytest.raises(gr.Error, match=r"No\."):
        told(once)()
    with pytest.raises(gr.Error, match=r"No\."):
        list(told(streaming)())


def test_updates_come_ten_times_a_second_at_most_and_none_is_left_out() -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    def arriving() -> Iterator[float]:
        for pause in (0.0, 0.01, 0.02, 0.5, 0.0):
            now[0] += pause
            yield now[0]

    shown_at = [now[0] for _ in throttled(arriving(), lambda: now[0], sleep)]
    assert len(shown_at) == 5
    assert all(later - earlier >= 0.0999 for earlier, later in pairwise(shown_at))
    assert shown_at[0] == 0.0


def test_a_day_is_read_as_people_are_told_to_write_it() -> None:
    assert read_day(" ") is None
    assert str(read_day("2027-03-31")) == "2027-03-31"
    with pytest.raises(BadInput, match="is not a day"):
        read_day("next week")
