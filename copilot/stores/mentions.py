"""Rows in which given words stand, in whichever column."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import JSON, Column, ColumnElement, String, Table, Text, and_, cast, false, not_, or_

from copilot.stores.confidential import CONFIDENTIAL, is_sealed_in_sql

AT_ONCE = 15
"""Words in one query: SQLite takes a chain of a thousand, and each word is looked for in two forms and every column."""
_ESCAPE = "\\"


def some_at_a_time(words: Collection[str]) -> Iterator[list[str]]:
    """The words, each once, so many at a time as one query takes."""
    every = sorted({word for word in words if word})
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def mentions(table: Table, words: Sequence[str]) -> ColumnElement[bool]:
    """That one of the words stands in one of the columns that hold text; in whatever case, of A to Z."""
    columns = [column for column in table.columns if isinstance(column.type, (String, Text, JSON))]
    patterns = sorted({f"%{_literally(form)}%" for word in words for form in _forms(word)})
    found = [_stands_in(table, column, patterns) for column in columns]
    return or_(*found) if found and patterns else false()


def _stands_in(table: Table, column: Column[object], patterns: Sequence[str]) -> ColumnElement[bool]:
    """In what is sealed no word stands: a short one may look like a piece of it."""
    found = or_(*(_as_text(column).ilike(pattern, escape=_ESCAPE) for pattern in patterns))
    if column.name not in CONFIDENTIAL.get(table.name, ()):
        return found
    return and_(found, not_(is_sealed_in_sql(table, column.name)))


def _as_text(column: Column[object]) -> ColumnElement[str]:
    return cast(column, Text) if isinstance(column.type, JSON) else column  # type: ignore[return-value] # is a string


def _forms(word: str) -> tuple[str, str]:
    """As it stands in a text, and as JSON writes it (`Zo\\u00eb`)."""
    return word, json.dumps(word)[1:-1]


def _literally(text: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text
