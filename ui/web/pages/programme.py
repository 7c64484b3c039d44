"""How a programme stands: numbers and dates, never a note or a chat; and who takes part and manages it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.programmes import Programme
from copilot.errors import BadInput
from copilot.services.policy import Action, Policy
from ui.web.desk import Desk, chosen
from ui.web.page import Page, Room
from ui.web.views.pieces import notice, piece, shown
from ui.web.views.programme import health, no_programme, one_by_one
from ui.web.views.taking_part import managers, taking_part

Updates = dict[Any, Any]


def may_see_a_programme(asker: Asker) -> bool:
    """Whoever manages one, and admins; of which programme, the service asks again."""
    policy = Policy()
    return any(
        policy.allows(asker, Action.ANALYTICS_READ, programme=programme) for programme in ("", *asker.manages)
    )


def build(room: Room) -> None:
    """Which programme above; its health, its relationships, its people and its managers below."""
    _Overview(room)


class _Overview:
    """The page's parts and what they do."""

    def __init__(self, room: Room) -> None:
        self._desk = room.desk
        with gr.Row(elem_classes="form"):
            self._programme = gr.Dropdown([], label="Programme", filterable=False, visible=False)
        self._told = room.slot()
        self._health, self._one_by_one, self._people = room.slot(), room.slot(), room.slot()
        with gr.Column(visible=False, elem_classes="section") as self._managing:
            self._lay_out_managing(room)
        self._parts = [
            self._programme, self._told, self._health, self._one_by_one, self._people, self._managing,
            self._managers, self._new, self._old,
        ]  # fmt: skip
        room.on_open(self._open, self._parts)
        room.wire(self._programme.input, self._look, self._programme, self._parts, trigger_mode="always_last")
        self._changes(room, self._add, self._new, self._desk.copilot.programmes.add_manager, "manages it too")
        self._changes(
            room, self._remove, self._old, self._desk.copilot.programmes.remove_manager, "manages it no more"
        )

    def _lay_out_managing(self, room: Room) -> None:
        room.slot(piece("<h2>Who manages it</h2>"))
        self._managers = room.slot()
        with gr.Row(elem_classes="form"):
            self._new = gr.Dropdown([], label="Who is to manage it too? Type a name or an id.", scale=3)
            self._add = gr.Button("Make manager", variant="primary", scale=1, min_width=150)
        with gr.Row(elem_classes="form"):
            self._old = gr.Dropdown([], label="Who is to manage it no more?", scale=3, filterable=False)
            self._remove = gr.Button("Remove manager", scale=1, min_width=150)

    def _open(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        every = self._desk.copilot.programme_health.overseen(asker)
        if not every:
            return {self._health: shown(no_programme())}
        wanted = chosen(request, "programme")
        programme = next((each for each in every if each.id == wanted), every[0])
        choices = [(each.name, each.id) for each in every]
        return {
            **self._filled(asker, programme.id),
            self._programme: gr.update(choices=choices, value=programme.id, visible=len(every) > 1),
        }

    def _look(self, programme: str, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), programme)

    def _filled(self, asker: Asker, programme_id: str, words: str = "") -> Updates:
        copilot = self._desk.copilot
        found = copilot.programme_health.show(asker, programme_id)
        programme = found.programme
        people = self._desk.people(asker, programme.managers)
        listed = copilot.members.visible_to(asker, programme_id)
        return {
            self._told: shown(notice(words)),
            self._health: shown(health(found, people, decides=programme_id in asker.manages)),
            self._one_by_one: shown(_relationships(self._desk, asker, programme_id)),
            self._people: shown(taking_part(listed, copilot.programmes.enrolled(asker, programme_id))),
            **self._who_manages(asker, programme),
        }

    def _who_manages(self, asker: Asker, programme: Programme) -> Updates:
        """To change it is for admins: whoever manages a programme reads the profiles of its members."""
        may = Policy().allows(asker, Action.MANAGERS_WRITE, programme=programme.id)
        everybody = self._desk.copilot.members.visible_to(asker) if may else []
        people = self._desk.people(asker, programme.managers)
        others = [
            (f"{each.name} ({each.id})", each.id) for each in everybody if each.id not in programme.managers
        ]
        own = [(people.name(each), each) for each in sorted(programme.managers)]
        return {
            self._managing: gr.update(visible=may),
            self._managers: shown(managers(programme.managers, people)),
            self._new: gr.update(choices=sorted(others), value=None),
            self._old: gr.update(choices=own, value=None),
        }

    def _changes(
        self, room: Room, button: Any, whom: Any, verb: Callable[[Asker, str, str], Programme], done: str
    ) -> None:
        def change(programme: str, member: str | None, request: gr.Request) -> Updates:
            asker = self._desk.asker(request)
            if not member:
                raise BadInput("Nobody is chosen.", cure="Choose somebody in the list.")
            verb(asker, programme, member)
            name = self._desk.people(asker, {member}).name(member)
            return self._filled(asker, programme, f"{name} {done}.")

        room.wire(button.click, change, [self._programme, whom], self._parts)


def _relationships(desk: Desk, asker: Asker, programme: str) -> Any:
    """One by one for its manager; others who oversee it see the numbers alone."""
    if programme not in asker.manages:
        return ""
    every = desk.copilot.relationships.visible_to(asker)
    statuses = [each for each in every if each.programme == programme]
    people = desk.people(asker, {member for each in statuses for member in each.members})
    return one_by_one(statuses, people, desk.today())


PAGE = Page(
    "programme",
    "Programme",
    "Oversight",
    44,
    may_see_a_programme,
    build,
    "How it goes, in numbers and dates. Numbers of fewer than five are not shown.",
)
