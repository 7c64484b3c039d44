"""Short surveys: what each side says at set points of a relationship, counted for its programme."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from copilot.domain.records import Record

Rating = Annotated[int, Field(ge=1, le=5)]


class SurveyPoint(StrEnum):
    """When both are asked."""

    START = "start"
    """After the first month: is this a beginning one can build on?"""
    MIDDLE = "middle"
    """Halfway: is it still the right thing?"""
    END = "end"
    """When it closes: what came of it?"""


class SurveyAnswer(Record):
    """One side's answer to one survey. Its id is made of relationship, point and member: nobody answers twice.

    `side` is what she was in the relationship on that day. `ratings` maps a question's id to 1 (not at all) to 5
    (entirely); a question left out has no entry. `words` are hers alone, unless `for_managers`: then the managers of
    the programme read them, without her name.

    `first_on` is the day she first answered: by it her answer has its place in a group of five, and keeps it when she
    answers again. An answer that was taken back is `withdrawn`: ratings and words are gone, the place stays, so that
    nobody else's answer moves into it.
    """

    id: str = Field(min_length=1, max_length=420, serialization_alias="answer")
    relationship: str
    programme: str = ""
    member: str
    side: Literal["seeker", "partner", "peer"]
    point: SurveyPoint
    on: date
    ratings: dict[str, Rating] = {}
    words: str = Field("", max_length=4_000)
    for_managers: bool = False
    first_on: date | None = None
    withdrawn: bool = False

    @property
    def since(self) -> date:
        """The day she first answered; that of the answer where nothing else is known."""
        return min(self.first_on or self.on, self.on)


def survey_id(relationship: str, point: SurveyPoint, member: str) -> str:
    """The id of her answer."""
    return f"{relationship}:{point.value}:{member}"
