"""Lines of a PDF into paragraphs, lists and headings; running heads, feet and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from knowledge.extracting import Kind

EDGE_LINES = 3  # at the top and at the foot of a page, where heads, feet and numbers stand
REPEATED = 0.3  # share of pages: left and right pages often have heads of their own
PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.?|-|–)?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*(?:(?:of|/|von|-|–)\s*\d{0,4})?", re.IGNORECASE
)
BULLET = re.compile("(?:[•‣◦▪●○■□·–—\uf0b7\uf0a7\uf0d8➢✓]|[-*o](?= ))\\s*")
NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
HYPHENS = "-‐"
WORD = re.compile(r"[^\W\d_][\w’'-]*[^\W_]")
ENDED = re.compile(r"[.!?:;…。！？؟।][\"'”’»)\]]*$")
LARGER = 1.12  # times the body's size: what makes a line a heading
LONGEST_HEADING = 120  # characters
WIDE = 1.45  # times the usual distance between lines: a gap


class Line(NamedTuple):
    """A line as it stands on its page; places and size in points, `bottom` counted from the page's foot."""

    text: str
    page: int
    size: float
    bold: bool
    left: float
    right: float
    bottom: float


Found = tuple[Kind, int, str]


class _Build(NamedTuple):
    """What is usual in this document, against which headings and gaps stand out."""

    size: float
    bold: bool
    leading: float
    right: float
    standing_out: frozenset[tuple[float, bool]]
    outline: Mapping[str, int]
    words: frozenset[str]


def blocks(pages: Sequence[Sequence[Line]], outline: Mapping[str, int]) -> Iterator[Found]:
    """Kind, level and text of each block; `outline` is folded titles and their levels."""
    lines = [line for page in _without_edges(pages) for line in page]
    if not lines:
        return
    yield from _lists_joined(_found(lines, _build(lines, outline)))


def _found(lines: Sequence[Line], build: _Build) -> Iterator[Found]:
    groups = list(_grouped(lines, build))
    levels = _levels(groups, build)
    for group in groups:
        outlined = _outlined(" ".join(line.text for line in group), build)
        if outlined or _is_heading(group, build):
            yield "heading", outlined or levels[_style(group)], _joined(group, build)
        else:
            yield _prose(group, build)


def _lists_joined(found: Iterator[Found]) -> Iterator[Found]:
    for kind, group in groupby(found, key=lambda one: one[0]):
        if kind in ("list", "steps"):
            yield kind, 0, "\n".join(text for _, _, text in group)
        else:
            yield from group


