"""Complete: every part is there, dates lie in range, minutes add up, nothing promised is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain.drafts import Agenda, CheckResult, GoalPlan, PlannedGoal, Recognition
from copilot.domain.wording import day_in_words
from copilot.services.drafting.checks.verdict import shortened, verdict
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import facts_of

FEWEST_MILESTONES = 3
MOST_WORDS = {"shout-out": 120, "newsletter": 300, "nomination": 900}
FEWEST_WORDS = 12


def complete(material: Material) -> CheckResult:
    """Pass where a person could use the draft without adding a part that its kind needs."""
    form = material.form
    if isinstance(form, GoalPlan):
        return verdict("complete", _plan_faults(form, material))
    if isinstance(form, Agenda):
        return verdict("complete", _agenda_faults(form, material))
    return verdict("complete", _recognition_faults(form, material))


def _plan_faults(plan: GoalPlan, material: Material) -> Iterator[str]:
    brief = material.brief
    if (plan.starts, plan.ends) != (brief.starts, brief.ends):
        yield f"The plan must run from {day_in_words(brief.starts)} to {day_in_words(brief.ends)}."
    for goal in plan.goals:
        yield from _goal_faults(goal, plan)
    hours = sum(step.hours or 0 for goal in plan.goals for step in goal.milestones)
    budget = brief.hours_per_month * brief.months()
    if hours > budget * 1.1 + 1:
        yield f"The milestones take {hours:g} hours, and there are {budget:.0f}."


def _goal_faults(goal: PlannedGoal, plan: GoalPlan) -> Iterator[str]:
    name = shortened(goal.title, 6)
    measure = goal.measure or (goal.her_measure.text if goal.her_measure else "")
    wanted = {
        "her own words": goal.in_her_words,
        "a measure": measure,
        "what the mentor can do": goal.mentor_can,
        "a first step": goal.first_step,
    }
    yield from (f"“{name}” lacks {part}." for part, text in wanted.items() if not text.strip())
    if not goal.evidence:
        yield f"“{name}” does not say which words of hers it comes from."
    if len(goal.milestones) < FEWEST_MILESTONES:
        yield f"“{name}” has {len(goal.milestones)} milestones; {FEWEST_MILESTONES} is the fewest."
    dates = [step.due for step in goal.milestones]
    yield from (
        f"{day_in_words(due)} lies outside the plan." for due in dates if not plan.starts <= due <= plan.ends
    )
    if dates != sorted(dates):
        yield f"The milestones of “{name}” are not in the order of their dates."


def _agenda_faults(agenda: Agenda, material: Material) -> Iterator[str]:
    total = sum(box.minutes for box in agenda.boxes)
    if agenda.minutes != material.brief.minutes:
        yield f"The session is {material.brief.minutes} minutes long, not {agenda.minutes}."
    if total != agenda.minutes:
        yield f"The parts add up to {total} minutes, not {agenda.minutes}."
    if not any(box.questions for box in agenda.boxes):
        yield "There is no question to ask."
    yield from (
        f"“{shortened(box.title, 6)}” does not say what it is for."
        for box in agenda.boxes
        if not box.purpose.strip()
    )
    followed = {n for box in agenda.boxes for fact in box.follow_up for n in fact.evidence}
    for action in material.brief.actions:
        if action.source.n not in followed:
            yield f"The open action item “{shortened(action.source.text)}” is not followed up."


def _recognition_faults(form: Recognition, material: Material) -> Iterator[str]:
    if form.tone != material.brief.tone:
        yield f"A {material.brief.tone} was asked for, not a {form.tone}."
    cited = {n for fact in facts_of(form) for n in fact.evidence}
    told = [moment for moment in material.brief.moments if moment.behaviour.n in cited]
    if not told:
        yield "It does not say what was done."
    yield from (
        f"It leaves out what “{shortened(moment.behaviour.text, 6)}” led to."
        for moment in told
        if moment.impact and moment.impact.n not in cited
    )
    words = sum(len(fact.text.split()) for fact in form.paragraphs)
    if not FEWEST_WORDS <= words <= MOST_WORDS[form.tone]:
        yield f"A {form.tone} has {FEWEST_WORDS} to {MOST_WORDS[form.tone]} words; this has {words}."
