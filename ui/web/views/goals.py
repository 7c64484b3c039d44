"""Goals: how far each is, its milestones on a line, what is due next, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from copilot.domain.citations import RecordCitation
from copilot.domain.drafts import Draft
from copilot.domain.relationships import Goal, Milestone
from copilot.services.matching.reasons.role_words import sentence
from ui.web.views.pieces import (
    NOTHING,
    badge,
    counted,
    day,
    days_from,
    empty,
    listed,
    meter,
    piece,
    shortened,
    together,
)

_ORDER = {"open": 0, "reached": 1, "dropped": 2}
_STANDING = {"reached": ("reached", "good"), "dropped": ("set aside", "quiet")}
SHOWN_NEXT = 4
LONGEST_NAME = 70


def goal_line(goal: Goal) -> Markup:
    """A goal in a line with its bar."""
    return piece(
        '<span class="goal-line"><span>{}</span>{}<span class="small">{} %</span></span>',
        goal.title, meter(goal.progress, "Progress"), goal.progress,
    )  # fmt: skip


def goal_cards(
    goals: Sequence[Goal],
    today: date,
    *,
    plans: Sequence[Draft] | None = None,
    seen_by: Mapping[str, str] | None = None,
) -> Markup:
    """All goals, open ones first; what to do where there are none.

    Args:
        goals: the goals.
        today: the day it is.
        plans: the owner's goal plans, to tell how each goal came; None where others look.
        seen_by: relationship → first name of who sees what is shared there; None where others look.
    """
    if not goals:
        return empty(
            "You have no goals here yet.",
            "Write down one thing you would like to be able to do; the copilot then drafts a plan from your words.",
        )
    cards = [_card(goal, today, _hers(goal, plans, seen_by or {})) for goal in in_order(goals)]
    return piece('<div class="goals">{}</div>', together(cards))


def in_order(goals: Sequence[Goal]) -> list[Goal]:
    """Open ones first, the next due before the others."""
    return sorted(goals, key=lambda goal: (_ORDER[goal.state], goal.due or date.max, goal.id))


def _card(goal: Goal, today: date, more: Markup) -> Markup:
    why = piece('<p class="under">{}</p>', goal.why) if goal.why else NOTHING
    measure = piece('<p class="small">You’ll know by: {}</p>', goal.measure) if goal.measure else NOTHING
    return piece(
        '<article class="card goal {state}"><div class="row"><h3>{title}</h3>{standing}</div>{why}'
        '<div class="bar-row">{meter}<span class="number">{progress} %</span></div>{measure}{line}{steps}{more}'
        "</article>",
        state=goal.state, title=goal.title, standing=_standing(goal, today), why=why,
        meter=meter(goal.progress, "Progress"), progress=goal.progress, measure=measure,
        line=_line(goal, today), steps=_steps(goal.milestones, today if goal.state == "open" else None), more=more,
    )  # fmt: skip


def _standing(goal: Goal, today: date) -> Markup:
    if goal.state != "open":
        return badge(*_STANDING[goal.state])
    if goal.due is None:
        return badge("no date yet", "quiet")
    return piece(
        '<span class="due">{} {}</span>',
        day(goal.due),
        badge(days_from(today, goal.due), "care" if goal.due < today else "plain"),
    )


def _line(goal: Goal, today: date) -> Markup:
    """The milestones as dots on a line of days, with today on it; drawn only, the words stand below."""
    dated = [step for step in goal.milestones if step.due]
    days = sorted({today, *(step.due for step in dated if step.due), *([goal.due] if goal.due else [])})
    if goal.state != "open" or len(dated) < 2 or days[0] == days[-1]:
        return NOTHING
    span = (days[-1] - days[0]).days

    def at(on: date) -> float:
        return 100 * (on - days[0]).days / span

    dots = [_stop(step, at(step.due), today) for step in dated if step.due]
    return piece(
        '<div class="way" aria-hidden="true"><span class="line"><i class="gone" style="width:{:.1f}%"></i>{}'
        '<i class="now" style="left:{:.1f}%"></i></span>'
        '<span class="ends"><span>{}</span><span>{}</span></span></div>',
        at(today), together(dots), at(today), _end(days[0], today), _end(days[-1], today),
    )  # fmt: skip


def _stop(step: Milestone, at: float, today: date) -> Markup:
    kind = "done" if step.done else "late" if step.due and step.due < today else "open"
    return piece('<i class="stop {}" style="left:{:.1f}%"></i>', kind, at)


def _end(on: date, today: date) -> Markup:
    return piece("today") if on == today else day(on)


def _steps(milestones: Sequence[Milestone], today: date | None) -> Markup:
    if not milestones:
        return NOTHING
    done = sum(step.done for step in milestones)
    steps = listed([_step(step, today) for step in milestones], "steps")
    told = piece('<p class="small steps-done">{} of {} done</p>', done, counted(len(milestones), "milestone"))
    return told + steps


def _step(step: Milestone, today: date | None) -> Markup:
    late = today is not None and step.due is not None and step.due < today and not step.done
    return piece(
        '<span class="step {}">{}<span class="for-readers">{}</span></span> {} {}',
        "done" if step.done else "open", step.text, " (done)" if step.done else " (open)", day(step.due),
        badge(days_from(today, step.due), "care") if today and late else NOTHING,
    )  # fmt: skip


def _hers(goal: Goal, plans: Sequence[Draft] | None, seen_by: Mapping[str, str]) -> Markup:
    """What only its owner is told: how it came, and who sees it."""
    if plans is None:
        return NOTHING
    sees = (
        f"{sentence(seen_by.get(goal.relationship, 'your partner'))} sees it too."
        if goal.relationship
        else "Only you see it."
    )
    return piece('<p class="small came">{} {}</p>', _came(goal, plan_behind(goal, plans)), sees)


def _came(goal: Goal, plan: Draft | None) -> Markup:
    if plan is None:
        return piece("Written down by you, without a plan so far.")
    words = "It came from" if goal.id.startswith(f"g{plan.id}-") else "Your words, planned in"
    return piece(
        '{} <a href="/goals?plan={}">the goal plan of {}</a>, which you approved.',
        words,
        plan.id,
        day(plan.created),
    )


def plan_behind(goal: Goal, plans: Sequence[Draft]) -> Draft | None:
    """The newest approved plan that made this goal, or that planned it from her words."""
    approved = [plan for plan in plans if plan.state == "approved"]
    of_it = (plan for plan in approved if goal.id.startswith(f"g{plan.id}-") or goal.id in _goals_cited(plan))
    return max(of_it, key=lambda plan: plan.created, default=None)


def _goals_cited(plan: Draft) -> set[str]:
    return {one.record for one in plan.citations if isinstance(one, RecordCitation) and one.kind == "goal"}


@dataclass(frozen=True)
class Coming:
    """Something of a goal with a day: one of its milestones, or the goal itself."""

    words: str
    of: str
    due: date


def coming(goals: Sequence[Goal]) -> list[Coming]:
    """What is due of open goals, the earliest first; of which goal is said where there are several."""
    still = [goal for goal in goals if goal.state == "open"]
    steps = [
        Coming(step.text, short_title(goal.title) if len(still) > 1 else "", step.due)
        for goal in still
        for step in goal.milestones
        if step.due and not step.done
    ]
    whole = [
        Coming(f"The goal itself: {short_title(goal.title)}", "", goal.due) for goal in still if goal.due
    ]
    return sorted([*steps, *whole], key=lambda each: (each.due, each.words))


def short_title(title: str) -> str:
    """A goal in a few words, where its whole title would take the line."""
    return shortened(title, LONGEST_NAME)


def due_next(goals: Sequence[Goal], today: date) -> Markup:
    """The few things that are due next, late ones first; nothing where nothing has a day."""
    lines = [coming_line(each, today) for each in coming(goals)[:SHOWN_NEXT]]
    if not lines:
        return NOTHING
    return piece('<section class="card next"><h2>Due next</h2>{}</section>', listed(lines, "plain"))


def coming_line(each: Coming, today: date) -> Markup:
    """One of them: what, of which goal, until when."""
    of = piece(' <span class="small">towards “{}”</span>', each.of) if each.of else NOTHING
    return piece(
        '<div class="promise"><span>{}{}</span>{}</div>',
        each.words, of, badge(days_from(today, each.due), "care" if each.due < today else "quiet"),
    )  # fmt: skip
