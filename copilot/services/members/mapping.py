"""Somebody else's roster into ours: which of their columns is which of our fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from copilot.domain.records import Value
from copilot.domain.rosters import ALIASES, BrokenRow, RawRow
from copilot.errors import BadInput

NEEDED = ("id", "name", "roles")
LEFT_OUT = ""
"""What a mapping says of a column that is not to be taken in at all."""
EXAMPLES = 3
LONGEST_EXAMPLE = 60

FIELDS: dict[str, str] = {
    "id": "what tells people apart, for ever: a staff number, say",
    "name": "as she is called",
    "roles": "mentee, mentor, sponsor, peer, manager, admin",
    "email": "how she is reached; never shown to a chat model",
    "headline": "who she is in a line",
    "experience": "what she has done; several, between semicolons",
    "skills": "what she can do; several, between semicolons",
    "goals": "what she wants; several, between semicolons",
    "interests": "what she likes; several, between semicolons",
    "function": "the part of the organisation she works in",
    "level": "1 to 10, from beginner to the top",
    "location": "where she is",
    "time_zone": "such as Europe/Lisbon",
    "languages": "several, between semicolons",
    "capacity": "how many people she can take on at once",
    "hours_per_month": "the time she has",
    "line_manager_id": "the id of her boss at work",
    "working_style": "how she likes to work",
    "wishes": "what she wishes of a partner",
    "vetoes": "ids of those she is not to be matched with",
}
"""Our fields in the order people are asked for them, each with what belongs in it."""

_ALSO_CALLED: dict[str, str] = {
    "id": "member id, employee id, employee number, employee no, employee, person id, staff id, staff number, "
    "personnel number, user id, user name, uid, key",
    "name": "full name, display name, employee name, member name, person, preferred name",
    "roles": "role, mentoring role, programme role, program role, participates as, taking part as, kind",
    "email": "e mail, mail, email address, e mail address, work email, business email",
    "headline": "title, job title, position, job, tagline, about",
    "experience": "experiences, bio, biography, background, career, work history, history, summary",
    "skills": "skill, competencies, competences, expertise, strengths, can help with, offers",
    "goals": "goal, development goals, mentoring goals, aims, learning goals, wants to learn, needs, looking for",
    "interests": "interest, hobbies, topics",
    "function": "department, dept, business unit, division, team, area, job family, organisation, organization",
    "level": "grade, job level, seniority, career level, band",
    "location": "city, office, site, place, work location, country",
    "time_zone": "timezone, tz, zone",
    "languages": "language, speaks, spoken languages",
    "capacity": "places, max mentees, maximum mentees, number of mentees, mentees",
    "hours_per_month": "hours, hours a month, monthly hours, availability, time available",
    "line_manager_id": "manager id, manager, line manager, supervisor, supervisor id, boss, reports to",
    "working_style": "style, ways of working, work style",
    "wishes": "wish, preferences, preference, partner preferences",
    "vetoes": "veto, not with, do not match, exclusions, conflicts",
}


class Sheet(Value):
    """A roster as it stood in the file: its columns in their own names, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[RawRow | BrokenRow, ...]

    def examples(self, column: str) -> tuple[str, ...]:
        """The first different things that stand in a column."""
        said = (_short(row.cells.get(column)) for row in self.rows if isinstance(row, RawRow))
        different: dict[str, None] = {}
        for words in said:
            if words:
                different.setdefault(words)
            if len(different) == EXAMPLES:
                break
        return tuple(different)


def suggested(columns: Sequence[str]) -> dict[str, str]:
    """Column → field for every column whose name says what it is; each field at most once."""
    found: dict[str, str] = {}
    for recognises in (_is_named, _is_also_called):
        for column in columns:
            field = next((f for f in FIELDS if f not in found.values() and recognises(column, f)), None)
            if field and column not in found:
                found[column] = field
    return {column: found[column] for column in columns if column in found}


