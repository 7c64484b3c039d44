"""All guides, to browse."""

from __future__ import annotations

import gradio as gr

from ui.web.page import Page, Room, is_anybody
from ui.web.views.guides import shelf
from ui.web.views.pieces import shown


def build(room: Room) -> None:
    """The shelf."""
    books = room.slot()

    def open_page(request: gr.Request) -> str:
        return shown(shelf(room.desk.copilot.guides.every(room.desk.asker(request))))

    room.on_open(open_page, books)


PAGE = Page(
    "guides",
    "Guides",
    "Learn",
    50,
    is_anybody,
    build,
    "Short reads on the things that come up in mentoring.",
)
