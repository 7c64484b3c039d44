"""All pages put together into one Gradio app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from ui.web.desk import Desk
from ui.web.page import AT_ONCE, Page, Room
from ui.web.views.header import header
from ui.web.views.pieces import heading, shown

TITLE = "Mentoring Copilot"
FORGOTTEN_AFTER = 3600
"""Seconds that an uploaded file is kept; it was read long before."""


def build(desk: Desk, pages: tuple[Page, ...]) -> Any:
    """The Blocks with a route a page; the first page is the root."""
    first, *others = pages
    with gr.Blocks(
        title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(FORGOTTEN_AFTER, FORGOTTEN_AFTER)
    ) as blocks:
        _furnish(blocks, desk, first, pages)
    for page in others:
        with blocks.route(page.name, f"/{page.path}", show_in_navbar=False):
            _furnish(blocks, desk, page, pages)
    return blocks.queue(default_concurrency_limit=AT_ONCE, api_open=False)


def _furnish(blocks: Any, desk: Desk, page: Page, pages: tuple[Page, ...]) -> None:
    gr.Navbar(visible=False)
    room = Room(blocks, desk)
    bar = room.slot(name="bar")
    with gr.Column(elem_id="page", elem_classes=f"page-{page.path or 'home'}"):
        if page.lead:
            room.slot(heading(page.name, page.lead))
        page.build(room)
    room.on_open(_header_of(desk, page, pages), bar)


def _header_of(desk: Desk, page: Page, pages: tuple[Page, ...]) -> Callable[[gr.Request], str]:
    def show(request: gr.Request) -> str:
        asker = desk.asker(request)
        return shown(header(pages, page, asker, desk.people(asker)))

    return show
