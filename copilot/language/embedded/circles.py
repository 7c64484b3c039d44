"""A circle's meeting: who chairs, keeps the time and brings a case, in which order they speak, and how long each."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.briefs import Brief
from copilot.domain.drafts import TimeBox
from copilot.domain.wording import called, listed_in_words

ROOM_FOR_ROUNDS = 5
"""From so many minutes for each member on, a box in which all speak gets a minute for each at least."""


@dataclass(frozen=True)
class Circle:
    """The members as they call each other, and whose turn it is; unless turns are known they move on each time."""

    names: tuple[str, ...]
    turn: int

    @property
    def chair(self) -> str:
        """Looks after the talking, and brings no case that day."""
        return self._after(0)

    @property
    def timekeeper(self) -> str:
        """Looks after the clock, and writes down what was promised."""
        return self._after(1)

    @property
    def case(self) -> str:
        """Brings a question of their own."""
        return self._after(2)

    def least_for(self, least: int, minutes: int) -> int:
        """A minute for each in a round, where a meeting of `minutes` has the room."""
        return max(least, len(self.names)) if minutes >= ROOM_FOR_ROUNDS * len(self.names) else least

    def told(self, box: TimeBox) -> TimeBox:
        """The box with names and the time for each."""
        words = {
            "{round}": listed_in_words(self._in_order()), "{each}": self._each(box.minutes),
            "{chair}": self.chair, "{timekeeper}": self.timekeeper, "{case}": self.case,
        }  # fmt: skip
        purpose = box.purpose
        for slot, word in words.items():
            purpose = purpose.replace(slot, word)
        return box.model_copy(update={"purpose": purpose})

    def _in_order(self) -> tuple[str, ...]:
        start = self.turn % len(self.names)
        return (*self.names[start:], *self.names[:start])

    def _after(self, places: int) -> str:
        return self.names[(self.turn + places) % len(self.names)]

    def _each(self, minutes: int) -> str:
        share = minutes // len(self.names)
        return (
            "one sentence each" if share < 1 else "one minute each" if share == 1 else f"{share} minutes each"
        )


def circle_of(brief: Brief) -> Circle | None:
    """The circle of a brief; None for a pair."""
    if not brief.circle:
        return None
    if brief.turns:
        return Circle(called(brief.turns), 0)
    return Circle(called(brief.people or (brief.about, brief.partner)), brief.sessions_held)
