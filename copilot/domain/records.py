"""What every value and every record of the domain has in common."""

from __future__ import annotations

import uuid
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """An immutable value; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)


class Record(Value):
    """A value with an identity, kept in a repository.

    `revision` counts the saves, so that two people who change one record are told (optimistic locking).
    """

    id: str = Field(min_length=1, max_length=200)
    revision: int = 0

    def changed(self, **fields: Any) -> Self:
        """Return a copy with some fields replaced, validated as a whole."""
        return type(self).model_validate({**dict(self), **fields})


def new_id(prefix: str) -> str:
    """An id that says what it names: `x3f9…` a match, `d…` a draft."""
    return f"{prefix}{uuid.uuid4().hex[:12]}"
