"""A task: cases, how to solve one, and how to score what came out. An eval in twenty lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Generic, TypeVar

from copilot.errors import BadInput, NotFound
from evals.metrics import Statistic

Solved = TypeVar("Solved")


@dataclass(frozen=True)
class Case:
    """One thing to be judged.

    `input` is what is given, `expected` what a good result has, `why` the reason this case is worth having, `kind`
    the group its figures are also shown for.
    """

    id: str
    input: Any
    expected: Mapping[str, Any]
    why: str
    kind: str


@dataclass(frozen=True)
class Task(Generic[Solved]):
    """What an examiner needs to know.

    Attributes:
        name: of the suite.
        cases: what is solved, one after another.
        solve: gives whatever `scores` understands.
        scores: numbers of one solved case by name; a case may leave out what doesn't apply to it.
        metrics: name → statistic over all cases' numbers. Without any, each number's mean is a metric.
        Every metric is better when it is higher.
    """

    name: str
    cases: Sequence[Case]
    solve: Callable[[Case], Solved]
    scores: Callable[[Case, Solved], Mapping[str, float]]
    metrics: Mapping[str, Statistic] = field(default_factory=dict)


def read_cases(name: str, given: str = "input") -> tuple[Case, ...]:
    """The cases of `evals/cases/NAME`, from the checkout or an installed wheel.

    Args:
        name: such as `retrieval.jsonl`.
        given: the key of each line that holds the input; keys without a meaning of their own are `expected`.

    Raises:
        NotFound: there is no such file.
        BadInput: a line is broken, lacks its why, or has an id that was there before; its place is `file:line`.
    """
    file = resources.files("evals") / "cases" / name
    if not file.is_file():
        raise NotFound("There are no such cases.", place=f"evals/cases/{name}", cure="Check the name.")
    return tuple(parse_cases(file.read_text(encoding="utf-8"), name, given))


def parse_cases(text: str, name: str, given: str = "input") -> Iterator[Case]:
    """The cases of a JSONL text, one a line; empty lines are allowed. Raises as `read_cases` does."""
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            case = _parsed(line, f"{name}:{number}", given)
            if case.id in seen:
                raise _broken(f"{name}:{number}", f"the id “{case.id}” was there before")
            seen.add(case.id)
            yield case


def _parsed(line: str, place: str, given: str) -> Case:
    try:
        told = json.loads(line)
    except ValueError as error:
        raise _broken(place, f"it is no JSON ({error})") from error
    if not isinstance(told, dict):
        raise _broken(place, "it is no JSON object")
    texts = {key: told.pop(key, None) for key in ("id", "kind", "why")}
    lacking = [key for key, text in texts.items() if not isinstance(text, str) or not text.strip()]
    lacking += [given] if told.get(given) in (None, "") else []
    if lacking:
        raise _broken(place, f"it lacks {' and '.join(lacking)}")
    return Case(input=told.pop(given), expected=told, **texts)


def _broken(place: str, what: str) -> BadInput:
    return BadInput(
        f"This case can't be read: {what}.",
        place=place,
        cure="A case is one line of JSON with id, kind, its input and why (see evals/README.md).",
    )
