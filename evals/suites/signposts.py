"""Does a question on crisis, harassment, health, law or pay get its signpost, and every other question none?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from copilot.services.signposting import Hearing, Kind
from evals.suites.homes import empty_home
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress

Heard = tuple[Kind | None, Kind | None]
"""The kind that is heard with the encoder, and by the patterns alone."""
FILES = ("signposts.jsonl", "signposts-blind.jsonl")
NO_KIND = "none"
BLIND = "blind-"
"""Ids that begin so are of the questions that somebody wrote before seeing what the module hears by."""


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Heard]]:
    """Questions of the five kinds, look-alikes and ordinary ones, of two files; by kind, `heard` is the recall."""
    with empty_home() as copilot:
        hearing, deaf = Hearing(copilot.encoder), Hearing()
        yield Task(
            name="signposts",
            cases=[case for name in FILES for case in read_cases(name, given="question")],
            solve=lambda case: (hearing.kind_of(case.input), deaf.kind_of(case.input)),
            scores=score,
        )


def score(case: Case, heard: Heard) -> Mapping[str, float]:
    """`heard`: any signpost where one is needed, since a wrong one still names a person.

    `left alone`: none where none is needed; what is missing to 1 is the false-alarm rate. The blind questions have
    figures of their own (`heard, blind`) and no part in the others'. Cases held out are also counted apart.
    """
    numbers = _numbers(case, *heard)
    if case.id.startswith(BLIND):
        numbers = {f"{name}, blind": number for name, number in numbers.items()}
    apart = {f"{name}, held out": number for name, number in numbers.items()}
    return numbers | (apart if case.expected["held_out"] else {})


def _numbers(case: Case, kind: Kind | None, by_patterns: Kind | None) -> dict[str, float]:
    if case.kind == NO_KIND:
        return {"left alone": kind is None, "left alone, patterns only": by_patterns is None}
    return {
        "heard": kind is not None,
        "right kind": kind == case.kind,
        "heard, patterns only": by_patterns is not None,
    }
