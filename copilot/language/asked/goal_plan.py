"""A goal plan as a chat model is asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief, GoalTold
from copilot.domain.drafts import Fact, GoalPlan, PlannedGoal, PlannedStep
from copilot.errors import ModelUnavailable
from copilot.language.told import passage, quoted

MOST_GOALS = 3


class AskedStep(BaseModel):
    """One milestone: one thing to do, and the day by which it is done."""

    text: str = Field(min_length=1, max_length=600)
    due: date


class AskedGoal(BaseModel):
    """The plan for one goal."""

    source: int = Field(description="the number of the goal this plan is for")
    title: str = Field(
        min_length=1, max_length=300, description="what will be different, how it shows, by when"
    )
    measure: str = Field(max_length=600, description="how you will both know that it is reached")
    milestones: list[AskedStep] = Field(min_length=1, max_length=8)
    mentor_can: str = Field(max_length=600)
    first_step: str = Field(max_length=600)
    questions: list[str] = Field(default_factory=list, max_length=6)
    builds_on: int | None = Field(
        None, description="the number of a profile source, if the goal builds on it"
    )
    objective: int | None = Field(
        None, description="which of the community's objectives it serves, if one fits"
    )


class AskedGoalPlan(BaseModel):
    """A goal plan."""

    goals: list[AskedGoal] = Field(min_length=1, max_length=MOST_GOALS)
    reading: list[int] = Field(default_factory=list, description="the numbers of the passages worth reading")


def goal_plan_from(asked: AskedGoalPlan, brief: Brief) -> GoalPlan:
    """The plan, in her words where they are hers. Raises ModelUnavailable where it is for none of her goals."""
    passages = {source.n: source for source in brief.passages}
    planned = list(_paired(asked.goals, brief))
    return GoalPlan(
        goals=tuple(_goal(goal, told, brief) for goal, told in planned),
        later=tuple(_left_for_later([told for _, told in planned], brief)),
        reading=tuple(passage(passages[n]) for n in dict.fromkeys(asked.reading) if n in passages),
        starts=brief.starts,
        ends=brief.ends,
        hours_per_month=brief.hours_per_month,
    )


def _left_for_later(planned: Sequence[GoalTold], brief: Brief) -> Iterator[Fact]:
    """A plan may be for fewer goals than there are; the others are kept in sight, and none is forgotten."""
    yield from (fact for goal in brief.goals if goal not in planned if (fact := quoted(goal.words)))


def asked_goal_plan(form: GoalPlan) -> AskedGoalPlan:
    """The same plan as a model would have filled it in."""
    return AskedGoalPlan(
        goals=[_asked_goal(goal) for goal in form.goals], reading=[fact.evidence[0] for fact in form.reading]
    )


def _asked_goal(goal: PlannedGoal) -> AskedGoal:
    return AskedGoal(
        source=goal.evidence[0] if goal.evidence else 0,
        title=goal.title,
        measure=goal.her_measure.text if goal.her_measure else goal.measure,
        milestones=[AskedStep(text=step.text, due=step.due) for step in goal.milestones],
        mentor_can=goal.mentor_can,
        first_step=goal.first_step,
        questions=list(goal.questions),
        builds_on=goal.builds_on.evidence[0] if goal.builds_on else None,
        objective=None,
    )


def _goal(asked: AskedGoal, told: GoalTold, brief: Brief) -> PlannedGoal:
    profile = {source.n: source for source in brief.profile}
    return PlannedGoal(
        title=asked.title,
        in_her_words=told.words.text,
        evidence=(told.words.n,),
        why=quoted(told.why),
        builds_on=quoted(profile.get(asked.builds_on or 0)),
        her_measure=quoted(told.measure),
        measure="" if told.measure else asked.measure,
        milestones=tuple(PlannedStep(text=step.text, due=step.due) for step in asked.milestones),
        mentor_can=asked.mentor_can,
        first_step=asked.first_step,
        questions=tuple(asked.questions),
        objective=told.objective or _objective(asked, told, brief),
    )


def _objective(asked: AskedGoal, told: GoalTold, brief: Brief) -> str:
    """The community's own words for the objective that the model named; else for the one that the encoder found.

    Nothing where there is none of that number, and never one that she has refused.
    """
    by_number = dict(enumerate(brief.objectives, start=1))
    named = by_number.get(asked.objective or 0, "")
    return (named if named not in told.refused else "") or told.fits or ""


def _paired(asked: Sequence[AskedGoal], brief: Brief) -> Iterator[tuple[AskedGoal, GoalTold]]:
    """Each plan with its goal: by the number it names, or by its place, which is that of the goal as well.

    What is planned for a goal that isn't there, or for one a second time, is left out.
    """
    by_number = {goal.words.n: goal for goal in brief.goals}
    planned: set[int] = set()
    for place, plan in enumerate(asked):
        at_its_place = brief.goals[place] if place < len(brief.goals) else None
        told = by_number.get(plan.source, at_its_place)
        if told is not None and told.words.n not in planned:
            planned.add(told.words.n)
            yield plan, told
    if not planned:
        raise ModelUnavailable("The chat model planned for none of the goals.", place="chat model")
