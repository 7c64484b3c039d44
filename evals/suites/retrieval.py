"""Does a search bring the right section of the right guide to the top?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from copilot.domain.asking import OPERATOR
from evals.metrics import hit_at, ndcg_at, reciprocal_rank
from evals.suites.homes import guides_home
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress
from knowledge.words import Found

DEPTH = 10

Section = tuple[str, str]
"""A guide's path and a heading in it: what is judged, since passages may be cut anew."""


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Sequence[Found]]]:
    """The questions over the guides that ship."""
    with guides_home(progress) as copilot:
        yield Task(
            name="retrieval",
            cases=read_cases("retrieval.jsonl", given="question"),
            solve=lambda case: copilot.guides.search(OPERATOR, case.input, DEPTH),
            scores=score,
        )


def score(case: Case, found: Sequence[Found]) -> Mapping[str, float]:
    """hit@1, hit@5, nDCG@10 and the reciprocal rank over sections, each counted once, all relevant ones alike."""
    wanted = sections_wanted(case)
    ranked = list(dict.fromkeys((one.passage.path, one.passage.section) for one in found))
    relevant = [section in wanted for section in ranked]
    return {
        "hit@1": hit_at(relevant, 1),
        "hit@5": hit_at(relevant, 5),
        "nDCG@10": ndcg_at([float(each) for each in relevant], [1.0] * len(wanted), 10),
        "MRR": reciprocal_rank(relevant),
    }


def sections_wanted(case: Case) -> frozenset[Section]:
    """The sections that answer the question."""
    return frozenset((each["path"], each["section"]) for each in case.expected["relevant"])
