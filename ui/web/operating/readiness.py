"""Each part of the installation looked at in a thread of its own, so that one that hangs keeps no answer back."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence

from copilot.readiness import Part, State

WITHIN = 0.7
"""Seconds after which the answer is given, whoever has not been heard from."""
FRESH = 2.0
"""Seconds that what was seen is told again: who asks often sets off no more work."""
A_MOMENT = 0.01

log = logging.getLogger(__name__)


class Readiness:
    """How the parts are.

    Args:
        parts: what is looked at.
        within: seconds that the whole takes at most.
        seconds: a clock for how long something took.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        within: float = WITHIN,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._within = within
        self._looks = tuple(_Look(part, seconds) for part in parts)

    async def told(self) -> tuple[str, dict[str, str]]:
        """`ready`, `degraded` or `unavailable`, and the state of each part by its name."""
        for look in self._looks:
            look.begin()
        for _ in range(int(self._within / A_MOMENT)):
            if all(look.is_fresh for look in self._looks):
                break
            await asyncio.sleep(A_MOMENT)
        states = {look.name: look.state for look in self._looks}
        return _together(states.values()), {name: state.value for name, state in states.items()}


def _together(states: object) -> str:
    found = set(states)  # type: ignore[call-overload]
    if State.DOWN in found:
        return "unavailable"
    return "degraded" if State.DEGRADED in found else "ready"


class _Look:
    """One part, looked at by one thread at a time; a look that hangs is waited for and not begun again."""

    def __init__(self, part: Part, seconds: Callable[[], float]) -> None:
        self.name = part.name
        self._part = part
        self._seconds = seconds
        self._lock = threading.Lock()
        self._under_way = False
        self._seen: tuple[float, State] | None = None

    def begin(self) -> None:
        """Look, unless that is known or somebody does."""
        with self._lock:
            if self._under_way or self.is_fresh:
                return
            self._under_way = True
        threading.Thread(target=self._look, daemon=True, name=f"look-{self.name}").start()

    @property
    def is_fresh(self) -> bool:
        """Whether what was seen last may be told."""
        return self._seen is not None and self._seconds() - self._seen[0] < FRESH

    @property
    def state(self) -> State:
        """How it is; whoever has not been heard from in time is taken to fail."""
        return self._seen[1] if self._seen and self.is_fresh else self._part.fails_as

    def _look(self) -> None:
        try:
            state = self._part.look()
        except Exception as fault:  # noqa: BLE001  # whatever it is, the part fails
            log.debug("The part %s fails: %s", self.name, fault)
            state = self._part.fails_as
        with self._lock:
            self._seen = (self._seconds(), state)
            self._under_way = False
