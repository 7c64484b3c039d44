"""My goals: how far they are, a new one, and a plan drafted from my own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import gradio as gr

from copilot.domain.drafts import DraftKind
from copilot.domain.relationships import Goal
from copilot.errors import BadInput
from ui.web.draft_pane import DraftPane
from ui.web.page import Page, Room, is_mentee
from ui.web.views.goals import goal_cards
from ui.web.views.pieces import notice, shown


def build(room: Room) -> None:
    """Goals above, then progress, a new goal, and the plan."""
    desk = room.desk
    told = room.slot()
    cards = room.slot()
    with gr.Accordion("How far are you?", open=False, elem_classes="fold"), gr.Row(elem_classes="form"):
        which = gr.Dropdown([], label="Goal", scale=3)
        how_far = gr.Slider(0, 100, step=5, label="Per cent", scale=3, buttons=[])
        update = gr.Button("Save", scale=1, min_width=96)
    with gr.Accordion("Add a goal", open=False, elem_classes="fold"):
        title = gr.Textbox(
            label="What would you like to be able to do?",
            placeholder="Run a workshop on my own",
            max_length=2000,
        )
        why = gr.Textbox(label="Why does it matter to you? (may stay empty)", max_length=4000)
        due = gr.Textbox(label="By when? (a day such as 2027-03-31; may stay empty)", max_length=10)
        add = gr.Button("Add this goal", variant="primary", elem_classes="alone")
    room.slot(_plan_heading())
    draft_it = gr.Button("Draft my goal plan", variant="primary", elem_classes="alone")
    pane = DraftPane(room, "Approve this plan")
    overview = [cards, which, told]

    def look(request: gr.Request, words: str = "") -> tuple[Any, ...]:
        asker = desk.asker(request)
        goals = desk.copilot.goals.of(asker, asker.member)
        return _overview(goals, desk.today(), words)

    def add_goal(title: str, why: str, due: str, request: gr.Request) -> tuple[Any, ...]:
        asker = desk.asker(request)
        desk.copilot.goals.add(asker, asker.member, title, why=why, due=read_day(due))
        return "", "", "", *look(request, "Your goal is kept. Draft a plan for it below when you like.")

    def save(goal: str | None, percent: float, request: gr.Request) -> tuple[Any, ...]:
        if not goal:
            raise BadInput("No goal is chosen.", cure="Choose one in the list, or add one first.")
        desk.copilot.goals.update(desk.asker(request), goal, progress=int(percent))
        return look(request, "Saved.")

    def draft(request: gr.Request) -> Iterator[list[Any]]:
        asker = desk.asker(request)
        yield from pane.drafting(asker, lambda: desk.copilot.drafting.goal_plan(asker, asker.member))

    def reopen(request: gr.Request) -> list[Any]:
        return pane.latest(desk.asker(request), DraftKind.GOAL_PLAN)

    room.on_open(look, overview)
    room.on_open(reopen, pane.outputs)
    room.wire(add.click, add_goal, [title, why, due], [title, why, due, *overview])
    room.wire(update.click, save, [which, how_far], overview)
    room.wire(draft_it.click, draft, None, pane.outputs)


def _overview(goals: list[Goal], today: date, words: str) -> tuple[Any, ...]:
    open_goals = [(goal.title, goal.id) for goal in goals if goal.state == "open"]
    first = open_goals[0][1] if open_goals else None
    return (
        shown(goal_cards(goals, today)),
        gr.update(choices=open_goals, value=first),
        shown(notice(words)) if words else "",
    )


def _plan_heading() -> Any:
    from ui.web.views.pieces import piece

    return piece(
        '<div class="section"><h2>My goal plan</h2><p class="under">The copilot drafts it from your goals, your '
        "profile and the guides. You change what you like, and nothing counts until you approve it.</p></div>"
    )


def read_day(text: str) -> date | None:
    """A day as people type it into the form; BadInput where it is none."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as fault:
        raise BadInput(
            f"“{text}” is not a day.", cure="Write it as 2027-03-31, or leave it empty."
        ) from fault


PAGE = Page(
    "goals", "My goals", "Mentee", 20, is_mentee, build, "What you are working towards, and how far you are."
)
