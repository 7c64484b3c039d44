"""Something asked that may hang, and given up after so long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class InTime:
    """Asks, each question by one thread at a time: what hangs is not asked again until it has answered.

    Args:
        seconds: how long an answer is waited for.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._asked: dict[str, threading.Thread] = {}

    def told(self, name: str, ask: Callable[[], T]) -> T | None:
        """What it says in time; None where it says nothing, fails, or still hangs from before."""
        before = self._asked.get(name)
        if before is not None and before.is_alive():
            return None
        said: list[T] = []

        def listen() -> None:
            try:
                said.append(ask())
            except Exception:  # noqa: BLE001  # a figure is missing, no more
                return

        thread = self._asked[name] = threading.Thread(target=listen, daemon=True, name=f"ask-{name}")
        thread.start()
        thread.join(self._seconds)
        return said[0] if said else None
