"""My mentees: at a glance; one of them opened; the next session planned in one click."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import DraftKind
from copilot.errors import BadInput
from copilot.services.relationships import SharedThings
from ui.web.desk import Desk, chosen
from ui.web.draft_pane import DraftPane
from ui.web.page import Page, Room, is_mentor
from ui.web.views.goals import goal_cards
from ui.web.views.pieces import NOTHING, empty, face, notice, piece, shown
from ui.web.views.relationships import action_label, done_items, glance, partner_of, sessions_and_notes, when

LENGTHS = (("30 minutes", 30), ("45 minutes", 45), ("60 minutes", 60), ("90 minutes", 90))
WHO_SEES = (("only me", "private"), ("both of us", "shared"))


def build(room: Room) -> None:
    """Cards above; below them the chosen relationship: plan, promises, notes, goals, sessions."""
    desk = room.desk
    relationship = gr.State("")
    cards = room.slot()
    told = room.slot()
    with gr.Column(visible=False, elem_classes="chosen") as detail:
        who = room.slot()
        with gr.Row(elem_classes="form"):
            topic = gr.Textbox(
                label="What should the next session be about? (may stay empty)", scale=4, max_length=300
            )
            minutes = gr.Dropdown(
                list(LENGTHS), value=60, label="How long", scale=1, min_width=130, filterable=False
            )
        plan = gr.Button("Plan the next session", variant="primary", elem_classes="alone")
        pane = DraftPane(room, "Approve this agenda")
        room.slot(piece('<div class="section"><h2>Open items</h2></div>'))
        open_items = gr.CheckboxGroup([], label="Tick what is done", elem_classes="ticks")
        done = room.slot()
        room.slot(piece('<div class="section"><h2>Goals shared with you</h2></div>'))
        goals = room.slot()
        room.slot(piece('<div class="section"><h2>Sessions and notes</h2></div>'))
        with gr.Accordion("Add a note", open=False, elem_classes="fold"):
            session = gr.Dropdown([], label="Session")
            text = gr.Textbox(label="Note", lines=4, max_length=20_000)
            seen_by = gr.Radio(list(WHO_SEES), value="private", label="Who sees it?", elem_classes="pills")
            add = gr.Button("Keep this note", variant="primary", elem_classes="alone")
        sessions = room.slot()
    outputs = [relationship, cards, detail, who, open_items, done, goals, session, sessions, told]

    def look(request: gr.Request) -> tuple[Any, ...]:
        asker = desk.asker(request)
        return _filled(desk, asker, chosen(request, "relationship"), "")

    def tick(items: list[str], of: str, request: gr.Request) -> tuple[Any, ...]:
        asker = desk.asker(request)
        for item in items:
            desk.copilot.relationships.finish_action(asker, item)
        return _filled(desk, asker, of, "Ticked off." if items else "")

    def add_note(
        session_id: str | None, words: str, seen_by: str, of: str, request: gr.Request
    ) -> tuple[Any, ...]:
        asker = desk.asker(request)
        if not session_id:
            raise BadInput("No session is chosen.", cure="Choose the session the note belongs to.")
        desk.copilot.relationships.add_note(asker, session_id, words, shared=seen_by == "shared")
        return "", *_filled(desk, asker, of, "The note is kept.")

    def draft(of: str, topic: str, minutes: int, request: gr.Request) -> Iterator[list[Any]]:
        asker = desk.asker(request)
        drafting = desk.copilot.drafting
        yield from pane.drafting(
            asker, lambda: drafting.agenda(asker, of, minutes=int(minutes), topic=topic.strip())
        )

    def reopen(of: str, request: gr.Request) -> list[Any]:
        return pane.latest(desk.asker(request), DraftKind.AGENDA, of) if of else pane.nothing()

    opened = room.on_open(look, outputs)
    room.wire(opened.then, reopen, relationship, pane.outputs)
    room.wire(open_items.input, tick, [open_items, relationship], outputs)
    room.wire(add.click, add_note, [session, text, seen_by, relationship], [text, *outputs])
    room.wire(
        plan.click,
        draft,
        [relationship, topic, minutes],
        pane.outputs,
    )


def given_by(desk: Desk, asker: Asker) -> list[SharedThings]:
    """The asker's relationships in which somebody else sought her, active ones first."""
    service = desk.copilot.relationships
    own = [s for s in service.visible_to(asker) if asker.member in s.members and s.seeker != asker.member]
    ordered = sorted(own, key=lambda each: (each.state != "active", each.started, each.id))
    return [service.shared(asker, each.id) for each in ordered]


def _filled(desk: Desk, asker: Asker, wanted: str, words: str) -> tuple[Any, ...]:
    every = given_by(desk, asker)
    open_one = next((each for each in every if each.relationship.id == wanted), every[0] if every else None)
    people = desk.people(asker, {member for each in every for member in each.relationship.members})
    told = shown(notice(words)) if words else ""
    if open_one is None:
        nobody = empty(
            "You have no mentees yet.",
            "When a programme’s manager approves a match and you both accept, it begins here.",
        )
        return "", shown(nobody), gr.update(visible=False), "", gr.update(), "", "", gr.update(), "", told
    cards = shown(glance(every, asker.member, people, desk.today(), open_one.relationship.id))
    return (
        open_one.relationship.id,
        cards,
        gr.update(visible=True),
        *_detail(desk, asker, open_one, people),
        told,
    )


def _detail(desk: Desk, asker: Asker, things: SharedThings, people: Any) -> tuple[Any, ...]:
    today, zone, me = desk.today(), desk.zone(asker), asker.member
    partner = partner_of(things.relationship, me)
    open_items = [
        (action_label(action, "You" if action.owner == me else people.first(action.owner), today), action.id)
        for action in things.actions
        if not action.done
    ]
    newest = sorted(things.sessions, key=lambda each: each.at, reverse=True)
    held = [
        (f"{each.topic or 'Session'} ({each.at:%d.%m.%Y})", each.id)
        for each in newest
        if each.state == "held"
    ]
    return (
        shown(_title(things, people, partner, zone)),
        gr.update(
            choices=open_items, value=[], label="Tick what is done" if open_items else "Nothing is open."
        ),
        shown(done_items(things.actions, people, me)),
        shown(goal_cards(things.goals, today) if things.goals else _no_goals(people.first(partner))),
        gr.update(choices=held, value=held[0][1] if held else None),
        shown(sessions_and_notes(things, people, me, zone)),
    )


def _title(things: SharedThings, people: Any, partner: str, zone: Any) -> Any:
    coming = next((each for each in things.sessions if each.state == "planned"), None)
    at = (
        piece(
            '<p class="under">Next session: {}{}</p>',
            when(coming.at, zone),
            coming.topic and f" · {coming.topic}",
        )
        if coming
        else NOTHING
    )
    return piece('<div class="section chosen-title"><h2>{}</h2>{}</div>', face(people.name(partner)), at)


def _no_goals(name: str) -> Any:
    return empty(
        "No goal is shared with you.",
        f"Ask {name} what would make these months worthwhile; a goal can be shared then.",
    )


PAGE = Page(
    "mentees",
    "My mentees",
    "Mentor",
    30,
    is_mentor,
    build,
    "Where each of you stands, and the next session planned.",
)
