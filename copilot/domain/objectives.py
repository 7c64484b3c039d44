"""An objective of the community, how one can tell that it is reached, and what serves it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field, FiniteFloat, model_validator

from copilot.domain.records import Record, Value

ObjectiveState = Literal["open", "reached", "dropped"]


class KeyResult(Value):
    """A measure of an objective (Doerr, Measure What Matters, 2018): from where, to where, where it stands."""

    text: str = Field(min_length=1, max_length=500)
    start: FiniteFloat = 0
    target: FiniteFloat
    now: FiniteFloat = 0
    unit: str = Field("", max_length=50)

    @model_validator(mode="after")
    def _leads_somewhere(self) -> KeyResult:
        if self.target == self.start:
            raise ValueError("the target is where it starts")
        return self

    @property
    def progress(self) -> float:
        """How much of the way is behind it, 0 to 1."""
        return min(1.0, max(0.0, (self.now - self.start) / (self.target - self.start)))


class Objective(Record):
    """What the community wants to reach. Not what a solver maximises."""

    id: str = Field(min_length=1, max_length=200, serialization_alias="objective")
    title: str = Field(min_length=1, max_length=300)
    why: str = Field("", max_length=4_000)
    key_results: tuple[KeyResult, ...] = Field((), max_length=10)
    owner: str = ""
    starts: date | None = None
    ends: date | None = None
    state: ObjectiveState = "open"

    @property
    def progress(self) -> float | None:
        """The mean progress of its key results, 0 to 1; None where it has none."""
        each = [result.progress for result in self.key_results]
        return sum(each) / len(each) if each else None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Objective:
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError("ends before it starts")
        return self


class Served(StrEnum):
    """What can serve an objective beside goals, which say so themselves (`Goal.objective`)."""

    PROGRAMME = "programme"
    EVENT = "event"
    MATCH = "match"


class ObjectiveLink(Record):
    """That something serves an objective: confirmed by a person, or refused, so that it isn't suggested again.

    `record` is the id of the programme or the event; of a match, that of the relationship it became. `confidence` is
    what the suggestion said, 0 to 1; None where a person linked it unasked.
    """

    id: str = Field(min_length=1, max_length=420, serialization_alias="link")
    objective: str
    kind: Served
    record: str
    state: Literal["confirmed", "refused"] = "confirmed"
    confidence: float | None = Field(None, ge=0, le=1)
    by: str
    at: datetime
