"""Programmes: which there are, taking part in one and leaving it, what is due between the two, and a look back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import ClosingReview, NextStep
from copilot.domain.relationships import Stage
from copilot.domain.wording import day_in_words
from copilot.errors import BadInput
from copilot.services.programmes.stages import StagesStanding, stages_ahead
from copilot.services.programmes.taking_part import Left, Standing
from copilot.services.relationships import RelationshipStatus
from ui.web.desk import Desk, chosen
from ui.web.page import Page, Room, is_anybody
from ui.web.people import People
from ui.web.typed_times import read_day
from ui.web.views.pieces import notice, section, shown, subheading, together
from ui.web.views.programmes import (
    STEPS,
    checklist,
    left_told,
    nothing_due,
    parting_told,
    programme_cards,
    review_choices,
    starting_again,
    your_part,
)

LOOKING_BACK = timedelta(weeks=4)
"""Before the last day: from here on the closing review is asked for."""
BECOMES = (("They go on, outside the programme", "keep"), ("They end in order", "close"))
Updates = dict[Any, Any]


def build(room: Room) -> None:
    """Which there are above; then my part in one, what is due, and the look back."""
    _ProgrammesPage(room)


class _ProgrammesPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._programme = gr.State("")
        self._every, self._told, self._part = room.slot(), room.slot(), room.slot()
        self._lay_out_taking_part()
        self._due = room.slot()
        self._lay_out_stages()
        self._lay_out_review()
        self._parts = [
            self._programme, self._every, self._told, self._part, self._joining, self._cohort, self._join,
            self._back, self._pausing, self._leave, self._leaving, self._parting, self._becomes, self._due,
            self._moving,
            self._which, self._stage, self._move, self._anew, self._sure, self._looking_back, self._next,
            self._well, self._change, self._given,
        ]  # fmt: skip
        self._connect()

    def _lay_out_taking_part(self) -> None:
        with gr.Column(visible=False, elem_classes="mine") as self._joining:
            self._cohort = gr.Radio([], label="With which group?", visible=False, elem_classes="pills")
            self._join = gr.Button("Take part", variant="primary", elem_classes="alone")
        self._back = gr.Button("I am back", variant="primary", visible=False, elem_classes="alone")
        with gr.Accordion("Pause", open=False, visible=False, elem_classes="fold") as self._pausing:
            self._until = gr.Textbox(
                label="Until which day? (such as 2027-03-31; empty: until you say so)", max_length=10
            )
            self._pause = gr.Button("Pause", variant="primary", elem_classes="alone")
        with gr.Accordion("Leave", open=False, visible=False, elem_classes="fold") as self._leaving:
            self._parting = self._room.slot()
            self._becomes = gr.Radio(
                list(BECOMES),
                label="What becomes of your relationships here?",
                visible=False,
                elem_classes="pills",
            )
            self._leave = gr.Button("Leave this programme", elem_classes="alone")

    def _lay_out_stages(self) -> None:
        with gr.Column(visible=False, elem_classes="mine") as self._moving:
            self._which = gr.Dropdown([], label="Which relationship?", filterable=False)
            with gr.Row(elem_classes="form"):
                self._stage = gr.Dropdown([], label="You have moved on to", filterable=False, scale=3)
                self._move = gr.Button("Say so", min_width=96, scale=1)
            with gr.Accordion(
                "Start again with somebody else", open=False, elem_classes="fold"
            ) as self._anew:
                self._room.slot(starting_again())
                self._sure = gr.Checkbox(label="Yes, let us both start again", value=False)
                self._rematch = gr.Button("End it, and match us anew", elem_classes="alone")

    def _lay_out_review(self) -> None:
        with gr.Column(visible=False, elem_classes="mine") as self._looking_back:
            self._room.slot(
                subheading("Look back", "For yourself. For the managers too, only if you say so.")
            )
            self._well = gr.Textbox(label="What went well?", lines=2, max_length=4_000)
            self._change = gr.Textbox(label="What would you change?", lines=2, max_length=4_000)
            self._next = gr.Radio(review_choices(), label="What comes next for you?", elem_classes="pills")
            self._given = gr.Checkbox(
                label="Give it to the managers: without your name, in fives, and only once the programme has closed.",
                value=False,
            )
            self._keep = gr.Button("Keep my review", variant="primary", elem_classes="alone")

    def _connect(self) -> None:
        wire, here, parts = self._room.wire, self._programme, self._parts
        self._room.on_open(self._look, parts)
        wire(self._join.click, self._joined, [here, self._cohort], parts)
        wire(self._pause.click, self._paused, [here, self._until], [self._until, *parts])
        wire(self._back.click, self._came_back, here, parts)
        wire(self._leave.click, self._left, [here, self._becomes], parts)
        wire(
            self._which.input,
            self._turned,
            [here, self._which],
            [self._stage, self._move, self._anew, self._sure],
        )
        wire(self._move.click, self._moved, [here, self._which, self._stage], parts)
        wire(self._rematch.click, self._rematched, [here, self._which, self._sure], parts)
        review = [self._next, self._well, self._change, self._given]
        wire(self._keep.click, self._reviewed, [here, *review], parts)

    def _look(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        return self._filled(asker, chosen(request, "programme"))

    def _joined(self, here: str, cohort: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        kept = self._desk.copilot.programmes.join(asker, here, cohort or "")
        waits = "You are on the waiting list, and move up by yourself as soon as a place is free."
        return self._filled(asker, here, waits if kept.state == "waiting" else "Welcome: you take part.")

    def _paused(self, here: str, until: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.programmes.pause(asker, here, read_day(until))
        told = "You are on a pause: nobody new is matched with you here. Whom you meet, you go on with."
        return {self._until: "", **self._filled(asker, here, told)}

    def _came_back(self, here: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.programmes.come_back(asker, here)
        return self._filled(asker, here, "Welcome back.")

    def _left(self, here: str, becomes: Any, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not becomes and _own_relationships(self._desk, asker, here):
            raise BadInput("You still meet somebody here.", cure="Say what becomes of your relationships.")
        left = self._desk.copilot.programmes.leave(asker, here, becomes or None)
        return self._filled(asker, here, _left(left))

    def _turned(self, here: str, which: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        closed = bool(self._desk.copilot.programmes.show(asker, here).closed)
        own = _own_relationships(self._desk, asker, here, with_ended=closed)
        return self._steps(_picked(own, which))

    def _moved(self, here: str, which: str | None, stage: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not which or not stage:
            raise BadInput("No stage is chosen.", cure="Choose where the two of you have arrived.")
        self._desk.copilot.programmes.move_stage(asker, which, Stage(stage))
        return self._filled(asker, here, "Said. What belongs to it stands above.", which)

    def _rematched(self, here: str, which: str | None, sure: bool, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not which or not sure:
            raise BadInput("It is not ended yet.", cure="Tick “Yes, let us both start again” first.")
        done = self._desk.copilot.programmes.rematch(asker, which)
        return self._filled(asker, here, done.sentence)

    def _reviewed(
        self, here: str, next_step: str | None, well: str, change: str, given: bool, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        if not next_step:
            raise BadInput("What comes next is not chosen.", cure="Choose one; a rest counts as well.")
        self._desk.copilot.programmes.review(
            asker, here, NextStep(next_step), went_well=well, would_change=change, for_managers=given
        )
        who = "you and, without your name, for the managers" if given else "you alone"
        return self._filled(asker, here, f"Your review is kept, for {who}.")

    def _filled(self, asker: Asker, wanted: str, told: str = "", keep: str = "") -> Updates:
        programmes = self._desk.copilot.programmes
        standings = _in_order([programmes.standing(asker, each.id) for each in programmes.every(asker)])
        here = next((each for each in standings if each.programme.id == wanted), None) or next(
            iter(standings), None
        )
        today = self._desk.today()
        above = {
            self._programme: here.programme.id if here else "",
            self._every: shown(programme_cards(standings, here.programme.id if here else "", today)),
            self._told: shown(notice(told)),
        }
        if here is None:
            return above
        return {
            **above,
            **self._of(asker, here, today),
            **self._between(asker, here, keep),
            **self._review(asker, here, today),
        }

    def _of(self, asker: Asker, standing: Standing, today: date) -> Updates:
        here, state = standing.programme.id, standing.enrolment.state if standing.enrolment else ""
        cohorts = self._desk.copilot.programmes.cohorts(asker, here)
        own = _own_relationships(self._desk, asker, here)
        people = self._desk.people(asker, {member for each in own for member in each.members})
        to_come = [each for each in cohorts if each.ends >= today]
        is_open = not standing.programme.closed
        return {
            self._part: shown(your_part(standing, {each.id: each.name for each in cohorts}, today)),
            self._joining: gr.update(visible=standing.joinable),
            self._cohort: gr.update(
                choices=[
                    ("any", ""),
                    *((f"{each.name}, from {day_in_words(each.starts)}", each.id) for each in to_come),
                ],
                value="",
                visible=bool(to_come),
            ),
            self._join: gr.update(value="Wait for a place" if standing.full else "Take part"),
            self._back: gr.update(visible=state == "paused" and is_open),
            self._pausing: gr.update(visible=state == "enrolled" and is_open),
            self._leaving: gr.update(
                visible=state in {"enrolled", "paused", "waiting"} and is_open,
                label="Leave the waiting list" if state == "waiting" else "Leave",
            ),
            self._leave: gr.update(
                value="Leave the waiting list" if state == "waiting" else "Leave this programme"
            ),
            self._parting: shown(parting_told([_called(each, asker, people) for each in own])),
            self._becomes: gr.update(value=None, visible=bool(own)),
        }

    def _between(self, asker: Asker, standing: Standing, keep: str) -> Updates:
        closed = bool(standing.programme.closed)
        own = _own_relationships(self._desk, asker, standing.programme.id, with_ended=closed)
        people = self._desk.people(asker, {member for each in own for member in each.members})
        dues = [(each, self._desk.copilot.programmes.due(asker, each.id)) for each in own]
        cards = [
            checklist(due, _called(each, asker, people), self._desk.today())
            for each, due in dues
            if isinstance(due, StagesStanding)
        ]
        takes_part = standing.enrolment is not None and standing.enrolment.state in {"enrolled", "paused"}
        picked = _picked(own, keep)
        return {
            self._due: shown(_due(cards) if cards else nothing_due(takes_part)),
            self._moving: gr.update(visible=bool(own)),
            self._which: gr.update(
                choices=[(_called(each, asker, people), each.id) for each in own],
                value=picked.id if picked else None,
                visible=len(own) > 1,
            ),
            **self._steps(picked),
        }

    def _steps(self, picked: RelationshipStatus | None) -> Updates:
        ended = picked is not None and picked.state == "closed"
        ahead = stages_ahead(picked.stage, closed=ended) if picked else []
        return {
            self._stage: gr.update(
                choices=[(STEPS[stage], stage.value) for stage in ahead],
                value=ahead[0].value if ahead else None,
                visible=bool(ahead),
            ),
            self._move: gr.update(visible=bool(ahead)),
            self._anew: gr.update(
                visible=picked is not None and not ended and picked.role is not MatchRole.CIRCLE
            ),
            self._sure: False,
        }

    def _review(self, asker: Asker, standing: Standing, today: date) -> Updates:
        programme, enrolment = standing.programme, standing.enrolment
        was_there = enrolment is not None and enrolment.has_taken_part
        is_time = bool(programme.closed) or programme.ends - LOOKING_BACK <= today
        own: ClosingReview | None = None
        if was_there and is_time:
            own = self._desk.copilot.programmes.own_review(asker, programme.id)
        return {
            self._looking_back: gr.update(visible=was_there and is_time),
            self._next: own.next_step.value if own else None,
            self._well: own.went_well if own else "",
            self._change: own.would_change if own else "",
            self._given: own.for_managers if own else False,
        }


def _in_order(standings: Sequence[Standing]) -> list[Standing]:
    """Hers first, then those she may join, the ones that are over last."""

    def place(each: Standing) -> tuple[int, date, str]:
        takes_part = each.enrolment is not None and each.enrolment.state in {"enrolled", "paused", "waiting"}
        group = 0 if takes_part and not each.programme.closed else 1 if each.joinable else 2
        return group, each.programme.starts, each.programme.id

    return sorted(standings, key=place)


def _own_relationships(
    desk: Desk, asker: Asker, programme: str, *, with_ended: bool = False
) -> list[RelationshipStatus]:
    """Hers in a programme that are at work; also those that ended and haven't found their new form yet."""
    own = [each for each in desk.copilot.relationships.visible_to(asker) if asker.member in each.members]
    return [
        each
        for each in own
        if each.programme == programme
        and (each.state != "closed" or (with_ended and each.stage is not Stage.REDEFINITION))
    ]


def _left(left: Left) -> str:
    return left_told(*map(len, (left.kept, left.closed, left.without_her, left.stays_in)))


def _picked(own: Sequence[RelationshipStatus], wanted: str | None) -> RelationshipStatus | None:
    return next((each for each in own if each.id == wanted), own[0] if own else None)


def _called(status: RelationshipStatus, asker: Asker, people: People) -> str:
    others = [people.first(member) for member in status.members if member != asker.member]
    return others[0] if len(others) == 1 else f"your circle of {len(status.members)}"


def _due(cards: Sequence[Any]) -> Any:
    return section("What is due", together(cards))


PAGE = Page(
    "programmes",
    "Programmes",
    "Community",
    57,
    is_anybody,
    build,
    "Frames with a beginning and an end, in which people are matched. You may take part, pause, and leave.",
)
