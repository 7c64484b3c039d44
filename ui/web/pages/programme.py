"""How my programmes stand: numbers and dates, never a note or a chat."""

from __future__ import annotations

import gradio as gr

from ui.web.page import Page, Room, is_manager
from ui.web.views.pieces import empty, shown, together
from ui.web.views.programme import standing


def build(room: Room) -> None:
    """A card for each programme that the asker manages."""
    desk = room.desk
    cards = room.slot()

    def open_page(request: gr.Request) -> str:
        asker = desk.asker(request)
        own = [each for each in desk.copilot.programmes.every(asker) if each.id in asker.manages]
        statuses = desk.copilot.relationships.visible_to(asker)
        people = desk.people(asker, {member for status in statuses for member in status.members})
        parts = [
            standing(each, [s for s in statuses if s.programme == each.id], people, desk.today())
            for each in own
        ]
        return shown(
            together(parts)
            if parts
            else empty("You manage no programme.", "An admin can make you the manager of one.")
        )

    room.on_open(open_page, cards)


PAGE = Page("programme", "Programme", "Manager", 41, is_manager, build, "How it goes, in numbers and dates.")
