"""After a session: a note, what was promised in it, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from typing import Any

import gradio as gr

from copilot.domain.relationships import Session
from copilot.errors import BadInput
from ui.web.items_pane import ItemsPane
from ui.web.mood_bar import WHO_SEES, MoodBar, nothing_said
from ui.web.page import Room
from ui.web.views.glances import held_sessions
from ui.web.views.pieces import subheading

WHICH_NOTES = (("those each of us sees", "shared"), ("my private ones too, for me alone", "mine"))


class AfterSession:
    """Three folds about one session. `outputs` is what a handler fills with `filled`."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        room.slot(subheading("After a session"))
        self._session = gr.Dropdown([], label="Session")
        with gr.Accordion("Write a note", open=False, elem_classes="fold"):
            self._text = gr.Textbox(label="Note", lines=4, max_length=20_000)
            self._seen_by = gr.Radio(
                list(WHO_SEES), value="private", label="Who sees it?", elem_classes="pills"
            )
            self._add = gr.Button("Keep this note", variant="primary", elem_classes="alone")
        with gr.Accordion("Turn notes into action items", open=False, elem_classes="fold"):
            self._handed_in = gr.Textbox(
                label="Notes to read (leave empty to read those kept for the session)",
                lines=3,
                max_length=20_000,
            )
            self._which = gr.Radio(
                list(WHICH_NOTES), value="shared", label="Which kept notes?", elem_classes="pills"
            )
            self._find = gr.Button("Find the action items", variant="primary", elem_classes="alone")
        self.items = ItemsPane(room)
        self._mood = MoodBar(room)
        self.outputs = [self._session, *self._mood.outputs]

    def connect(self, relationship: Any, refilled: Callable[..., list[Any]], outputs: Any) -> None:
        """Wire the buttons; `refilled(asker, relationship, told)` gives the updates of the page's outputs."""
        self._refilled = refilled
        wire, session = self._room.wire, self._session
        note = [session, self._text, self._seen_by, relationship]
        wire(self._add.click, self._write, note, [self._text, *outputs])
        notes = [session, self._handed_in, self._which]
        wire(self._find.click, self._found, notes, self.items.outputs)
        self.items.then(self._kept, relationship, outputs)
        wire(self._mood.button.click, self._say, [*self._mood.inputs, relationship], outputs)

    def filled(self, sessions: Sequence[Session], zone: tzinfo | None) -> list[Any]:
        """Updates that offer the sessions that were held, the last one chosen."""
        held = held_sessions(sessions, zone)
        chosen = gr.update(choices=held, value=held[0][1] if held else None)
        return [chosen, *nothing_said(sessions, zone)]

    def _write(
        self, session: str | None, words: str, seen_by: str, of: str, request: gr.Request
    ) -> list[Any]:
        asker = self._desk.asker(request)
        if not session:
            raise BadInput("No session is chosen.", cure="Choose the session the note belongs to.")
        self._desk.copilot.relationships.add_note(asker, session, words, shared=seen_by == "shared")
        return ["", *self._refilled(asker, of, "The note is kept.")]

    def _found(self, session: str | None, words: str, which: str, request: gr.Request) -> Iterator[list[Any]]:
        asker, drafting = self._desk.asker(request), self._desk.copilot.drafting
        if not session:
            raise BadInput("No session is chosen.", cure="Choose the session the notes are of.")
        mine = which == "mine"
        yield from self.items.finding(asker, lambda: drafting.actions(asker, session, words, mine=mine))

    def _kept(self, of: str, request: gr.Request) -> list[Any]:
        return self._refilled(self._desk.asker(request), of, "")

    def _say(
        self, session: str | None, rating: int | None, text: str, seen_by: str, of: str, request: gr.Request
    ) -> list[Any]:
        asker = self._desk.asker(request)
        return self._refilled(asker, of, self._mood.said(asker, session, rating, text, seen_by))
