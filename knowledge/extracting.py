"""What a reader makes of a file: plain words, with the places of headings, lists and tables kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from knowledge.words import Block

Kind = Literal["heading", "paragraph", "list", "steps", "table", "code"]


@dataclass(frozen=True)
class Extract:
    """Text and build of one file. `matter` is its front matter or document properties, unchecked."""

    text: str
    blocks: tuple[Block, ...]
    matter: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def first_heading(self) -> str:
        """The words of the first heading, or nothing."""
        for block in self.blocks:
            if block.kind == "heading":
                return heading_words(self.text, block)
        return ""


class Page:
    """Collects blocks of text, an empty line between them, and notes where each begins and ends."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, kind: Kind, text: str, level: int = 0) -> None:
        """Append a block; one without words is left out."""
        text = text.strip("\n") if kind == "code" else text.strip()
        if not text:
            return
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
