"""What a chat model is asked to fill in: small forms, so that a small model can; the brief supplies the rest.

The member's own words never pass through the model: it names the number of a source, and the words are copied from it.
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief, GoalTold
from copilot.domain.drafts import (
    Agenda,
    DraftKind,
    Fact,
    Form,
    GoalPlan,
    PlannedGoal,
    PlannedStep,
    Recognition,
    TimeBox,
)
from copilot.errors import ModelUnavailable
from copilot.language.told import followed, grounds, passage, quoted, stage_of


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
    measure: str = Field("", max_length=600, description="how you will both know that it is reached")
    milestones: list[AskedStep] = Field(min_length=1, max_length=8)
    mentor_can: str = Field(max_length=600)
    first_step: str = Field(max_length=600)
    questions: list[str] = Field(default_factory=list, max_length=6)
    builds_on: int | None = Field(
        None, description="the number of a profile source, if the goal builds on it"
    )


class AskedGoalPlan(BaseModel):
    """A goal plan."""

    goals: list[AskedGoal] = Field(min_length=1, max_length=3)
    reading: list[int] = Field(default_factory=list, description="the numbers of the passages worth reading")


class AskedPart(BaseModel):
    """One part of a session."""

    title: str = Field(min_length=1, max_length=200)
    minutes: int = Field(ge=1, le=480)
    purpose: str = Field(max_length=800)
    questions: list[str] = Field(default_factory=list, max_length=6)
    follow_up: list[int] = Field(
        default_factory=list, description="the numbers of the open action items it follows up"
    )


class AskedAgenda(BaseModel):
    """The agenda of a session; the minutes of all parts add up to its length."""

    parts: list[AskedPart] = Field(min_length=3, max_length=10)
    reading: int | None = Field(None, description="the number of the one passage worth using")


class AskedParagraph(BaseModel):
    """A paragraph and the numbers of the sources it rests on."""

    text: str = Field(min_length=1, max_length=1_500)
    sources: list[int] = Field(min_length=1)


class AskedRecognition(BaseModel):
    """Words of recognition."""

    title: str = Field(min_length=1, max_length=200)
    paragraphs: list[AskedParagraph] = Field(min_length=1, max_length=5)
    closing: str = Field("", max_length=300)


Asked = AskedGoalPlan | AskedAgenda | AskedRecognition
ASKED: dict[DraftKind, type[AskedGoalPlan] | type[AskedAgenda] | type[AskedRecognition]] = {
    DraftKind.GOAL_PLAN: AskedGoalPlan,
    DraftKind.AGENDA: AskedAgenda,
    DraftKind.RECOGNITION: AskedRecognition,
}


def to_form(asked: BaseModel, brief: Brief) -> Form:
    """The domain's form from what the model filled in. Raises ModelUnavailable where a number names no source."""
    if isinstance(asked, AskedGoalPlan):
        return _goal_plan(asked, brief)
    if isinstance(asked, AskedAgenda):
        return _agenda(asked, brief)
    if isinstance(asked, AskedRecognition):
        return _recognition(asked, brief)
    raise TypeError(f"no draft is made from {type(asked).__name__}")


def _goal_plan(asked: AskedGoalPlan, brief: Brief) -> GoalPlan:
    passages = {source.n: source for source in brief.passages}
    return GoalPlan(
        goals=tuple(_goal(goal, brief) for goal in asked.goals),
        reading=tuple(passage(passages[n]) for n in dict.fromkeys(asked.reading) if n in passages),
        starts=brief.starts,
        ends=brief.ends,
        hours_per_month=brief.hours_per_month,
    )


def _goal(asked: AskedGoal, brief: Brief) -> PlannedGoal:
    told = _told(asked, brief)
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
        objective=told.objective,
    )


def _told(asked: AskedGoal, brief: Brief) -> GoalTold:
    for goal in brief.goals:
        if goal.words.n == asked.source:
            return goal
    raise ModelUnavailable(
        f"The chat model planned for goal number {asked.source}, which there is not.", place="chat model"
    )


def _agenda(asked: AskedAgenda, brief: Brief) -> Agenda:
    actions = {action.source.n: action for action in brief.actions}
    passages = {source.n: source for source in brief.passages}
    read = passages.get(asked.reading or 0)
    return Agenda(
        topic=brief.topic or (brief.goals[0].words.text if brief.goals else asked.parts[0].title),
        grounds=grounds(brief),
        minutes=brief.minutes,
        stage=stage_of(brief),
        boxes=tuple(
            TimeBox(
                title=part.title,
                minutes=part.minutes,
                purpose=part.purpose,
                questions=tuple(part.questions),
                follow_up=tuple(followed(actions[n]) for n in dict.fromkeys(part.follow_up) if n in actions),
            )
            for part in asked.parts
        ),
        reading=(passage(read),) if read else (),
    )


def _recognition(asked: AskedRecognition, brief: Brief) -> Recognition:
    return Recognition(
        tone=brief.tone,
        title=asked.title,
        paragraphs=tuple(
            Fact(text=one.text, evidence=tuple(dict.fromkeys(one.sources))) for one in asked.paragraphs
        ),
        closing=asked.closing,
    )
