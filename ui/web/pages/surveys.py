"""Surveys: a few statements to rate, what I answered; for managers, what the two sides of a programme said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.surveys.service import OwnAnswer, SurveyToAnswer
from ui.web.desk import Desk, chosen
from ui.web.met_in import people_in
from ui.web.page import Page, Room, is_anybody
from ui.web.views.pieces import notice, shown, subheading
from ui.web.views.relationships import others_in
from ui.web.views.surveys import (
    FOR_MANAGERS,
    answer_label,
    asked,
    every_question,
    open_surveys,
    own_answers,
    results,
    scale,
)

MOST_QUESTIONS = 5
Updates = dict[Any, Any]


def build(room: Room) -> None:
    """What is open and its form above; what I answered; what a programme reads."""
    _SurveysPage(room)


class _SurveysPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._which, self._ids = gr.State(""), gr.State([])
        self._told, self._cards = room.slot(), room.slot()
        self._lay_out_form()
        self._mine = room.slot()
        self._lay_out_taking_back()
        self._lay_out_results()
        self._parts = [
            self._which, self._ids, self._told, self._cards, self._form, self._about, *self._ratings, self._words,
            self._for_managers, self._mine, self._back, self._whose,
        ]  # fmt: skip
        self._connect()

    def _lay_out_form(self) -> None:
        with gr.Column(visible=False, elem_classes="exercise survey-form") as self._form:
            self._about = self._room.slot()
            self._ratings = [
                gr.Radio(scale(), label=f"Statement {n + 1}", visible=False, elem_classes="scale-of-survey")
                for n in range(MOST_QUESTIONS)
            ]
            self._words = gr.Textbox(
                label="What else would you say? (may stay empty)", lines=3, max_length=4_000
            )
            self._for_managers = gr.Checkbox(False, label=FOR_MANAGERS, visible=False)
            self._send = gr.Button("Keep my answer", variant="primary", elem_classes="alone")

    def _lay_out_taking_back(self) -> None:
        with gr.Accordion(
            "Take an answer back", open=False, elem_classes="fold", visible=False
        ) as self._back:
            self._whose = gr.Dropdown(
                [], label="Which answer? It is forgotten, and counted no more.", filterable=False
            )
            self._withdraw = gr.Button("Take it back", elem_classes="alone")

    def _lay_out_results(self) -> None:
        with gr.Column(visible=False, elem_classes="chosen") as self._oversight:
            self._room.slot(
                subheading(
                    "What the two sides said",
                    "In numbers of five people and more, and only what was said until yesterday.",
                )
            )
            self._programme = gr.Dropdown([], label="Which programme?", filterable=False)
            self._results = self._room.slot()
            self._room.slot(every_question())

    def _connect(self) -> None:
        wire, parts = self._room.wire, self._parts
        self._room.on_open(self._look, parts)
        over = [self._oversight, self._programme, self._results]
        self._room.on_open(self._oversee, over)
        said = [self._which, self._ids, self._words, self._for_managers, *self._ratings]
        wire(self._send.click, self._kept, said, parts, scroll_to_output=True)
        wire(self._withdraw.click, self._withdrawn, self._whose, parts)
        wire(self._programme.input, self._read, self._programme, self._results)

    def _look(self, request: gr.Request) -> Updates:
        wanted = f"{chosen(request, 'relationship')}:{chosen(request, 'survey')}"
        return self._filled(self._desk.asker(request), wanted)

    def _kept(
        self,
        request: gr.Request,
        which: str,
        ids: list[str],
        words: str,
        for_managers: bool,
        *ratings: int | None,
    ) -> Updates:
        asker = self._desk.asker(request)
        relationship, _, point = which.rpartition(":")
        rated = {id_: rating for id_, rating in zip(ids, ratings, strict=False) if rating}
        self._desk.copilot.surveys.answer(
            asker, relationship, point, rated, words=words or "", for_managers=for_managers
        )
        told = "Thank you. Your answer is kept; until the survey closes you may change it here."
        return self._filled(asker, which, told)

    def _withdrawn(self, which: str | None, request: gr.Request) -> Updates:
        if not which:
            raise BadInput("No answer is chosen.", cure="Choose one in the list.")
        asker = self._desk.asker(request)
        relationship, _, point = which.rpartition(":")
        self._desk.copilot.surveys.withdraw(asker, relationship, point)
        return self._filled(asker, which, "Taken back: your answer is forgotten, and counted no more.")

    def _oversee(self, request: gr.Request) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        seen = self._desk.copilot.programme_health.overseen(asker)
        if not seen:
            return gr.update(visible=False), gr.update(), ""
        newest = sorted(seen, key=lambda each: (each.closed is not None, each.starts, each.id))
        first = newest[0].id
        choices = [(each.name, each.id) for each in newest]
        told = results(self._desk.copilot.surveys.results(asker, first))
        return gr.update(visible=True), gr.update(choices=choices, value=first), shown(told)

    def _read(self, programme: str | None, request: gr.Request) -> str:
        found = self._desk.copilot.surveys.results(self._desk.asker(request), programme or "")
        return shown(results(found))

    def _filled(self, asker: Asker, wanted: str = "", words: str = "") -> Updates:
        open_, mine = self._desk.copilot.surveys.open_for(asker), self._desk.copilot.surveys.mine(asker)
        names, today = _names(self._desk, asker), self._desk.today()
        picked = _picked(open_, wanted)
        return {
            self._told: shown(notice(words)),
            self._cards: shown(open_surveys(open_, names, today, picked.survey.id if picked else "")),
            self._about: shown(asked(picked, names, today)) if picked else "",
            self._mine: shown(own_answers(mine, names)),
            self._back: gr.update(visible=bool(mine)),
            self._whose: gr.update(choices=_choices(mine, names), value=None),
            **self._of(picked),
        }

    def _of(self, picked: SurveyToAnswer | None) -> Updates:
        """The form filled with what she answered; put away where nothing is open."""
        if picked is None:
            return {self._which: "", self._ids: [], self._form: gr.update(visible=False)}
        answer, questions = picked.answer, picked.questions
        ratings = answer.ratings if answer else {}
        away = {radio: gr.update(visible=False, value=None) for radio in self._ratings[len(questions) :]}
        return away | {
            self._which: f"{picked.survey.relationship}:{picked.survey.point.value}",
            self._ids: [each.id for each in questions],
            self._form: gr.update(visible=True),
            self._words: answer.words if answer else "",
            self._for_managers: gr.update(
                value=bool(answer and answer.for_managers), visible=bool(picked.survey.programme)
            ),
            **{
                radio: gr.update(label=each.text, value=ratings.get(each.id), visible=True)
                for radio, each in zip(self._ratings, questions, strict=False)
            },
        }


def _picked(open_: Sequence[SurveyToAnswer], wanted: str) -> SurveyToAnswer | None:
    """The one that is asked for, else the first that waits for an answer."""
    named = [each for each in open_ if f"{each.survey.relationship}:{each.survey.point.value}" == wanted]
    waiting = [each for each in open_ if each.answer is None]
    return next(iter((*named, *waiting)), None)


def _names(desk: Desk, asker: Asker) -> dict[str, str]:
    """Relationship → the other side, or what its circle is about."""
    own = [each for each in desk.copilot.relationships.visible_to(asker) if asker.member in each.members]
    people = people_in(desk, asker, own)
    themes = people.circles
    circles = {each.id: f"your circle, “{themes[each.id]}”" for each in own if themes.get(each.id)}
    return {each.id: others_in(each, asker.member, people).name for each in own} | circles


def _choices(mine: Sequence[OwnAnswer], names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (
            f"{answer_label(each, names)}, {each.answer.on.isoformat()}",
            f"{each.answer.relationship}:{each.answer.point}",
        )
        for each in mine
    ]


PAGE = Page(
    "surveys",
    "Surveys",
    "For you",
    14,
    is_anybody,
    build,
    "A few statements to rate, three times in a relationship.",
)
