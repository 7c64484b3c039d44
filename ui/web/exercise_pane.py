"""A guide's exercise on the Learning page: reading it, checking what was understood, practising."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.learning import PracticeAnswer
from copilot.errors import BadInput, Conflict
from copilot.services.learning.commenting import LONGEST
from copilot.services.learning.told import GuideTold, QuestionsTold
from ui.web.page import Room
from ui.web.views.pieces import busy, notice, shown
from ui.web.views.practising import checked, earlier_answers, practised, questions_heading, scenario

Updates = dict[Any, Any]
QUESTIONS = 3
CHANGED = "These questions have changed since you opened them. Here are those of today; what you did before is kept."
KEEPING = "Your answer is kept for you alone, until you forget it below."


class ExercisePane:
    """Its parts; `opened` fills them for a guide, `closed` puts them away. `moved` is called after every step."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._guide, self._version = gr.State(""), gr.State("")
        with gr.Column(visible=False, elem_classes="exercise") as self._whole:
            self._read = gr.Button("I have read it", variant="primary", elem_classes="alone")
            with gr.Column(visible=False, elem_classes="exercise") as self._asked:
                self._lay_out_questions()
                self._lay_out_scenario()
        self.parts = [
            self._guide, self._version, self._whole, self._read, self._asked, *self._radios, self._replies,
            self._scenario, self._words, self._commentary, self._fold, self._earlier, self._which,
        ]  # fmt: skip

    def _lay_out_questions(self) -> None:
        self._room.slot(questions_heading())
        self._radios = [
            gr.Radio([], label=f"Question {n + 1}", elem_classes="ticks") for n in range(QUESTIONS)
        ]
        self._check = gr.Button("Check my answers", variant="primary", elem_classes="alone")
        self._replies = self._room.slot()

    def _lay_out_scenario(self) -> None:
        self._scenario = self._room.slot()
        self._words = gr.Textbox(label="What do you say?", lines=6, max_lines=16, max_length=LONGEST)
        self._comment = gr.Button("Keep it and look at it with me", variant="primary", elem_classes="alone")
        self._commentary = self._room.slot()
        with gr.Accordion(
            "What you wrote before", open=False, visible=False, elem_classes="fold"
        ) as self._fold:
            self._earlier = self._room.slot()
            self._which = gr.Dropdown([], label="Forget one of them", filterable=False)
            self._forget = gr.Button("Forget it", elem_classes="alone")

    def then(self, moved: Any, inputs: Any, outputs: Any) -> None:
        """Wire the buttons; after each step `moved` looks at the page again."""
        wire, guide = self._room.wire, self._guide
        steps = [
            wire(self._read.click, self._has_read, [guide, *inputs], [self._read, self._asked]),
            wire(
                self._check.click, self._checked, [guide, self._version, *self._radios],
                [self._version, *self._radios, self._replies],
            ),
            wire(
                self._comment.click, self._practised, [guide, self._words],
                [self._commentary, self._fold, self._earlier, self._which],
            ),
        ]  # fmt: skip
        wire(
            self._forget.click,
            self._forgotten,
            [guide, self._which],
            [self._fold, self._earlier, self._which],
        )
        for each in steps:
            wire(each.then, moved, [guide, *inputs], outputs)

    def closed(self) -> Updates:
        """Put away."""
        return {self._guide: "", self._whole: gr.update(visible=False)}

    def opened(self, asker: Asker, guide: GuideTold) -> Updates:
        """Filled for a guide; one without an exercise can only be marked as read."""
        begun = guide.mine is not None and guide.mine.read is not None
        some = bool(guide.questions)
        return {
            self._guide: guide.guide,
            self._whole: gr.update(visible=True),
            self._read: gr.update(visible=not begun),
            self._asked: gr.update(visible=some),
            **(self._filled(asker, guide.guide) if some else {}),
        }

    def _filled(self, asker: Asker, guide: str) -> Updates:
        learning = self._desk.copilot.learning
        moment = learning.scenario(asker, guide)
        fold, earlier, which = self._kept(asker, guide)
        return {
            **self._questions(learning.questions(asker, guide)),
            self._replies: "",
            self._scenario: shown(scenario(moment)),
            self._words: gr.update(value="", label=moment.task),
            self._commentary: "",
            self._fold: fold,
            self._earlier: earlier,
            self._which: which,
        }

    def _questions(self, told: QuestionsTold) -> Updates:
        boxes = {
            radio: gr.update(label=f"{n}. {each.ask}", choices=[(one.say, one.n) for one in each.options], value=None)
            for n, (radio, each) in enumerate(zip(self._radios, told.questions, strict=True), start=1)
        }  # fmt: skip
        return {self._version: told.version, **boxes}

    def _has_read(self, guide: str, track: str, request: gr.Request) -> Updates:
        self._desk.copilot.learning.read(self._desk.asker(request), guide, track=track)
        return {self._read: gr.update(visible=False)}

    def _checked(self, request: gr.Request, guide: str, version: str, *chosen: int | None) -> Updates:
        asker, learning = self._desk.asker(request), self._desk.copilot.learning
        if not all(chosen):
            raise BadInput(
                "Not every question is answered.", cure="Choose one answer for each, then check again."
            )
        try:
            told = learning.check(asker, guide, version, [each for each in chosen if each])
        except Conflict:
            asked = self._questions(learning.questions(asker, guide))
            return {**asked, self._replies: shown(notice(CHANGED, "plain"))}
        return {self._replies: shown(checked(told))}

    def _practised(self, guide: str, words: str, request: gr.Request) -> Iterator[Updates]:
        asker = self._desk.asker(request)
        yield {self._commentary: shown(busy("Comparing your words with ways in which people have put it"))}
        told = self._desk.copilot.learning.practise(asker, guide, words or "")
        fold, earlier, which = self._kept(asker, guide)
        yield {
            self._commentary: shown(practised(told)), self._fold: fold, self._earlier: earlier, self._which: which,
        }  # fmt: skip

    def _forgotten(self, guide: str, answer: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not answer:
            raise BadInput("Nothing is chosen.", cure="Choose an answer in the list.")
        self._desk.copilot.learning.forget(asker, answer)
        return dict(zip([self._fold, self._earlier, self._which], self._kept(asker, guide), strict=True))

    def _kept(self, asker: Asker, guide: str) -> tuple[Any, str, Any]:
        kept = self._desk.copilot.learning.answers(asker, guide)
        return (
            gr.update(visible=bool(kept)),
            shown(earlier_answers(kept)),
            gr.update(choices=[(_begins(each), each.id) for each in kept], value=None),
        )


def _begins(answer: PracticeAnswer) -> str:
    words = " ".join(answer.text.split())
    return f"{answer.at:%d %B, %H:%M}: {words[:60]}"
