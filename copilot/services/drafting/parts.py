"""A form taken into its parts: facts with evidence, proposals, and every string that a person would read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from copilot.domain.citations import Citation
from copilot.domain.drafts import Agenda, Fact, Form, GoalPlan, PlannedGoal, Recognition, TimeBox
from copilot.domain.wording import day_in_words
from copilot.services.drafting.material import Material


def facts_of(form: Form) -> tuple[Fact, ...]:
    """Every statement that rests on evidence, in reading order."""
    if isinstance(form, GoalPlan):
        return (*(fact for goal in form.goals for fact in _facts_of_goal(goal)), *form.later, *form.reading)
    if isinstance(form, Agenda):
        return (*form.grounds, *(fact for box in form.boxes for fact in box.follow_up), *form.reading)
    return (*form.paragraphs, *((form.who_benefited,) if form.who_benefited else ()))


def proposals_of(form: Form) -> tuple[str, ...]:
    """Every idea of the copilot's own, in reading order, empty ones left out."""
    if isinstance(form, GoalPlan):
        texts = [text for goal in form.goals for text in _proposals_of_goal(goal)]
    elif isinstance(form, Agenda):
        texts = [text for box in form.boxes for text in _proposals_of_box(box)]
    else:
        texts = [form.title, form.closing]
    return tuple(text for text in texts if text.strip())


def own_words(form: Form) -> list[str]:
    """The copilot's sentences without dates and minutes: what is judged for style."""
    if isinstance(form, GoalPlan):
        return [text for goal in form.goals for text in _sentences_of_goal(goal) if text]
    if isinstance(form, Agenda):
        return [text for box in form.boxes for text in (box.title, box.purpose, *box.questions) if text]
    return [text for text in (form.title, *(fact.text for fact in form.paragraphs), form.closing) if text]


def said_by_members(material: Material) -> str:
    """What members said in the sources and the topic asked for, in lower case and to `you`: hers, and not judged."""
    return as_members_say(material.brief.topic, material.gathered.citations.values())


def as_members_say(topic: str, citations: Iterable[Citation]) -> str:
    """The topic and what the citations quote of members, in lower case and to `you`."""
    quotes = [citation.quote for citation in citations if citation.kind != "guide"]
    text = " ".join([topic, *quotes]).lower()
    to_you = re.sub(r"\bmy\b", "your", text)
    return f"{text} {to_you}"


def _facts_of_goal(goal: PlannedGoal) -> Iterator[Fact]:
    if goal.in_her_words and goal.evidence:
        yield Fact(text=f"“{goal.in_her_words}”", evidence=goal.evidence)
    yield from (fact for fact in (goal.why, goal.builds_on, goal.her_measure) if fact)


def _proposals_of_goal(goal: PlannedGoal) -> list[str]:
    milestones = [f"By {day_in_words(step.due)}: {step.text}" for step in goal.milestones]
    return [goal.title, goal.measure, *milestones, goal.mentor_can, goal.first_step, *goal.questions]


def _sentences_of_goal(goal: PlannedGoal) -> list[str]:
    milestones = [step.text for step in goal.milestones]
    return [goal.title, goal.measure, *milestones, goal.mentor_can, goal.first_step, *goal.questions]


def _proposals_of_box(box: TimeBox) -> list[str]:
    return [f"{box.title} ({box.minutes} minutes): {box.purpose}", *box.questions]


def is_recognition(form: Form) -> bool:
    """Whether a form is meant for others to read."""
    return isinstance(form, Recognition)
