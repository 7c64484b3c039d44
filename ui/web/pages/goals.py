"""My goals: how far they are and what is due next, a new one, and a plan drafted from my own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import DraftKind
from copilot.domain.relationships import Goal
from copilot.errors import BadInput
from ui.web.desk import Desk, chosen
from ui.web.draft_pane import DraftPane
from ui.web.met_in import people_in
from ui.web.page import Page, Room, is_mentee
from ui.web.typed_times import read_day
from ui.web.views.goals import due_next, goal_cards, in_order, short_title
from ui.web.views.pieces import notice, shown, subheading
from ui.web.views.relationships import others_in

ONLY_ME = ("only me", "")
_ASIDE = {"reached": " (reached)", "dropped": " (set aside)"}


def build(room: Room) -> None:
    """What is due and the goals above, then how far each is, a new one, and the plan."""
    _GoalsPage(room)


class _GoalsPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._told, self._coming, self._cards = room.slot(), room.slot(), room.slot()
        self._lay_out_changing()
        self._lay_out_adding()
        room.slot(_plan_heading())
        self._draft = gr.Button("Draft my goal plan", variant="primary", elem_classes="alone")
        self._pane = DraftPane(room, "Approve this plan")
        self._form = [self._how_far, self._steps, self._seen_by, self._save, self._aside, self._again]
        self._overview = [
            self._coming, self._cards, self._which, self._share_in, self._told, *self._form,
        ]  # fmt: skip
        self._connect()

    def _lay_out_changing(self) -> None:
        with gr.Accordion("How far are you?", open=False, elem_classes="fold"):
            self._which = gr.Dropdown([], label="Goal")
            self._how_far = gr.Slider(0, 100, step=5, label="Per cent", buttons=[], visible=False)
            self._steps = gr.CheckboxGroup(
                [], label="Milestones: tick those that are done", visible=False, elem_classes="ticks"
            )
            self._seen_by = gr.Radio([], label="Who sees this goal?", visible=False, elem_classes="pills")
            with gr.Row(elem_classes="actions"):
                self._save = gr.Button("Save", variant="primary", visible=False, min_width=96)
                self._aside = gr.Button("Set this goal aside", visible=False, min_width=0)
                self._again = gr.Button("Take it up again", visible=False, min_width=0)

    def _lay_out_adding(self) -> None:
        with gr.Accordion("Add a goal", open=False, elem_classes="fold"):
            self._title = gr.Textbox(
                label="What would you like to be able to do?",
                placeholder="Run a workshop on my own",
                max_length=2000,
            )
            self._why = gr.Textbox(label="Why does it matter to you? (may stay empty)", max_length=4000)
            self._due = gr.Textbox(label="By when? (a day such as 2027-03-31; may stay empty)", max_length=10)
            self._share_in = gr.Radio([], label="Who sees it?", visible=False, elem_classes="pills")
            self._add = gr.Button("Add this goal", variant="primary", elem_classes="alone")

    def _connect(self) -> None:
        wire, which, out = self._room.wire, self._which, self._overview
        self._room.on_open(self._look, out)
        self._room.on_open(self._reopen, self._pane.outputs)
        wire(which.input, self._choose, which, self._form)
        said = [self._title, self._why, self._due]
        wire(self._add.click, self._add_goal, [*said, self._share_in], [*said, *out])
        wire(self._save.click, self._say, [which, self._how_far, self._steps, self._seen_by], out)
        wire(self._aside.click, self._put_aside, which, out)
        wire(self._again.click, self._take_up, which, out)
        wire(self._draft.click, self._drafted, None, self._pane.outputs)
        self._pane.then(self._look, None, out)

    def _look(self, request: gr.Request) -> tuple[Any, ...]:
        return _overview(self._desk, self._desk.asker(request))

    def _choose(self, goal_id: str | None, request: gr.Request) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        goals = self._desk.copilot.goals.of(asker, asker.member)
        return _form(next((goal for goal in goals if goal.id == goal_id), None), sharing(self._desk, asker))

    def _add_goal(
        self, title: str, why: str, due: str, share_in: str | None, request: gr.Request
    ) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        kept = self._desk.copilot.goals.add(
            asker, asker.member, title, why=why, due=read_day(due), share_in=share_in or ""
        )
        told = "Your goal is kept. Draft a plan for it below when you like."
        return "", "", "", *_overview(self._desk, asker, told, kept.id)

    def _say(
        self, goal: str | None, percent: float, done: list[str], seen_by: str | None, request: gr.Request
    ) -> tuple[Any, ...]:
        asker, goals = self._desk.asker(request), self._desk.copilot.goals
        kept = goals.update(asker, _picked(goal), progress=int(percent), done=done)
        if (seen_by or "") != _seen_in(kept, sharing(self._desk, asker)):
            goals.share(asker, kept.id, seen_by or "")
        told = "Reached. Well done, and worth telling." if kept.state == "reached" else "Saved."
        return _overview(self._desk, asker, told, kept.id)

    def _put_aside(self, goal: str | None, request: gr.Request) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        kept = self._desk.copilot.goals.drop(asker, _picked(goal))
        return _overview(
            self._desk, asker, "Set aside. You can take it up again whenever it matters.", kept.id
        )

    def _take_up(self, goal: str | None, request: gr.Request) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        kept = self._desk.copilot.goals.take_up(asker, _picked(goal))
        return _overview(self._desk, asker, "It is among your open goals again.", kept.id)

    def _drafted(self, request: gr.Request) -> Iterator[list[Any]]:
        asker, drafting = self._desk.asker(request), self._desk.copilot.drafting
        yield from self._pane.drafting(asker, lambda: drafting.goal_plan(asker, asker.member))

    def _reopen(self, request: gr.Request) -> list[Any]:
        asker, plan = self._desk.asker(request), chosen(request, "plan")
        if plan:
            return self._pane.showing(self._desk.copilot.drafting.show(asker, plan), asker)
        return self._pane.latest(asker, DraftKind.GOAL_PLAN)


def _picked(goal_id: str | None) -> str:
    if not goal_id:
        raise BadInput("No goal is chosen.", cure="Choose one in the list, or add one first.")
    return goal_id


def sharing(desk: Desk, asker: Asker) -> dict[str, str]:
    """Relationship → first name of the other side, of her own that aren't closed; the first name stands for all."""
    own = [each for each in desk.copilot.relationships.visible_to(asker) if asker.member in each.members]
    people = people_in(desk, asker, own)
    return {each.id: others_in(each, asker.member, people).called for each in own if each.state != "closed"}


