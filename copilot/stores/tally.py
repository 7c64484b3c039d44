"""The counts of one process, in memory: they begin at nothing when it starts, as Prometheus expects of counters."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime

from copilot.domain.tallies import Counted
from copilot.ports import Clock

Key = tuple[Counted, tuple[str, ...]]


class TallyInMemory:
    """Fills the Tally port.

    Args:
        clock: tells when something was counted last.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[Key] = Counter()
        self._latest: dict[Key, datetime] = {}

    def count(self, what: Counted, *labels: str, by: int = 1) -> None:
        """Count; nothing happens for 0, and less than that cannot be counted."""
        if by <= 0:
            return
        key, now = (what, what.told(labels)), self._clock.now()
        with self._lock:
            self._counts[key] += by
            self._latest[key] = now

    def counts(self, what: Counted) -> dict[tuple[str, ...], int]:
        """How often, by the values of its labels."""
        with self._lock:
            return {labels: n for (counted, labels), n in self._counts.items() if counted is what}

    def latest(self, what: Counted, *labels: str) -> datetime | None:
        """When these were counted last; None where they never were."""
        with self._lock:
            return self._latest.get((what, what.told(labels)))
