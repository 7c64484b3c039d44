"""Sponsorship: what a sponsor pledges, what was done in somebody's favour, and what may be said of her."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from typing import Literal

from pydantic import Field

from copilot.domain.records import Record, Value


class Pledge(Record):
    """What a sponsor promises to do for whom, for what, and until when. `ended` is when it was kept, or given up."""

    id: str = Field(min_length=1, max_length=200, serialization_alias="pledge")
    relationship: str
    sponsor: str
    member: str
    what: str = Field(min_length=1, max_length=1_000)
    aim: str = Field("", max_length=500)
    until: date
    state: Literal["open", "kept", "given up"] = "open"
    reason: str = Field("", max_length=500)
    made: datetime
    ended: datetime | None = None


class AdvocacyKind(StrEnum):
    """What a sponsor does with a name and a seat."""

    INTRODUCED = "introduced"
    NOMINATED = "nominated"
    PUT_FORWARD = "put forward"
    DEFENDED = "defended"


class Proof(Value):
    """What a sponsor's words rested on: a record of the sponsored person's that she lets be told, quoted as it was."""

    kind: Literal["moment", "goal", "profile", "badge", "brief"]
    record: str
    quote: str = Field(min_length=1, max_length=2_000)


class Advocacy(Record):
    """One thing a sponsor did for somebody: where, on which evidence, and what came of it.

    `consented` says whether she had agreed by then that it may be said there. `confirmed` is her own yes or no to
    that it happened; None while she hasn't said.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="advocacy")
    relationship: str
    sponsor: str
    member: str
    kind: AdvocacyKind
    on: date
    room: str = Field(min_length=1, max_length=300)
    said: str = Field("", max_length=2_000)
    evidence: tuple[Proof, ...] = Field((), max_length=10)
    pledge: str = ""
    event: str = ""
    consented: bool = False
    outcome: Literal["waiting", "door opened", "not this time"] = "waiting"
    outcome_words: str = Field("", max_length=1_000)
    confirmed: bool | None = None
    at: datetime


class MaySay(Value):
    """One sentence that may be said of her, word for word, and what it rests on where it comes from a brief."""

    text: str = Field(min_length=1, max_length=2_000)
    evidence: tuple[Proof, ...] = Field((), max_length=10)


class SpeakingConsent(Record):
    """What a member lets one sponsor say of her, and where, until when. She gives it, and takes it back.

    `may_say` are sentences of a brief that she approved (`draft`), or her own; `rooms` are where, and none means
    nowhere.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="consent")
    relationship: str
    member: str
    sponsor: str
    draft: str = ""
    may_say: tuple[MaySay, ...] = Field((), max_length=40)
    rooms: tuple[str, ...] = Field((), max_length=20)
    until: date
    given: datetime
    withdrawn: datetime | None = None

    def holds_on(self, day: date, zone: tzinfo = UTC) -> bool:
        """Whether it held on that day of a zone. On the day it is taken back it holds no more."""
        taken_back = self.withdrawn is not None and self.withdrawn.astimezone(zone).date() <= day
        return self.given.astimezone(zone).date() <= day <= self.until and not taken_back

    def covers(self, room: str) -> bool:
        """Whether this is one of the rooms, in whatever capitals and spaces."""
        return _plain(room) in {_plain(each) for each in self.rooms}


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
