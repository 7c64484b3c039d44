"""Does a search bring the right section of the right guide to the top, and how much better than a plain recipe does?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from evals.metrics import hit_at, ndcg_at, reciprocal_rank
from evals.recipes import DEPTH, Ranked, Section, recipes
from evals.suites.homes import guides_home
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress
from knowledge.words import Found

OURS = "ours"
PLAIN = "plain"
COMPARED = "nDCG@10"
Solved = Mapping[str, Ranked]
"""Each way's ranking of one question."""


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Solved]]:
    """The questions over the guides that ship."""
    with guides_home(progress) as copilot, examined("retrieval", copilot, "retrieval.jsonl") as task:
        yield task


@contextmanager
def examined(name: str, copilot: Copilot, cases: str) -> Iterator[Task[Solved]]:
    """The task of asking a file's questions of a copilot's guides, in each way."""
    with recipes(copilot) as others:

        def solve(case: Case) -> Solved:
            found = copilot.guides.search(OPERATOR, case.input, DEPTH)
            return {OURS: ranked(found), **{way: other.rank(case.input) for way, other in others.items()}}

        yield Task(name=name, cases=read_cases(cases, given="question"), solve=solve, scores=score)


def ranked(found: Sequence[Found]) -> Ranked:
    """Each section once, in the order of its best passage."""
    sections = dict.fromkeys((one.passage.path, one.passage.section) for one in found)
    return [frozenset({section}) for section in sections]


def score(case: Case, solved: Solved) -> Mapping[str, float]:
    """hit@1, hit@5, nDCG@10 and reciprocal rank of ours and of each other way; those of the held-out third apart.

    A rank is relevant where it shows a wanted section that no rank before it showed; all wanted ones count alike.
    """
    wanted = sections_wanted(case)
    by_way = {way: figures(order, wanted) for way, order in solved.items()}
    numbers = dict(by_way[OURS])
    for way in by_way:
        if way != OURS:
            numbers |= {f"{metric}, {way}": value for metric, value in by_way[way].items()}
    if PLAIN in by_way:
        numbers[f"{COMPARED} above plain"] = by_way[OURS][COMPARED] - by_way[PLAIN][COMPARED]
    if case.expected.get("held_out"):
        numbers |= {f"held out: {metric}": value for metric, value in numbers.items()}
    return numbers


def figures(order: Ranked, wanted: frozenset[Section]) -> dict[str, float]:
    """hit@1, hit@5, nDCG@10 and the reciprocal rank of one ranking."""
    relevant = list(_new(order, wanted))
    return {
        "hit@1": hit_at(relevant, 1),
        "hit@5": hit_at(relevant, 5),
        "nDCG@10": ndcg_at([float(each) for each in relevant], [1.0] * len(wanted), 10),
        "MRR": reciprocal_rank(relevant),
    }


def _new(order: Ranked, wanted: frozenset[Section]) -> Iterator[bool]:
    seen: set[Section] = set()
    for shown in order:
        fresh = (shown & wanted) - seen
        seen |= shown
        yield bool(fresh)


def sections_wanted(case: Case) -> frozenset[Section]:
    """The sections that answer the question."""
    return frozenset((each["path"], each["section"]) for each in case.expected["relevant"])
