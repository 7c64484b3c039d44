"""Counting what happens, for whoever runs the installation."""

from __future__ import annotations

from typing import Protocol

from copilot.domain.tallies import Counted


class Tally(Protocol):
    """Takes counts from any thread, and raises nothing: what is counted matters more than the count."""

    def count(self, what: Counted, *labels: str, by: int = 1) -> None:
        """Count one, or `by`, under the values of its labels in their order; unknown values become `other`."""
        ...


class Uncounted:
    """A tally that keeps nothing: for commands and tests, whose process nobody asks for figures."""

    def count(self, what: Counted, *labels: str, by: int = 1) -> None:
        """Nothing is kept."""


UNCOUNTED = Uncounted()
