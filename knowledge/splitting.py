"""Guides into passages by structure: a passage never crosses a section and never outgrows the encoder.

About 130 words with the heading path before them measured best on handbooks nobody tuned on; lists, tables
and dialogues stay whole where they fit.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from knowledge.extracting import heading_words
from knowledge.ports import Encoder
from knowledge.sentences import MARK, sentences
from knowledge.words import Block, Guide, Passage

PASSAGE_WORDS = 130
SPLITTING = "3"  # counted up when passages, sentences or rows change, so that guides are split again
MOST_WORDS = 190  # a section, list, table or dialogue up to this stays whole
PATH_MARK = " › "

PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
SPEAKER = re.compile(r"[A-ZÀ-Þ][\w .'’-]{0,40}(?: \([^)]*\))?: ?\S")


class Piece(NamedTuple):
    """A stretch of a guide's text; `glued` ones shouldn't be parted from the piece before them."""

    start: int
    end: int
    words: int
    glued: bool = False


class Section(NamedTuple):
    """What stands under one heading, up to the next heading of any level."""

    headings: tuple[str, ...]
    blocks: list[Block]


def split(guide: Guide, encoder: Encoder) -> list[Passage]:
    """The passages of a guide in order, none longer than the encoder reads, headings included."""
    spans = [
        (section.headings, span)
        for section in _sections(guide)
        for span in _packed(_pieces(guide.text, section.blocks))
    ]
    return _passages(guide, _fitting(guide, spans, encoder), encoder.name)


def embedded(passage: Passage, encoder: Encoder) -> str:
    """What of a passage is turned into a vector: its heading path, then its words."""
    return _with_headings(passage.headings, passage.text, encoder)


def _with_headings(headings: Sequence[str], text: str, encoder: Encoder) -> str:
    room = encoder.longest // 2
    kept: list[str] = []
    for heading in reversed(headings):
        if len(PATH_MARK.join([heading, *kept])) > room:
            break
        kept.insert(0, heading)
    return f"{PATH_MARK.join(kept)}\n{text}" if kept else text


def _sections(guide: Guide) -> Iterator[Section]:
    path: list[tuple[int, str]] = []
    section = Section((guide.title,), [])
    for block in guide.blocks or _paragraphs(guide.text):
        if block.kind != "heading":
            section.blocks.append(block)
            continue
        yield section
        words = heading_words(guide.text, block)
        path = [(level, heading) for level, heading in path if level < block.level] + [(block.level, words)]
        section = Section(_path(guide.title, [heading for _, heading in path]), [])
    yield section


def _path(title: str, headings: list[str]) -> tuple[str, ...]:
    same = bool(headings) and headings[0].casefold() == title.casefold()
    return tuple(headings) if same else (title, *headings)


def _paragraphs(text: str) -> list[Block]:
    spans = ((found.start(), found.start() + len(found[0].rstrip())) for found in PARAGRAPH.finditer(text))
    return [Block(kind="paragraph", start=start, end=end) for start, end in spans]


def _pieces(text: str, blocks: Sequence[Block]) -> list[Piece]:
    pieces: list[Piece] = []
    before: Block | None = None
    for block in blocks:
        glued = before is not None and _belongs(text, before, block)
        pieces += _of_block(text, block, glued)
        before = block
    return pieces


def _belongs(text: str, before: Block, block: Block) -> bool:
    """A list belongs to the line that announces it, an answer to what was said."""
    announced = text[before.end - 1] == ":" and before.kind == "paragraph"
    speech = all(SPEAKER.match(text, part.start) and part.kind == "paragraph" for part in (before, block))
    return announced or speech


def _of_block(text: str, block: Block, glued: bool) -> list[Piece]:
    whole = Piece(block.start, block.end, _count(text, block.start, block.end), glued)
    if whole.words <= MOST_WORDS:
        return [whole]
    parts = _items(text, block) if block.kind != "paragraph" else _said(text, block.start, block.end)
    pieces = [Piece(start, end, _count(text, start, end)) for start, end in parts]
    return [pieces[0]._replace(glued=glued), *pieces[1:]] if pieces else [whole]


def _items(text: str, block: Block) -> list[tuple[int, int]]:
    """The items of a list, the rows of a table, the lines of code: lines further in stay with the one above."""
    lines: list[tuple[int, int]] = []
    start = block.start
    for line in text[block.start : block.end].split("\n"):
        end = start + len(line)
        if lines and (
            line.startswith("  ") or not line.strip() or (block.kind == "list" and not MARK.match(line))
        ):
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
        start = end + 1
    return [part for first, last in lines for part in _short_enough(text, first, last)]


def _short_enough(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(start, end)] if _count(text, start, end) <= MOST_WORDS else _said(text, start, end)


def _said(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span cut where sentences begin, so that nothing between them is lost."""
    begins = [start + sentence.start for sentence in sentences(text[start:end])][1:]
    edges = [start, *begins, end]
    return [_trimmed(text, first, last) for first, last in pairwise(edges)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())


