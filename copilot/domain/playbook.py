"""The community's playbook: ten chapters about how mentoring is done here, and what is offered to them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from copilot.domain.records import Record, Value

MOST_CHARACTERS = 100_000


class ChapterKey(StrEnum):
    """The ten practices, in the order of the chapters."""

    ROLES = "roles"
    MATCHING = "matching"
    SPACES = "spaces"
    PROGRAMMES = "programmes"
    ANALYTICS = "analytics"
    LEARNING = "learning"
    INCLUSION = "inclusion"
    OBJECTIVES = "objectives"
    PEERS = "peers"
    RECOGNITION = "recognition"


KEYS = tuple(ChapterKey)


class ChapterVersion(Value):
    """A text a chapter had, and where it came from: the draft that was approved, or the offer that was taken in.

    `taken` are the members' offers it held beside the text. What somebody took back is in no version any more.
    """

    version: int = Field(ge=1)
    text: str = Field(max_length=MOST_CHARACTERS)
    by: str
    at: datetime
    source: str = ""
    taken: tuple[str, ...] = ()


class Chapter(Record):
    """A chapter as it stands; its id is its key. The versions before it are kept, the newest last.

    The words of members are kept apart from the editors' text: nobody edits them, and each is her author's to take
    back.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="chapter")
    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)
    version: int = Field(1, ge=1)
    by: str
    at: datetime
    source: str = ""
    taken: tuple[str, ...] = ()
    versions: tuple[ChapterVersion, ...] = ()

    @property
    def key(self) -> ChapterKey:
        """Which of the ten it is."""
        return ChapterKey(self.id)

    def as_version(self) -> ChapterVersion:
        """The present state as it is kept once there is a newer one."""
        return ChapterVersion(
            version=self.version, text=self.text, by=self.by, at=self.at, source=self.source, taken=self.taken
        )

    def every_version(self) -> tuple[ChapterVersion, ...]:
        """From the first to the present one."""
        return (*self.versions, self.as_version())

    def rewritten(self, by: str, at: datetime, **changes: Any) -> Chapter:
        """The next version, with the present one kept. `changes` are fields such as `text`, `source` and `taken`."""
        now = {"by": by, "at": at, "version": self.version + 1, "source": "", **changes}
        return self.changed(**now, versions=self.every_version())


class Compared(Value):
    """What a proposal rests on: two groups of people, what was measured of each, and how sure the difference is.

    `ns` are rounded to fives. `difference` is the first less the second, `low` to `high` its 95 % interval; `p` is the
    chance of such a difference where there is none, adjusted for all that was compared (Holm 1979).
    """

    rule: str
    groups: tuple[str, str]
    ns: tuple[int, int]
    values: tuple[float, float]
    measure: str
    unit: Literal["months", "share", "points"]
    difference: float
    low: float
    high: float
    p: float = Field(ge=0, le=1)


class PlaybookOffer(Record):
    """An insight or a story of a member, or a revision that the numbers propose; an editor takes it in or declines.

    `evidence` says what it rests on, in words that show no group of fewer than five; of a revision, `compared` holds
    the same in numbers. `answered` is when it was taken in or declined.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="offer")
    chapter: ChapterKey
    kind: Literal["insight", "story", "revision"]
    text: str = Field(min_length=1, max_length=4_000)
    evidence: str = Field("", max_length=2_000)
    compared: Compared | None = None
    by: str
    named: bool = False
    state: Literal["offered", "taken", "declined"] = "offered"
    reason: str = Field("", max_length=1_000)
    at: datetime
    answered: datetime | None = None


PracticeState = Literal["in place", "partly", "missing"]


class Evidence(Value):
    """What a judgement rests on: a sentence that shows no small group, the day it speaks of, and where to look."""

    told: str
    on: date | None = None
    where: str = ""


class Practice(Value):
    """How one of the eleven practices stands. `chapter` is the one it is told in; sponsorship has no own."""

    n: int = Field(ge=1, le=11)
    practice: str
    chapter: ChapterKey | None = None
    state: PracticeState
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    next: str = ""
