"""From vectors to proposals: mentor-match 7 beside the copilot, in one run. Run with `python -m evals.bench.rivals`.

The copilot scores and solves, from vectors of random directions (see `evals.bench.matching`). mentor-match has no
vectors: its one rule looks the copilot's finished scores up in a list, so that the time it takes is its own (making
the matches, asking the rule, and Munkres' algorithm; Munkres 1957) with the scoring given to it for nothing. Nobody is
forbidden to it, and it gives one mentor to a mentee in its one round; the copilot also applies the hard rules, and two
places a partner.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from copilot.services.matching.solving.pool import Pool, pairs_of, solve
from evals.bench.matching import community, laid_out
from evals.bench.timing import Line, medians, show
from evals.mentor_match import UNKNOWN, Scored, matched

SIZES = (300, 1_000)
TARGET, AIM = 20, 100


def measure(sizes: Sequence[int] = SIZES, rounds: int = 3) -> list[Line]:
    """For each size the median seconds of both, taken in turns, and their ratio; the versions of mentor-match."""
    versions = f"mentor-match {version('mentor-match')} with munkres {version('munkres')}"
    return [Line("compared", versions), *(_measured(size, rounds) for size in sizes)]


def _measured(size: int, rounds: int) -> Line:
    pool = laid_out(*community(size, size))
    given, people = _given(pool), [UNKNOWN] * size
    works = {
        "copilot": lambda: pairs_of(pool, solve(pool)),
        "mentor-match": lambda: matched(people, people, [given]),
    }
    seconds = medians(works, rounds, warm_up=0)
    ratio = seconds["mentor-match"] / seconds["copilot"]
    return Line(
        f"{size:,} × {size:,}, vectors to proposals",
        f"mentor-match {seconds['mentor-match']:.2f} s, copilot {seconds['copilot']:.3f} s: "
        f"{ratio:.1f} times faster ({_verdict(ratio)})",
    )


def _verdict(ratio: float) -> str:
    if ratio >= AIM:
        return f"the aim of {AIM} is reached"
    return f"the target of {TARGET} is kept" if ratio >= TARGET else f"BELOW the target of {TARGET}"


def _given(pool: Pool) -> Scored:
    return Scored.of(np.nan_to_num(pool.affinity.scores(pool.affinity.parts(*pool.affinity.everyone))))


if __name__ == "__main__":
    show(measure([int(size) for size in sys.argv[1:]] or SIZES))
