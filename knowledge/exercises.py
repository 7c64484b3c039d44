"""Exercises beside the guides: three questions that check whether one has understood, and a scenario to answer.

What a file must hold is checked when it is read: each quotation stands word for word in its guide.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import Field, StringConstraints

from copilot.errors import BadInput, NotFound
from knowledge.shipped import Shipped, shipped_guides
from knowledge.words import Word
from knowledge.yaml_files import checked, counted_field, written_in, yaml_files

QUESTIONS = 3  # a guide: enough to see that it was understood, few enough to be answered at once
SHORTEST_QUOTE, LONGEST_QUOTE = 6, 40  # words

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_COUNTED = {
    "questions": "question", "options": "option", "points": "point", "found": "found", "unlike": "unlike",
}  # fmt: skip


class Option(Word):
    """An answer that may be chosen, and why it is right or what it overlooks."""

    say: Text
    why: Text
    right: bool = False


class Question(Word):
    """A question with one right answer, and the words of the guide that settle it."""

    id: Key
    ask: Text
    options: tuple[Option, ...] = Field(min_length=3, max_length=4)
    passage: Text

    @property
    def right(self) -> int:
        """The place of the right option, from 0."""
        return next(place for place, option in enumerate(self.options) if option.right)


class Point(Word):
    """A thing a good answer does: ways in which people put it, near misses, and what to tell who left it out."""

    id: Key
    point: Text
    found: tuple[Text, ...] = Field(min_length=5, max_length=8)
    unlike: tuple[Text, ...] = Field(min_length=2, max_length=4)
    passage: Text
    missing: Text


class Scenario(Word):
    """A moment with people in it, what is asked of the reader, and what a good answer does."""

    id: Key
    situation: Text
    task: Text
    points: tuple[Point, ...] = Field(min_length=3, max_length=5)

    @property
    def version(self) -> str:
        """Changes when the scenario, its task or what is looked for changes."""
        return _short_hash(
            [self.situation, self.task, *(f"{point.id}: {point.point}" for point in self.points)]
        )


class Exercise(Word):
    """The questions and the scenario of one guide."""

    guide: str
    questions: tuple[Question, ...] = Field(min_length=QUESTIONS, max_length=QUESTIONS)
    scenario: Scenario

    @property
    def version(self) -> str:
        """Changes when what is asked, an option, its place or which one is right changes; a reworded reason doesn't."""
        return _short_hash(
            [question.ask, *((option.say, option.right) for option in question.options)]
            for question in self.questions
        )


@cache
def exercises() -> Mapping[str, Exercise]:
    """Every exercise that ships, by the path of its guide; a guide may be without one."""
    return read_exercises(_folder(), shipped_guides())


@cache
def exercise(guide: str) -> Exercise | None:
    """The exercise of one guide, without reading the others; None where it has none."""
    name = f"{guide.removesuffix('.md')}.yaml"
    file = _folder().joinpath(name) if guide in shipped_guides() else None
    return _exercise(name, file, shipped_guides()) if file is not None and file.is_file() else None


def read_exercises(folder: Traversable, guides: Mapping[str, Shipped]) -> Mapping[str, Exercise]:
    """The exercises of a folder's YAML files, by the path of their guide.

    Args:
        folder: where the files are, each where its guide stands among the guides, as `feedback/sbi.yaml`.
        guides: those that there are, by path.

    Raises BadInput, naming file and field, where a file can't be read or breaks a rule.
    """
    read = (_exercise(name, file, guides) for name, file in yaml_files(folder))
    return {exercise.guide: exercise for exercise in read}


def _folder() -> Traversable:
    return resources.files("knowledge") / "exercises"


def _exercise(name: str, file: Traversable, guides: Mapping[str, Shipped]) -> Exercise:
    written = written_in(
        file, name, "exercise", "Begin with `guide:`, then `questions:` (three) and `scenario:`."
    )
    guide = _guide(written.get("guide"), name, guides)
    exercise = checked(
        Exercise, written, name,
        "Look at how another guide’s is built: three questions with three or four options, a scenario with points.",
        lambda path: counted_field(path, _COUNTED),
    )  # fmt: skip
    _check_once(exercise, name)
    _check_options(exercise, name)
    _check_quotations(exercise, name, guide)
    return exercise


def _guide(path: object, name: str, guides: Mapping[str, Shipped]) -> Shipped:
    guide = guides.get(str(path))
    if guide is None:
        raise BadInput(
            f"There is no guide “{path}”." if path else "It names no guide.",
            place=f"{name}, guide",
            cure="Give its path below the guides' folder, such as `feedback/sbi.md`.",
        )
    if guide.path.removesuffix(".md") != name.removesuffix(".yaml"):
        raise BadInput(
            "The file has another name than its guide.",
            place=f"{name}, guide",
            cure=f"Call it `{guide.path.removesuffix('.md')}.yaml`.",
        )
    return guide


def _check_once(exercise: Exercise, name: str) -> None:
    """The ids of questions, and those of points, tell them apart."""
    ids = {
        "questions": [question.id for question in exercise.questions],
        "scenario, points": [point.id for point in exercise.scenario.points],
    }
    for place, given in ids.items():
        twice = _twice(given)
        if twice:
            raise BadInput(
                f"The id “{twice}” is there twice.",
                place=f"{name}, {place}",
                cure="Give each an id of its own.",
            )


def _check_options(exercise: Exercise, name: str) -> None:
    for n, question in enumerate(exercise.questions, start=1):
        right = sum(option.right for option in question.options)
        if right != 1:
            raise BadInput(
                "No option is right." if not right else f"{right} options are right.",
                place=f"{name}, question {n}, options",
                cure="Give exactly one of them `right: true`.",
            )
        twice = _twice(option.say for option in question.options)
        if twice:
            raise BadInput(
                f"“{twice}” can be chosen twice.",
                place=f"{name}, question {n}, options",
                cure="Let each option say something of its own.",
            )


def _check_quotations(exercise: Exercise, name: str, guide: Shipped) -> None:
    questions = {f"question {n}": each.passage for n, each in enumerate(exercise.questions, start=1)}
    points = {
        f"scenario, point {n}": each.passage for n, each in enumerate(exercise.scenario.points, start=1)
    }
    for place, quote in {**questions, **points}.items():
        _check_quotation(quote, f"{name}, {place}, passage", guide)


def _check_quotation(quote: str, place: str, guide: Shipped) -> None:
    words = len(quote.split())
    if not SHORTEST_QUOTE <= words <= LONGEST_QUOTE:
        raise BadInput(
            f"The quotation has {words} words.",
            place=place,
            cure=f"Quote {SHORTEST_QUOTE} to {LONGEST_QUOTE} words.",
        )
    try:
        guide.cite(quote)
    except NotFound as fault:
        raise BadInput(fault.message, place=place, cure=fault.cure) from fault


def _twice(values: Iterable[str]) -> str:
    return next((value for value, times in Counter(values).items() if times > 1), "")


def _short_hash(parts: Iterable[object]) -> str:
    """Twelve hexadecimal digits: enough to tell versions of one exercise apart."""
    return hashlib.blake2b(json.dumps(list(parts)).encode(), digest_size=6).hexdigest()
