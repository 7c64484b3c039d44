"""How many people somebody takes on, and “pause me”."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.pausing import MOST_PLACES, Places
from ui.web.page import Room
from ui.web.typed_times import read_day
from ui.web.views.glances import places_told
from ui.web.views.pieces import notice, shown, together


class PlacesPane:
    """Her places and her pause; `outputs` is what a handler fills with `showing`."""

    def __init__(self, room: Room) -> None:
        self._desk = room.desk
        self._told = room.slot()
        with gr.Accordion("Change your places, or pause", open=False, elem_classes="fold"):
            with gr.Row(elem_classes="form"):
                self._many = gr.Number(
                    label="How many people do you take at once?", precision=0, minimum=0, maximum=MOST_PLACES
                )
                self._save = gr.Button("Save", min_width=96, scale=0)
            with gr.Row(elem_classes="form"):
                self._until = gr.Textbox(
                    label="Pause until (a day such as 2027-03-31; may stay empty)", max_length=10
                )
                self._reason = gr.Textbox(label="Why? Only you see this (may stay empty)", max_length=1_000)
            with gr.Row(elem_classes="actions"):
                self._pause = gr.Button("Pause me", min_width=0)
                self._back = gr.Button("I am back", variant="primary", visible=False, min_width=0)
        self.outputs = [self._told, self._many, self._until, self._reason, self._pause, self._back]
        room.wire(self._save.click, self._saved, self._many, self.outputs)
        room.wire(self._pause.click, self._paused, [self._until, self._reason], self.outputs)
        room.wire(self._back.click, self._resumed, None, self.outputs)

    def showing(self, asker: Asker, told: str = "") -> list[Any]:
        """Updates that show how it stands."""
        return self._shown(self._desk.copilot.pausing.of(asker, asker.member), told)

    def _shown(self, places: Places, told: str = "") -> list[Any]:
        said = [notice(told)] if told else []
        return [
            shown(together([*said, places_told(places, self._desk.today())])),
            places.places,
            places.until.isoformat() if places.until else "",
            places.reason,
            gr.update(value="Change the pause" if places.paused else "Pause me"),
            gr.update(visible=places.paused),
        ]

    def _saved(self, many: float | None, request: gr.Request) -> list[Any]:
        if many is None:
            raise BadInput("How many is missing.", cure="Give a number; 0 for nobody.")
        asker = self._desk.asker(request)
        return self._shown(self._desk.copilot.pausing.take(asker, asker.member, int(many)), "Saved.")

    def _paused(self, until: str, reason: str, request: gr.Request) -> list[Any]:
        asker, pausing = self._desk.asker(request), self._desk.copilot.pausing
        return self._shown(pausing.pause(asker, asker.member, until=read_day(until), reason=reason))

    def _resumed(self, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        back = self._desk.copilot.pausing.resume(asker, asker.member)
        return self._shown(back, "Welcome back. You may be proposed again.")
