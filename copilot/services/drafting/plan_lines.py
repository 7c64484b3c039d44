"""The goals of a plan as they stand in its text: what a person approves is what she reads, edited or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from copilot.domain.days_said import Reckoning, day_said
from copilot.domain.drafts import PlannedGoal
from copilot.domain.relationships import Milestone
from copilot.services.drafting.markdown import marked, plain, unescaped

_HEADING = re.compile(r"^##\s+(?:(?P<number>\d+)\.\s*)?")
_STEP = re.compile(r"^\s*[-*] \[(?P<tick>[ xX]?)\]\s*(?:By (?P<day>[^:]{1,40}):\s*)?(?P<text>\S.*)$")
_ABOUT = re.compile(r"\s*\(about [\d.,]+ (?:minutes?|hours?)\)\s*$")
_OBJECTIVE = re.compile(r"^\*\*Serves the community[’']s objective\.\*\*\s*(?P<text>\S.*)$")
_MEASURE = re.compile(r"^\*\*How you will know(?: \(proposed\))?\.\*\*\s*(?P<text>\S.*)$")


class WrittenGoal(NamedTuple):
    """What a text says of one planned goal; `measure` is empty where it gives none but her own.

    `objective` is the title of the community's objective it serves, empty for none.
    """

    planned: PlannedGoal
    measure: str
    milestones: tuple[Milestone, ...]
    objective: str = ""


def goals_as_planned(goals: Sequence[PlannedGoal]) -> list[WrittenGoal]:
    """The goals of a plan that nobody edited."""
    return [WrittenGoal(goal, goal.measure, _milestones(goal), goal.objective) for goal in goals]


def goals_written_in(markdown: str, goals: Sequence[PlannedGoal], today: date) -> list[WrittenGoal]:
    """Those of the plan's goals that the text still holds, each with the measure and the milestones it has there.

    A section is the goal's whose words it quotes; one that quotes none of them, the goal's of its number.
    """
    found: dict[int, WrittenGoal] = {}
    for number, lines in _sections(markdown):
        place = _place(number, lines, goals)
        if place is not None and place not in found:
            found[place] = WrittenGoal(
                goals[place], _measure(lines, goals[place]), _read(lines, today), _objective(lines)
            )
    return [found[place] for place in sorted(found)]


def _milestones(goal: PlannedGoal) -> tuple[Milestone, ...]:
    return tuple(Milestone(text=step.text, due=step.due) for step in goal.milestones)


def _sections(markdown: str) -> Iterator[tuple[int | None, list[str]]]:
    """The lines under each second-level heading, with the heading's number."""
    number: int | None = None
    lines: list[str] | None = None
    for line in markdown.splitlines():
        heading = _HEADING.match(line)
        if heading:
            if lines is not None:
                yield number, lines
            number, lines = (int(heading["number"]) if heading["number"] else None), []
        elif lines is not None:
            lines.append(line)
    if lines is not None:
        yield number, lines


def _place(number: int | None, lines: Sequence[str], goals: Sequence[PlannedGoal]) -> int | None:
    quoted = [line for line in lines if line.startswith(">")]
    for place, goal in enumerate(goals):
        if goal.in_her_words and any(f"“{plain(goal.in_her_words)}”" in line for line in quoted):
            return place
    return number - 1 if number and number <= len(goals) else None


def _measure(lines: Sequence[str], goal: PlannedGoal) -> str:
    hers = marked(goal.her_measure) if goal.her_measure else None
    found = [one["text"].strip() for line in lines if (one := _MEASURE.match(line))]
    return next((unescaped(text) for text in found if text != hers), "")


def _objective(lines: Sequence[str]) -> str:
    found = [unescaped(one["text"].strip()) for line in lines if (one := _OBJECTIVE.match(line))]
    return next(iter(found), "")


def _read(lines: Sequence[str], today: date) -> tuple[Milestone, ...]:
    return tuple(_step(one, today) for line in lines if (one := _STEP.match(line)))


def _step(found: re.Match[str], today: date) -> Milestone:
    """A step without a day that can be told has none; then its words stay as they were written."""
    said = day_said(found["day"], Reckoning(today)) if found["day"] else None
    due = said.day if said else None
    text = found["text"] if due or not found["day"] else f"By {found['day']}: {found['text']}"
    return Milestone(text=unescaped(_ABOUT.sub("", text)).strip(), due=due, done=found["tick"] in {"x", "X"})
