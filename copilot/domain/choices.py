"""What a member chooses: whom she would like as a partner, and whether she wants to be asked at all."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field, model_validator

from copilot.domain.matches import MatchRole
from copilot.domain.records import Record

MOST_RANKED = 3


class Choice(Record):
    """A seeker's ranking of partners, her first first. Without a programme it holds in all of hers."""

    member: str = Field(min_length=1)
    role: MatchRole
    programme: str = ""
    ranked: tuple[str, ...] = Field(min_length=1, max_length=MOST_RANKED)
    at: datetime

    @model_validator(mode="after")
    def _each_once(self) -> Choice:
        if len(set(self.ranked)) < len(self.ranked):
            raise ValueError("the same partner is ranked twice")
        return self


class Nomination(Record):
    """A member who is sought for without having asked, until she opts out. Without a programme it holds everywhere."""

    member: str = Field(min_length=1)
    programme: str = ""
    role: MatchRole
    state: Literal["nominated", "opted_out"] = "nominated"
    at: datetime
    by: str
