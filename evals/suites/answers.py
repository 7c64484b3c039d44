"""Does the copilot answer what the guides answer, say no to the rest, and quote word for word?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from copilot.domain.asking import OPERATOR
from evals.metrics import auroc_of, mean_of, ratio_of
from evals.suites.homes import guides_home
from evals.suites.retrieval import sections_wanted
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress
from knowledge.words import Answer

METRICS = {
    "abstention AUROC": auroc_of("confidence", "answerable"),
    "right to answer": mean_of("decided rightly"),
    "answered of answerable": mean_of("answered"),
    "declined of unanswerable": mean_of("declined"),
    "citation precision": ratio_of("standing", "quoted"),
    "cites a relevant guide": mean_of("relevant guide"),
    "cites a relevant section": mean_of("relevant section"),
}


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Answer]]:
    """Questions the guides answer, and questions they don't."""
    with guides_home(progress) as copilot:

        def text_of(path: str) -> str:
            return copilot.guides.show(OPERATOR, path).text

        yield Task(
            name="answers",
            cases=cases(),
            solve=lambda case: copilot.guides.ask(OPERATOR, case.input),
            scores=lambda case, answer: score(case, answer, text_of),
            metrics=METRICS,
        )


def cases() -> tuple[Case, ...]:
    """Both files; a question without relevant sections is one the guides don't answer."""
    unanswerable = read_cases("unanswerable.jsonl", given="question")
    none = [
        replace(case, expected={"relevant": []}, kind=f"unanswerable, {case.kind}") for case in unanswerable
    ]
    return (*read_cases("retrieval.jsonl", given="question"), *none)


def score(case: Case, answer: Answer, text_of: Callable[[str], str]) -> Mapping[str, float]:
    """What can be judged without a reader: the decision to answer, and the quotations.

    Where an answerable question is declined nothing is cited, and that counts as citing nothing relevant.
    """
    wanted = sections_wanted(case)
    cited = {(one.path, one.section) for one in answer.citations}
    standing = sum(text_of(one.path)[one.start : one.end] == one.quote != "" for one in answer.citations)
    numbers: dict[str, float] = {
        "confidence": answer.confidence,
        "answerable": bool(wanted),
        "decided rightly": bool(wanted) != answer.abstained,
        "standing": standing,
        "quoted": len(answer.citations),
    }
    if not wanted:
        return numbers | {"declined": answer.abstained}
    return numbers | {
        "answered": not answer.abstained,
        "relevant guide": bool({path for path, _ in cited} & {path for path, _ in wanted}),
        "relevant section": bool(cited & wanted),
    }
