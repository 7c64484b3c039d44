"""A part that is one word long is missing, and one that fills a page is not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from copilot.domain.drafts import (
    ActionItems,
    Agenda,
    AgreementText,
    Form,
    GoalPlan,
    RoleCharter,
    RunSheet,
    SponsorshipBrief,
)
from copilot.domain.wording import shortened
from copilot.services.drafting.parts import own_words

MOST_WORDS = 130
"""Of one part, such as a purpose, an entry, a wording."""
MOST_OF_AN_ENTRY = 60
"""Of an entry in a list."""
FEWEST_WORDS = 4
LONGEST_TITLE = 45
MINUTES_FOR_A_QUESTION = 1.5
MOST_QUESTIONS = 7


def sizes(form: Form) -> Iterator[str]:
    """A sentence for each part that is too short to say something, or too long to be read."""
    yield from _too_long(own_words(form), MOST_WORDS)
    yield from _too_long(_entries(form), MOST_OF_AN_ENTRY)
    yield from _too_long(_titles(form), LONGEST_TITLE)
    for name, text in _must_say(form):
        if 0 < len(text.split()) < FEWEST_WORDS:
            yield f"{name} says too little: “{text}”."
    if isinstance(form, Agenda):
        yield from _crowded(form)


def _too_long(texts: Iterable[str], most: int) -> Iterator[str]:
    for text in texts:
        if len(text.split()) > most:
            yield f"“{shortened(text)}” has {len(text.split())} words; {most} is the most."


def _entries(form: Form) -> Iterator[str]:
    if isinstance(form, RoleCharter):
        yield from (*form.does, *form.leaves, *form.may_expect, *form.first_month, *form.to_settle)
    if isinstance(form, SponsorshipBrief):
        yield from (*form.where, *form.leave_out)
    if isinstance(form, Agenda):
        yield from (question for box in form.boxes for question in box.questions)
    if isinstance(form, GoalPlan):
        yield from (question for goal in form.goals for question in goal.questions)
    if isinstance(form, ActionItems):
        yield from (item.text for item in form.items)
    if isinstance(form, RunSheet):
        yield from (*form.before, *form.afterwards, *(box.say for box in form.boxes))


def _must_say(form: Form) -> Iterator[tuple[str, str]]:
    if isinstance(form, GoalPlan):
        for goal in form.goals:
            yield from (
                ("The measure", goal.measure),
                ("What the mentor can do", goal.mentor_can),
                ("The first step", goal.first_step),
                ("The title", goal.title),
            )
    if isinstance(form, Agenda):
        yield from ((f"The purpose of “{shortened(box.title, 6)}”", box.purpose) for box in form.boxes)
    if isinstance(form, AgreementText):
        yield from ((f"The point on {point.topic}", point.proposed) for point in form.points)
    if isinstance(form, SponsorshipBrief):
        yield ("The next step", form.next_step)
    if isinstance(form, RunSheet):
        yield from ((f"What is done in “{shortened(box.title, 6)}”", box.does) for box in form.boxes)
        yield from (("If nobody asks", form.if_nobody_asks), ("If one talks", form.if_one_talks))
    if isinstance(form, RoleCharter):
        yield from (("The purpose", form.purpose), ("The time", form.time))


def _titles(form: Form) -> Iterator[str]:
    if isinstance(form, GoalPlan):
        yield from (goal.title for goal in form.goals)
    if isinstance(form, Agenda | RunSheet):
        yield from (box.title for box in form.boxes)


def _crowded(agenda: Agenda) -> Iterator[str]:
    for box in agenda.boxes:
        room = max(2, box.minutes / MINUTES_FOR_A_QUESTION)
        if len(box.questions) > min(room, MOST_QUESTIONS):
            yield f"“{shortened(box.title, 6)}” asks {len(box.questions)} questions in {box.minutes} minutes."
