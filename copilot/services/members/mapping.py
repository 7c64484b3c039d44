"""Somebody else's roster into ours: which of their columns is which of our fields, and what its cells mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from copilot.domain.records import Value
from copilot.domain.roster_mappings import LEFT_OUT, RosterMapping
from copilot.domain.rosters import ALIASES, BrokenRow, RawRow
from copilot.errors import BadInput
from copilot.services.members.cells import Unclear, of_a_join, read_cell, texts_of
from copilot.services.members.fields import FIELDS, NEEDED

EXAMPLES = 3
LONGEST_EXAMPLE = 60


class Sheet(Value):
    """A roster as it stood in the file: its columns in their own names, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[RawRow | BrokenRow, ...]

    def texts(self, column: str) -> Iterator[str]:
        """What stands in a column, row by row."""
        for row in self.rows:
            if isinstance(row, RawRow):
                yield "; ".join(texts_of(row.cells.get(column))).strip()

    def examples(self, column: str) -> tuple[str, ...]:
        """The first different things that stand in a column."""
        said = map(_short, self.texts(column))
        different: dict[str, None] = {}
        for words in said:
            if words:
                different.setdefault(words)
            if len(different) == EXAMPLES:
                break
        return tuple(different)


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
        if column not in mapping and (not keep_others or _field_of(column, RosterMapping()) in FIELDS):
            mapping[column] = LEFT_OUT
    return mapping


def mapped(sheet: Sheet, mapping: Mapping[str, str] | RosterMapping) -> list[RawRow | BrokenRow]:
    """The rows with our fields; columns that the mapping doesn't name keep their name, and so are kept beside.

    A column sent to the empty field is left out altogether; a cell that its rule can't read makes its row a broken
    one, with the field and why. Raises BadInput, in one sentence, for a column that the file lacks, a field there
    isn't, two columns for one field, and a field without which nobody can be taken in.
    """
    rules = mapping if isinstance(mapping, RosterMapping) else RosterMapping.of(mapping)
    check(sheet.columns, rules)
    to = {column: _target(column, rules) for column in sheet.columns}
    return [row if isinstance(row, BrokenRow) else _read(row, rules, to) for row in sheet.rows]


def check(columns: Sequence[str], mapping: RosterMapping) -> None:
    """Raise BadInput, as `mapped` says, where a mapping doesn't fit the columns of a file."""
    _check_names(columns, mapping)
    aims = [(f"“{column}”", _field_of(column, mapping)) for column in columns]
    aims += [(_named(join.columns), _ours(field)) for field, join in mapping.join.items()]
    sent = Counter(field for _, field in aims)
    for needed in NEEDED:
        if not sent[needed] and needed not in mapping.defaults:
            raise _wrong(
                f"No column is the {needed}", "Every member needs an id, a name and roles: choose which."
            )
    for _, field in aims:
        both = [column for column, other in aims if other == field and field in FIELDS]
        if len(both) > 1:
            raise _wrong(
                f"The columns {' and '.join(both)} both go to “{field}”",
                f"Send one column to each, or say under `join: {field}:` that they belong together, in this order.",
            )


def _check_names(columns: Sequence[str], mapping: RosterMapping) -> None:
    asked = [*mapping.columns, *(column for join in mapping.join.values() for column in join.columns)]
    for column in asked:
        if column not in columns:
            raise _wrong(f"The file has no column “{column}”", f"Its columns are: {', '.join(columns[:30])}.")
    fields = [rule.to for rule in mapping.columns.values() if rule.to]
    for field in (*fields, *mapping.join, *mapping.defaults):
        if _ours(field) not in FIELDS:
            raise _wrong(f"There is no field “{field}”", f"The fields are: {', '.join(FIELDS)}.")
    if "id" in mapping.defaults:
        raise _wrong("An id can't be the same for all", "Say which column is the id.")


def _named(columns: Sequence[str]) -> str:
    return " + ".join(f"“{column}”" for column in columns)


def _read(row: RawRow, rules: RosterMapping, to: Mapping[str, str]) -> RawRow | BrokenRow:
    cells: dict[str, Any] = {}
    try:
        for column, cell in row.cells.items():
            field = to.get(column, _plain(column))
            rule = rules.columns.get(column)
            value = read_cell(cell, rule, column, field) if rule and field != LEFT_OUT else cell
            if field != LEFT_OUT and not (rule and rule.empty == "keep" and value in ("", [], None)):
                cells[field] = value
        for field, join in rules.join.items():
            pieces = [
                read_cell(row.cells.get(one), rules.columns.get(one), one, field) for one in join.columns
            ]
            cells[_ours(field)] = of_a_join(_ours(field), pieces, join.with_)
    except Unclear as unclear:
        member = _id_in(row, rules, to)
        return BrokenRow(row=row.row, field=unclear.field, error=str(unclear), member=member)
    return RawRow(row=row.row, cells=cells, if_new={_ours(f): value for f, value in rules.defaults.items()})


def _id_in(row: RawRow, rules: RosterMapping, to: Mapping[str, str]) -> str:
    """Whom a row is about that can't be taken in; empty where that can't be read either."""
    for column, field in to.items():
        if _ours(field) == "id":
            try:
                return str(read_cell(row.cells.get(column), rules.columns.get(column), column, field) or "")
            except Unclear:
                return ""
    return ""


def _target(column: str, mapping: RosterMapping) -> str:
    """The name under which a column's cells go on; nothing where it is left out, or only joined with others."""
    rule = mapping.columns.get(column)
    if rule is not None and rule.to is not None:
        return rule.to
    joined = any(column in join.columns for join in mapping.join.values())
    return LEFT_OUT if joined else _plain(column)


def _field_of(column: str, mapping: RosterMapping) -> str:
    """The field a column goes to: as the mapping says, else by its own name."""
    return _ours(_target(column, mapping))


def _ours(field: str) -> str:
    return ALIASES.get(field, field)


def _plain(column: str) -> str:
    return column.strip().lower().replace(" ", "_").replace("-", "_")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_EXAMPLE else plain[: LONGEST_EXAMPLE - 1].rstrip() + "…"


def _wrong(sentence: str, cure: str) -> BadInput:
    return BadInput(f"{sentence}.", place="mapping", cure=cure)
