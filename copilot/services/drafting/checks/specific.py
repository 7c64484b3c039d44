"""Specific: no phrases that fit anybody, nothing said twice, and the goal's own words in what is proposed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations

import yaml

from copilot.domain.drafts import Agenda, CheckResult, GoalPlan, PlannedGoal, Recognition
from copilot.domain.wording import containment, resemblance, stems
from copilot.services.drafting.checks.verdict import shortened, verdict
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import own_words, said_by_members

TOO_ALIKE = 0.5
"""Two milestones that share half of their word pairs are one milestone said twice."""
MOSTLY_CONTAINED = 0.6
"""One that stands mostly inside a longer one is repeated too, from this many words on."""
LONG_ENOUGH = 10
SHORTEST_STEP = 5
SHORTEST_TO_REPEAT = 4


def specific(material: Material) -> CheckResult:
    """Pass where the draft could not have been written for just anybody."""
    return verdict("specific", _faults(material))


def _faults(material: Material) -> Iterator[str]:
    form = material.form
    yield from boilerplate(own_words(form), said_by_members(material))
    if isinstance(form, GoalPlan):
        yield from _repeated([step.text for goal in form.goals for step in goal.milestones])
        for goal in form.goals:
            yield from _vague(goal)
    elif isinstance(form, Agenda):
        yield from _agenda_faults(form, material)
    else:
        yield from _recognition_faults(form, material)


def boilerplate(texts: list[str], hers: str = "") -> Iterator[str]:
    """A sentence for each phrase that fits anybody; phrases in `hers` are her own."""
    for pattern, why in _phrases():
        for text in texts:
            found = pattern.search(text)
            if found and found.group().lower() not in hers:
                yield f"“{found.group()}” fits anybody: {why}."


def alike(one: str, other: str) -> bool:
    """Whether two sentences say the same: they share half of their word pairs, or one stands mostly in the other."""
    if resemblance(one, other) >= TOO_ALIKE:
        return True
    long_enough = min(len(one.split()), len(other.split())) >= LONG_ENOUGH
    return long_enough and containment(one, other) >= MOSTLY_CONTAINED


def _repeated(texts: list[str]) -> Iterator[str]:
    for one, other in combinations(texts, 2):
        if alike(one, other):
            yield f"“{shortened(one)}” and “{shortened(other)}” say the same."


def _vague(goal: PlannedGoal) -> Iterator[str]:
    hers = stems(goal.in_her_words)
    proposed = " ".join([goal.title, goal.measure, goal.first_step, *(step.text for step in goal.milestones)])
    if hers and not hers & stems(proposed):
        yield f"Nothing proposed for “{shortened(goal.in_her_words)}” uses a word of it."
    for step in goal.milestones:
        if len(step.text.split()) < SHORTEST_STEP:
            yield f"The milestone “{step.text}” does not say what to do."


def _agenda_faults(agenda: Agenda, material: Material) -> Iterator[str]:
    wanted = stems(material.brief.topic) or stems(" ".join(goal.words.text for goal in material.brief.goals))
    said = stems(" ".join([agenda.topic, *own_words(agenda)]))
    if wanted and not wanted & said:
        yield "The topic of the session is not mentioned in it."
    questions = [question for box in agenda.boxes for question in box.questions]
    yield from _repeated([question for question in questions if len(question.split()) >= SHORTEST_TO_REPEAT])
    if len(questions) != len(set(questions)):
        yield "A question is asked twice."


def _recognition_faults(form: Recognition, material: Material) -> Iterator[str]:
    told = stems(" ".join(fact.text for fact in form.paragraphs))
    cited = {n for fact in form.paragraphs for n in fact.evidence}
    for moment in material.brief.moments:
        if moment.behaviour.n in cited and not stems(moment.behaviour.text) & told:
            yield f"It does not name what was done: “{shortened(moment.behaviour.text)}”."
    yield from _repeated([fact.text for fact in form.paragraphs])


@functools.cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    """The phrases of `boilerplate.yaml`, each with why it says nothing."""
    text = (files("copilot.services.drafting.checks") / "boilerplate.yaml").read_text("utf-8")
    return [
        (re.compile(rf"\b(?:{one['phrase']})\b", re.IGNORECASE), one["why"]) for one in yaml.safe_load(text)
    ]
