"""All suites and benchmarks into one committed report. Run with `python -m evals.figures`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from evals.bench import help_time, matching, search
from evals.bench.timing import Line
from evals.comparisons import compare
from evals.machine import commit, machine, versions
from evals.running import Result, run_each
from evals.suites.homes import empty_home
from evals.tables import figure, lines_table, say_when_done, table, with_interval

REPORTS = Path(__file__).parent / "reports"
WORST = 8
"""Cases named in the list of what went wrong, of each suite."""
JUDGED_BY = {"retrieval": "nDCG@10", "answers": "decided rightly", "matching": "nDCG@3", "drafts": "passes"}
"""The number of a case that says how well it went."""

HONESTY = """\
**How to read this.** The questions, the mentees and the faults were written by this project, and its parts were
developed with an eye on them: these are development figures. They tell whether a change helps. How well the copilot
does on questions and people it has never seen is for a blind set to say, and less is to be expected. The judged mentors
have one rater, a language model, which also wrote them. Figures headed *held out* are of questions that nothing was
tuned on. Intervals are 95 % percentile bootstrap intervals over cases (2,000 resamples): they tell how sure a figure
is for questions of this kind, not for others."""


def write_report(folder: Path = REPORTS) -> Path:
    """Run everything and write `DATE.md`; the path."""
    results = run_each([], say_when_done)
    with empty_home() as copilot:
        simpler = compare(copilot.encoder)
    benches = {"Help": help_time.measure(), "Search": search.measure(), "Matching": matching.measure()}
    now = datetime.now(UTC)
    path = folder / f"{now.date().isoformat()}.md"
    path.write_text(report(now, results, simpler, benches), encoding="utf-8")
    return path


def report(
    now: datetime,
    results: Mapping[str, Result],
    simpler: Mapping[str, Result],
    benches: Mapping[str, list[Line]],
) -> str:
    """The report as Markdown."""
    sections = [
        f"# Figures of {now.date().isoformat()}",
        "\n".join(f"- {name}: {value}" for name, value in _circumstances().items()),
        HONESTY,
        *(_suite(name, result) for name, result in results.items()),
        _simpler_ways(results, simpler),
        *(f"## Benchmark: {name.lower()}\n\n{lines_table(lines)}" for name, lines in benches.items()),
        "## What went wrong\n\n" + "\n\n".join(_failures(name, result) for name, result in results.items()),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _circumstances() -> dict[str, str]:
    return {**machine(), "commit": commit(), "versions": versions()}


def _suite(name: str, result: Result) -> str:
    verdict = "every baseline holds" if result.passed else "BELOW A BASELINE"
    rows = [[metric, with_interval(result, metric), _floor(result, metric)] for metric in result.metrics]
    kinds = [
        [kind, str(part.n), *(figure(part, metric) for metric in result.metrics)]
        for kind, part in result.by_kind.items()
    ]
    return "\n\n".join(
        [
            f"## {name.capitalize()}: {result.n} cases, {verdict}",
            table(["metric", "value and interval", "baseline (slack)"], rows),
            table(["kind", "n", *result.metrics], kinds),
        ]
    )


def _floor(result: Result, metric: str) -> str:
    floor = result.floors.get(metric)
    return f"{floor.value:.3f} ({floor.slack:.3f})" if floor else "none"


def _simpler_ways(results: Mapping[str, Result], simpler: Mapping[str, Result]) -> str:
    metrics = ("nDCG@3", "pairwise accuracy")
    every = {**simpler, **({"the copilot's affinity": results["matching"]} if "matching" in results else {})}
    rows = [[name, *(with_interval(result, metric) for metric in metrics)] for name, result in every.items()]
    return "## Matching against other ways, on the same judged cases\n\n" + table(["way", *metrics], rows)


def _failures(name: str, result: Result) -> str:
    number = JUDGED_BY.get(name, "")
    judged = [(numbers[number], case) for case, numbers in result.rows if number in numbers]
    worst = [(value, case) for value, case in sorted(judged, key=lambda one: one[0]) if value < 0.5][:WORST]
    missed = [case for case, numbers in result.rows if numbers.get("caught", 0) < numbers.get("planted", 0)]
    below = sum(value < 0.5 for value, _ in judged)
    lines = [f"- {case.id} ({case.kind}): {number} {value:.2f}. {case.why}" for value, case in worst]
    lines += [f"- {case.id}: a planted fault was not caught each time. {case.why}" for case in missed]
    heading = f"**{name.capitalize()}**: {below} of {len(judged)} cases below .5 in {number}."
    return "\n".join([heading + (" The worst:" if lines else ""), "", *lines]).rstrip()


def main(write: Callable[[], Path] = write_report) -> None:
    """Write the report and say where."""
    print(f"Written: evals/reports/{write().name}")


if __name__ == "__main__":
    main()
