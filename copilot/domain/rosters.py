"""Rows of a roster as they stood in the file, before anybody asks what they mean."""

from __future__ import annotations

from typing import Any

from copilot.domain.records import Value

ALIASES = {"manager_id": "line_manager_id", "timezone": "time_zone"}
"""Other names that rosters use for our columns."""


class RawRow(Value):
    """The cells of one row by field name, as they stood in the file."""

    row: int
    cells: dict[str, Any]


class BrokenRow(Value):
    """A row that could not even be split into cells."""

    row: int
    error: str
