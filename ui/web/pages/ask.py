"""Ask the guides: an answer in pieces, what was read for it, and each quotation one click away."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from copilot.errors import BadInput
from ui.web.page import Page, Room, is_anybody
from ui.web.views.answers import Turn, conversation
from ui.web.views.pieces import empty, shown

EXAMPLES = (
    "How do I ask for feedback?",
    "What should we talk about in our first session?",
    "How do I turn a wish into a goal?",
    "What does a sponsor do that a mentor doesn’t?",
)
READ = 5  # passages shown as read
AT_A_TIME = 6  # words
PAUSE_SECONDS = 0.07  # some ten updates a second: each sends the whole conversation again
LONGEST = 1_000

_NOTHING_YET = empty(
    "Ask anything about mentoring.",
    "Answers come from the guides alone, quoted word for word, and each number opens the guide at its sentence.",
)


def build(room: Room) -> None:
    """The conversation, the box to write in, and examples."""
    desk = room.desk
    turns = gr.State([])
    talk = room.slot(_NOTHING_YET, name="conversation")
    with gr.Row(elem_classes="ask-row"):
        question = gr.Textbox(
            label="Your question",
            placeholder="How do I …?",
            lines=1,
            max_lines=4,
            scale=8,
            max_length=LONGEST,
            submit_btn=False,
        )
        send = gr.Button("Ask", variant="primary", scale=1, min_width=88)
    with gr.Row(elem_classes="examples"):
        examples = [gr.Button(example, size="sm", min_width=0) for example in EXAMPLES]

    def ask(words: str, before: list[Turn], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        asker = desk.asker(request)
        if not words.strip():
            raise BadInput(
                "The question is empty.", cure="Write it in your own words, or take an example below."
            )
        turn = Turn(words.strip())
        yield "", before, shown(conversation([*before, turn]))
        turn = replace(turn, found=tuple(desk.copilot.guides.search(asker, turn.question, READ)))
        yield "", before, shown(conversation([*before, turn]))
        turn = replace(turn, answer=desk.copilot.guides.ask(asker, turn.question))
        for said in growing(turn.answer.answer if turn.answer else ""):
            turn = replace(turn, said=said)
            yield "", [*before, turn], shown(conversation([*before, turn]))
            time.sleep(PAUSE_SECONDS)

    outputs = [question, turns, talk]
    room.wire(send.click, ask, [question, turns], outputs)
    room.wire(question.submit, ask, [question, turns], outputs)
    for example in examples:
        room.wire(example.click, ask, [example, turns], outputs)


def growing(text: str) -> Iterator[str]:
    """A text a few words at a time, the whole of it last."""
    ends = [found.end() for found in re.finditer(r"\S+", text)]
    for end in ends[AT_A_TIME - 1 : -1 : AT_A_TIME]:
        yield text[:end]
    yield text


PAGE = Page(
    "ask",
    "Ask the guides",
    "For you",
    10,
    is_anybody,
    build,
    "Answers from the guides alone, with every source in sight.",
)
