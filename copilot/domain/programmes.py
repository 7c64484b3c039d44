"""A programme: a frame with dates, who manages it, how it matches, and who takes part."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from copilot.domain.drafts import AgreedTopic
from copilot.domain.matches import MatchRole
from copilot.domain.records import Record, Value


class MatchingMode(StrEnum):
    """Who decides whom a seeker is matched with."""

    SELF = "self"
    """Members choose; the one they choose says yes or no."""
    SUGGESTED = "suggested"
    """Members are shown suggestions and rank them; a run solves with their wishes, a manager approves."""
    POOL = "pool"
    """A run over the whole pool; nobody is shown suggestions."""
    NOMINATION = "nomination"
    """As the pool, and who was nominated is sought for without having asked, until she opts out."""


LONGEST_WORDING = 1_200
"""Characters of one point of an agreement: what two people still read before they sign."""
Wording = Annotated[str, Field(min_length=1, max_length=LONGEST_WORDING)]


class AgendaPart(Value):
    """A part of every session of a programme. `share` is its weight of the session's length."""

    title: str = Field(min_length=1, max_length=200)
    share: float = Field(1.0, gt=0, le=10)
    purpose: str = Field("", max_length=500)


class Programme(Record):
    """A frame with dates that people enrol in.

    `capacity` is how many may take part at once, None for as many as come; `agreement` are the community's own
    wordings by topic, and `agenda` the parts that sessions have here; empty for those that come with the copilot.
    """

    name: str = Field(min_length=1, max_length=200)
    starts: date
    ends: date
    managers: frozenset[str] = frozenset()
    purpose: str = Field("", max_length=4_000)
    roles: frozenset[MatchRole] = frozenset({MatchRole.MENTOR})
    capacity: int | None = Field(None, ge=1, le=1_000_000)
    matching: MatchingMode = MatchingMode.SUGGESTED
    agreement: dict[AgreedTopic, Wording] = {}
    agenda: tuple[AgendaPart, ...] = Field((), max_length=12)
    closed: date | None = None
    lessons: str = Field("", max_length=20_000)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Programme:
        if self.ends <= self.starts:
            raise ValueError("ends before it starts")
        return self


class Cohort(Record):
    """A group that goes through a programme together, inside its dates."""

    id: str = Field(min_length=1, max_length=200, serialization_alias="cohort")
    programme: str
    name: str = Field(min_length=1, max_length=200)
    starts: date
    ends: date
    capacity: int | None = Field(None, ge=1, le=1_000_000)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Cohort:
        if self.ends <= self.starts:
            raise ValueError("ends before it starts")
        return self


TAKING_PART = ("enrolled", "paused")
"""States in which somebody has a place: who has paused keeps hers."""


class Enrolment(Record):
    """One member taking part in one programme. Who leaves gives no reason, and none is kept.

    `at` is when she asked to take part: the waiting list goes by it. `until` is the day a pause ends by itself.
    `took_part` says of who waits or has left that she once had a place.
    """

    programme: str
    member: str
    state: Literal["enrolled", "waiting", "paused", "left", "completed"] = "enrolled"
    cohort: str = ""
    at: datetime | None = None
    until: date | None = None
    took_part: bool = False

    @property
    def has_taken_part(self) -> bool:
        """Whether she has a place, or ever had one."""
        return self.took_part or self.state in (*TAKING_PART, "completed")


class NextStep(StrEnum):
    """What comes after a programme, as the member sees it for herself."""

    ANOTHER_ROUND = "another round"
    GIVE_BACK = "mentor somebody"
    PEERS = "a peer or a circle"
    STAY_IN_TOUCH = "stay in touch informally"
    REST = "a rest"


class ClosingReview(Record):
    """How it was, said by one member at the end; hers alone, or for the programme's managers too, as she chose."""

    id: str = Field(min_length=1, max_length=200, serialization_alias="review")
    programme: str
    member: str
    on: date
    went_well: str = Field("", max_length=4_000)
    would_change: str = Field("", max_length=4_000)
    next_step: NextStep
    for_managers: bool = False
