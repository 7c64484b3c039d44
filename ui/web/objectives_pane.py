"""Where admins set objectives, say how far they are, and settle them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.objectives.serving import Standing
from copilot.services.policy import Action, Policy
from ui.web.desk import Desk
from ui.web.page import Room
from ui.web.typed_times import read_day
from ui.web.views.objectives import number
from ui.web.views.pieces import shortened, subheading

NEW, NOBODY = "", ("nobody yet", "")
STATES = (("open", "open"), ("reached", "reached"), ("set aside", "dropped"))
HOW = "Key results, one a line, such as: First-time speakers: 4 -> 20 people"
Updates = dict[Any, Any]


def writes(asker: Asker) -> bool:
    """Whether she may change objectives."""
    return Policy().allows(asker, Action.OBJECTIVES_WRITE)


class ObjectivesPane:
    """A form for one objective, a new one or one of those there are, and for where its key results stand."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        with gr.Column(visible=False, elem_classes="section") as self._all:
            room.slot(subheading("Set and measure", "For admins. Everybody reads what stands above."))
            self._which = gr.Dropdown([], label="Which objective?", filterable=False)
            with gr.Column(visible=False) as self._measuring:
                self._lay_out_measuring()
            with gr.Accordion("Its words and its key results", open=False, elem_classes="fold"):
                self._lay_out_words()
        self._fields = [
            self._title, self._why, self._results, self._owner, self._starts, self._ends, self._measuring,
            self._result, self._now, self._state,
        ]  # fmt: skip
        self.outputs = [self._all, self._which, *self._fields]

    def _lay_out_measuring(self) -> None:
        with gr.Row(elem_classes="form"):
            self._result = gr.Dropdown([], label="Which key result?", filterable=False, scale=3)
            self._now = gr.Textbox(label="Where does it stand?", max_length=20, scale=1, min_width=130)
            self._measure = gr.Button("Save", variant="primary", scale=1, min_width=90)
        with gr.Row(elem_classes="form"):
            self._state = gr.Radio(list(STATES), label="How is the whole?", elem_classes="pills", scale=3)
            self._settle = gr.Button("Settle", scale=1, min_width=90)

    def _lay_out_words(self) -> None:
        self._title = gr.Textbox(label="What does the community want to reach?", max_length=300)
        self._why = gr.Textbox(label="Why? (may stay empty)", lines=2, max_length=4_000)
        self._results = gr.Textbox(label=HOW, lines=3, max_length=6_000)
        with gr.Row(elem_classes="form"):
            self._owner = gr.Dropdown([], label="Who sees to it? Type a name.", scale=2)
            self._starts = gr.Textbox(
                label="First day", placeholder="2027-01-01", max_length=10, min_width=130
            )
            self._ends = gr.Textbox(label="Last day", placeholder="2027-12-31", max_length=10, min_width=130)
        self._keep = gr.Button("Keep this objective", variant="primary", elem_classes="alone")

    def connect(self, told: Any, refresh: Any, more: Sequence[Any]) -> None:
        """Wire the buttons.

        Args:
            told: the slot of the page's notice.
            refresh: (asker, words) → the updates of the whole page.
            more: the page's other outputs.
        """
        wire, outputs, which = self._room.wire, [told, *more, *self.outputs], self._which
        wire(which.input, self._turn, which, self._fields)
        wire(self._result.input, self._turn_to, [which, self._result], self._now)

        def then(asker: Asker, words: str, keep: str) -> Updates:
            return {**refresh(asker, words), **self.filled(asker, keep)}

        def kept(
            chosen: str,
            title: str,
            why: str,
            results: str,
            owner: str | None,
            starts: str,
            ends: str,
            request: gr.Request,
        ) -> Updates:
            asker, service = self._desk.asker(request), self._desk.copilot.objectives
            first, last = read_day(starts), read_day(ends)
            lines = results.splitlines()
            if chosen == NEW:
                added = service.add(
                    asker, title, why=why, key_results=lines, owner=owner or "", starts=first, ends=last
                )
                return then(asker, "The objective is set.", added.id)
            service.update(
                asker,
                chosen,
                title=title,
                why=why,
                key_results=lines,
                owner=owner or "",
                starts=first or "",
                ends=last or "",
            )
            return then(asker, "Kept.", chosen)

        def measured(chosen: str, result: int | None, now: str, request: gr.Request) -> Updates:
            asker = self._desk.asker(request)
            if not result:
                raise BadInput("No key result is chosen.", cure="Add one below, or choose one in the list.")
            self._desk.copilot.objectives.key_result(asker, chosen, int(result), now)
            return then(asker, "Kept. The bar has moved.", chosen)

        def settled(chosen: str, state: str, request: gr.Request) -> Updates:
            asker = self._desk.asker(request)
            self._desk.copilot.objectives.settle(asker, chosen, state)
            return then(asker, "Settled. What serves it stays linked.", chosen)

        words = [self._title, self._why, self._results, self._owner, self._starts, self._ends]
        wire(self._keep.click, kept, [which, *words], outputs)
        wire(self._measure.click, measured, [which, self._result, self._now], outputs)
        wire(self._settle.click, settled, [which, self._state], outputs)

    def filled(self, asker: Asker, keep: str = NEW) -> Updates:
        """The pane for who may use it, with the objective `keep` in it; nothing for all others."""
        if not writes(asker):
            return {self._all: gr.update(visible=False)}
        every = self._desk.copilot.objectives.every(asker)
        choices = [("A new one", NEW), *((shortened(each.title, 80), each.id) for each in every)]
        found = next((each for each in every if each.id == keep), None)
        return {
            self._all: gr.update(visible=True),
            self._which: gr.update(choices=choices, value=found.id if found else NEW),
            **self._of(found, _people(self._desk, asker)),
        }

    def _turn(self, which: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        every = self._desk.copilot.objectives.every(asker)
        return self._of(next((each for each in every if each.id == which), None), _people(self._desk, asker))

    def _turn_to(self, which: str, result: int | None, request: gr.Request) -> Any:
        every = self._desk.copilot.objectives.every(self._desk.asker(request))
        results = next((each.key_results for each in every if each.id == which), ())
        return gr.update(value=next((f"{each.now:g}" for each in results if each.number == result), ""))

    def _of(self, found: Standing | None, people: list[tuple[str, str]]) -> Updates:
        results = found.key_results if found else ()
        lines = [
            f"{each.text}: {each.start:g} -> {each.target:g}{' ' + each.unit if each.unit else ''}"
            for each in results
        ]
        named = [(f"{each.text} (now {number(each.now)} {each.unit})", each.number) for each in results]
        return {
            self._title: found.title if found else "",
            self._why: found.why if found else "",
            self._results: "\n".join(lines),
            self._owner: gr.update(choices=people, value=found.owner if found else ""),
            self._starts: found.starts.isoformat() if found and found.starts else "",
            self._ends: found.ends.isoformat() if found and found.ends else "",
            self._measuring: gr.update(visible=found is not None),
            self._result: gr.update(choices=named, value=1 if named else None),
            self._now: f"{results[0].now:g}" if results else "",
            self._state: found.state if found else "open",
        }


def _people(desk: Desk, asker: Asker) -> list[tuple[str, str]]:
    found = desk.copilot.members.visible_to(asker)
    return [NOBODY, *sorted((f"{each.name} ({each.id})", each.id) for each in found)]
