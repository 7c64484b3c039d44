"""How somebody else's columns become our fields, as a person writes it down once and uses it every month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, field_validator

from copilot.domain.records import Value
from copilot.domain.rosters import Layout

LEFT_OUT = ""
"""What a mapping says of a column that is not to be taken in at all."""


class ColumnRule(Value):
    """What becomes of one column.

    Attributes:
        to: our field; empty leaves the column out. None: it is only joined with others.
        take: what of a cell is meant. `last_first` turns “Okoye, Ada” round; `in_brackets` and `before_brackets` take
            “Ada Okoye (1002)” apart; `number` finds the 7 in “Grade 7”.
        split: at which characters a list is split; each piece is looked up in `values` by itself.
        values: what stands there → what it means here; small and capital letters are the same.
        otherwise: what becomes of a cell that `values` or `take` has no answer for.
        empty: whether an empty cell empties the field, or says nothing and keeps what is known.
    """

    to: str | None = None
    take: Literal["all", "last_first", "in_brackets", "before_brackets", "number"] = "all"
    split: str = Field("", max_length=10)
    values: dict[str, str] = {}
    otherwise: Literal["reject", "keep", "empty"] = "reject"
    empty: Literal["clear", "keep"] = "clear"


class Join(Value):
    """Several columns into one field, in this order; empty cells are left out."""

    columns: tuple[str, ...] = Field(min_length=1)
    with_: str = Field(" ", alias="with", max_length=10)


class RosterMapping(Value):
    """Column → rule, joined fields, and what everybody new begins with.

    `whole`: the file holds everybody, so that an import says who is not in it. It deletes nobody.
    """

    file: Layout = Layout()
    columns: dict[str, ColumnRule] = {}
    join: dict[str, Join] = {}
    defaults: dict[str, str] = {}
    whole: bool = False

    @field_validator("columns", mode="before")
    @classmethod
    def _a_name_is_a_rule(cls, columns: Any) -> Any:
        """`Grade: level` is short for `Grade: {to: level}`."""
        if not isinstance(columns, Mapping):
            return columns
        return {name: {"to": rule} if isinstance(rule, str) else rule for name, rule in columns.items()}

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """The mapping that only says which column is which field."""
        return cls(columns={column: ColumnRule(to=field) for column, field in fields.items()})
