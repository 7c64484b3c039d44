"""A programme: a frame with dates, its managers, and who takes part."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from copilot.domain.records import Record


class Programme(Record):
    """A frame with dates that people enrol in."""

    name: str = Field(min_length=1, max_length=200)
    starts: date
    ends: date
    managers: frozenset[str] = frozenset()
    purpose: str = ""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Programme:
        if self.ends <= self.starts:
            raise ValueError("ends before it starts")
        return self


class Enrolment(Record):
    """One member taking part in one programme."""

    programme: str
    member: str
    state: Literal["enrolled", "paused", "left"] = "enrolled"
