"""Goals and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from copilot.domain.relationships import Goal, Milestone
from ui.web.views.pieces import NOTHING, badge, day, days_from, empty, listed, meter, piece, together

_ORDER = {"open": 0, "reached": 1, "dropped": 2}


def goal_line(goal: Goal) -> Markup:
    """A goal in a line with its bar."""
    return piece(
        '<span class="goal-line"><span>{}</span>{}<span class="small">{} %</span></span>',
        goal.title, meter(goal.progress, "Progress"), goal.progress,
    )  # fmt: skip


def goal_cards(goals: Sequence[Goal], today: date) -> Markup:
    """All goals, open ones first; what to do where there are none."""
    if not goals:
        return empty(
            "You have no goals here yet.",
            "Write down one thing you would like to be able to do; the copilot then drafts a plan from your words.",
        )
    ordered = sorted(goals, key=lambda goal: (_ORDER[goal.state], goal.due or date.max, goal.id))
    return piece('<div class="goals">{}</div>', together([_card(goal, today) for goal in ordered]))


def _card(goal: Goal, today: date) -> Markup:
    why = piece('<p class="under">{}</p>', goal.why) if goal.why else NOTHING
    measure = piece('<p class="small">You’ll know by: {}</p>', goal.measure) if goal.measure else NOTHING
    return piece(
        '<article class="card goal {state}"><div class="row"><h3>{title}</h3>{standing}</div>{why}'
        '<div class="bar-row">{meter}<span class="number">{progress} %</span></div>{measure}{steps}</article>',
        state=goal.state, title=goal.title, standing=_standing(goal, today), why=why,
        meter=meter(goal.progress, "Progress"), progress=goal.progress, measure=measure, steps=_steps(goal.milestones),
    )  # fmt: skip


def _standing(goal: Goal, today: date) -> Markup:
    if goal.state != "open":
        return badge(goal.state, "good" if goal.state == "reached" else "quiet")
    if goal.due is None:
        return badge("no date yet", "quiet")
    return piece(
        '<span class="due">{} {}</span>',
        day(goal.due),
        badge(days_from(today, goal.due), "care" if goal.due < today else "plain"),
    )


def _steps(milestones: Sequence[Milestone]) -> Markup:
    steps = [
        piece('<span class="step {}">{}</span> {}', "done" if step.done else "open", step.text, day(step.due))
        for step in milestones
    ]
    return listed(steps, "steps")
