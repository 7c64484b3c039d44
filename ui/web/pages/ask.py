"""Ask the guides: an answer as it comes, what was read for it, and each quotation one click away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import gradio as gr

from copilot.errors import BadInput
from ui.web.page import Page, Room, is_anybody
from ui.web.views.answers import Turn, conversation, growing
from ui.web.views.pieces import empty, shown

EXAMPLES = (
    "How do I ask for feedback?",
    "What should we talk about in our first session?",
    "How do I turn a wish into a goal?",
    "What does a sponsor do that a mentor doesn’t?",
)
BETWEEN_UPDATES = 0.1  # seconds: each update sends the whole conversation again
LONGEST = 1_000

T = TypeVar("T")

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
        begun = Turn(words.strip())
        yield "", before, shown(conversation([*before, begun]))
        events = desk.copilot.guides.stream(asker, begun.question, [one.question for one in before])
        for turn in throttled(growing(begun, events)):
            kept = [*before, turn] if turn.complete else before
            yield "", kept, shown(conversation([*before, turn]))

    outputs = [question, turns, talk]
    room.wire(send.click, ask, [question, turns], outputs)
    room.wire(question.submit, ask, [question, turns], outputs)
    for example in examples:
        room.wire(example.click, ask, [example, turns], outputs)


def throttled(
    updates: Iterator[T],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[T]:
    """The same, none sooner than a tenth of a second after the one before; not one is left out."""
    shown_last = clock() - BETWEEN_UPDATES
    for update in updates:
        sleep(max(0.0, BETWEEN_UPDATES - (clock() - shown_last)))
        shown_last = clock()
        yield update


PAGE = Page(
    "ask",
    "Ask the guides",
    "Learn",
    51,
    is_anybody,
    build,
    "Answers from the guides alone, with every source in sight.",
)
