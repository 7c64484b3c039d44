"""Web pages: the main text with its headings, lists, steps and tables; menus, banners and scripts left out.

The page is read as a stream of elements and never built as a tree: memory grows with its text alone, and no depth
of nesting is a recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from copilot.errors import BadInput
from knowledge.decoding import decode
from knowledge.extracting import Extract, Kind, Page
from knowledge.readers.fencing import fenced
from knowledge.readers.web_pieces import Holder, Piece, folded, main_pieces
from knowledge.readers.web_regions import Region, region_of

DEEPEST = 2_000  # elements within each other; the parser's time grows with the square of it
CHUNK = 1 << 16
DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]+)",
    re.IGNORECASE,
)
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
FOOTNOTE = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡])\]?")
EMPTY_LINE = re.compile(r"\n\s*\n")
TITLE_PARTS = re.compile(r"\s+[|–—·•»:-]{1,2}\s+")
METAS = 100  # meta tags that are read


def read(data: bytes) -> Extract:
    """The main text of a page; title, language and meta tags are its matter."""
    declared = DECLARED.search(data[:4096])
    source = decode(data, (declared[1] or declared[2]).decode("ascii", "replace") if declared else "")
    collector = _parsed(source)
    page = Page()
    for kind, level, text in _found(collector):
        if kind == "heading":
            page.heading(level, text)
        else:
            page.add(kind, text)
    return page.extract(_matter(collector, page.extract().first_heading()))


def blocks_of(source: str) -> list[tuple[Kind, int, str]]:
    """Kind, level and text of the blocks of a piece of HTML, such as a table within Markdown."""
    return _found(_parsed(source))


def _found(collector: _Collector) -> list[tuple[Kind, int, str]]:
    return [(piece.kind, piece.level, piece.text) for piece in main_pieces(collector.close())]


def _parsed(source: str) -> _Collector:
    from lxml.etree import HTMLParser, LxmlError

    collector = _Collector()
    parser = HTMLParser(target=collector)
    try:
        for start in range(0, len(source), CHUNK):
            parser.feed(source[start : start + CHUNK])
        parser.close()
    except LxmlError as error:
        raise BadInput("It is no readable web page.", cure="Save it again from a browser.") from error
    return collector


def _matter(collector: _Collector, heading: str) -> Mapping[str, object]:
    matter: dict[str, object] = dict(collector.metas)
    title = " ".join("".join(collector.title).split())
    parts = [part.casefold() for part in TITLE_PARTS.split(title)]
    if title:
        # "Giving feedback | Acme handbook": the heading is the title, the rest is the site.
        matter["title"] = heading if heading.casefold() in parts else title
    if collector.language:
        matter.setdefault("language", collector.language)
    return matter


class _Collector:
    """What the parser tells of, element by element, gathered into pieces."""

    def __init__(self) -> None:
        self.metas: dict[str, str] = {}
        self.title: list[str] = []
        self.language = ""
        self._frames: list[tuple[str, Region]] = []
        self._holders = [Holder("page", Region.NEVER)]
        self._region = self._block_region = Region.TEXT
        self._words: list[str] = []
        self._linked = 0
        self._links = 0
        self._term = False
        self._heading = 0
        self._raw = 0
        self._notes: list[tuple[int, int]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._frames.append((tag, self._region))
        if len(self._frames) > DEEPEST:
            raise BadInput(
                f"Its parts are nested more than {DEEPEST:,} deep.",
                cure="Save the page again from a browser.",
            )
        self._region = region_of(tag, attributes, self._region)
        if tag == "meta":
            self._meta(attributes)
        elif tag == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang") or ""
        elif tag in BLOCKS:
            self._begin_block(tag, attributes)
        else:
            self._begin_inline(tag)

    def end(self, tag: str) -> None:
        """An element ends; the parser ends those that the page forgot."""
        if tag in BLOCKS:
            self._end_block(tag)
        elif tag == "a":
            self._links = max(0, self._links - 1)
        elif tag == "sup" and self._notes:
            self._end_note(*self._notes.pop())
        elif tag == "q":
            self.data("”")
        if self._frames:
            self._region = self._frames.pop()[1]
        if tag in BLOCKS:
            self._block_region = self._region

    def data(self, text: str) -> None:
        """Words of the element that is open."""
        inside = self._frames[-1][0] if self._frames else ""
        if inside == "title" and "body" not in (tag for tag, _ in self._frames[:3]):
            self.title.append(text)
        elif self._region is not Region.NEVER and self._region >= self._block_region and inside != "head":
            words = text if self._raw else re.sub(r"\s+", " ", text)
            self._words.append(words)
            self._term = self._term and not words.strip()
            self._linked += len(words) if self._links else 0

    def close(self) -> list[Piece]:
        """All pieces, in order."""
        self._flush()
        while len(self._holders) > 1:
            self._fold()
        return self._holders[0].pieces

    def _meta(self, attributes: Mapping[str, str]) -> None:
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        content = " ".join(attributes.get("content", "").split())
        if name and content and len(self.metas) < METAS:
            self.metas.setdefault(name, content[:2_000])

    def _begin_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._heading and tag not in HEADINGS:
            self._words.append(" ")
            return
        # A definition goes on in the line of its term.
        if tag not in ("dd", "p", "div") or not self._term:
            self._flush()
        self._block_region = self._region
        if tag in HEADINGS:
            self._heading = HEADINGS[tag]
        elif tag == "pre":
            self._raw += 1
        elif tag in ("ul", "ol", "li", "table", "td", "th"):
            self._open(tag, attributes)
        elif tag == "tr" and self._holders[-1].tag == "table":
            self._holders[-1].rows.append([])

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        start = attributes.get("start", "")
        holder = Holder(tag, self._region, first=int(start) if start.isdecimal() and len(start) < 5 else 1)
        holder.layout = attributes.get("role", "").lower() in ("presentation", "none")
        self._holders.append(holder)

    def _end_block(self, tag: str) -> None:
        if self._heading and tag not in HEADINGS:
            self._words.append(" ")
            return
        if tag == "dt" and self._words:
            term = "".join(self._words).strip()
            self._words = [term, " " if term.endswith((":", "?")) else ":", " "]
            self._term = True
            return
        self._flush()
        if tag in HEADINGS:
            self._heading = 0
        elif tag == "pre":
            self._raw = max(0, self._raw - 1)
        elif tag in [holder.tag for holder in self._holders[-3:]]:
            while self._holders[-1].tag != tag:
                self._fold()
            self._fold()

    def _begin_inline(self, tag: str) -> None:
        if tag == "a":
            self._links += 1
        elif tag == "br":
            self._words.append(" " if self._heading else "\n")
        elif tag == "sup":
            self._notes.append((len(self._words), self._linked))
        elif tag == "q":
            self.data("“")

    def _end_note(self, place: int, linked: int) -> None:
        """The number of a footnote isn't a word of the sentence."""
        if self._linked > linked and FOOTNOTE.fullmatch("".join(self._words[place:]).strip()):
            del self._words[place:]

    def _flush(self) -> None:
        text, linked = "".join(self._words), self._linked
        self._words, self._linked, self._term = [], 0, False
        if not text.strip():
            return
        if self._raw:
            self._keep("code", fenced(text.strip("\n")), linked)
        elif self._heading:
            self._keep("heading", " ".join(text.split()), linked)
        else:
            for part in EMPTY_LINE.split(text.strip()):
                lines = "\n".join(_lines(part))
                self._keep("paragraph", lines, linked * len(lines) // len(text))

    def _keep(self, kind: Kind, text: str, linked: int) -> None:
        self._holders[-1].pieces.append(Piece(kind, text, self._block_region, self._heading, linked))

    def _fold(self) -> None:
        folded(self._holders.pop(), self._holders[-1])


def _lines(text: str) -> Iterator[str]:
    return (line for part in text.split("\n") if (line := re.sub(r" {2,}", " ", part).strip()))
