"""Figures as CSV (RFC 4180), which a spreadsheet can open without running any of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from copilot.services.analytics.told import Row

HEADER = ("figure", "period", "programme", "value", "low", "high", "n", "hidden", "part", "name", "why")
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Iterable[Row]) -> str:
    """A header and a line for each figure. A text that a spreadsheet would run begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows([_cell(getattr(row, field)) for field in HEADER] for row in rows)
    return text.getvalue()


def _cell(value: str | float | bool | None) -> str | float:
    """Numbers stay numbers, also those below none; only words can be a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return harmless(value)
    return value


def harmless(words: str) -> str:
    """Words with an apostrophe before what a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{words}" if words.lstrip(" ").startswith(_RUNS) else words
