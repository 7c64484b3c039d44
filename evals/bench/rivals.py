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
from typing import Any

import numpy as np

from copilot.services.matching.solving.pool import Pool, pairs_of, solve
from evals.bench.matching import community, laid_out
from evals.bench.timing import Line, medians, show

SIZES = (300, 1_000)
TARGET, AIM = 20, 100


def measure(sizes: Sequence[int] = SIZES, rounds: int = 3) -> list[Line]:
    """For each size the median seconds of both, taken in turns, and their ratio; the versions of mentor-match."""
    versions = f"mentor-match {version('mentor-match')} with munkres {version('munkres')}"
    return [Line("compared", versions), *(_measured(size, rounds) for size in sizes)]


def _measured(size: int, rounds: int) -> Line:
    pool = laid_out(*community(size, size))
    thousandths = _thousandths(pool)
    works = {
        "copilot": lambda: pairs_of(pool, solve(pool)),
        "mentor-match": lambda: mentor_match(thousandths),
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


def _thousandths(pool: Pool) -> list[list[int]]:
    scores = np.nan_to_num(pool.affinity.scores(pool.affinity.parts(*pool.affinity.everyone)))
    table: list[list[int]] = np.rint(1_000 * scores).astype(np.int64).tolist()
    return table


def mentor_match(thousandths: Sequence[Sequence[int]]) -> int:
    """One round of mentor-match over a table of scores, a row a mentee; how many it matched."""
    from matching.mentee import Mentee  # type: ignore[import-untyped]  # it ships no types
    from matching.mentor import Mentor  # type: ignore[import-untyped]
    from matching.process import process_data  # type: ignore[import-untyped]

    class Given:
        """A rule after mentor-match's protocol; its free field `role` keeps the row or column."""

        def evaluate(self, match: Any) -> bool:
            return True

        def apply(self, match: Any) -> int:
            points: int = thousandths[match.mentee.role][match.mentor.role]
            return points

    mentees = [Mentee(grade=0, email=f"mentee {n}", role=n) for n in range(len(thousandths))]
    mentors = [Mentor(grade=0, email=f"mentor {n}", role=n) for n in range(len(thousandths[0]))]
    process_data(mentors, mentees, [[Given()]])
    return sum(bool(mentee.mentors) for mentee in mentees)


if __name__ == "__main__":
    show(measure([int(size) for size in sys.argv[1:]] or SIZES))
