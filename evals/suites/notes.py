"""Are promises found in session notes, given to the right person, and dated as their words say?

Each note is read as the service reads it, by the embedded writer. Half of the cases is marked `held_out`: the patterns
were made on the others alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from copilot.domain.briefs import Brief, NoteLine, Source
from copilot.domain.drafts import ActionItems, DraftKind, PromisedAction
from copilot.domain.wording import first_name
from copilot.errors import NothingToSay
from copilot.language.embedded.writer import EmbeddedWriter
from copilot.services.drafting.facts.note_lines import lines_of
from evals.metrics import ratio_of
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress
from knowledge.wording import words

PEOPLE = ("Ana Duarte", "Tomás Reyes")
"""The mentee and the mentor of every note."""
SAME_ACT = 0.5
"""The share of a labelled promise's words that an action must have to be the same one."""

METRICS = {
    f"{name}{held_out}": ratio_of(f"{part}{held_out}", f"{whole}{held_out}")
    for held_out in ("", ", held out")
    for name, part, whole in (
        ("precision", "matched", "found"),
        ("recall", "matched", "promised"),
        ("owner", "owner right", "matched"),
        ("due", "due right", "matched"),
    )
}


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Sequence[PromisedAction]]]:
    """Forty notes of a mentee and her mentor; a quarter of them hold no promise."""
    writer = EmbeddedWriter()
    yield Task("notes", cases(), lambda case: found_in(brief_of(case), writer), score, METRICS)


def cases() -> tuple[Case, ...]:
    """The notes, each with the promises a reader finds in it."""
    return read_cases("notes.jsonl", given="note")


def brief_of(case: Case) -> Brief:
    """The note cut into lines as the service cuts it."""
    held_on = date.fromisoformat(case.expected["held_on"])
    coming = case.expected["next_session"]
    lines = [
        NoteLine(
            words=Source(n=n, text=line.text), author=case.expected["author"], note=case.id, mark=line.mark
        )
        for n, line in enumerate(lines_of(case.input), start=1)
    ]
    return Brief(
        about=PEOPLE[0], partner=PEOPLE[1], people=PEOPLE, role="mentor", today=held_on, starts=held_on, ends=held_on,
        held_on=held_on, next_session=date.fromisoformat(coming) if coming else None, lines=tuple(lines),
    )  # fmt: skip


def found_in(brief: Brief, writer: EmbeddedWriter) -> Sequence[PromisedAction]:
    """The actions of a note; none where the writer finds no promise."""
    try:
        form = writer.write(DraftKind.ACTIONS, brief)
    except NothingToSay:
        return ()
    return form.items if isinstance(form, ActionItems) else ()


def score(case: Case, items: Sequence[PromisedAction]) -> Mapping[str, float]:
    """How many were promised, found, and of those matched had the right owner and day."""
    pairs = list(_matched(case.expected["promises"], items))
    numbers: dict[str, float] = {
        "promised": len(case.expected["promises"]),
        "found": len(items),
        "matched": len(pairs),
        "owner right": sum(first_name(item.owner) == wanted["owner"] for wanted, item in pairs),
        "due right": sum(_day(item.due) == wanted["due"] for wanted, item in pairs),
    }
    if case.expected.get("held_out"):
        numbers |= {f"{name}, held out": number for name, number in numbers.items()}
    return numbers


def _matched(
    promises: Sequence[Mapping[str, Any]], items: Sequence[PromisedAction]
) -> Iterator[tuple[Mapping[str, Any], PromisedAction]]:
    """Each labelled promise with the action that shares most of its words, no action twice."""
    left = list(items)
    for wanted in promises:
        meant = set(words(wanted["words"]))
        best = max(left, key=lambda item: _shared(meant, item), default=None)
        if best is not None and _shared(meant, best) >= SAME_ACT:
            left.remove(best)
            yield wanted, best


def _shared(meant: set[str], item: PromisedAction) -> float:
    return len(meant & set(words(item.text))) / max(len(meant), 1)


def _day(due: date | None) -> str | None:
    return due.isoformat() if due else None
