"""Today: what waits for this person, and where to go."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr
from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchState
from copilot.services.relationships import SharedThings
from ui.web.desk import Desk
from ui.web.page import Page, Room, is_anybody, is_manager
from ui.web.views.home import today_page
from ui.web.views.pieces import shown


def build(room: Room) -> None:
    """One slot, filled when the page opens."""
    desk = room.desk
    today = room.slot()

    def open_page(request: gr.Request) -> Iterator[str]:
        asker = desk.asker(request)
        yield shown(_today(desk, asker, 0))
        if is_manager(asker):
            yield shown(_today(desk, asker, _to_decide(desk, asker)))

    room.on_open(open_page, today)


def _today(desk: Desk, asker: Asker, to_decide: int) -> Markup:
    from ui.web.pages import every_page

    shared = _own(desk, asker)
    people = desk.people(asker, {member for things in shared for member in things.relationship.members})
    pages = [page for page in every_page() if page.path and page.whom(asker)]
    now, zone = desk.copilot.clock.now(), desk.zone(asker)
    return today_page(asker, people, shared, pages, now, zone, to_decide=to_decide)


def _own(desk: Desk, asker: Asker) -> list[SharedThings]:
    service = desk.copilot.relationships
    own = service.visible_to(asker)
    return [
        service.shared(asker, each.id)
        for each in own
        if asker.member in each.members and each.state == "active"
    ]


def _to_decide(desk: Desk, asker: Asker) -> int:
    """Counted after the rest is shown: the first time, matching takes a while to get ready."""
    return len(desk.copilot.matching.list_matches(asker, states={MatchState.PROPOSED}))


PAGE = Page("", "Today", "", 0, is_anybody, build)
