"""A goal plan: her words as facts, milestones and questions as ideas."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Fact, GoalPlan, PlannedGoal, PlannedStep
from copilot.domain.wording import day_in_words, shortened, stems
from copilot.services.drafting.markdown import PROPOSED, listed, marked, marks, plain
from copilot.services.drafting.material import Material
from copilot.services.drafting.repeating import repeated

FEWEST_MILESTONES = 3
SHORTEST_STEP = 5


class GoalPlanKind:
    """What the service and the checks need to know of goal plans."""

    for_others = False

    def facts(self, form: GoalPlan) -> Iterator[Fact]:
        for goal in form.goals:
            yield from _facts_of_goal(goal)
        yield from (*form.later, *form.reading)

    def proposals(self, form: GoalPlan) -> Iterator[str]:
        for goal in form.goals:
            milestones = [f"By {day_in_words(step.due)}: {step.text}" for step in goal.milestones]
            yield from (
                goal.title,
                goal.measure,
                *milestones,
                goal.mentor_can,
                goal.first_step,
                *goal.questions,
            )

    def own_words(self, form: GoalPlan) -> Iterator[str]:
        for goal in form.goals:
            milestones = [step.text for step in goal.milestones]
            yield from (
                goal.title,
                goal.measure,
                *milestones,
                goal.mentor_can,
                goal.first_step,
                *goal.questions,
            )

    def incomplete(self, form: GoalPlan, material: Material) -> Iterator[str]:
        brief = material.brief
        if (form.starts, form.ends) != (brief.starts, brief.ends):
            yield f"The plan must run from {day_in_words(brief.starts)} to {day_in_words(brief.ends)}."
        for goal in form.goals:
            yield from _goal_faults(goal, form)
        named = {n for goal in form.goals for n in goal.evidence} | {
            n for fact in form.later for n in fact.evidence
        }
        yield from (
            f"It leaves out the goal “{shortened(goal.words.text)}”."
            for goal in brief.goals
            if goal.words.n not in named
        )
        hours = sum(step.hours or 0 for goal in form.goals for step in goal.milestones)
        budget = brief.hours_per_month * brief.months()
        if hours > budget * 1.1 + 1:
            yield f"The milestones take {hours:g} hours, and there are {budget:.0f}."

    def unspecific(self, form: GoalPlan, material: Material) -> Iterator[str]:
        yield from repeated([step.text for goal in form.goals for step in goal.milestones])
        yield from repeated([question for goal in form.goals for question in goal.questions])
        for goal in form.goals:
            yield from _vague(goal)

    def lines(self, form: GoalPlan, brief: Brief) -> Iterator[str]:
        yield from (f"# Goal plan for {plain(brief.about)}", "")
        hours = f"{form.hours_per_month:g} hour{'' if form.hours_per_month == 1 else 's'} a month"
        yield f"{day_in_words(form.starts)} to {day_in_words(form.ends)}, about {hours}."
        yield f"Sentences with a number rest on the sources below. What says {PROPOSED} is an idea to change or drop."
        for n, goal in enumerate(form.goals):
            yield from ("", f"## {n + 1}. {plain(goal.title)}", "")
            yield from _goal(goal, n)
        yield from listed(form.later, "For later")
        yield from listed(form.reading, "To read")


def _facts_of_goal(goal: PlannedGoal) -> Iterator[Fact]:
    if goal.in_her_words and goal.evidence:
        yield Fact(text=f"“{goal.in_her_words}”", evidence=goal.evidence)
    yield from (fact for fact in (goal.why, goal.builds_on, goal.her_measure) if fact)


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
    if not goal.questions:
        yield f"“{name}” has no question for the mentor to ask."
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


def _vague(goal: PlannedGoal) -> Iterator[str]:
    hers = stems(goal.in_her_words)
    proposed = " ".join([goal.title, goal.measure, goal.first_step, *(step.text for step in goal.milestones)])
    if hers and not hers & stems(proposed):
        yield f"Nothing proposed for “{shortened(goal.in_her_words)}” uses a word of it."
    elif hers and not hers & stems(f"{goal.title} {goal.measure}"):
        yield f"Neither title nor measure of “{shortened(goal.title, 6)}” uses a word of the goal."
    elif hers and not hers & stems(" ".join([goal.first_step, *(step.text for step in goal.milestones)])):
        yield f"No step of “{shortened(goal.title, 6)}” uses a word of the goal."
    for step in goal.milestones:
        if len(step.text.split()) < SHORTEST_STEP:
            yield f"The milestone “{step.text}” does not say what to do."


def _goal(goal: PlannedGoal, before: int) -> Iterator[str]:
    if goal.in_her_words:
        yield from (f"> “{plain(goal.in_her_words)}”{marks(goal.evidence)}", "")
    hers = {
        "Why it matters.": goal.why,
        "What you bring.": goal.builds_on,
        "How you will know.": goal.her_measure,
    }
    for label, fact in hers.items():
        if fact:
            yield from (f"**{label}** {marked(fact)}", "")
    if goal.measure:
        yield from (f"**How you will know (proposed).** {plain(goal.measure)}", "")
    if goal.objective:
        yield from (f"**Serves the community’s objective.** {plain(goal.objective)}", "")
    yield from ("**Milestones (proposed)**", "")
    yield from (f"- [ ] {_step(step)}" for step in goal.milestones)
    when = f"once goal {before} is moving" if before else "this week"
    yield from ("", f"**First step, {when} (proposed).** {plain(goal.first_step)}", "")
    yield f"**Your mentor can (proposed).** {plain(goal.mentor_can)}"
    if goal.questions:
        yield from ("", "**Questions worth asking (proposed)**", "")
        yield from (f"- {plain(question)}" for question in goal.questions)


def _step(step: PlannedStep) -> str:
    return f"By {day_in_words(step.due)}: {plain(step.text)}{_hours(step.hours)}"


def _hours(hours: float | None) -> str:
    if hours is None:
        return ""
    return (
        f" (about {hours * 60:.0f} minutes)"
        if hours < 1
        else f" (about {hours:g} hour{'' if hours == 1 else 's'})"
    )
