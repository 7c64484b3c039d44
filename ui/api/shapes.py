"""What goes in and out, where it isn't a record of the domain as the contract has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from fastapi import Depends, Path, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from copilot.domain.events import Registration
from copilot.domain.matches import DeclineCategory
from copilot.domain.members import Role
from copilot.domain.records import without_controls
from copilot.domain.tokens import TokenScope
from copilot.services.drafting.exports import Format
from copilot.services.drafting.facts.recognition import Tone
from knowledge.words import Answer

MOST_A_PAGE = 100
LONGEST_TEXT = 100_000
T = TypeVar("T")

Id = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""An id in an address."""
Named = Annotated[str, Query(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""An id behind the question mark; empty where none."""
Short = Annotated[str, Field(max_length=2_000), AfterValidator(without_controls)]
Long = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(without_controls)]
AnId = Annotated[str, Field(max_length=200), AfterValidator(without_controls)]


class Window(BaseModel):
    """Which part of a list."""

    limit: int
    offset: int


def window(
    limit: Annotated[int, Query(ge=1, le=MOST_A_PAGE)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Window:
    """Which part of a list was asked for."""
    return Window(limit=limit, offset=offset)


Paged = Annotated[Window, Depends(window)]


class Page(BaseModel, Generic[T]):
    """A part of a list, and how long the whole is."""

    items: list[T]
    total: int
    limit: int
    offset: int

    @classmethod
    def of(cls, every: Sequence[T], window: Window) -> Self:
        """The part of a list that was asked for."""
        part = every[window.offset : window.offset + window.limit]
        return cls(items=list(part), total=len(every), limit=window.limit, offset=window.offset)


class Body(BaseModel):
    """What is sent. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Me(BaseModel):
    """Who asks, and for what the token is."""

    member: str
    name: str
    roles: list[Role]
    manages: list[str]
    token: str
    scopes: list[TokenScope]


class Question(Body):
    """A question to the guides, and those before it, so that “and online?” is understood."""

    question: Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(without_controls)]
    earlier: Annotated[list[Short], Field(max_length=10)] = []


class AnswerTold(Answer):
    """What the guides say."""

    id: str | None = None


class GuideLine(BaseModel):
    """A guide in a list."""

    path: str
    title: str
    audience: list[str]
    topics: list[str]
    reviewed: date | None


class PassageFound(BaseModel):
    """A passage that a search found: `text` is characters `start` to `end` of its guide."""

    path: str
    title: str
    section: str
    start: int
    end: int
    text: str
    score: float


class Passages(BaseModel):
    """The best passages first."""

    id: None = None
    passages: list[PassageFound]


class ProfileChange(Body):
    """The fields to change; those that aren't named stay. Everything else of a profile comes from the roster."""

    headline: Short | None = None
    experience: list[Short] | None = None
    skills: list[Short] | None = None
    goals: list[Short] | None = None
    interests: list[Short] | None = None
    working_style: Short | None = None
    wishes: list[Short] | None = None
    languages: list[Short] | None = None
    time_zone: Short | None = None
    hours_per_month: Annotated[float, Field(ge=0, le=200, allow_inf_nan=False)] | None = None
    capacity: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    revision: Annotated[int | None, Field(description="of the profile as you saw it", ge=0)] = None

    def fields(self) -> dict[str, Any]:
        """What was named."""
        return self.model_dump(exclude_unset=True, exclude={"revision"})


class NewGoal(Body):
    """A goal to work towards."""

    title: Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(without_controls)]
    why: Annotated[str, Field(max_length=4_000), AfterValidator(without_controls)] = ""
    due: date | None = None
    relationship: Annotated[AnId, Field(description="that may see it; empty for yourself alone")] = ""


class GoalChange(Body):
    """How far the goal is."""

    progress: Annotated[int, Field(ge=0, le=100)]


class NewSession(Body):
    """A meeting: planned where it lies ahead, held where it is past."""

    at: AwareDatetime
    minutes: Annotated[int, Field(ge=5, le=480)] = 60
    topic: Short = ""


class Settled(Body):
    """What became of a planned session."""

    state: Literal["held", "cancelled"]


class NewNote(Body):
    """A note of a session: yours alone unless you share it."""

    text: Annotated[Long, Field(min_length=1)]
    shared: bool = False


class NewAction(Body):
    """What one of the two promised."""

    text: Annotated[Short, Field(min_length=1)]
    owner: Annotated[AnId, Field(description="who promised it; empty for yourself")] = ""
    due: date | None = None


class Finished(Body):
    """Whether it is done."""

    done: bool = True


class NewDraft(Body):
    """What to draft, and from what: each kind takes what its line in docs/api.md names."""

    kind: Literal["goal-plan", "agenda", "agreement", "actions", "recognition", "charter", "brief"]
    relationship: AnId = ""
    session: AnId = ""
    member: Annotated[AnId, Field(description="whom it is about; empty for yourself")] = ""
    minutes: Annotated[int, Field(ge=10, le=480)] = 60
    topic: Short = ""
    aim: Short = ""
    text: Long = ""
    tone: Tone = "shout-out"
    role: Literal["mentor", "mentee", "sponsor", "peer", "manager"] = "mentor"


class Edited(Body):
    """The draft's words as a person changed them, in Markdown."""

    markdown: Annotated[Long, Field(min_length=1)]


class Approved(Body):
    """Which version a person read; the newest where it isn't said."""

    version: Annotated[int, Field(ge=0)] | None = None


class Discarded(Body):
    """Why it isn't wanted."""

    reason: Short = ""


class Said(Body):
    """What is said to the copilot."""

    text: Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(without_controls)]


class PlaceTold(Registration):
    """A registration; `line` is the place in the waiting list, 0 where there is one at the event."""

    line: int = 0


class NewPost(Body):
    """A post in a space; with a link it is a resource, which needs a title."""

    text: Annotated[Long, Field(min_length=1)]
    title: Short = ""
    link: Short = ""


class Declined(Body):
    """Why a match is declined; it is kept in the log."""

    reason: Annotated[Short, Field(min_length=1)]
    because: DeclineCategory | None = None


ExportFormat = Annotated[Format, Query(alias="format")]
