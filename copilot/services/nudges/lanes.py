"""What is still tried in a round, so that whoever is broken or slow holds nobody else up."""

from __future__ import annotations

from collections.abc import Callable

from copilot.domain.messages import Posted

SECONDS = 45.0
"""Of a round; what was begun within them is ended."""
SECONDS_FOR_WEBHOOKS = 20.0
"""Of a round for members' own webhooks, so that one that hangs holds nobody's letter up."""
FAULTS_IN_A_ROW = 2
"""Letters that surely did not arrive, one after the other, and by e-mail nothing more is tried in this round."""


class Lanes:
    """The ways by which nudges are sent in one round, until one of them is closed.

    Args:
        ways: those that are there at all.
        seconds: how long the round may take.
        clock: seconds that never go backwards.
    """

    def __init__(self, ways: set[str], seconds: float, clock: Callable[[], float]) -> None:
        self.ways = set(ways)
        self._clock = clock
        self._until = clock() + seconds
        self._faults = 0
        self._webhooks = min(SECONDS_FOR_WEBHOOKS, seconds)

    @property
    def open(self) -> bool:
        """Whether another may be begun."""
        return bool(self.ways) and self._clock() < self._until

    def count(self, way: str, posted: Posted | None, took: float) -> None:
        """Note how one went."""
        if way == "webhook":
            self._webhooks -= took
            if self._webhooks <= 0:
                self.ways.discard(way)
        elif posted is not None and posted.begun:
            self._faults = self._faults + 1 if posted.outcome == "later" else 0
            # A server that takes letters and says nothing more would have one after the other left unsure.
            if self._faults >= FAULTS_IN_A_ROW or posted.outcome == "unsure":
                self.ways.discard(way)
