"""The pane of consents: what she agreed to, and a button that takes one back."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.errors import BadInput
from ui.web.page import Room
from ui.web.views.consents import choices, ledger
from ui.web.views.pieces import notice, shown


class ConsentsPane:
    """The parts on the page, and how they are looked at again."""

    def __init__(self, room: Room, told: Any) -> None:
        self._room = room
        self._list = room.slot()
        self._which = gr.Dropdown([], label="What you want to take back", visible=False, elem_id="consent")
        self._button = gr.Button("Take it back", visible=False, elem_classes="alone")
        room.on_open(self._look, self._parts)
        room.wire(self._button.click, self._take_back, self._which, [told, *self._parts])

    def look_again(self, *after: Any) -> None:
        """Show the list anew once something else on the page is done."""
        for each in after:
            self._room.wire(each.then, self._look, None, self._parts)

    @property
    def _parts(self) -> list[Any]:
        return [self._list, self._which, self._button]

    def _look(self, request: gr.Request) -> list[Any]:
        lines = self._room.desk.copilot.consents.mine(self._room.desk.asker(request))
        ways = choices(lines)
        return [
            shown(ledger(lines)),
            gr.update(choices=ways, value=None, visible=bool(ways)),
            gr.update(visible=bool(ways)),
        ]

    def _take_back(self, chosen: str | None, request: gr.Request) -> list[Any]:
        if not chosen:
            raise BadInput("Nothing is chosen.", cure="Choose what you want to take back.")
        purpose, _, what = chosen.partition(" ")
        self._room.desk.copilot.consents.withdraw(self._room.desk.asker(request), purpose, what)
        return [shown(notice("Taken back, as the place itself does it.")), *self._look(request)]


def consents_pane(room: Room, told: Any) -> ConsentsPane:
    """Put the pane where the page is being built; `told` is the slot for what was done."""
    return ConsentsPane(room, told)
