"""Taking times, so that two things measured in one run can be compared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Line(NamedTuple):
    """One line of a benchmark: what was measured, the figure in words."""

    what: str
    figure: str


def medians(works: Mapping[str, Callable[[], object]], rounds: int = 9, warm_up: int = 1) -> dict[str, float]:
    """The median seconds of each; taken in turns, so that a busy moment of the machine hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(warm_up + rounds):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            if turn >= warm_up:
                taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def show(lines: list[Line]) -> None:
    """Print a benchmark's lines."""
    for line in lines:
        print(f"{line.what}: {line.figure}")
