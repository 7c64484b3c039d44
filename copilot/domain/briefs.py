"""What a writer is given to draft from: numbered sources and a few settings, gathered by the drafting service."""

from __future__ import annotations

from datetime import date
from typing import Literal

from copilot.domain.records import Value
from copilot.domain.relationships import Stage


class Source(Value):
    """Words that may be cited by their number. `label` says what they are, such as `goal` or `SBI › Impact`."""

    n: int
    text: str
    label: str = ""


class GoalTold(Value):
    """A goal in the member's own words, and what else she said about it.

    `reading` holds the numbers of the passages found for this goal, best first.
    """

    words: Source
    why: Source | None = None
    measure: Source | None = None
    due: date | None = None
    objective: str = ""
    reading: tuple[int, ...] = ()


class OpenAction(Value):
    """A promise still open: what, whose, until when."""

    source: Source
    owner: str
    due: date | None = None


class MomentTold(Value):
    """A logged moment, its three parts numbered apart."""

    on: date
    situation: Source
    behaviour: Source
    impact: Source | None = None


class NoteLine(Value):
    """A sentence or an entry of a note, in the note's order.

    `mark` is what stood before it: a bullet or a number, an open or a ticked box, an arrow. `note` tells where another
    note begins.
    """

    words: Source
    author: str = ""
    note: str = ""
    mark: Literal["", "item", "box", "ticked", "arrow"] = ""


class SaidOfSelf(Value):
    """What one of them said in her profile that bears on how they work together; `field` is the profile's."""

    who: str
    field: Literal["working_style", "hours_per_month", "time_zone", "languages"]
    words: Source


class Brief(Value):
    """All that a writer may use. Names in it are pseudonyms where a chat model reads it.

    `people` are the names of those it is for; `role` is the role a charter is of, `programme` the frame it belongs to.
    `held_on` is the day of the session whose notes are read for promises, `lines` are these notes, `next_session` is
    the day of the planned one after it. `selves` is what both say of how they work; they meet for `minutes` every
    `weeks_between` weeks, and their working days have `hours_in_common`. `reached` are goals she has reached, in her
    words.

    `starts` to `ends` is the time there is; `hours_per_month` is hers for all goals together. `stuck` says that
    promises lie open or meetings have stopped; `last_met` is the last session that was held.
    """

    about: str
    partner: str = ""
    today: date
    starts: date
    ends: date
    hours_per_month: float = 2.0
    minutes: int = 60
    topic: str = ""
    stage: Stage = Stage.INITIATION
    sessions_held: int = 0
    last_met: Source | None = None
    stuck: bool = False
    circle: bool = False
    tone: Literal["shout-out", "newsletter", "nomination"] = "shout-out"
    profile: tuple[Source, ...] = ()
    goals: tuple[GoalTold, ...] = ()
    reached: tuple[Source, ...] = ()
    notes: tuple[Source, ...] = ()
    actions: tuple[OpenAction, ...] = ()
    moments: tuple[MomentTold, ...] = ()
    people: tuple[str, ...] = ()
    role: str = ""
    programme: tuple[Source, ...] = ()
    held_on: date | None = None
    next_session: date | None = None
    lines: tuple[NoteLine, ...] = ()
    selves: tuple[SaidOfSelf, ...] = ()
    weeks_between: int = 4
    hours_in_common: float | None = None
    objectives: tuple[str, ...] = ()
    passages: tuple[Source, ...] = ()

    def sources(self) -> dict[int, Source]:
        """Every source by its number."""
        told = [source for goal in self.goals for source in (goal.words, goal.why, goal.measure)]
        seen = [
            part for moment in self.moments for part in (moment.situation, moment.behaviour, moment.impact)
        ]
        promised = [action.source for action in self.actions]
        every = [
            *self.profile,
            *self.programme,
            *self.reached,
            *told,
            self.last_met,
            *self.notes,
            *(line.words for line in self.lines),
            *(said.words for said in self.selves),
            *promised,
            *seen,
            *self.passages,
        ]
        return {source.n: source for source in every if source is not None}

    def months(self) -> float:
        """The time there is, in months of 30.4 days."""
        return max((self.ends - self.starts).days, 1) / 30.4
