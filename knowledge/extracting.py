"""What a reader makes of a file: plain words, with the places of headings, lists and tables kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from copilot.errors import BadInput
from knowledge.decoding import seen
from knowledge.words import Block

Kind = Literal["heading", "paragraph", "list", "steps", "table", "code"]

LONGEST = 5_000_000  # characters of one guide: more than the Bible has, and all of it is split in memory


LONGEST_TITLE = 150  # characters


@dataclass(frozen=True)
class Extract:
    """Text and build of one file. `matter` is its front matter or document properties, unchecked."""

    text: str
    blocks: tuple[Block, ...]
    matter: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def first_heading(self) -> str:
        """The words of the first heading, or nothing; below one that only says "Title" stands the title."""
        place = next((place for place, block in enumerate(self.blocks) if block.kind == "heading"), None)
        if place is None:
            return ""
        words = heading_words(self.text, self.blocks[place])
        below = next(iter(self.blocks[place + 1 :]), None)
        if words.casefold() == "title" and below and below.end - below.start <= LONGEST_TITLE:
            return heading_words(self.text, below)
        return words


class Page:
    """Collects blocks of text, an empty line between them, and notes where each begins and ends."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, kind: Kind, text: str, level: int = 0) -> None:
        """Append a block; one without words is left out. BadInput where the page grows beyond `LONGEST`."""
        text = seen(text)
        text = text.strip("\n") if kind == "code" else text.strip()
        if not text:
            return
        if self._length + len(text) > LONGEST:
            raise BadInput(
                f"It holds more than {LONGEST // 1_000_000} million characters of text.",
                cure="Split it into chapters.",
            )
        if self._parts:
            self._append("\n\n")
        start = self._length
        self._append(text)
        self._blocks.append(Block(kind=kind, start=start, end=self._length, level=level))

    def heading(self, level: int, words: str) -> None:
        """Append a heading in Markdown's way, `## words`."""
        words = " ".join(words.split())
        if words:
            self.add("heading", f"{'#' * level} {words}", level)

    def extract(self, matter: Mapping[str, object] | None = None, warnings: tuple[str, ...] = ()) -> Extract:
        """What was collected."""
        return Extract("".join(self._parts), tuple(self._blocks), matter or {}, warnings)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def heading_words(text: str, block: Block) -> str:
    """The words of a heading without its `#`."""
    return text[block.start : block.end].lstrip("#").strip()
