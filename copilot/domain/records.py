"""What every value and every record of the domain has in common."""

from __future__ import annotations

import inspect
import re
import uuid
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, field_serializer

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


def _in_order(value: Any, told: SerializerFunctionWrapHandler):  # type: ignore[no-untyped-def] # with a return type, schemas would say no more than that
    """A set as JSON in the order of its words: hashes differ from run to run, and so would diffs and ETags."""
    plain = told(value)
    return sorted(plain, key=str) if isinstance(value, (set, frozenset)) else plain


class Value(BaseModel):
    """An immutable value; unknown fields are refused. As JSON its sets are sorted."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Give fields that hold a set their serializer; others cost nothing more. It is run before they are read."""
        super().__init_subclass__(**kwargs)
        known = {name for base in cls.__mro__[1:] for name in inspect.get_annotations(base)}
        sets = [name for name, kind in inspect.get_annotations(cls).items() if "set[" in str(kind)]
        new = [name for name in sets if name not in known]
        if new:
            serializer = field_serializer(*new, mode="wrap", when_used="json")
            setattr(cls, f"_sets_of_{cls.__name__}", serializer(staticmethod(_in_order)))


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
