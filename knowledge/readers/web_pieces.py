"""The pieces of a web page: lists and tables folded together, and those chosen that are the page's own text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.extracting import Kind
from knowledge.readers.web_regions import Region

MARKS = re.compile(r"(?m)^\s*- ")
MOSTLY_LINKS = 0.6  # share of a piece's characters in links that makes it a menu
MAIN_SHARE = 0.4  # of all text that what calls itself the main part has to hold to be believed
KEPT_SHARE = 0.1  # a page of which less than this is left was misjudged by its names
LONGEST_CELL = 200  # words; a table with longer ones arranges a page


@dataclass(frozen=True)
class Piece:
    """A block of text; `linked` of its characters are links."""

    kind: Kind
    text: str
    region: Region
    level: int = 0
    linked: int = 0


@dataclass
class Holder:
    """A list, an item, a table or a cell that is still open, or the page itself."""

    tag: str
    region: Region
    first: int = 1
    layout: bool = False
    pieces: list[Piece] = field(default_factory=list)
    items: list[list[Piece]] = field(default_factory=list)
    rows: list[list[list[Piece]]] = field(default_factory=list)


def folded(holder: Holder, outer: Holder) -> None:
    """Hand what a closed holder gathered to the one around it."""
    if holder.tag == "li" and outer.tag in ("ul", "ol"):
        outer.items.append(holder.pieces)
    elif holder.tag in ("td", "th") and outer.tag == "table":
        if not outer.rows:
            outer.rows.append([])
        outer.rows[-1].append(holder.pieces)
    elif holder.tag == "table":
        outer.pieces += [*holder.pieces, *_table(holder)]
    elif holder.tag in ("ul", "ol"):
        outer.pieces += [*holder.pieces, *_list(holder)]
    else:
        outer.pieces += holder.pieces


def main_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """The text of the page itself: its main part where it names one that holds most, or all but the menus."""
    own = {region: _weight(pieces, region) for region in Region}
    for region in (Region.MAIN, Region.ARTICLE):
        if own[region] > MAIN_SHARE * own[Region.TEXT]:
            return [piece for piece in pieces if piece.region >= region]
    for region, wider in ((Region.TEXT, Region.LIKELY_AROUND), (Region.LIKELY_AROUND, Region.AROUND)):
        if own[region] > KEPT_SHARE * own[wider]:
            return [piece for piece in pieces if piece.region >= region and not _menu(piece)]
    return [piece for piece in pieces if not _menu(piece)]


def _weight(pieces: Sequence[Piece], least: Region) -> int:
    kept = (piece for piece in pieces if piece.region >= least and piece.kind != "heading")
    return sum(max(0, len(piece.text) - piece.linked) for piece in kept if not _menu(piece))


def _menu(piece: Piece) -> bool:
    words = MARKS.sub("", piece.text)
    return piece.kind in ("paragraph", "list") and piece.linked > MOSTLY_LINKS * len(words)


def _list(holder: Holder) -> list[Piece]:
    items = [kept for item in holder.items if (kept := [p for p in item if p.region >= holder.region])]
    # Cards are marked up as lists too: what has headings is a row of sections.
    if any(piece.kind == "heading" for item in items for piece in item):
        return [piece for item in items for piece in item]
    ordered = holder.tag == "ol"
    lines = [
        line
        for number, item in enumerate(items, holder.first)
        for line in _item(f"{number}." if ordered else "-", item)
    ]
    if not lines:
        return []
    linked = sum(piece.linked for item in items for piece in item)
    return [Piece("steps" if ordered else "list", "\n".join(lines), holder.region, 0, linked)]


def _item(mark: str, pieces: Sequence[Piece]) -> Iterator[str]:
    lines = [line for piece in pieces for line in piece.text.split("\n") if line.strip()]
    yield f"{mark} {lines[0].lstrip()}"
    yield from (f"  {line}" for line in lines[1:])


def _table(holder: Holder) -> list[Piece]:
    rows = [row for row in holder.rows if any(row)]
    pieces = [piece for row in rows for cell in row for piece in cell]
    if _arranges(holder, rows, pieces):
        # A table around a table arranges the page.
        return pieces
    width = max(len(row) for row in rows)
    lines = [_row([_cell(cell) for cell in row], width) for row in rows]
    lines.insert(1, f"|{'---|' * width}")
    linked = sum(piece.linked for piece in pieces)
    return [Piece("table", "\n".join(lines), holder.region, 0, linked)]


def _arranges(holder: Holder, rows: Sequence[Sequence[Sequence[Piece]]], pieces: Sequence[Piece]) -> bool:
    return (
        holder.layout
        or len(rows) < 2
        or max(len(row) for row in rows) < 2
        or any(piece.kind in ("heading", "table", "code") for piece in pieces)
        or any(len(piece.text.split()) > LONGEST_CELL for piece in pieces)
    )


def _cell(pieces: Sequence[Piece]) -> str:
    lines = [line.strip().removeprefix("- ") for piece in pieces for line in piece.text.split("\n")]
    return " / ".join(line for line in lines if line).replace("|", "/")


def _row(cells: list[str], width: int) -> str:
    return f"| {' | '.join(cells + [''] * (width - len(cells)))} |"