def _without_edges(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    often = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    enough = max(3, REPEATED * len(pages))
    kept = []
    for page in pages:
        edges = {line for line in _edges(page) if often[_key(line)] >= enough or _is_number(line, len(pages))}
        kept.append([line for line in page if line not in edges])
    return kept


def _edges(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: -line.bottom)
    return by_height[:EDGE_LINES] + by_height[EDGE_LINES:][-EDGE_LINES:]


def _key(line: Line) -> tuple[str, int]:
    """What running heads share: words but for numbers, and the height on the page."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.bottom / 6)


def _is_number(line: Line, pages: int) -> bool:
    return pages > 1 and PAGE_NUMBER.fullmatch(line.text) is not None


def _build(lines: Sequence[Line], outline: Mapping[str, int]) -> _Build:
    styles: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        styles[line.size, line.bold] += len(line.text)
    (size, bold), _ = styles.most_common(1)[0]
    gaps = [above.bottom - below.bottom for above, below in pairwise(lines) if above.page == below.page]
    leading = median([gap for gap in gaps if 0 < gap < 3 * size] or [1.3 * size])
    own = [line for line in lines if line.size == size]
    standing_out = frozenset(style for style in styles if _stands_out(*style, size, bold))
    words = frozenset(WORD.findall(" ".join(_whole_words(lines)).casefold()))
    return _Build(size, bold, leading, _usual_right(own), standing_out, outline, words)


def _whole_words(lines: Sequence[Line]) -> Iterator[str]:
    """The lines without the halves of words that were parted between them."""
    parted = False
    for line in lines:
        words = line.text.split()[parted:]
        parted = line.text[-1] in HYPHENS
        yield " ".join(words[:-1] if parted else words)


def _usual_right(lines: Sequence[Line]) -> float:
    rights = sorted(line.right for line in lines)
    return rights[int(0.9 * (len(rights) - 1))]


def _stands_out(size: float, bold: bool, usual: float, usual_bold: bool) -> bool:
    return size >= LARGER * usual or (bold and not usual_bold and size >= 0.95 * usual)


def _grouped(lines: Sequence[Line], build: _Build) -> Iterator[list[Line]]:
    """Lines that belong together: a paragraph, an item, a heading over several lines."""
    group = [lines[0]]
    for above, line in pairwise(lines):
        if _goes_on(above, line, build):
            group.append(line)
        else:
            yield group
            group = [line]
    yield group


def _goes_on(above: Line, line: Line, build: _Build) -> bool:
    styles = [(one.size, one.bold) in build.standing_out for one in (above, line)]
    # Emphasis within a paragraph begins or ends a line now and then; a larger size never does.
    if above.size != line.size and max(above.size, line.size) >= LARGER * min(above.size, line.size):
        return False
    if _marked(line) or _outlined(above.text, build) or _outlined(line.text, build):
        return False
    gap = above.bottom - line.bottom
    ended = ENDED.search(above.text) is not None
    if above.page != line.page or gap < -0.5 * line.size:
        return not ended and not any(styles) and not line.text[:1].isupper()
    if gap > WIDE * max(build.leading, line.size):
        return False
    if all(styles):
        return not ended
    if any(styles) and _short(above, build):
        return False
    indented = abs(line.left - above.left) > 0.8 * line.size
    return not (ended and (indented or _short(above, build)))


def _short(line: Line, build: _Build) -> bool:
    return line.right < 0.85 * build.right


def _marked(line: Line) -> bool:
    return BULLET.match(line.text) is not None or NUMBER.match(line.text) is not None


def _outlined(text: str, build: _Build) -> int:
    return min(6, build.outline.get(" ".join(text.casefold().split()), 0))


def _is_heading(group: Sequence[Line], build: _Build) -> bool:
    text = " ".join(line.text for line in group)
    styles = {(line.size, line.bold) for line in group}
    if len(text) > LONGEST_HEADING or not styles <= build.standing_out or not re.search(r"[^\W\d_]", text):
        return False
    larger = group[0].size >= LARGER * build.size
    return larger or not (ENDED.search(text) or BULLET.match(text))


def _levels(groups: Sequence[Sequence[Line]], build: _Build) -> Mapping[tuple[float, bool], int]:
    """The styles of headings, the largest first: 1 to 6. Half a point is rounding."""
    styles = sorted({_style(group) for group in groups if _is_heading(group, build)}, reverse=True)
    levels: dict[tuple[float, bool], int] = {}
    level, size = 0, float("inf")
    for style in styles:
        level += style[0] < size - 0.5
        size = style[0]
        levels[style] = min(6, level)
    return levels


def _style(group: Sequence[Line]) -> tuple[float, bool]:
    return min((line.size, line.bold) for line in group)


def _prose(group: Sequence[Line], build: _Build) -> Found:
    text = _joined(group, build)
    if number := NUMBER.match(text):
        return "steps", 0, f"{number[1]}. {text[number.end() :]}"
    if bullet := BULLET.match(text):
        return "list", 0, f"- {text[bullet.end() :]}"
    return "paragraph", 0, text


def _joined(group: Sequence[Line], build: _Build) -> str:
    text = group[0].text
    for line in group[1:]:
        text = _mended(text, line.text, build.words) if text[-1] in HYPHENS else f"{text} {line.text}"
    return text


def _mended(above: str, below: str, words: frozenset[str]) -> str:
    """A word parted at the end of its line, whole again; the hyphen of one made of two words stays."""
    first = re.split(r"\s", above[:-1])[-1].casefold()
    second = re.match(r"[\w’']*", below)
    last = second[0].casefold() if second else ""
    compound = f"{first}-{last}" in words or (first in words and last in words)
    apart = not below[:1].islower() or (compound and first + last not in words)
    return f"{above[:-1]}{'-' if apart else ''}{below}"
