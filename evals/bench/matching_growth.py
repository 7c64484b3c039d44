"""What matching a whole pool costs as it grows: seconds and memory, each size in a process of its own.

Five seekers for every partner, who has two places: most stay without, and every one of them is told why. Run with
`python -m evals.bench.matching_growth [SEEKERS…]`; vectors are random, as in `evals.bench.matching`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence

import numpy as np

from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.reasons.outlook import Outlook
from copilot.services.matching.reasons.unmatched import explain_unmatched
from copilot.services.matching.solving.assignment import NOBODY
from copilot.services.matching.solving.pool import Pool, pairs_of, solve
from evals.bench.matching import RandomEncoder, community, laid_out
from evals.bench.timing import Line, highest_memory, show

SIZES = (100, 1_000, 10_000, 100_000)
SEEKERS_A_PARTNER = 5
ONE = "--one"
EXPLAINED = 200
"""Matches whose rationale is written, for the milliseconds of one."""


def measure(sizes: Sequence[int] = SIZES) -> list[Line]:
    """For each number of seekers a line."""
    return [_line(seekers, _in_its_own_process(seekers)) for seekers in sizes]


def _in_its_own_process(seekers: int) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        __spec__.name if __spec__ else "evals.bench.matching_growth",
        ONE,
        str(seekers),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _line(seekers: int, found: dict[str, float]) -> Line:
    return Line(
        f"{seekers:,} × {seekers // SEEKERS_A_PARTNER:,}",
        f"read and laid out in {found['laid_out']:.1f} s, scored and solved in {found['solved']:.1f} s, "
        f"{found['unmatched']:,.0f} without a partner told why in {found['told_why']:.1f} s; "
        f"a rationale {found['rationale']:.1f} ms; {found['memory']:,.0f} MB at its highest",
    )


def one(seekers: int) -> dict[str, float]:
    """Match one community; seconds, milliseconds of a rationale, megabytes."""
    here, there = community(seekers, seekers // SEEKERS_A_PARTNER)
    started = time.perf_counter()
    pool = laid_out(here, there)
    laid = time.perf_counter()
    found = solve(pool)
    solved = time.perf_counter()
    outlook = Outlook(pool, found)
    alone = np.flatnonzero(found.chosen == NOBODY)
    reasons = [explain_unmatched(pool, found, int(row), outlook) for row in alone]
    told = time.perf_counter()
    milliseconds = _of_a_rationale(pool, pairs_of(pool, found)[:EXPLAINED])
    return {
        "laid_out": laid - started,
        "solved": solved - laid,
        "told_why": told - solved,
        "unmatched": sum(bool(each.reason and each.cure) for each in reasons),
        "rationale": milliseconds,
        "memory": highest_memory(),
    }


def _of_a_rationale(pool: Pool, pairs: Sequence[tuple[int, int]]) -> float:
    explainer = Explainer(pool, RandomEncoder())
    started = time.perf_counter()
    for row, column in pairs:
        explainer.rationale(row, column)
    return 1000 * (time.perf_counter() - started) / max(1, len(pairs))


if __name__ == "__main__":
    if sys.argv[1:2] == [ONE]:
        print(json.dumps(one(int(sys.argv[2]))))
    else:
        show(measure([int(each) for each in sys.argv[1:]] or SIZES))
