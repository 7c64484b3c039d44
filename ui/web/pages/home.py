"""Today: what waits for this person, and where to go."""

from __future__ import annotations

import gradio as gr

from copilot.errors import CopilotError
from ui.web.page import Page, Room, is_anybody
from ui.web.views.home import today_page
from ui.web.views.pieces import failure, shown


def build(room: Room) -> None:
    """One slot, filled when the page opens."""
    desk = room.desk
    room_slot = room.slot()

    def open_page(request: gr.Request) -> str:
        from ui.web.pages import every_page

        asker = desk.asker(request)
        try:
            statuses = [
                status
                for status in desk.copilot.relationships.visible_to(asker)
                if asker.member in status.relationship.members and status.relationship.state == "active"
            ]
            shared = [desk.copilot.relationships.shared(asker, status.relationship.id) for status in statuses]
        except CopilotError as error:
            return shown(failure(error))
        people = desk.people(asker, {m for status in statuses for m in status.relationship.members})
        pages = [page for page in every_page() if page.path and page.whom(asker)]
        return shown(today_page(asker, people, shared, pages, desk.copilot.clock.now(), desk.zone(asker)))

    room.on_open(open_page, room_slot)


PAGE = Page("", "Today", "", 0, is_anybody, build)
