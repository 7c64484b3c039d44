"""The report on searching and answering: `python -m evals.knowledge_report`, part of `make figures`.

Both encoders, the three simpler ways, by kind and on the held-out third, over the guides that ship and, where
`MENTORING_HANDBOOKS` names their folder, over others' handbooks; risk against coverage; what each encoder costs.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from copilot.language.encoder import load_encoder
from copilot.language.models import RELEASED
from evals.bench import growth
from evals.bench.timing import Line, medians
from evals.handbooks import listed
from evals.machine import commit, machine, versions
from evals.running import Result, run_each
from evals.suites.homes import empty_home
from evals.tables import figure, lines_table, say_when_done, table, with_interval
from evals.tasks import read_cases
from knowledge.library import Library
from knowledge.ports import Encoder, Progress, Vectors

REPORTS = Path(__file__).parent / "reports"
WAYS = {"": "the copilot", ", plain": "plain recipe", ", BM25": "BM25 alone", ", dense": "dense alone"}
METRICS = ("nDCG@10", "hit@1", "hit@5", "MRR")
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
SUITES = ("retrieval", "answers")

HOW_TO_READ = """\
**How to read this.** The questions were written by language models working for this project: those over the guides
without sight of the questions that the guides list for the index, those over handbooks without running the search.
Weights and the judge were chosen on the questions that are not held out; *held out* are a third of all, among them
every question on three of the seven handbooks. They were looked at for reports only. A section counts as right where
the writers of the questions said so; sections they overlooked count as wrong, so that all figures are rather too low
than too high. The plain recipe is LangChain's RecursiveCharacterTextSplitter (1000 characters, overlap 200) with
all-MiniLM-L6-v2 in Chroma, k = 4, on the same extracted text; *BM25 alone* and *dense alone* rank this project's own
passages, the latter with the encoder of its table. Intervals are 95 % percentile bootstrap intervals over questions
(2,000 resamples)."""


def write_report(folder: Path = REPORTS) -> Path:
    """Run everything and write `DATE-knowledge.md`; the path."""
    by_encoder = {encoder: _measured(encoder) for encoder in RELEASED}
    costs = {encoder: _cost(encoder) for encoder in RELEASED}
    grown = growth.measure()
    now = datetime.now(UTC)
    path = folder / f"{now.date().isoformat()}-knowledge.md"
    path.write_text(report(now, by_encoder, costs, grown), encoding="utf-8")
    return path


def report(
    now: datetime,
    by_encoder: Mapping[str, Mapping[str, Result]],
    costs: Mapping[str, Mapping[str, float]],
    grown: Iterable[Line],
) -> str:
    """The report as Markdown."""
    circumstances = {**machine(), "commit": commit(), "versions": versions(), "handbooks": _handbooks()}
    sections = [
        f"# Searching and answering, {now.date().isoformat()}",
        "\n".join(f"- {name}: {value}" for name, value in circumstances.items()),
        HOW_TO_READ,
    ]
    for encoder, results in by_encoder.items():
        sections.append(f"## With {RELEASED[encoder].name}")
        sections += [_section(name, result) for name, result in results.items()]
    sections += [_encoders(by_encoder, costs), _growth(grown)]
    return "\n\n".join(sections) + "\n"


def _measured(encoder: str) -> dict[str, Result]:
    with _set("MENTORING_ENCODER", encoder):
        return run_each(SUITES, say_when_done)


def _cost(encoder: str) -> dict[str, float]:
    """Seconds to index the guides that ship, and over those of its encoding; milliseconds of one question."""
    timed = _Timed(load_encoder(encoder))
    with empty_home() as copilot:
        library = Library(copilot.home.engine, timed, copilot.home.guides_index)
        started = time.perf_counter()
        library.add([], builtin=True)
        seconds = time.perf_counter() - started
        library.close()
    questions = iter(case.input for case in read_cases("retrieval.jsonl", given="question"))
    exact, quick = (load_encoder(encoder, dtype) for dtype in ("float32", "bfloat16"))
    found = medians(
        {
            "float32": lambda: exact.encode([next(questions)]),
            "bfloat16": lambda: quick.encode([next(questions)]),
        },
        rounds=30,
        warm_up=5,
    )
    return {
        "indexing": seconds,
        "beside": seconds / timed.seconds,
        **{name: 1000 * value for name, value in found.items()},
    }


class _Timed:
    """An encoder that knows how long it was at work."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.dimensions, self.longest = encoder.name, encoder.dimensions, encoder.longest
        self.word_pieces = encoder.word_pieces
        self.seconds = 0.0
        encoder.encode(["warm"])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """The same vectors, timed."""
        started = time.perf_counter()
        vectors = self._encoder.encode(texts, progress)
        self.seconds += time.perf_counter() - started
        return vectors


