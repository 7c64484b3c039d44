"""A pause: for a while somebody takes nobody on."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from copilot.domain.records import Record


class Pause(Record):
    """A member's pause; its id is hers. `reason` is for her eyes alone, whoever else may see that she is paused.

    From the day `until` on she is back by herself; without one she says so.
    """

    since: date
    until: date | None = None
    reason: str = Field("", max_length=1_000)

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until <= today