def _count(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())


def _packed(pieces: list[Piece]) -> list[tuple[int, int]]:
    """Neighbouring pieces together, so that all passages of a section are as near to the wished length as can be."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for last in range(1, len(pieces) + 1):
        best.append(min((best[first][0] + strain, first) for first, strain in _strains(pieces, last)))
    edges: list[tuple[int, int]] = []
    last = len(pieces)
    while last:
        first = best[last][1]
        edges.append((pieces[first].start, pieces[last - 1].end))
        last = first
    return edges[::-1]


def _strains(pieces: Sequence[Piece], last: int) -> Iterator[tuple[int, float]]:
    """For each passage that may end before piece `last`, its first piece and how ill these make one passage.

    It is too long, too short, or torn from what it belongs to. Only a single piece may have more than the most words.
    """
    words = 0
    for first in range(last - 1, -1, -1):
        words += pieces[first].words
        # Looking further back would take hours in a section of thousands of paragraphs.
        if words > MOST_WORDS and first < last - 1:
            return
        torn = first > 0 and pieces[first].glued
        yield first, (words / PASSAGE_WORDS - 1) ** 2 + 0.1 + 0.5 * torn


Placed = tuple[tuple[str, ...], tuple[int, int]]


def _fitting(guide: Guide, spans: list[Placed], encoder: Encoder) -> list[Placed]:
    """The spans with those halved, and halved again, that have more word pieces than the encoder reads."""
    while spans:
        counts = encoder.word_pieces(
            [_with_headings(headings, guide.text[start:end], encoder) for headings, (start, end) in spans]
        )
        long = [
            count > encoder.longest and end - start > 1
            for count, (_, (start, end)) in zip(counts, spans, strict=True)
        ]
        if not any(long):
            break
        spans = [
            (headings, part)
            for (headings, span), cut in zip(spans, long, strict=True)
            for part in (_halves(guide.text, *span) if cut else [span])
        ]
    return spans


def _halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    edges = [start + sentence.start for sentence in sentences(text[start:end])]
    edges += [] if len(edges) > 1 else [start + gap.end() for gap in re.finditer(r"\s+", text[start:end])]
    inner = [edge for edge in edges if start < edge < end] or [(start + end) // 2]
    middle = min(inner, key=lambda edge: abs(edge - (start + end) / 2))
    halves = [_trimmed(text, start, middle), _trimmed(text, middle, end)]
    return [half for half in halves if half[0] < half[1]]


def _passages(guide: Guide, spans: list[Placed], encoder_name: str) -> list[Passage]:
    seen: Counter[str] = Counter()
    passages = []
    for headings, (start, end) in spans:
        text = guide.text[start:end]
        key = "\0".join([guide.path, encoder_name, *headings, text])
        seen[key] += 1
        digest = hashlib.blake2b(f"{key}\0{seen[key]}".encode(), digest_size=16).hexdigest()
        passages.append(
            Passage(
                id=digest, path=guide.path, title=guide.title, section=headings[-1], headings=headings,
                start=start, end=end, text=text,
            )
        )  # fmt: skip
    return passages
