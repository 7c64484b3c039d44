"""What a member learns: guides read, understood and practised, tracks finished, and how ready she feels."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from copilot.domain.records import Record


class GuideProgress(Record):
    """How far a member is with one guide, in whichever tracks it stands.

    `questions` is the version of the questions she answered last, `chosen` her answer to each (its place, from 0), of
    which `right` were right. `checked` is when she first answered all of them rightly; `practised` when she first
    answered the guide's scenario. Nobody but she sees any of it.
    """

    id: str = Field(min_length=1, max_length=420, serialization_alias="progress")
    member: str
    guide: str
    read: datetime | None = None
    questions: str = ""
    chosen: tuple[int, ...] = ()
    right: int = Field(0, ge=0)
    checked: datetime | None = None
    practised: datetime | None = None


class TrackProgress(Record):
    """That a member began a track, and when she finished it; `version` is the track as it was when she finished."""

    id: str = Field(min_length=1, max_length=420, serialization_alias="progress")
    member: str
    track: str
    started: datetime
    version: str = ""
    finished: datetime | None = None


class PracticeAnswer(Record):
    """What a member answered to a scenario, and which of its points were found in her words. Hers alone."""

    id: str = Field(min_length=1, max_length=200, serialization_alias="answer")
    member: str
    guide: str
    scenario: str
    text: str = Field(min_length=1, max_length=4_000)
    met: tuple[str, ...] = ()
    at: datetime


class Readiness(Record):
    """How a member rated herself before a first match, from 1 (not yet) to 7 (at ease); hers alone.

    `ratings` maps a question's key to her rating. The areas follow the Mentoring Competency Assessment (Fleming et
    al., Academic Medicine 2013); the questions are ours.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="readiness")
    member: str
    role: Literal["mentor", "mentee"]
    ratings: dict[str, int] = {}
    at: datetime
