"""My sessions: the next one and its agenda, what was promised, and notes: shared ones, and mine alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import gradio as gr

from copilot.domain.drafts import DraftKind
from copilot.domain.relationships import Session
from copilot.errors import BadInput
from copilot.services.relationships import SharedThings
from ui.web.decisions import Decisions
from ui.web.desk import chosen
from ui.web.draft_pane import DraftPane
from ui.web.form_fields import when_and_how_long
from ui.web.mood_bar import MoodBar
from ui.web.page import Page, Room, is_mentee
from ui.web.sessions_shown import filled
from ui.web.typed_times import read_day, read_time
from ui.web.views.pieces import subheading
from ui.web.views.sessions import next_session, unsettled

OF_THE_TWO = (DraftKind.AGENDA, DraftKind.AGREEMENT)
FOR_WHOM = (("each of us", "pair"), ("only me, with my own notes", "me"))


def build(room: Room) -> None:
    """Whom she meets; then the next session, promises and notes of the one that is chosen."""
    _SessionsPage(room)


class _SessionsPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._relationship, self._ticked = gr.State(""), gr.State([])
        self._told = room.slot()
        self._take_back = gr.Button("Take the tick back", visible=False, elem_classes="alone")
        self._cards = room.slot()
        with gr.Column(visible=False, elem_classes="chosen") as self._detail:
            self._lay_out_next()
            self._lay_out_planning()
            self._lay_out_promises()
            self._lay_out_notes()
            self._mood = MoodBar(room)
        self._outputs = [
            self._relationship, self._cards, self._detail, self._who, self._next, self._passed, self._held,
            self._called_off, self._every, self._open_items, self._done, self._whose, self._session, self._seen_by,
            self._notes, *self._mood.outputs, self._planning, self._drafting, self._promising, self._noting,
            self._told, self._ticked, self._take_back,
        ]  # fmt: skip
        self._connect()

    def _lay_out_next(self) -> None:
        self._who = self._room.slot()
        self._next = self._room.slot()
        self._passed = self._room.slot()
        with gr.Row(elem_classes="actions"):
            self._held = gr.Button("Yes, it was held", visible=False, min_width=0)
            self._called_off = gr.Button("No, it didn’t happen", visible=False, min_width=0)
        self._every = self._room.slot()

    def _lay_out_planning(self) -> None:
        with gr.Accordion("Plan a session", open=False, elem_classes="fold") as self._planning:
            with gr.Row(elem_classes="form"):
                self._on, self._at, self._long = when_and_how_long()
            self._topic = gr.Textbox(label="What about? (may stay empty)", max_length=300)
            self._plan = gr.Button("Add this session", variant="primary", elem_classes="alone")
        with gr.Accordion("Draft an agenda", open=False, elem_classes="fold") as self._drafting:
            self._for_whom = gr.Radio(
                list(FOR_WHOM), value="pair", label="Who will read it?", elem_classes="pills"
            )
            self._draft = gr.Button("Draft the agenda", variant="primary", elem_classes="alone")
        self._pane = DraftPane(self._room)

    def _lay_out_promises(self) -> None:
        self._room.slot(subheading("What is open"))
        self._open_items = gr.CheckboxGroup([], label="Tick what is done", elem_classes="ticks")
        self._done = self._room.slot()
        with gr.Accordion("Add a promise", open=False, elem_classes="fold") as self._promising:
            self._whose = gr.Radio([], label="Whose?", elem_classes="pills")
            self._promise = gr.Textbox(label="What will be done?", max_length=2_000)
            self._until = gr.Textbox(
                label="Until when? (a day such as 2027-03-31; may stay empty)", max_length=10
            )
            self._add_item = gr.Button("Add this promise", variant="primary", elem_classes="alone")

    def _lay_out_notes(self) -> None:
        self._room.slot(subheading("Notes"))
        with gr.Accordion("Write a note", open=False, elem_classes="fold") as self._noting:
            self._session = gr.Dropdown([], label="Session")
            self._text = gr.Textbox(label="Note", lines=4, max_length=20_000)
            self._seen_by = gr.Radio([], label="Who reads it?", elem_classes="pills")
            self._add_note = gr.Button("Keep this note", variant="primary", elem_classes="alone")
        self._notes = self._room.slot()

    def _connect(self) -> None:
        wire, of, out = self._room.wire, self._relationship, self._outputs
        opened = self._room.on_open(self._look, out)
        wire(opened.then, self._reopen, of, self._pane.outputs)
        wire(self._open_items.input, self._tick, [self._open_items, of], out)
        wire(self._take_back.click, self._untick, [self._ticked, of], out)
        wire(self._held.click, self._settle("held"), of, out)
        wire(self._called_off.click, self._settle("cancelled"), of, out)
        day = [self._on, self._at]
        wire(self._plan.click, self._put_down, [*day, self._long, self._topic, of], [*day, self._topic, *out])
        words = [self._promise, self._until]
        wire(self._add_item.click, self._promised, [self._whose, *words, of], [*words, *out])
        note = [self._session, self._text, self._seen_by, of]
        wire(self._add_note.click, self._write, note, [self._text, *out])
        wire(self._draft.click, self._drafted, [of, self._for_whom], self._pane.outputs)
        self._pane.then(self._look_again, of, out)
        wire(self._mood.button.click, self._felt, [*self._mood.inputs, of], out)

    def _look(self, request: gr.Request) -> tuple[Any, ...]:
        return filled(self._desk, self._desk.asker(request), chosen(request, "relationship"))

    def _look_again(self, of: str, request: gr.Request) -> tuple[Any, ...]:
        return filled(self._desk, self._desk.asker(request), of)

    def _tick(self, items: list[str], of: str, request: gr.Request) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        for item in items:
            self._desk.copilot.relationships.finish_action(asker, item)
        return filled(self._desk, asker, of, "Ticked off. Well done." if items else "", items)

    def _untick(self, items: list[str], of: str, request: gr.Request) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        for item in items:
            self._desk.copilot.relationships.finish_action(asker, item, done=False)
        return filled(self._desk, asker, of, "It is open again.")

    def _settle(self, state: Literal["held", "cancelled"]) -> Any:
        def settled(of: str, request: gr.Request) -> tuple[Any, ...]:
            asker, service = self._desk.asker(request), self._desk.copilot.relationships
            for each in unsettled(service.shared(asker, of), self._desk.copilot.clock.now())[:1]:
                service.settle_session(asker, each.id, state)
            return filled(self._desk, asker, of, "Kept.")

        return settled

    def _put_down(
        self, on: str, at: str, minutes: int, topic: str, of: str, request: gr.Request
    ) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        starts = read_time(on, at, self._desk.zone(asker))
        self._desk.copilot.relationships.add_session(
            asker, of, at=starts, minutes=int(minutes), topic=topic.strip()
        )
        return "", "", "", *filled(self._desk, asker, of, "The session is added. Each of you sees it.")

    def _promised(
        self, whose: str | None, words: str, until: str, of: str, request: gr.Request
    ) -> tuple[Any, ...]:
        asker, service = self._desk.asker(request), self._desk.copilot.relationships
        if not words.strip():
            raise BadInput("The promise is empty.", cure="Say in a few words what will be done.")
        last = last_session(service.shared(asker, of))
        service.add_action(
            asker, last.id, owner=whose or asker.member, text=words.strip(), due=read_day(until)
        )
        return "", "", *filled(self._desk, asker, of, "Added. Each of you sees it.")

    def _write(
        self, session: str | None, words: str, seen_by: str | None, of: str, request: gr.Request
    ) -> tuple[Any, ...]:
        asker, shared = self._desk.asker(request), seen_by == "shared"
        if not session:
            raise BadInput("No session is chosen.", cure="Choose the session the note belongs to.")
        self._desk.copilot.relationships.add_note(asker, session, words, shared=shared)
        said = "Kept. Each of you reads it." if shared else "Kept. Only you read it."
        return "", *filled(self._desk, asker, of, said)

    def _felt(
        self, session: str | None, rating: int | None, words: str, seen_by: str, of: str, request: gr.Request
    ) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        told = self._mood.said(asker, session, rating, words, seen_by)
        return filled(self._desk, asker, of, told)

    def _drafted(self, of: str, for_whom: str, request: gr.Request) -> Iterator[list[Any]]:
        asker, copilot = self._desk.asker(request), self._desk.copilot
        planned = next_session(copilot.relationships.shared(asker, of), self._desk.today())
        minutes, topic = (planned.minutes, planned.topic[:300]) if planned else (60, "")
        yield from self._pane.drafting(
            asker, lambda: copilot.drafting.agenda(asker, of, minutes, topic, for_pair=for_whom == "pair")
        )

    def _reopen(self, of: str, request: gr.Request) -> list[Any]:
        """An agenda or an agreement of theirs that waits for her; an approved agenda stands with its session above."""
        asker = self._desk.asker(request)
        waiting = Decisions(self._desk.copilot).waiting(asker) if of else []
        theirs = (one for one, _ in waiting if one.relationship == of and one.kind in OF_THE_TWO)
        newest = next(theirs, None)
        return self._pane.showing(newest, asker) if newest else self._pane.nothing()


def last_session(things: SharedThings) -> Session:
    """The session in which something was promised: the newest held one, else the next. BadInput where there is none."""
    newest = sorted(things.sessions, key=lambda each: (each.state == "held", each.at))
    if not newest:
        raise BadInput("There is no session yet.", cure="Add the first one under “Plan a session”.")
    return newest[-1]


PAGE = Page(
    "sessions",
    "My sessions",
    "Mentee",
    21,
    is_mentee,
    build,
    "What you talked about, and what each of you promised.",
)
