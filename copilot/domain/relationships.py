"""An accepted match at work: its goals, sessions, notes and action items."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from copilot.domain.matches import MatchRole
from copilot.domain.records import Record, Value


class Stage(StrEnum):
    """Kram's phases (Mentoring at Work, 1985)."""

    INITIATION = "initiation"
    CULTIVATION = "cultivation"
    SEPARATION = "separation"
    REDEFINITION = "redefinition"


class Signature(Value):
    """Who signed the agreement, and when."""

    member: str
    at: datetime


class Agreement(Value):
    """What the two agreed, in the words of the draft they approved."""

    text: str
    draft: str = ""
    signatures: tuple[Signature, ...] = ()


class Relationship(Record):
    """An accepted match, or a circle of several. `members` holds everybody, the seeker first."""

    id: str = Field(min_length=1, serialization_alias="relationship")
    match: str = ""
    role: MatchRole
    members: tuple[str, ...] = Field(min_length=2)
    programme: str = ""
    state: Literal["active", "paused", "closed"] = "active"
    stage: Stage = Stage.INITIATION
    reason: str = ""
    started: date
    agreement: Agreement | None = None

    @property
    def seeker(self) -> str:
        """Who is mentored, sponsored or sought a peer."""
        return self.members[0]


class Milestone(Value):
    """A step towards a goal."""

    text: str
    due: date | None = None
    done: bool = False


class Goal(Record):
    """What a member works towards. `relationship` is set where she shares it with her partner.

    `objective` is the id of the community's objective that she says it serves; words of her own from earlier versions
    may stand there. `refused_objectives` are those she said it does not serve: they aren't suggested again.
    `reached_on` is the day she said it was reached; None while it isn't, and for those reached in earlier versions.
    """

    id: str = Field(min_length=1, serialization_alias="goal")
    member: str
    title: str = Field(min_length=1, max_length=2_000)
    why: str = Field("", max_length=4_000)
    measure: str = Field("", max_length=2_000)
    due: date | None = None
    progress: int = Field(0, ge=0, le=100)
    state: Literal["open", "reached", "dropped"] = "open"
    milestones: tuple[Milestone, ...] = ()
    relationship: str = ""
    objective: str = ""
    refused_objectives: tuple[str, ...] = ()
    reached_on: date | None = None


class Session(Record):
    """A meeting of a relationship. `ratings` maps a member's id to 1 to 5."""

    id: str = Field(min_length=1, serialization_alias="session")
    relationship: str
    at: datetime
    minutes: int = Field(60, ge=5, le=480)
    topic: str = Field("", max_length=2_000)
    state: Literal["planned", "held", "cancelled"] = "planned"
    agenda: str = ""
    ratings: dict[str, int] = {}


class Note(Record):
    """What someone wrote down: hers alone, or shared with the relationship, as she chose."""

    id: str = Field(min_length=1, serialization_alias="note")
    session: str
    relationship: str
    author: str
    visibility: Literal["private", "shared"] = "private"
    text: str = Field(min_length=1, max_length=100_000)
    at: datetime


class ActionItem(Record):
    """What someone promised in a session."""

    id: str = Field(min_length=1, serialization_alias="action")
    relationship: str
    session: str = ""
    owner: str
    text: str = Field(min_length=1, max_length=2_000)
    due: date | None = None
    done: bool = False


class Moment(Record):
    """Something worth recognising, as it was seen. `on` is the day it was on, as whoever logged it says; `at` is when
    it was logged, None for those of earlier versions."""

    id: str = Field(min_length=1, serialization_alias="moment")
    member: str
    by: str
    on: date
    at: datetime | None = None
    situation: str = Field(min_length=1, max_length=4_000)
    behaviour: str = Field(min_length=1, max_length=4_000)
    impact: str = Field("", max_length=4_000)
    public: bool = False


class Feedback(Record):
    """What one side says about a relationship, with a rating from 1 to 5: hers alone, or shared, as she chose.

    `session` is set where it was said of one session.
    """

    id: str = Field(min_length=1, serialization_alias="feedback")
    relationship: str
    session: str = ""
    visibility: Literal["private", "shared"] = "private"
    by: str
    on: date
    rating: int = Field(ge=1, le=5)
    text: str = Field("", max_length=4_000)
