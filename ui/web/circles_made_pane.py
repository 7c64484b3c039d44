"""Where circles are brought together, split and merged, by those who manage a programme and by admins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.circles.seeing import CircleStatus
from copilot.services.circles.splitting import Change
from copilot.services.policy import Action, Policy
from ui.web.page import Room
from ui.web.people import People
from ui.web.views.circles_at_work import forming_told
from ui.web.views.circles_made import named_apart, overseen, what_if
from ui.web.views.pieces import shown, subheading

SPLIT = ("split it in two", "")
NOBODY_IN_PARTICULAR = ("no programme", "")
LABEL = 34
"""So many characters of a theme fit into a list to choose from."""
Updates = dict[Any, Any]


def makes(asker: Asker) -> list[str]:
    """The programmes in which she may make circles; the empty one for circles of none."""
    policy = Policy()
    return [
        programme
        for programme in ("", *sorted(asker.manages))
        if policy.allows(asker, Action.CIRCLES_MAKE, programme=programme)
    ]


class CirclesMadePane:
    """Status of the circles one looks after; what a split or a merger would be; a circle by hand."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._shown_for = gr.State("")
        with gr.Column(visible=False, elem_classes="section") as self._all:
            room.slot(
                subheading(
                    "Circles you look after",
                    "You see that they meet, and when. Who comes and who chairs stays with them.",
                )
            )
            self._table, self._forming = room.slot(), room.slot()
            with gr.Accordion("Split or merge", open=False, elem_classes="fold"):
                self._lay_out_change()
            with gr.Accordion("Bring a circle together", open=False, elem_classes="fold"):
                self._lay_out_adding()
        self.outputs = [
            self._all, self._table, self._forming, self._circle, self._with, self._what, self._yes, self._members,
            self._theme, self._programme, self._shown_for,
        ]  # fmt: skip

    def _lay_out_change(self) -> None:
        with gr.Row(elem_classes="form"):
            self._circle = gr.Dropdown([], label="Which circle?", filterable=False, scale=2)
            self._with = gr.Dropdown([], label="What about it?", filterable=False, scale=2)
            self._show = gr.Button("Show what would be", scale=1, min_width=130)
        self._what = self._room.slot()
        self._yes = gr.Button("Do it", variant="primary", visible=False, elem_classes="alone")

    def _lay_out_adding(self) -> None:
        self._members = gr.Dropdown([], label="Who? Four to eight; type a name.", multiselect=True)
        with gr.Row(elem_classes="form"):
            self._theme = gr.Textbox(label="What do they share?", max_length=300, scale=3)
            self._programme = gr.Dropdown([], label="In which programme?", filterable=False, scale=2)
            self._add = gr.Button("Ask them all", variant="primary", scale=1, min_width=110)

    def connect(self, told: Any, refresh: Callable[[Asker, str], Updates], more: Sequence[Any]) -> None:
        """Wire the buttons.

        Args:
            told: the slot of the page's notice.
            refresh: (asker, words) → the updates of the whole page.
            more: the page's other outputs.
        """
        wire, outputs = self._room.wire, [told, *more, *self.outputs]

        def look(circle: str | None, other: str | None, request: gr.Request) -> Updates:
            change = self._change(self._desk.asker(request), circle, other or "", yes=False)
            people = {member for each in change.circles for member in each.members}
            markup = what_if(change, self._desk.people(self._desk.asker(request), people))
            first = ",".join(change.circles[0].members) if len(change.circles) > 1 else ""
            label = "Split it like this" if first else "Merge them like this"
            return {
                self._what: shown(markup),
                self._yes: gr.update(visible=True, value=label),
                self._shown_for: f"{circle}|{other or ''}|{first}",
            }

        def done(shown_for: str, request: gr.Request) -> Updates:
            asker = self._desk.asker(request)
            circle, other, first = (shown_for or "||").split("|")
            self._change(asker, circle, other, first=[each for each in first.split(",") if each], yes=True)
            words = (
                "Split: two circles go on, and each knows of the other."
                if first
                else "Merged: one circle goes on."
            )
            return {**refresh(asker, words), **self.filled(asker)}

        def added(members: Sequence[str], theme: str, programme: str | None, request: gr.Request) -> Updates:
            asker = self._desk.asker(request)
            self._desk.copilot.circles.add(asker, members, theme, programme or "")
            return {
                **refresh(asker, "They are asked. The circle begins once each of them has said yes."),
                **self.filled(asker),
            }

        def other_circle(circle: str | None, request: gr.Request) -> Updates:
            kept, people = self._kept(self._desk.asker(request))
            return {**anew(), self._with: self._changes(named_apart(kept, people, LABEL), circle)}

        def anew() -> Updates:
            return {self._what: "", self._yes: gr.update(visible=False), self._shown_for: ""}

        change = [self._what, self._yes, self._shown_for]
        wire(self._show.click, look, [self._circle, self._with], change)
        wire(self._circle.input, other_circle, self._circle, [self._with, *change])
        wire(self._with.input, anew, None, change)
        wire(self._yes.click, done, self._shown_for, outputs)
        wire(self._add.click, added, [self._members, self._theme, self._programme], outputs)

    def filled(self, asker: Asker) -> Updates:
        """The pane for who may use it; nothing for all others."""
        where = makes(asker)
        if not where:
            return {self._all: gr.update(visible=False)}
        found = self._desk.copilot.circles.every(asker)
        kept, names = self._kept(asker)
        forming = [each for each in found.forming if each.programme in where or "" in where]
        people = self._desk.people(asker, {member for each in forming for member in each.members})
        called = named_apart(kept, names, LABEL)
        choices = [(f"{called[each.id]} ({len(each.members)})", each.id) for each in kept]
        return {
            self._all: gr.update(visible=True),
            self._table: shown(overseen(kept, self._desk.today(), names)),
            self._forming: shown(forming_told(forming, people, asker.member)),
            self._circle: gr.update(choices=choices, value=choices[0][1] if choices else None),
            self._with: self._changes(called, choices[0][1] if choices else None),
            self._what: "",
            self._yes: gr.update(visible=False),
            self._shown_for: "",
            self._members: gr.update(choices=self._people(asker), value=[]),
            self._theme: "",
            self._programme: gr.update(choices=self._programmes(asker, where), value=where[-1]),
        }

    def _change(
        self, asker: Asker, circle: str | None, other: str, *, first: Sequence[str] = (), yes: bool
    ) -> Change:
        if not circle:
            raise BadInput("No circle is chosen.", cure="Choose one in the list.")
        service = self._desk.copilot.circles
        if other:
            return service.merge(asker, circle, other, yes=yes)
        return service.split(asker, circle, first, yes=yes)

    def _kept(self, asker: Asker) -> tuple[list[CircleStatus], People]:
        """The circles she looks after, and the names of who sits in them."""
        where = makes(asker)
        found = self._desk.copilot.circles.every(asker).circles
        kept = [each for each in found if each.programme in where or "" in where]
        return kept, self._desk.people(asker, {member for each in kept for member in each.members})

    def _changes(self, called: Mapping[str, str], circle: str | None) -> Any:
        """What can be done with a circle: it is split, or merged with another one."""
        others = [(f"merge it with {name}", one) for one, name in called.items() if one != circle]
        return gr.update(choices=[SPLIT, *others], value="")

    def _people(self, asker: Asker) -> list[tuple[str, str]]:
        found = self._desk.copilot.members.visible_to(asker)
        return sorted((f"{each.name} ({each.id})", each.id) for each in found)

    def _programmes(self, asker: Asker, where: Sequence[str]) -> list[tuple[str, str]]:
        every = self._desk.copilot.programmes.every(asker)
        named = [
            (each.name, each.id) for each in every if not each.closed and ("" in where or each.id in where)
        ]
        return [*([NOBODY_IN_PARTICULAR] if "" in where else []), *named]
