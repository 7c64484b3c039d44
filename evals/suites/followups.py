"""Is a follow-up searched with what it leans on, and an independent question left alone?

Each question is searched as the conversation makes it, and bare, for comparison. A third of the cases is marked
`held_out`: the way a follow-up is recognised and put together was chosen on the others alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from copilot.domain.asking import OPERATOR
from evals.metrics import mean_of
from evals.recipes import DEPTH
from evals.suites import retrieval
from evals.suites.homes import guides_home
from evals.tasks import Case, Task, read_cases
from knowledge.following import leans, understood
from knowledge.ports import Progress
from knowledge.words import Found

METRICS = {
    "told apart": mean_of("told apart"),
    "hit@1": mean_of("hit@1"),
    "hit@5": mean_of("hit@5"),
    "nDCG@10": mean_of("nDCG@10"),
    "nDCG@10, bare": mean_of("nDCG@10, bare"),
    "nDCG@10, held out": mean_of("nDCG@10, held out"),
    "nDCG@10, held out, bare": mean_of("nDCG@10, held out, bare"),
}


class Both(NamedTuple):
    """What was found for the question as it was understood, and for the question alone."""

    understood: Sequence[Found]
    bare: Sequence[Found]


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Both]]:
    """Questions of conversations over the guides that ship: some lean on what came before, some don't."""
    with guides_home(progress) as copilot:

        def found(text: str) -> Sequence[Found]:
            return copilot.guides.search(OPERATOR, text, DEPTH)

        yield Task(
            name="followups",
            cases=cases(),
            solve=lambda case: Both(
                found(understood(case.input, case.expected["earlier"])), found(case.input)
            ),
            scores=score,
            metrics=METRICS,
        )


def cases() -> tuple[Case, ...]:
    """Thirty questions, each with the ones before it."""
    return read_cases("followups.jsonl", given="question")


def score(case: Case, both: Both) -> Mapping[str, float]:
    """The retrieval suite's figures, those of the bare question, and whether its form was read rightly."""
    wanted = retrieval.sections_wanted(case)
    numbers = retrieval.figures(retrieval.ranked(both.understood), wanted)
    numbers["told apart"] = leans(case.input) == (case.kind == "leaning")
    numbers["nDCG@10, bare"] = retrieval.figures(retrieval.ranked(both.bare), wanted)["nDCG@10"]
    if case.expected.get("held_out"):
        numbers["nDCG@10, held out"] = numbers["nDCG@10"]
        numbers["nDCG@10, held out, bare"] = numbers["nDCG@10, bare"]
    return numbers
