"""A note cut into what can be cited: each entry of a list and each sentence a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from copilot.domain.wording import sentence_spans

Mark = Literal["", "item", "box", "ticked", "arrow"]

_BULLET = re.compile(r"^\s*(?:[-*•–+]|\d{1,2}[.)])\s+(?=\S)")
_BOX = re.compile(r"^\s*\[(?P<tick>[ xX✓✔]?)\]\s*")
_ARROW = re.compile(r"^\s*(?:→|->|=>|⇒|➜)\s*")


class Line(NamedTuple):
    """An entry or a sentence, and what stood before it."""

    text: str
    mark: Mark


def lines_of(note: str) -> Iterator[Line]:
    """The lines of a note, in order; an entry of a list stays whole."""
    for row in note.splitlines():
        text, mark = _unmarked(row)
        if mark:
            yield Line(text, mark)
        else:
            yield from (Line(row[start:end], "") for start, end in sentence_spans(row))


def _unmarked(row: str) -> tuple[str, Mark]:
    bullet = _BULLET.match(row)
    rest = row[bullet.end() :] if bullet else row
    box, arrow = _BOX.match(rest), _ARROW.match(rest)
    if box:
        return rest[box.end() :].strip(), "ticked" if box["tick"].strip() else "box"
    if arrow:
        return rest[arrow.end() :].strip(), "arrow"
    return rest.strip(), "item" if bullet else ""
