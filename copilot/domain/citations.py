"""Where a claim comes from: a passage of a guide, a field of a profile, a record of the programme."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from copilot.domain.records import Value
from knowledge.words import Citation as GuideCitation

__all__ = ["Citation", "GuideCitation", "ProfileCitation", "RecordCitation"]


class ProfileCitation(Value):
    """Words quoted from one field of a member's profile, such as `experience[2]`."""

    n: int = Field(ge=1)
    kind: Literal["profile"] = "profile"
    member: str
    field: str
    quote: str


class RecordCitation(Value):
    """Words quoted from a record, such as a goal, a note or an event; or what was counted or set, in words."""

    n: int = Field(ge=1)
    kind: Literal[
        "goal",
        "moment",
        "session",
        "note",
        "action",
        "programme",
        "agreement",
        "choice",
        "settings",
        "count",
        "event",
    ]
    record: str
    field: str
    quote: str


Citation = Annotated[GuideCitation | ProfileCitation | RecordCitation, Field(discriminator="kind")]
