"""CSV as personnel systems and spreadsheets really write it: whose header isn't where it should be, nor the letters."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.domain.rosters import BrokenRow, Layout, RawRow, SheetFile
from copilot.errors import BadInput

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t", "|")
LARGEST_CELL = 64 * 1024 * 1024
LOOKED_AT = 30
"""Rows in which the header is looked for."""
NEARLY_ALL = 0.8
"""A row with so many cells of the widest is no title any more."""
WINDOWS = "cp1252"
EXAMPLES = 3
_NOT_OF_FILES = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of Python's that turn letters into other things, or that no program writes tables in."""


def read_sheet(path: Path, data: bytes, layout: Layout, *, guess_letters: bool) -> SheetFile:
    """A CSV file with its columns, whatever stands above them.

    Args:
        path: where it lies, for messages.
        data: what is in it.
        layout: what is known about it; the rest is found out.
        guess_letters: read a file that isn't Unicode as Windows does, and say so; else that has to be told.

    Raises BadInput where it can't be read at all, has no columns, or is no text.
    """
    text, encoding, notes = _text_of(path, data, layout.encoding, guess=guess_letters)
    text, told = _without_excels_line(text)
    delimiter = layout.delimiter or told or _delimiter(text)
    above = _header_at(text, delimiter) if not layout.header_row else layout.header_row - 1
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns = _columns(_nth(reader, above, path), notes)
    rows = list(_rows(reader, columns, above + 1, cut=bool(text) and text[-1] not in "\r\n"))
    used = Layout(encoding=encoding, delimiter=delimiter, header_row=above + 1)
    named = _without_empty(columns, rows)
    if not any(named):
        raise BadInput(
            "The file holds no columns.", place=str(path), cure="Name the columns in its first row."
        )
    return SheetFile(columns=named, rows=tuple(rows), layout=used, notes=tuple(notes))


def _text_of(path: Path, data: bytes, told: str, *, guess: bool) -> tuple[str, str, list[str]]:
    if data[:4] == b"PK\x03\x04":
        raise BadInput(
            "This is a workbook, not CSV.", place=str(path), cure="In the spreadsheet save it as “CSV UTF-8”."
        )
    encoding = told or _unicode_of(data)
    if told and not _is_an_encoding(told):
        raise BadInput(
            f"There is no encoding “{told[:40]}”.", place=str(path), cure="Write utf-8, utf-16 or cp1252."
        )
    try:
        return data.decode(encoding).removeprefix("\ufeff"), encoding, []
    except UnicodeDecodeError as fault:
        if told or not guess:
            raise _no_such_letters(path, data, fault, told) from fault
    try:
        text = data.decode(WINDOWS)
    except UnicodeDecodeError as fault:
        raise _no_such_letters(path, data, fault, WINDOWS) from fault
    return text, WINDOWS, [_is_it_right(text)]


def _is_an_encoding(name: str) -> bool:
    """Whether files of text come in it: one that tells letters apart, not one of Python's own for other things."""
    try:
        return codecs.lookup(name).name not in _NOT_OF_FILES and b"a,b".decode(name) is not None
    except (LookupError, ValueError):
        return False


def _unicode_of(data: bytes) -> str:
    """By its mark, or by the zero bytes that UTF-16 has in every second place."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    start = data[:400]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > len(start) // 4 else "utf-8-sig"


def _no_such_letters(path: Path, data: bytes, fault: UnicodeDecodeError, told: str) -> BadInput:
    line = data.count(b"\n", 0, fault.start) + 1
    what = f"The file is not {told} text." if told else "The file is not UTF-8 text."
    cure = (
        "Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”), or say what it is: `members mapping FILE` "
        "proposes a mapping with `file: {encoding: cp1252}`."
    )
    return BadInput(what, place=f"{path} line {line}", cure=cure)


def _is_it_right(text: str) -> str:
    words = dict.fromkeys(word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii())
    some = ", ".join(f"“{word[:40]}”" for word in list(words)[:EXAMPLES])
    return f"It is not Unicode and was read as {WINDOWS} (Windows, western Europe). Are these right: {some}?"


def _without_excels_line(text: str) -> tuple[str, str]:
    """Excel's first line `sep=;` tells the delimiter, and a spreadsheet doesn't show it."""
    first, end, rest = text.partition("\n")
    line = first.strip().strip('"').lower()
    return (rest, line[4]) if end and line.startswith("sep=") and len(line) == 5 else (text, "")


def _start(text: str, delimiter: str) -> list[list[str]]:
    """The first rows, read without complaint."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[list[str]] = []
    try:
        for cells in reader:
            found.append(cells)
            if len(found) == LOOKED_AT:
                break
    except csv.Error:
        pass
    return found