def _seen_in(goal: Goal, names: dict[str, str]) -> str:
    """Where it is shared, as far as the form offers it: what was shared in a closed relationship stays so."""
    return goal.relationship if goal.relationship in names else ""


def _overview(desk: Desk, asker: Asker, words: str = "", keep: str = "") -> tuple[Any, ...]:
    goals = in_order(desk.copilot.goals.of(asker, asker.member))
    names, today = sharing(desk, asker), desk.today()
    plans = desk.copilot.drafting.list(asker, DraftKind.GOAL_PLAN)
    picked = next((goal for goal in goals if goal.id == keep), goals[0] if goals else None)
    return (
        shown(due_next(goals, today)),
        shown(goal_cards(goals, today, plans=plans, seen_by=names)),
        gr.update(choices=_choices(goals), value=picked.id if picked else None),
        gr.update(choices=_seers(names), value="", visible=bool(names)),
        shown(notice(words)),
        *_form(picked, names),
    )


def _choices(goals: Sequence[Goal]) -> list[tuple[str, str]]:
    return [(f"{short_title(goal.title)}{_ASIDE.get(goal.state, '')}", goal.id) for goal in goals]


def _seers(names: dict[str, str]) -> list[tuple[str, str]]:
    return [ONLY_ME, *((f"{name} and me", relationship) for relationship, name in names.items())]


def _form(goal: Goal | None, names: dict[str, str]) -> tuple[Any, ...]:
    """The parts with which one goal is changed, as its state wants them."""
    is_open = goal is not None and goal.state == "open"
    milestones = list(dict.fromkeys(step.text for step in goal.milestones)) if goal else []
    done = [step.text for step in goal.milestones if step.done] if goal else []
    shared = _seen_in(goal, names) if goal else ""
    return (
        gr.update(value=goal.progress if goal else 0, visible=is_open),
        gr.update(choices=milestones, value=done, visible=is_open and bool(milestones)),
        gr.update(choices=_seers(names), value=shared, visible=is_open and bool(names)),
        gr.update(visible=is_open),
        gr.update(visible=is_open),
        gr.update(visible=goal is not None and not is_open),
    )


def _plan_heading() -> Any:
    return subheading(
        "My goal plan",
        "The copilot drafts it from your goals, your profile and the guides. You change what you like, and nothing "
        "counts until you approve it.",
    )


PAGE = Page(
    "goals", "My goals", "Mentee", 20, is_mentee, build, "What you are working towards, and how far you are."
)
