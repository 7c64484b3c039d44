"""My sessions: what was talked about, and what was promised."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.services.relationships import SharedThings
from ui.web.desk import Desk
from ui.web.page import Page, Room, is_mentee
from ui.web.views.pieces import empty, face, notice, piece, shown, together
from ui.web.views.relationships import action_label, done_items, partner_of, sessions_and_notes


def build(room: Room) -> None:
    """Promises to tick off, then the sessions."""
    desk = room.desk
    told = room.slot()
    room.slot(piece('<div class="section"><h2>What is open</h2></div>'))
    open_items = gr.CheckboxGroup([], label="Tick what is done", elem_classes="ticks")
    done = room.slot()
    sessions = room.slot()
    outputs = [open_items, done, sessions, told]

    def look(request: gr.Request, words: str = "") -> tuple[Any, ...]:
        asker = desk.asker(request)
        return _filled(desk, asker, sought_by(desk, asker), words)

    def tick(items: list[str], request: gr.Request) -> tuple[Any, ...]:
        asker = desk.asker(request)
        for item in items:
            desk.copilot.relationships.finish_action(asker, item)
        return look(request, "Ticked off. Well done." if items else "")

    room.on_open(look, outputs)
    room.wire(open_items.input, tick, open_items, outputs)


def sought_by(desk: Desk, asker: Asker) -> list[SharedThings]:
    """The asker's relationships in which she is the one who sought a partner."""
    service = desk.copilot.relationships
    own = [s for s in service.visible_to(asker) if s.seeker == asker.member]
    return [service.shared(asker, relationship.id) for relationship in own]


def _filled(desk: Desk, asker: Asker, own: list[SharedThings], words: str) -> tuple[Any, ...]:
    people = desk.people(asker, {member for things in own for member in things.relationship.members})
    today, zone, me = desk.today(), desk.zone(asker), asker.member
    actions = [action for things in own for action in things.actions]
    choices = [
        (action_label(action, "You" if action.owner == me else people.first(action.owner), today), action.id)
        for action in actions
        if not action.done
    ]
    parts = [
        piece(
            '<section class="card">{}{}</section>',
            face(
                people.name(partner_of(things.relationship, me)),
                people.headline(partner_of(things.relationship, me)),
            ),
            sessions_and_notes(things, people, me, zone),
        )
        for things in own
    ]
    nobody = empty(
        "You have no mentor here yet.",
        "Look at who could suit you under “Find a mentor”; your programme’s manager makes the match.",
    )
    return (
        gr.update(choices=choices, value=[], label="Tick what is done" if choices else "Nothing is open."),
        shown(done_items(actions, people, me)),
        shown(together(parts) if parts else nobody),
        shown(notice(words)) if words else "",
    )


PAGE = Page(
    "sessions",
    "My sessions",
    "Mentee",
    21,
    is_mentee,
    build,
    "What you talked about, and what each of you promised.",
)
