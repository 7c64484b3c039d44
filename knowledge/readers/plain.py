"""Plain text: paragraphs between empty lines, headings in capitals or underlined."""

from __future__ import annotations

import re
from itertools import pairwise

from knowledge.decoding import decode
from knowledge.extracting import Extract, Kind, Page

UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
ITEM = re.compile(r"\s*(?:[-*•–]|(\d{1,3})[.)])\s+(?=\S)")
WRAPPED = 50  # a line this long that goes on was broken by an editor, not by its writer


def read(data: bytes) -> Extract:
    """The paragraphs, with lines that an editor wrapped joined again."""
    page = Page()
    for lines in _paragraphs(decode(data)):
        _write(page, lines)
    return page.extract()


def _paragraphs(text: str) -> list[list[str]]:
    found = (part.split("\n") for part in re.split(r"\n[ \t]*\n", text))
    return [kept for lines in found if (kept := [line.rstrip() for line in lines if line.strip()])]


def _write(page: Page, lines: list[str]) -> None:
    if len(lines) > 1 and UNDERLINE.fullmatch(lines[1].strip()):
        page.heading(1 if lines[1].strip()[0] == "=" else 2, lines[0])
        lines = lines[2:]
    elif len(lines) == 1 and _shouted(lines[0]):
        page.heading(2, lines[0])
        return
    if lines:
        page.add(_kind(lines), _unwrapped(lines))


def _shouted(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) >= 3 and len(line) <= 80 and line.upper() == line and line.lower() != line


def _kind(lines: list[str]) -> Kind:
    marks = [mark for line in lines if (mark := ITEM.match(line))]
    if len(marks) < 2:
        return "paragraph"
    return "steps" if all(mark[1] for mark in marks) else "list"


def _unwrapped(lines: list[str]) -> str:
    joined = [_item(lines[0])]
    for before, line in pairwise(lines):
        if ITEM.match(line) or len(before.strip()) < WRAPPED:
            joined.append(_item(line))
        else:
            joined[-1] += f" {line.strip()}"
    return "\n".join(joined)


def _item(line: str) -> str:
    mark = ITEM.match(line)
    if mark is None:
        return line.strip()
    return f"{mark[1]}. {line[mark.end() :]}" if mark[1] else f"- {line[mark.end() :]}"
