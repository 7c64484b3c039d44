"""How figures are shown in reports: tables of Markdown, a figure with its interval, a line of progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from evals.bench.timing import Line
from evals.running import Result


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])


def lines_table(lines: Iterable[Line]) -> str:
    """The lines of a benchmark."""
    return table(["what", "figure"], [[line.what, line.figure] for line in lines])


def figure(result: Result, metric: str) -> str:
    """A metric to three digits; a dash where it isn't defined."""
    return f"{result.metrics[metric]:.3f}" if metric in result.metrics else "–"


def with_interval(result: Result, metric: str) -> str:
    """The same with its interval."""
    if metric not in result.metrics:
        return "–"
    low, high = result.intervals[metric]
    return f"{result.metrics[metric]:.3f} ({low:.3f} to {high:.3f})"


def say_when_done(done: int, of: int, what: str) -> None:
    """One line on standard error at the end of each long piece of work."""
    if done == of:
        print(f"{what}: {done} of {of}", file=sys.stderr)
