"""The readiness check on the Learning page: sentences to rate from 1 to 7, and the areas as bars. Hers alone."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.learning.told import ReadinessTold
from ui.web.page import Room
from ui.web.views.pieces import shown
from ui.web.views.practising import areas, ratings_kept, readiness_opened

Updates = dict[Any, Any]
MOST_SENTENCES = 18
ROLES = ("mentee", "mentor")


class ReadinessPane:
    """Its parts; `opened` fills them for a role, `closed` puts them away."""

    def __init__(self, room: Room) -> None:
        self._desk = room.desk
        self._role, self._keys = gr.State(""), gr.State([])
        with gr.Column(visible=False, elem_classes="exercise") as self._whole:
            self._result = room.slot()
            self._about = room.slot()
            self._radios = [
                gr.Radio([], label=f"Sentence {n + 1}", visible=False, elem_classes="scale-of-ease")
                for n in range(MOST_SENTENCES)
            ]
            self._keep = gr.Button("Keep my ratings", variant="primary", elem_classes="alone")
            self._told = room.slot()
        self.parts = [
            self._role, self._keys, self._whole, self._result, self._about, *self._radios, self._told,
        ]  # fmt: skip
        kept = room.wire(self._keep.click, self._kept, [self._role, self._keys, *self._radios], self.parts)
        # Apart, so that the page moves up to the result only once there is a new one.
        room.wire(kept.success, self._last, self._role, self._result, scroll_to_output=True)

    def closed(self) -> Updates:
        """Put away."""
        return {self._role: "", self._whole: gr.update(visible=False)}

    def opened(self, asker: Asker, role: str) -> Updates:
        """The sentences for a role, above them how she rated herself last."""
        told = self._desk.copilot.learning.readiness(asker, role)
        last = told.history[0] if told.history else None
        return {
            self._role: told.role,
            self._keys: [each.key for each in told.questions],
            self._whole: gr.update(visible=True),
            self._result: shown(areas(last)) if last else "",
            self._about: shown(readiness_opened(told)),
            self._told: "",
            **self._sentences(told),
        }

    def _sentences(self, told: ReadinessTold) -> Updates:
        away = {radio: gr.update(visible=False) for radio in self._radios[len(told.questions) :]}
        asked = zip(self._radios, told.questions, strict=False)
        named = ", ".join(f"{n} {words}" for n, words in told.scale.items())
        return away | {
            radio: gr.update(
                label=each.say, info=named, choices=_numbers(told.scale), value=None, visible=True
            )
            for radio, each in asked
        }

    def _kept(self, request: gr.Request, role: str, keys: list[str], *ratings: int | None) -> Updates:
        given = dict(zip(keys, ratings, strict=False))
        if not all(given.values()):
            missing = sum(not each for each in given.values())
            raise BadInput(
                f"{missing} of {len(given)} sentences are not rated yet.",
                cure="Rate every one; where you have no occasion to recall, 4 will do.",
            )
        asker = self._desk.asker(request)
        self._desk.copilot.learning.rate(asker, role, {key: value for key, value in given.items() if value})
        return self.opened(asker, role) | {self._told: shown(ratings_kept())}

    def _last(self, role: str, request: gr.Request) -> str:
        history = self._desk.copilot.learning.readiness(self._desk.asker(request), role).history
        return shown(areas(history[0])) if history else ""


def _numbers(named: dict[int, str]) -> list[tuple[str, int]]:
    """From the lowest that has a name to the highest."""
    return [(str(n), n) for n in range(min(named), max(named) + 1)]
