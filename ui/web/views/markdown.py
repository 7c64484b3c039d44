"""Markdown from guides and drafts into HTML without live links, images or raw HTML."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_OPEN, _CLOSE = "\ue000", "\ue001"
_BEFORE_WORDS = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+]|\d{1,9}[.)])\s+|#{1,6}\s+)?")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"(</?h)([1-6])>")
_HAS_WORDS = re.compile(r"\w")


@cache
def _parser() -> MarkdownIt:
    rules = ["link", "image", "autolink", "html_inline", "html_block", "reference"]
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(rules)


def prose(text: str, *, below: int = 0) -> Markup:
    """Markdown as HTML. Links and images stay the words they were; raw HTML is escaped; `[ ]` begins a box to tick.

    `below` lowers the headings by so many levels: a page has one h1, and it is the page's own.
    """
    html = _HEADING.sub(lambda tag: f"{tag[1]}{min(6, int(tag[2]) + below)}>", _parser().render(text))
    for box, state in (("[ ] ", "todo"), ("[x] ", "todo done")):
        html = html.replace(f"<li>{box}", f'<li class="{state}">').replace(
            f"<li>\n<p>{box}", f'<li class="{state}">\n<p>'
        )
    return Markup(html)  # noqa: S704 - the parser escapes, with raw HTML and links off


def prose_with_quote(text: str, start: int, end: int) -> Markup:
    """The same, with `text[start:end]` marked wherever it shows; the first mark has the id `quoted`."""
    plain = text.translate({ord(_OPEN): "\ufffd", ord(_CLOSE): "\ufffd"})
    if not 0 <= start < end <= len(plain):
        return prose(plain)
    marked = plain[:start] + "\n".join(_marked_lines(plain, start, end)) + plain[end:]
    html = str(prose(marked)).replace(_OPEN, '<mark id="quoted">', 1)
    html = html.replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")
    return Markup(html)  # noqa: S704 - only the marks were put in, after escaping


def _marked_lines(text: str, start: int, end: int) -> list[str]:
    """Each line of the quote between marks, its list or heading sign left outside: signs must begin a line."""
    lines = text[start:end].split("\n")
    line_start = text.rfind("\n", 0, start) + 1
    begun = [text[line_start:start] + lines[0], *lines[1:]]
    return [
        _marked_cells(line) if full.lstrip().startswith("|") else _marked(line, n > 0 or start == line_start)
        for n, (line, full) in enumerate(zip(lines, begun, strict=True))
    ]


def _marked(line: str, whole: bool) -> str:
    sign = _BEFORE_WORDS.match(line).end() if whole else 0  # type: ignore[union-attr]  # it matches the empty text
    words = line[sign:]
    return f"{line[:sign]}{_OPEN}{words}{_CLOSE}" if words.strip() else line


def _marked_cells(row: str) -> str:
    """A table's row, each cell between marks of its own: a mark can't reach over the edge of a cell."""
    cells = _CELL_EDGE.split(row)
    return "|".join(_marked(cell, False) if _HAS_WORDS.search(cell) else cell for cell in cells)
