"""Rows of a roster as they stood in the file, before anybody asks what they mean."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from copilot.domain.records import Value

ALIASES = {"manager_id": "line_manager_id", "timezone": "time_zone"}
"""Other names that rosters use for our columns."""


class RawRow(Value):
    """The cells of one row by field name, as they stood in the file.

    `if_new` is what somebody starts with who is not known yet: who is known keeps what she has.
    """

    row: int
    cells: dict[str, Any]
    if_new: dict[str, str] = {}


class BrokenRow(Value):
    """A row that could not even be split into cells, or, with a field, not be read as a mapping says.

    `member` is the id that stands in it, where one can be read.
    """

    row: int
    error: str
    field: str = "row"
    member: str = ""


class Layout(Value):
    """How a file is laid out; what is empty or 0 is found out by looking.

    Attributes:
        encoding: utf-8, utf-16, cp1252 (Windows, western Europe), or another that Python knows.
        delimiter: what stands between cells.
        header_row: the row that names the columns, as a spreadsheet counts.
    """

    encoding: str = ""
    delimiter: str = Field("", max_length=1)
    header_row: int = Field(0, ge=0, le=1_000)


class SheetFile(Value):
    """A file as it was read: its columns in their own names, rows by these, how it was laid out, what to know."""

    columns: tuple[str, ...]
    rows: tuple[RawRow | BrokenRow, ...]
    layout: Layout
    notes: tuple[str, ...] = ()
