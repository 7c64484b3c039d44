"""Taking times and memory, so that two things measured in one run can be compared."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
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


def highest_memory() -> float:
    """Megabytes that this process held at its highest.

    Linux counts in `ru_maxrss` of a new process what the one that started it held; its own are in `VmHWM` (proc(5)).
    """
    told = Path("/proc/self/status")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    own = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return (own[0] if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
