"""Does the copilot answer what the guides answer, say no to the rest, and quote word for word?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from evals.coverage import covered
from evals.metrics import accuracy_when_answered, auroc_of, mean_of, ratio_of
from evals.suites.homes import guides_home
from evals.suites.retrieval import sections_wanted
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Encoder, Progress
from knowledge.words import Answer

ANSWERED = 0.9
METRICS = {
    "abstention AUROC": auroc_of("confidence", "answerable"),
    "held out: abstention AUROC": auroc_of("held out: confidence", "answerable"),
    "accuracy at 90 % answered": accuracy_when_answered("confidence", "right when answered", ANSWERED),
    "right to answer": mean_of("decided rightly"),
    "held out: right to answer": mean_of("held out: decided rightly"),
    "answered of answerable": mean_of("answered"),
    "declined of unanswerable": mean_of("declined"),
    "held out: declined of unanswerable": mean_of("held out: declined"),
    "citation precision": ratio_of("standing", "quoted"),
    "cites a relevant guide": mean_of("relevant guide"),
    "cites a relevant section": mean_of("relevant section"),
    "held out: cites a relevant section": mean_of("held out: relevant section"),
    "points covered": mean_of("points covered"),
    "held out: points covered": mean_of("held out: points covered"),
}


@dataclass(frozen=True)
class Examined:
    """An answer, with what it takes to judge it."""

    answer: Answer
    text_of: Callable[[str], str]
    encoder: Encoder


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Examined]]:
    """Questions the guides that ship answer, and questions they don't."""
    with guides_home(progress) as copilot:
        yield examined("answers", copilot, cases())


def examined(name: str, copilot: Copilot, asked: Sequence[Case]) -> Task[Examined]:
    """The task of asking a copilot's guides."""

    def solve(case: Case) -> Examined:
        answer = copilot.guides.ask(OPERATOR, case.input)
        return Examined(answer, lambda path: copilot.guides.show(OPERATOR, path).text, copilot.encoder)

    return Task(name=name, cases=asked, solve=solve, scores=score, metrics=METRICS)


def cases(answerable: str = "retrieval.jsonl", unanswerable: str = "unanswerable.jsonl") -> tuple[Case, ...]:
    """Both files; a question without relevant sections is one the guides don't answer."""
    without = (_without_answer(case) for case in read_cases(unanswerable, given="question"))
    return (*read_cases(answerable, given="question"), *without)


def _without_answer(case: Case) -> Case:
    return replace(case, expected={**case.expected, "relevant": []}, kind=f"unanswerable, {case.kind}")


def score(case: Case, examined: Examined) -> Mapping[str, float]:
    """What can be judged without a reader: the decision to answer, the quotations, and the points they make.

    Where an answerable question is declined nothing is cited, and that counts as citing nothing relevant.
    """
    answer, wanted = examined.answer, sections_wanted(case)
    cited = {(one.path, one.section) for one in answer.citations}
    standing = sum(
        examined.text_of(one.path)[one.start : one.end] == one.quote != "" for one in answer.citations
    )
    numbers: dict[str, float] = {
        "confidence": answer.confidence,
        "answerable": bool(wanted),
        "decided rightly": bool(wanted) != answer.abstained,
        "right when answered": bool(wanted),
        "standing": standing,
        "quoted": len(answer.citations),
    }
    if wanted:
        numbers |= {
            "answered": not answer.abstained,
            "relevant guide": bool({path for path, _ in cited} & {path for path, _ in wanted}),
            "relevant section": bool(cited & wanted),
            "points covered": covered(case.expected.get("points", ()), answer, examined.encoder),
        }
    else:
        numbers["declined"] = answer.abstained
    if case.expected.get("held_out"):
        numbers |= {f"held out: {name}": value for name, value in numbers.items() if name != "answerable"}
    return numbers
