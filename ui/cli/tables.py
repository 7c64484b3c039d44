"""How results look to a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def show_table(screen: Console, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table, or a word that there is nothing. An id stays in one piece, to be copied, while it isn't very long."""
    from rich.markup import escape
    from rich.table import Table

    table, told = Table(box=None, header_style="bold", pad_edge=False), list(rows)
    for n, column in enumerate(header):
        # A column that doesn't wrap is cut off where there is no room at all: better wrapped than lost.
        most = screen.width // 2 if n == 0 else screen.width // 3 if column == "id" else 0
        short = bool(most) and max((len(row[n]) for row in told), default=0) <= most
        table.add_column(column, overflow="fold", no_wrap=short)
    for row in told:
        table.add_row(*(escape(cell) for cell in row))
    if table.row_count:
        screen.print(table)
    else:
        screen.print("Nothing here yet.")


def show_fields(screen: Console, title: str, fields: Mapping[str, object]) -> None:
    """A heading, then a line for each field that holds something."""
    screen.print(title, style="bold", markup=False)
    for name, value in fields.items():
        if value in (None, "", [], ()):
            continue
        text = "\n    ".join(_told(part) for part in value) if isinstance(value, list) else _told(value)
        screen.print(f"  {name.replace('_', ' ')}: {text}", markup=False)


def _told(value: object) -> str:
    """A value in words; of a record, the fields that hold something."""
    if isinstance(value, Mapping):
        return ", ".join(
            f"{name}: {_told(part)}" for name, part in value.items() if part not in (None, "", [], {})
        )
    if isinstance(value, list):
        return "; ".join(_told(part) for part in value)
    return str(value)


def show_markdown(screen: Console, text: str) -> None:
    """Markdown as a terminal can show it; links stay plain text."""
    from rich.markdown import Markdown

    screen.print(Markdown(text, hyperlinks=False))
