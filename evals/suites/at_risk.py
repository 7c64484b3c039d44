"""Are those found who are fading or stuck, and does “70 %” come true seven times in ten?

The communities are simulated (`evals/planted_fading.py`), so that the truth is known: seeds held out of every kind, and
two kinds that come about in other ways than those the model was fitted on. Beside it stand what people do without a
model: days since the last meeting, the rule of six weeks, and whether anything is planned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np

from copilot.services.analytics.fading import chances
from copilot.services.analytics.usual import Usual, usual
from copilot.services.programme_health import QUIET_FOR
from evals.metrics import Columns, Statistic, Values, auroc_of, mean_of, ratio_of
from evals.planted_fading import HELD_OUT, KINDS, Planted, planted
from evals.suites.objectives import calibration_error
from evals.tasks import Case, Task
from knowledge.ports import Progress

SEEDS = range(101, 113)
"""Held out; those to develop on are 1 to 12."""
QUICK_SEEDS = 2
CALLS = 5
"""So many relationships a manager has time for in a week."""


@dataclass(frozen=True)
class Judged:
    """One relationship with its truth, what is said of it, and what rules without a model say; 1 is worst."""

    planted: Planted
    fading: float
    stuck: float
    days: float
    six_weeks: float
    unplanned: float
    quiet: float
    called: bool

    @property
    def risk(self) -> float:
        """That it is fading or stuck."""
        return self.fading + self.stuck

    @property
    def needs_somebody(self) -> bool:
        """Whether a call is no false alarm."""
        return self.planted.state in ("fading", "stuck")


@cache
def judged(kind: str, seed: int, *, clock: bool = True) -> tuple[Judged, ...]:
    """A community judged by everybody. Without `clock` every week counts alike."""
    community = planted(kind, seed)
    seen = [each.evidence for each in community]
    own = usual(seen, seen[0].today)
    found = chances(seen, own if clock else Usual(own.gap))
    risks = np.array([each.risk for each in found])
    called = set(np.argsort(-risks, kind="stable")[:CALLS].tolist())
    return tuple(
        _judged(one, each.fading, each.stuck, called=n in called)
        for n, (one, each) in enumerate(zip(community, found, strict=True))
    )


def _judged(one: Planted, fading: float, stuck: float, *, called: bool) -> Judged:
    evidence = one.evidence
    silent = evidence.today - evidence.since
    long, unplanned = float(silent > QUIET_FOR), float(not evidence.ahead)
    return Judged(one, fading, stuck, float(silent.days), long, unplanned, long * unplanned, called)


def numbers(each: Judged, *, held_out: bool) -> dict[str, float]:
    """One row: what was said and what is true."""
    fading = float(each.planted.state == "fading")
    row = {
        "fading": each.fading, "is fading": fading, "risk": each.risk, "needs": float(each.needs_somebody),
        "days": each.days, "six weeks": each.six_weeks, "unplanned": each.unplanned, "quiet": each.quiet,
        "closeness": 1 - (each.fading - fading) ** 2,
        "called": float(each.called), "right call": float(each.called and each.needs_somebody),
    }  # fmt: skip
    if not fading:
        row |= {"stuck": each.stuck, "is stuck": float(each.planted.state == "stuck")}
    if held_out:
        row |= {"fading held out": each.fading, "is fading held out": fading}
    return row


def average_precision_of(score: str, positive: str) -> Statistic:
    """The area under precision against recall, a step a case (average precision); scores without ties are meant."""

    def statistic(columns: Columns, weights: Values) -> Values:
        order = np.argsort(-columns[score], kind="stable")
        sorted_weights = weights[:, order]
        hits = sorted_weights * columns[positive][order]
        precision = np.cumsum(hits, axis=1) / np.maximum(np.cumsum(sorted_weights, axis=1), 1e-12)
        found: Values = (precision * hits).sum(axis=1) / hits.sum(axis=1)
        return found

    return statistic


def above(ours: Statistic, theirs: Statistic) -> Statistic:
    """How much the first is above the second, on the same cases."""
    return lambda columns, weights: ours(columns, weights) - theirs(columns, weights)


OURS = auroc_of("fading", "is fading")
METRICS: Mapping[str, Statistic] = {
    "AUROC, fading": OURS,
    "AUROC, fading, held-out kinds": auroc_of("fading held out", "is fading held out"),
    "AUROC, fading, days since the last meeting": auroc_of("days", "is fading"),
    "AUROC, fading, quiet for six weeks": auroc_of("quiet", "is fading"),
    "AUROC, fading, nothing planned": auroc_of("unplanned", "is fading"),
    "AUROC above days since": above(OURS, auroc_of("days", "is fading")),
    "AUROC, stuck": auroc_of("stuck", "is stuck"),
    "average precision, fading": average_precision_of("fading", "is fading"),
    "1 − Brier, fading": mean_of("closeness"),
    "1 − calibration error, fading": calibration_error("fading", "is fading"),
    "right of five calls": ratio_of("right call", "called"),
}


def cases(*, quick: bool = False) -> tuple[Case, ...]:
    """Every relationship of the held-out communities."""
    seeds = SEEDS[:QUICK_SEEDS] if quick else SEEDS
    return tuple(
        Case(
            id=each.planted.evidence.relationship,
            kind=kind,
            input={"kind": kind, "seed": seed, "number": number},
            expected={"state": each.planted.state, "held_out": kind in HELD_OUT},
            why=f"a relationship of a simulated community of the kind “{kind}”",
        )
        for kind in KINDS
        for seed in seeds
        for number, each in enumerate(judged(kind, seed))
    )


def run_case(case: Case) -> Judged:
    """What is said of one relationship."""
    found: Judged = judged(case.input["kind"], case.input["seed"])[case.input["number"]]
    return found


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Judged]]:
    """Two of the held-out seeds of every kind."""
    yield task(quick=True)


def task(*, quick: bool = False) -> Task[Judged]:
    """All held-out seeds, or the quick part."""
    return Task(
        "at_risk",
        cases(quick=quick),
        run_case,
        lambda case, found: numbers(found, held_out=case.expected["held_out"]),
        METRICS,
    )
