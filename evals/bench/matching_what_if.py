"""“What if these two were matched?”, asked again and again.

Run with `python -m evals.bench.matching_what_if [MEMBERS]`.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.errors import Conflict
from copilot.services.matching.service import MatchingService, WhatIf
from copilot.stores.unit_of_work import SqlUnitsOfWork
from evals.bench.matching import RandomEncoder, community
from evals.bench.matching_suggesting import home_in
from evals.bench.timing import Line, show

MEMBERS = 5_000
QUESTIONS = 60
DECISIONS = 8


def measure(members: int = MEMBERS, questions: int = QUESTIONS) -> list[Line]:
    """The first question, which solves the pool, and the later ones."""
    seekers, partners = members * 2 // 3, members - members * 2 // 3
    with (
        TemporaryDirectory(prefix="mentoring-what-if-") as folder,
        home_in(Path(folder), RandomEncoder()) as kept,
    ):
        units, service = kept
        with units() as unit:
            here, there = community(seekers, partners)
            unit.members.add(*here, *there)
            unit.commit()
        pairs = _pairs(seekers, partners, questions * 3)
        first, _ = _asked(service, next(pairs))
        after = [
            _after_a_decision(units, service, pair, n)
            for n, pair in zip(range(DECISIONS), pairs, strict=False)
        ]
        answered = [found for pair in pairs if (found := _asked(service, pair))[1]][:questions]
    times = [seconds for seconds, _ in answered]
    moved = [len(answer.moved) for _, answer in answered if answer]
    return [
        Line(f"{members:,} members: the first what-if, which reads and solves the pool", f"{first:.1f} s"),
        Line(
            f"{members:,} members: a later one",
            f"median {1000 * statistics.median(times):.0f} ms, longest {1000 * max(times):.0f} ms; "
            f"{np.mean(moved):.1f} members move",
        ),
        Line(
            f"{members:,} members: the first after somebody decided about a match",
            f"median {1000 * statistics.median(after):.0f} ms, longest {1000 * max(after):.0f} ms",
        ),
    ]


def _pairs(seekers: int, partners: int, many: int) -> Iterator[tuple[str, str]]:
    chance = Random(5)
    return ((f"s{chance.randrange(seekers)}", f"p{chance.randrange(partners)}") for _ in range(many))


def _after_a_decision(
    units: SqlUnitsOfWork, service: MatchingService, pair: tuple[str, str], n: int
) -> float:
    match = Match(
        id=f"x{n}", seeker=pair[0], partner=pair[1], role=MatchRole.MENTOR, score=0.5,
        state=MatchState.APPROVED if n % 2 else MatchState.DECLINED,
        rationale=Rationale(benefit=Benefit(seeker="learns", partner="is asked")), created=datetime.now(UTC),
    )  # fmt: skip
    with units() as unit:
        unit.matches.add(match)
        unit.commit()
    return _asked(service, ("s0", "p0"))[0]


def _asked(service: MatchingService, pair: tuple[str, str]) -> tuple[float, WhatIf | None]:
    """Seconds, and no answer where a rule forbids the pair."""
    started = time.perf_counter()
    try:
        answer: WhatIf | None = service.what_if(OPERATOR, *pair, MatchRole.MENTOR)
    except Conflict:
        answer = None
    return time.perf_counter() - started, answer


if __name__ == "__main__":
    show(measure(*(int(each) for each in sys.argv[1:])))
