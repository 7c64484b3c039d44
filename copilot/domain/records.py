"""What every value and every record of the domain has in common."""

from __future__ import annotations

import re
import uuid
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that steer a terminal or turn the direction of writing; tabs and line ends are kept."""


def without_controls(value: Any) -> Any:
    """Words without characters that steer whatever shows them, also inside lists and mappings; the rest as it is."""
    if isinstance(value, str):
        return _CONTROLS.sub("", value)
    if type(value) in (list, tuple, set, frozenset):
        return type(value)(without_controls(each) for each in value)
    if type(value) is dict:
        return {name: without_controls(each) for name, each in value.items()}
    return value


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
        return type(self).model_validate({**dict(self), **without_controls(fields)})


def new_id(prefix: str) -> str:
    """An id that says what it names: `x3f9…` a match, `d…` a draft."""
    return f"{prefix}{uuid.uuid4().hex[:12]}"
