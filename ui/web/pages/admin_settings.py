"""What the installation runs with; the weights of matching can be changed here."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.installation import LONGEST_FILE
from copilot.services.policy import Action
from ui.web.page import Page, Room, may
from ui.web.views.admin_settings import settings_page, weights_changed, weights_words
from ui.web.views.pieces import failure, shown, subheading


def build(room: Room) -> None:
    """The settings, and below them the file with the weights of matching."""
    desk = room.desk
    settings = room.slot()
    room.slot(subheading("The weights of matching"))
    about = room.slot()
    editor = gr.Textbox(
        label="matching.yaml",
        lines=20,
        max_lines=60,
        max_length=LONGEST_FILE,
        elem_classes="editor",
        interactive=True,
    )
    with gr.Row(elem_classes="actions"):
        keep = gr.Button("Keep these weights", variant="primary", min_width=0)
        back = gr.Button("Back to the version before", min_width=0, visible=False)
    changed = room.slot()

    def filled(asker: Asker) -> dict[Any, Any]:
        file = desk.copilot.installation.weights(asker)
        return {
            about: shown(weights_words(file)),
            editor: file.text,
            back: gr.update(visible=bool(file.previous)),
        }

    def open_page(request: gr.Request) -> dict[Any, Any]:
        asker = desk.asker(request)
        rows = settings_page(desk.copilot.installation.settings(asker))
        return {settings: shown(rows), **filled(asker)}

    def keep_them(text: str, request: gr.Request) -> dict[Any, Any]:
        asker = desk.asker(request)
        try:
            differences = desk.copilot.installation.change_weights(asker, text)
        except BadInput as error:
            return {changed: shown(failure(error))}
        return {changed: shown(weights_changed(differences)), **filled(asker)}

    def go_back(request: gr.Request) -> dict[Any, Any]:
        asker = desk.asker(request)
        differences = desk.copilot.installation.restore_weights(asker)
        return {changed: shown(weights_changed(differences)), **filled(asker)}

    room.on_open(open_page, [settings, about, editor, back])
    room.wire(keep.click, keep_them, editor, [about, editor, back, changed])
    room.wire(back.click, go_back, None, [about, editor, back, changed])


PAGE = Page(
    "settings",
    "Settings",
    "Admin",
    80,
    may(Action.SETTINGS_WRITE),
    build,
    "What this installation runs with, and where each setting comes from.",
)