def _section(name: str, result: Result) -> str:
    title = f"### {name.replace('_', ' over ').capitalize()}: {result.n} questions"
    if name.startswith("answers"):
        return "\n\n".join([title, _metrics(result), _risk(result)])
    return "\n\n".join([title, *(_by_way(result, metric) for metric in METRICS), _above_plain(result)])


def _by_way(result: Result, metric: str) -> str:
    head = [metric, "all", "held out", *result.by_kind]
    rows = [
        [
            way,
            with_interval(result, metric + ending),
            with_interval(result, f"held out: {metric}{ending}"),
            *(figure(part, metric + ending) for part in result.by_kind.values()),
        ]
        for ending, way in WAYS.items()
    ]
    return table(head, rows)


def _above_plain(result: Result) -> str:
    named = {"all": "nDCG@10 above plain", "the held-out third": "held out: nDCG@10 above plain"}
    parts = [f"on {what} {with_interval(result, metric)}" for what, metric in named.items()]
    kinds = [f"{kind} {figure(part, 'nDCG@10 above plain')}" for kind, part in result.by_kind.items()]
    return f"nDCG@10 above the plain recipe, question by question: {', '.join(parts)}; by kind {', '.join(kinds)}."


def _metrics(result: Result) -> str:
    return table(["metric", "value"], [[name, with_interval(result, name)] for name in result.metrics])


def _risk(result: Result) -> str:
    """Of the share of questions with the highest confidence, how many could be answered."""
    rows = []
    for what, only in (("all", False), ("held out", True)):
        judged = sorted(
            (numbers["confidence"], numbers["answerable"])
            for case, numbers in result.rows
            if case.expected.get("held_out") or not only
        )[::-1]
        rows.append([what, *(f"{_accuracy(judged, share):.2f}" for share in COVERAGES)])
    head = ["answerable among those most trusted", *(f"{share:.0%}" for share in COVERAGES)]
    return table(head, rows)


def _accuracy(judged: list[tuple[float, float]], share: float) -> float:
    kept = judged[: max(1, round(share * len(judged)))]
    return sum(answerable for _, answerable in kept) / len(kept)


def _encoders(
    by_encoder: Mapping[str, Mapping[str, Result]], costs: Mapping[str, Mapping[str, float]]
) -> str:
    suites = [name for name in next(iter(by_encoder.values())) if name.startswith("retrieval")]
    head = ["encoder", *(f"nDCG@10, {name.replace('_', ' over ')}" for name in suites)]
    head += [
        "indexing the guides that ship",
        "× their encoding",
        "a question, float32",
        "a question, bfloat16",
    ]
    rows = [
        [
            RELEASED[encoder].name,
            *(figure(by_encoder[encoder][name], "nDCG@10") for name in suites),
            f"{cost['indexing']:.0f} s",
            f"{cost['beside']:.2f}",
            f"{cost['float32']:.0f} ms",
            f"{cost['bfloat16']:.0f} ms",
        ]
        for encoder, cost in costs.items()
    ]
    return "## The two encoders\n\n" + table(head, rows)


def _growth(lines: Iterable[Line]) -> str:
    return "## Growth\n\n" + lines_table(lines)


def _handbooks() -> str:
    return ", ".join(f"{told['repository']} at {told['commit']}" for told in listed().values())


@contextmanager
def _set(variable: str, value: str) -> Iterator[None]:
    before = os.environ.get(variable)
    os.environ[variable] = value
    try:
        yield
    finally:
        os.environ.pop(variable) if before is None else os.environ.update({variable: before})


if __name__ == "__main__":
    print(f"Written: evals/reports/{write_report().name}")
