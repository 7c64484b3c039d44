"""A reply as it comes, cut into lines, and each line into a sentence and its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LONGEST_LINE = 2_000  # characters: a reply that never ends its line is cut

_LIST_MARK = re.compile(r"^\s*(?:[-*•–—>]+|\d{1,2}[.)]|#{1,6})\s+")
_OPEN, _CLOSE = '“"«‹„', '”"»›“'
_MARK = re.compile(
    r"(?:\[|\((?i:(?=passage|source)))(?i:passage |source )?(?P<n>\d{1,2})[\])]"
    # A quotation mark within the quotation is one that no sentence, mark or end follows.
    rf"(?:\s*[:–—-]?\s*[{_OPEN}](?P<quote>[^\n]+?)"
    rf"(?:(?<=\S)[{_CLOSE}][.,;]?(?=\s*(?:$|[\[(–—>A-Z-]))|\s[{_CLOSE}]\s*$))?"
)
_SEVERAL = re.compile(r"\[(\d{1,2})\s*[,;&]\s*(\d{1,2})\]")
_ENDS = re.compile(r"[.!?…][\"”’)»]*$")
_NOT_SAID = re.compile(r"^\s*(?:```\w*|~~~\w*|[^\[\]]{0,120}:)\s*$")


Marks = tuple[tuple[int, str], ...]
"""The number of a passage each, with the words copied from it or none."""


class Line(NamedTuple):
    """A sentence, or several that share their marks."""

    text: str
    marks: Marks


def lines_of(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a text that comes in pieces, each as soon as it is complete; empty ones are left out."""
    rest = ""
    for piece in pieces:
        *complete, rest = (rest + piece).split("\n")
        yield from (line for line in complete if line.strip())
        if len(rest) > LONGEST_LINE:
            break
    if rest.strip():
        yield rest[:LONGEST_LINE]


def read_line(line: str) -> list[Line]:
    """The sentences of a line, mostly one; none where it only announces what follows."""
    if _NOT_SAID.match(line):
        return []
    sentences: list[Line] = []
    marks: list[tuple[int, str]] = []
    text, at = "", 0
    bare = _SEVERAL.sub(r"[\1] [\2]", _LIST_MARK.sub("", line))
    for mark in _MARK.finditer(bare):
        between = bare[at : mark.start()].strip()
        if between and marks and (_ENDS.search(text) or marks[-1][1]):
            sentences.append(Line(text, tuple(marks)))
            text, marks = "", []
        text = f"{text} {between}".strip()
        marks = [*marks, (int(mark["n"]), mark["quote"] or "")]
        at = mark.end()
    return [*sentences, *_last(text, marks, bare[at:].lstrip(" .,;:–—->").rstrip())]


def _last(text: str, marks: list[tuple[int, str]], rest: str) -> list[Line]:
    """The last sentence of a line; words behind its marks are another one, or the sentence where none came before.

    A quotation without a sentence of its own is one.
    """
    said = text or rest or next((quote for _, quote in marks if quote), "")
    sentences = [Line(said, tuple(marks))] if said else []
    return [*sentences, Line(rest, ())] if text and rest else sentences
