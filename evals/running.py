"""Runs suites, and holds their figures against the committed baselines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass, field, replace
from importlib import import_module, resources
from typing import Any

import numpy as np

from copilot.errors import BadInput
from evals.handbooks import handbooks_folder
from evals.intervals import interval, value
from evals.metrics import Statistic, Values, mean_of
from evals.tasks import Case, Task
from knowledge.ports import Progress

Suite = Callable[[Progress], AbstractContextManager[Task[Any]]]
"""Opens what a task needs, gives the task, and cleans up."""
Row = tuple[Case, dict[str, float]]
"""A case with its own numbers."""

SUITES = (
    "retrieval",
    "answers",
    "followups",
    "signposts",
    "matching",
    "drafts",
    "recognition_care",
    "notes",
    "questions",
    "objectives",
    "leaderboard",
    "at_risk",
    "practice",
    "chat",
    "safety",
)
"""Each is a module of `evals.suites` with a `suite` in it."""
OVER_HANDBOOKS = {"retrieval": "retrieval_handbooks", "answers": "answers_handbooks"}
"""What else runs where others' handbooks are at hand; without baselines, because they aren't everybody's."""


@dataclass(frozen=True)
class Floor:
    """What a metric must not fall below: `value` less `slack`, which allows for another machine's arithmetic."""

    value: float
    slack: float = 0.0

    def holds(self, found: float) -> bool:
        """Whether a figure is good enough; a figure that could not be computed is not."""
        return found >= self.value - self.slack - 1e-9


@dataclass(frozen=True)
class Result:
    """The figures of one task; those that aren't defined are left out. by_kind: the same for each kind of case."""

    n: int
    metrics: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    floors: dict[str, Floor] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    by_kind: dict[str, Result] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether every baseline holds; a baseline whose metric is missing does not."""
        return all(floor.holds(self.metrics.get(name, float("nan"))) for name, floor in self.floors.items())

    def document(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "n": self.n,
            "metrics": {name: round(found, 4) for name, found in self.metrics.items()},
            "interval": {name: [round(bound, 4) for bound in both] for name, both in self.intervals.items()},
            "baseline": {name: floor.value for name, floor in self.floors.items()},
            "passed": self.passed,
        }


def run_suites(names: Sequence[str], progress: Progress | None = None) -> dict[str, dict[str, object]]:
    """Run suites, all where none is named: suite → n, metrics, interval, baseline, passed.

    Raises BadInput where a suite is unknown.
    """
    return {name: result.document() for name, result in run_each(names, progress).items()}


def run_each(
    names: Sequence[str],
    progress: Progress | None = None,
    suites: Mapping[str, Suite] | None = None,
    floors: Mapping[str, Mapping[str, Floor]] | None = None,
) -> dict[str, Result]:
    """The same with everything that was found. `suites` and `floors` are those that ship unless others are given."""
    known = (
        {name: _shipped(name) for name in (*SUITES, *OVER_HANDBOOKS.values())} if suites is None else suites
    )
    floors = baselines() if floors is None else floors
    chosen = list(dict.fromkeys(names)) or (list(SUITES) if suites is None else list(known))
    if suites is None and handbooks_folder() is not None:
        chosen += [more for name, more in OVER_HANDBOOKS.items() if name in chosen and more not in chosen]
    for name in chosen:
        if name not in known:
            raise BadInput(
                f"There is no suite “{name}”.", place="SUITE", cure=f"Choose from {', '.join(known)}."
            )
    say = progress or _silent
    return {name: _run(known[name], floors.get(name, {}), say) for name in chosen}


def run_task(
    task: Task[Any], floors: Mapping[str, Floor] | None = None, progress: Progress | None = None
) -> Result:
    """Solve and score every case of a task."""
    rows = []
    for done, case in enumerate(task.cases, start=1):
        rows.append((case, dict(task.scores(case, task.solve(case)))))
        (progress or _silent)(done, len(task.cases), task.name)
    table = _Table(rows, task.metrics)
    kinds = dict.fromkeys(case.kind for case in task.cases)
    by_kind = {kind: table.of(kind).result() for kind in kinds}
    return replace(table.result(), floors=dict(floors or {}), by_kind=by_kind)


def baselines() -> dict[str, dict[str, Floor]]:
    """The committed ones: suite → metric → floor."""
    text = (resources.files("evals") / "baselines.json").read_text(encoding="utf-8")
    return {
        suite: {metric: Floor(**floor) for metric, floor in floors.items()}
        for suite, floors in json.loads(text).items()
    }


def _shipped(name: str) -> Suite:
    def suite(progress: Progress) -> AbstractContextManager[Task[Any]]:
        # Imported when it runs: a suite brings the whole copilot with it.
        opened: AbstractContextManager[Task[Any]] = import_module(f"evals.suites.{name}").suite(progress)
        return opened

    return suite


def _run(suite: Suite, floors: Mapping[str, Floor], progress: Progress) -> Result:
    with suite(progress) as task:
        return run_task(task, floors, progress)


class _Columns(dict[str, Values]):
    """Numbers by name, one a case; a name that no case has is unknown for all of them."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self._length = length

    def __missing__(self, name: str) -> Values:
        return np.full(self._length, np.nan)


class _Table:
    """Cases with their numbers, and the statistics to take of them."""

    def __init__(self, rows: Sequence[Row], metrics: Mapping[str, Statistic]) -> None:
        names = dict.fromkeys(name for _, numbers in rows for name in numbers)
        self._rows = tuple(rows)
        self._metrics = dict(metrics) or {name: mean_of(name) for name in names}
        self._columns = _Columns(len(rows))
        for name in names:
            self._columns[name] = np.array(
                [numbers.get(name, np.nan) for _, numbers in rows], dtype=np.float64
            )

    def of(self, kind: str) -> _Table:
        """The cases of one kind, with the same columns."""
        part = copy(self)
        chosen = [n for n, (case, _) in enumerate(self._rows) if case.kind == kind]
        part._rows = tuple(self._rows[n] for n in chosen)
        part._columns = _Columns(len(chosen))
        part._columns.update((name, column[chosen]) for name, column in self._columns.items())
        return part

    def result(self) -> Result:
        """The figures that are defined for these cases, with their intervals."""
        found = {name: value(statistic, self._columns) for name, statistic in self._metrics.items()}
        figures = {name: figure for name, figure in found.items() if not np.isnan(figure)}
        intervals = {name: interval(self._metrics[name], self._columns) for name in figures}
        return Result(len(self._rows), figures, intervals, rows=self._rows)


def _silent(_done: int, _of: int, _what: str) -> None:
    """Nobody is watching."""
