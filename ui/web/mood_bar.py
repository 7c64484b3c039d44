"""How did it go? Either side says it after a session, for herself or for both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.relationships import Session
from copilot.errors import BadInput
from ui.web.page import Room
from ui.web.views.glances import MOODS, held_sessions

WHO_SEES = (("only me", "private"), ("each of us", "shared"))


class MoodBar:
    """A session, five words to choose from, a sentence, and who reads it.

    A page fills `outputs` with `nothing_said`, and calls `said` with the values of `inputs` when `button` is clicked.
    """

    def __init__(self, room: Room) -> None:
        self._desk = room.desk
        with gr.Accordion("Say how it went", open=False, elem_classes="fold"):
            self._session = gr.Dropdown([], label="Which session")
            self._rating = gr.Radio(
                [(words, rating) for rating, words in MOODS.items()], label="It went", elem_classes="pills"
            )
            self._text = gr.Textbox(label="In your words (may stay empty)", lines=2, max_length=4_000)
            self._seen_by = gr.Radio(
                list(WHO_SEES), value="private", label="Who reads this?", elem_classes="pills"
            )
            self.button = gr.Button("Keep it", variant="primary", elem_classes="alone")
        self.inputs = [self._session, self._rating, self._text, self._seen_by]
        self.outputs = [self._session, self._rating, self._text]

    def said(self, asker: Asker, session: str | None, rating: int | None, text: str, seen_by: str) -> str:
        """Keep it; a sentence about what became of it."""
        if not session:
            raise BadInput("No session is chosen.", cure="Say how it goes once you have met.")
        if rating is None:
            raise BadInput("Nothing is chosen yet.", cure="Choose the word that comes nearest.")
        shared = seen_by == "shared"
        self._desk.copilot.moods.say(asker, session, int(rating), text, shared=shared)
        return "Kept. Each of you reads it." if shared else "Kept. Only you read it."


def nothing_said(sessions: Iterable[Session], zone: tzinfo | None) -> list[Any]:
    """Updates of a MoodBar that offer the sessions that were held, the last one chosen."""
    held = held_sessions(sessions, zone)
    return [gr.update(choices=held, value=held[0][1] if held else None), None, ""]
