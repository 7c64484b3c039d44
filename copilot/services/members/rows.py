"""One row of a roster into a member, or a sentence about what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from copilot.domain.asking import OPERATOR_ID
from copilot.domain.members import LONGEST_TEXT, Member, Profile, Role
from copilot.domain.records import Value
from copilot.domain.rosters import ALIASES, RawRow
from copilot.services.making import what_is_wrong

TEXT_LISTS = ("experience", "skills", "goals", "interests", "languages", "wishes")
PLAIN_TEXTS = ("headline", "function", "location", "time_zone", "working_style")
NUMBERS = ("level", "capacity", "hours_per_month")
PROFILE_FIELDS = frozenset((*TEXT_LISTS, *PLAIN_TEXTS, "level", "hours_per_month"))
KNOWN_COLUMNS = PROFILE_FIELDS | {"id", "name", "email", "roles", "capacity", "line_manager_id", "vetoes"}


class Rejected(Value):
    """Why a row was not taken: the row, the field, a sentence."""

    row: int
    field: str
    error: str


def renamed(cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells with accepted other names turned into ours; our own name wins where a row has both."""
    ours = {ALIASES[field]: value for field, value in cells.items() if field in ALIASES}
    return ours | {field: value for field, value in cells.items() if field not in ALIASES}


def read_member(row: RawRow, known: Member | None) -> Member | Rejected:
    """The member a row describes; columns that the file doesn't have keep what is known of her."""
    try:
        return _member(_with_defaults(row, known), known)
    except _BadCell as bad:
        return Rejected(row=row.row, field=bad.field, error=bad.error)
    except ValidationError as fault:
        field, sentence = what_is_wrong(fault)
        return Rejected(row=row.row, field=field, error=sentence)


def _with_defaults(row: RawRow, known: Member | None) -> dict[str, Any]:
    """What somebody new begins with where the file says nothing; who is known keeps what she has."""
    cells = renamed(row.cells)
    for field, value in row.if_new.items():
        if cells.get(field) in (None, "", []):
            cells.pop(field, None)
            if known is None:
                cells[field] = value
    return cells


class _BadCell(ValueError):
    def __init__(self, field: str, error: str) -> None:
        super().__init__(error)
        self.field = field
        self.error = error


def _member(cells: Mapping[str, Any], known: Member | None) -> Member:
    values = {field: _value(field, cell) for field, cell in cells.items() if field in KNOWN_COLUMNS}
    if values.get("id") == OPERATOR_ID:
        raise _BadCell("id", f"“{OPERATOR_ID}” is the person at the machine; no member can have this id")
    for needed in ("id", "name", "roles"):
        if not values.get(needed) and (known is None or needed in values):
            raise _BadCell(needed, "is empty; every member needs one")
    _check_email(values.get("email", ""))
    profile = dict(known.profile) if known else {}
    profile |= {field: value for field, value in values.items() if field in PROFILE_FIELDS}
    rest = {field: value for field, value in values.items() if field not in PROFILE_FIELDS}
    extra = {
        field: str(cell)
        for field, cell in cells.items()
        if field not in KNOWN_COLUMNS and cell not in ("", None)
    }
    base = dict(known) if known else {}
    return Member.model_validate(
        base | rest | {"profile": Profile(**profile), "extra": (known.extra if known else {}) | extra}
    )


def _value(field: str, cell: Any) -> Any:
    if field in TEXT_LISTS:
        return _texts(field, cell)
    if field == "roles":
        return _roles(cell)
    if field == "vetoes":
        return frozenset(_texts(field, cell))
    if field in NUMBERS:
        return _number(field, cell)
    return _plain(field, cell)


def _plain(field: str, cell: Any) -> str:
    if isinstance(cell, (dict, list)):
        raise _BadCell(field, "holds a list where a text is expected")
    text = "" if cell is None else str(cell).strip()
    if "\x00" in text:
        raise _BadCell(field, "holds a character that no text has (a zero byte)")
    if len(text) > LONGEST_TEXT:
        raise _BadCell(field, f"has {len(text):,} characters; {LONGEST_TEXT:,} is the most")
    return text


def _texts(field: str, cell: Any) -> tuple[str, ...]:
    parts = cell if isinstance(cell, list) else str(cell or "").split(";")
    return tuple(text for text in (_plain(field, part) for part in parts) if text)


def _roles(cell: Any) -> frozenset[Role]:
    names = [name.lower() for text in _texts("roles", cell) for name in text.replace(",", " ").split()]
    for name in names:
        if name not in set(Role):
            raise _BadCell("roles", f"“{name}” is not a role; the roles are {', '.join(Role)}")
    return frozenset(Role(name) for name in names)


def _number(field: str, cell: Any) -> float | int | None:
    text = _plain(field, cell)
    if not text:
        return None
    if re.search(r"[.,]\d{3}$", text):
        raise _BadCell(field, f"“{text[:40]}” could be read in two ways; write it without a separator")
    try:
        number = float(text.replace(",", "."))
    except ValueError as fault:
        raise _BadCell(field, f"“{text[:40]}” is not a number") from fault
    if field == "hours_per_month":
        return number
    if not number.is_integer():
        raise _BadCell(field, f"“{text[:40]}” is not a whole number")
    return int(number)


def _check_email(email: str) -> None:
    if email and "@" not in email:
        raise _BadCell("email", f"“{email[:60]}” has no @")
