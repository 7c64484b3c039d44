"""Sentences with their places: what can be quoted, and what the index compares with a question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["prose", "item", "step", "row", "code", "heading"]

SHORT = (
    "mr mrs ms dr prof st sr jr vs cf al eg ie no nos fig figs p pp vol ed eds approx dept est inc ltd co corp "
    "jan feb mar apr jun jul aug sep sept oct nov dec min max ca resp incl"
)
ABBREVIATIONS = frozenset(SHORT.split())
MAYBE_END = frozenset(
    ("etc", "am", "pm", "inc", "ltd", "co", "al")
)  # a capital after these begins a sentence
END = re.compile(r"(?:(?<![.!?…])[.!?…]++[\"'”’»)\]*_]*+(?=\s)|[。！？؟।]+[”’」』)]*)\s*")
OPENER = re.compile(r"[\"'“‘«(\[¿¡*_]*[^\W_a-zß-öø-ÿ]")
WORD_BEFORE = re.compile(r"([^\s(\[\"'“‘]+)$")
MARK = re.compile(r"\s*(?:>\s*)*(?:(?P<bullet>[-*+•–])|(?P<number>\d{1,3}[.)]))\s+(?=\S)")
QUOTED = re.compile(r"\s*(?:>\s*)+")
ROW_RULE = re.compile(r"\|?[\s:|-]+\|?")
LONGEST_SPEECH = 300  # characters of quoted speech that stay together as one sentence
LONGEST_ABBREVIATED = 40  # characters looked at before a full stop: a line may have millions and never end


class Sentence(NamedTuple):
    """`text[start:end]` is the sentence without marks of lists or headings; `kind` tells where it stands."""

    start: int
    end: int
    kind: Kind


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; list items and table rows are at least one sentence each."""
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start, fenced = 0, False
    kind: Kind = "prose"
    for line in text.split("\n"):
        end = start + len(line)
        fence = line.lstrip().startswith(("```", "~~~"))
        if fenced or fence:
            fenced = fenced != fence
            if not fence and line.strip():
                yield Sentence(*_stripped(text, start, end), "code")
        elif line.strip():
            # A line further in continues the list item above it.
            kind = _kind(line) if not line.startswith("  ") or MARK.match(line) else kind
            yield from _of_line(text, start, end, kind)
        start = end + 1


def _kind(line: str) -> Kind:
    mark = MARK.match(line)
    if mark:
        return "step" if mark["number"] else "item"
    bare = line.lstrip()
    if bare.startswith("|"):
        return "row"
    return "heading" if re.match(r"#{1,6}\s", bare) else "prose"


def _of_line(text: str, start: int, end: int, kind: Kind) -> Iterator[Sentence]:
    line = text[start:end]
    if kind == "row":
        if not ROW_RULE.fullmatch(line.strip()):
            yield Sentence(*_stripped(text, start, end, " |"), kind)
        return
    mark = MARK.match(line) or QUOTED.match(line)
    start += mark.end() if mark else 0
    if kind == "heading":
        yield Sentence(*_stripped(text, start, end, " #"), kind)
        return
    for first, last in split_prose(text[start:end]):
        yield Sentence(start + first, start + last, kind)


def _stripped(text: str, start: int, end: int, marks: str = " \t") -> tuple[int, int]:
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end


def split_prose(line: str) -> Iterator[tuple[int, int]]:
    """The places of the sentences of one line of prose."""
    start = 0
    for end in END.finditer(line):
        stop = end.start() + len(end[0].rstrip())
        if end.end() < len(line) and _ends(line, start, end):
            yield _stripped(line, start, stop)
            start = end.end()
    if line[start:].strip():
        yield _stripped(line, start, len(line))


def _ends(line: str, start: int, end: re.Match[str]) -> bool:
    if end[0][0] in "。！？؟।":
        return True
    if not OPENER.match(line, end.end()):
        return False
    before = WORD_BEFORE.search(line, max(start, end.start() - LONGEST_ABBREVIATED), end.start())
    if end[0][0] == "." and before and _abbreviated(before[1].lower()):
        return False
    stop = end.start() + len(end[0].rstrip())
    return stop - start >= LONGEST_SPEECH or not _inside_speech(line[start:stop])


def _abbreviated(word: str) -> bool:
    bare = word.replace(".", "")
    if bare in MAYBE_END:
        return False
    initial = len(bare) == 1 and bare.isalpha() and bare != "i"
    return (
        initial or bare in ABBREVIATIONS or bool(re.fullmatch(r"(?:[a-z]\.)+[a-z]", word)) or word.isdigit()
    )


def _inside_speech(sentence: str) -> bool:
    straight = sentence.count('"') % 2 == 1
    curly = sentence.count("“") > sentence.count("”")
    bracket = sentence.count("(") > sentence.count(")")
    return straight or curly or bracket
