"""Roster files, CSV and JSONL, into raw rows; what a row means is the members service's business."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from copilot.domain.rosters import ALIASES, BrokenRow, Layout, RawRow, SheetFile
from copilot.errors import BadInput
from copilot.stores import sheets

LARGEST_FILE = 200 * 1024 * 1024
LARGEST_CELL = 64 * 1024 * 1024
DELIMITERS = (",", ";", "\t")


def read_roster(path: Path, mapping: Mapping[str, str] | None = None) -> list[RawRow | BrokenRow]:
    """Every row of a roster, numbered as a spreadsheet shows them: the header is row 1 of a CSV.

    Args:
        path: a `.jsonl` or `.ndjson` file, or else CSV; UTF-8, with or without byte order mark, or UTF-16 with one.
        mapping: their column → our field.

    Raises BadInput where the file can't be read at all; a single broken row is returned as such.
    """
    return _read(path, mapping or {}, needed=("id", "name", "roles"))


def read_declarations(path: Path) -> list[RawRow | BrokenRow]:
    """Every row of a file of declared groups (`member, attribute, value, consent`), as `read_roster` reads a roster.

    Raises BadInput where the file can't be read at all; a single broken row is returned as such.
    """
    return _read(path, {}, needed=("member", "attribute", "value", "consent"))


def read_sheet(path: Path, layout: Layout | None = None, *, guess_letters: bool = False) -> SheetFile:
    """A roster under its own column names, however it is laid out: for somebody to say which column is which.

    Args:
        path: a `.jsonl` or `.ndjson` file, or else CSV.
        layout: what is known about how it is laid out; the rest is found out.
        guess_letters: read what isn't Unicode as Windows does, and say so in the notes; else it is refused.

    Raises BadInput where the file can't be read at all, or has no columns; a single broken row is returned as such.
    """
    if path.suffix.lower() not in {".jsonl", ".ndjson"}:
        return sheets.read_sheet(path, _bytes(path), layout or Layout(), guess_letters=guess_letters)
    rows = list(_json_rows(_decoded(path), {}, named=str.strip))
    names = dict.fromkeys(column for row in rows if isinstance(row, RawRow) for column in row.cells)
    if not any(names):
        raise BadInput(
            "The file holds no columns.", place=str(path), cure="Name the columns in its first row."
        )
    return SheetFile(columns=tuple(names), rows=tuple(rows), layout=Layout(encoding="utf-8"))


def _read(path: Path, mapping: Mapping[str, str], needed: Sequence[str]) -> list[RawRow | BrokenRow]:
    text = _decoded(path)
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        return list(_json_rows(text, mapping))
    return list(_csv_rows(text, path, mapping, needed))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise BadInput(
                f"The file has {size // 2**20} MB.", place=str(path), cure="Split it into files under 200 MB."
            )
        return path.read_bytes()
    except OSError as fault:
        raise BadInput(
            f"The file cannot be read: {fault.strerror}.", place=str(path), cure="Check its name."
        ) from fault


def _decoded(path: Path) -> str:
    data = _bytes(path)
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise BadInput(
            "The file is not UTF-8 text.",
            place=f"{path} line {line}",
            cure="Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”) and import it again.",
        ) from fault


def _field(column: str, mapping: Mapping[str, str]) -> str:
    plain = column.strip()
    return mapping.get(plain) or plain.lower().replace(" ", "_").replace("-", "_")


def _csv_rows(
    text: str, path: Path, mapping: Mapping[str, str], needed: Sequence[str]
) -> Iterator[RawRow | BrokenRow]:
    csv.field_size_limit(LARGEST_CELL)
    delimiter = _delimiter(text, mapping, needed[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = [_field(column, mapping) for column in next(reader, [])]
    _check_header(header, path, needed)
    yield from _rows_of(reader, header)


def _rows_of(reader: Iterator[list[str]], header: list[str]) -> Iterator[RawRow | BrokenRow]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            yield BrokenRow(
                row=number, error=f"is not valid CSV ({fault}); look for a quotation mark too many"
            )
            continue
        if any(cell.strip() for cell in cells):
            yield _csv_row(number, header, cells)


def _csv_row(number: int, header: list[str], cells: list[str]) -> RawRow | BrokenRow:
    if len(cells) > len(header):
        return BrokenRow(
            row=number,
            error=f"has {len(cells)} cells where the header has {len(header)}; quote cells with commas",
        )
    return RawRow(row=number, cells=dict(zip(header, cells, strict=False)))


def _delimiter(text: str, mapping: Mapping[str, str], first: str) -> str:
    first_line = text.split("\n", 1)[0]
    for delimiter in DELIMITERS:
        columns = next(csv.reader([first_line], delimiter=delimiter), [])
        if first in {_field(column, mapping) for column in columns}:
            return delimiter
    return ","


def _check_header(header: list[str], path: Path, needed: Sequence[str]) -> None:
    header = [ALIASES.get(column, column) for column in header]
    _refuse_twice(header, path)
    missing = [column for column in needed if column not in header]
    if missing:
        found = ", ".join(header[:12]) if any(header) else "none"
        raise BadInput(
            f"The header lacks {', '.join(f'“{column}”' for column in missing)}; its columns are: {found}.",
            place=f"{path} row 1",
            cure="Name the columns in the first row, or say with --mapping which is which.",
        )


def _refuse_twice(header: list[str], path: Path) -> None:
    doubles = sorted({column for column in header if header.count(column) > 1})
    if doubles:
        raise BadInput(
            f"The header has the column “{doubles[0]}” twice.",
            place=f"{path} row 1",
            cure="Rename or remove one.",
        )


def _json_rows(
    text: str, mapping: Mapping[str, str], named: Callable[[str], str] | None = None
) -> Iterator[RawRow | BrokenRow]:
    name = named or (lambda column: _field(column, mapping))
    # Not splitlines: it also cuts at characters that may stand inside a JSON text.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except (ValueError, RecursionError) as fault:
            yield BrokenRow(row=number, error=f"is not JSON: {fault}")
            continue
        if isinstance(cells, dict):
            yield RawRow(row=number, cells={name(column): value for column, value in cells.items()})
        else:
            yield BrokenRow(row=number, error="is JSON, but not an object with named fields")