def from_choices(
    columns: Sequence[str], picked: Mapping[str, str], *, keep_others: bool = True
) -> dict[str, str]:
    """The mapping of somebody who chose a column for each field (field → column, empty for none).

    The other columns are kept beside under their own names, or left out; one that bears the name of a field nobody
    chose it for is left out in any case. Raises BadInput where one column is chosen for two fields.
    """
    mapping: dict[str, str] = {}
    for field, column in picked.items():
        if column in mapping:
            raise _wrong(
                f"The column “{column}” is chosen for {mapping[column]} and for {field}",
                "Choose each column once.",
            )
        if column:
            mapping[column] = field
    for column in columns:
        if column not in mapping and (not keep_others or _field_of(column, {}) in FIELDS):
            mapping[column] = LEFT_OUT
    return mapping


def mapped(sheet: Sheet, mapping: Mapping[str, str]) -> list[RawRow | BrokenRow]:
    """The rows with our fields; columns that the mapping doesn't name keep their name, and so are kept beside.

    A column sent to the empty field is left out altogether. Raises BadInput, in one sentence, for a column that the
    file lacks, a field there isn't, two columns for one field, and a field without which nobody can be taken in.
    """
    check(sheet.columns, mapping)
    to = {column: mapping.get(column, _plain(column)) for column in sheet.columns}
    return [row if isinstance(row, BrokenRow) else _renamed(row, to) for row in sheet.rows]


def check(columns: Sequence[str], mapping: Mapping[str, str]) -> None:
    """Raise BadInput, as `mapped` says, where a mapping doesn't fit the columns of a file."""
    for column, field in mapping.items():
        if column not in columns:
            raise _wrong(f"The file has no column “{column}”", f"Its columns are: {', '.join(columns[:30])}.")
        if field not in FIELDS and field not in ALIASES and field != LEFT_OUT:
            raise _wrong(f"There is no field “{field}”", f"The fields are: {', '.join(FIELDS)}.")
    fields = [(column, _field_of(column, mapping)) for column in columns]
    for needed in NEEDED:
        if needed not in [field for _, field in fields]:
            raise _wrong(
                f"No column is the {needed}", "Every member needs an id, a name and roles: choose which."
            )
    for _, field in fields:
        both = [f"“{column}”" for column, other in fields if other == field and field in FIELDS]
        if len(both) > 1:
            raise _wrong(f"The columns {' and '.join(both)} both go to “{field}”", "Send one column to each.")


def cure_of(field: str) -> str:
    """What to do about a row whose field was wrong."""
    if field == "row":
        return "Look at the row in the file: it can't be split into cells."
    meant = FIELDS.get(field)
    return f"Mend it in the file. What belongs there: {meant}." if meant else "Mend it in the file."


def _renamed(row: RawRow, to: Mapping[str, str]) -> RawRow:
    cells: dict[str, Any] = {}
    for column, cell in row.cells.items():
        field = to.get(column, _plain(column))
        if field != LEFT_OUT:
            cells[field] = cell
    return RawRow(row=row.row, cells=cells)


def _field_of(column: str, mapping: Mapping[str, str]) -> str:
    """The field a column goes to: as the mapping says, else by its own name."""
    field = mapping.get(column, _plain(column))
    return ALIASES.get(field, field)


def _plain(column: str) -> str:
    return column.strip().lower().replace(" ", "_").replace("-", "_")


def _words(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", spaced.casefold()))


def _is_named(column: str, field: str) -> bool:
    plain = _words(column).replace(" ", "_")
    return field == ALIASES.get(plain, plain)


def _is_also_called(column: str, field: str) -> bool:
    return _words(column) in _ALSO_CALLED[field].split(", ")


def _short(cell: object) -> str:
    text = "; ".join(map(str, cell)) if isinstance(cell, list) else str("" if cell is None else cell)
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_EXAMPLE else plain[: LONGEST_EXAMPLE - 1].rstrip() + "…"


def _wrong(sentence: str, cure: str) -> BadInput:
    return BadInput(f"{sentence}.", place="mapping", cure=cure)