def _delimiter(text: str) -> str:
    """The one by which most rows have the same width; among such the one that makes them widest."""
    start = text[:200_000]

    def fits(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in _start(start, delimiter) if len(cells) > 1)
        return max(((many, width) for width, many in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=fits)


def _header_at(text: str, delimiter: str) -> int:
    """How many rows stand above the header: titles and dates of a report have few cells, and no header is a number."""
    start = [[cell.strip() for cell in cells if cell.strip()] for cells in _start(text, delimiter)]
    enough = NEARLY_ALL * max(map(len, start), default=0)
    found = (n for n, cells in enumerate(start) if cells and len(cells) >= enough)
    first = next(found, 0)
    return 0 if start and any(cell.isdigit() for cell in start[first]) else first


def _nth(reader: Iterator[list[str]], above: int, path: Path) -> list[str]:
    cells: list[str] = []
    try:
        for _ in range(above + 1):
            cells = next(reader, [])
    except csv.Error as fault:
        raise BadInput(
            f"The header is not valid CSV ({fault}).", place=f"{path} row {above + 1}", cure="Mend it."
        ) from fault
    return cells


def _columns(header: Sequence[str], notes: list[str]) -> tuple[str, ...]:
    """Their names, each once: what stands twice is numbered, what has none is called by its place."""
    seen: Counter[str] = Counter()
    found, twice = [], []
    for n, cell in enumerate(header, 1):
        name = " ".join(cell.split()) or f"column {n}"
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name} ({seen[name]})"
            twice.append(name)
        found.append(name)
    if twice:
        notes.append(f"Column names that stand more than once are numbered: {', '.join(twice)}.")
    return tuple(found)


def _rows(reader: Reader, columns: Sequence[str], above: int, *, cut: bool) -> Iterator[RawRow | BrokenRow]:
    """Each row under the header; `cut` where the file doesn't end with the end of a line."""
    number, line = above, reader.line_num
    last: tuple[int, list[str]] | None = None
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as fault:
            if last:
                yield _row(*last, columns)
                last = None
            yield BrokenRow(row=number, error=_swallowed(str(fault), reader.line_num - line))
            line = reader.line_num
            continue
        line = reader.line_num
        if last:
            yield _row(*last, columns)
        last = (number, cells) if any(cell.strip() for cell in cells) else None
    if last:
        short = cut and len(last[1]) < len(columns)
        error = f"has {len(last[1])} of {len(columns)} cells, and there the file ends: it looks cut off"
        yield BrokenRow(row=last[0], error=error) if short else _row(*last, columns)


def _row(number: int, cells: Sequence[str], columns: Sequence[str]) -> RawRow | BrokenRow:
    if any(cell.strip() for cell in cells[len(columns) :]):
        error = f"has {len(cells)} cells where the header has {len(columns)}; quote cells with separators"
        return BrokenRow(row=number, error=error)
    return RawRow(row=number, cells={name: _plain(cell) for name, cell in zip(columns, cells, strict=False)})


def _plain(cell: str) -> str:
    """Without what spreadsheets put before a number so that it stays a text: '0017 and ="0017"."""
    if cell[:2] == '="' and cell[-1:] == '"':
        return cell[2:-1]
    return cell[1:] if cell[:1] == "'" and cell[1:].strip().isdigit() else cell


def _swallowed(fault: str, lines: int) -> str:
    more = f"; it runs over {lines:,} lines, which are lost with it" if lines > 1 else ""
    return f"is not valid CSV ({fault}): look for a quotation mark too many{more}"


def _without_empty(columns: Sequence[str], rows: list[RawRow | BrokenRow]) -> tuple[str, ...]:
    """The columns but those without a name in which nothing stands: spreadsheets leave them behind the last one."""
    unnamed = {name for n, name in enumerate(columns, 1) if name == f"column {n}"}
    full = {
        name
        for row in rows
        if isinstance(row, RawRow)
        for name in unnamed
        if str(row.cells.get(name, "")).strip()
    }
    for nothing in unnamed - full:
        for row in rows:
            if isinstance(row, RawRow):
                row.cells.pop(nothing, None)
    return tuple(name for name in columns if name not in unnamed - full)
