"""What a Word document's styles and lists say of a paragraph: a heading's level, an item's depth and mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
UNCOUNTED = frozenset({"", "bullet", "none"})
DEEPEST = 8


class Styles:
    """The paragraph styles of a document, inherited ones included."""

    def __init__(self, document: Document) -> None:
        self._found: dict[str, Any] = {}
        self._default = ""
        for style in document.styles.element.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._found[name] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = name

    def chain(self, paragraph: Any) -> list[Any]:
        """The paragraph and its styles, the nearest first."""
        name = value(paragraph, "pPr/pStyle") or self._default
        chain = [paragraph]
        while name in self._found and self._found[name] not in chain:
            chain.append(self._found[name])
            name = value(chain[-1], "basedOn")
        return chain


class Numbering:
    """Which of the document's lists count their items."""

    def __init__(self, document: Document) -> None:
        self._marks: dict[tuple[str, int], str] = {}
        self._abstract: dict[str, str] = {}
        root = _numbering(document)
        for number in () if root is None else root.iter(f"{W}num"):
            self._abstract[number.get(f"{W}numId", "")] = value(number, "abstractNumId")
        for abstract in () if root is None else root.iter(f"{W}abstractNum"):
            for level in abstract.iter(f"{W}lvl"):
                place = (abstract.get(f"{W}abstractNumId", ""), whole(level.get(f"{W}ilvl", "")))
                self._marks[place] = value(level, "numFmt")

    def counts(self, number: str, depth: int) -> bool:
        """Whether the items of this list have numbers at this depth."""
        return self._marks.get((self._abstract.get(number, ""), depth), "") not in UNCOUNTED


def _numbering(document: Document) -> Any:
    relations = (rel for rel in document.part.rels.values() if not rel.is_external)
    part = next((rel.target_part for rel in relations if rel.reltype.endswith("/numbering")), None)
    return getattr(part, "element", None)


def names(chain: Sequence[Any]) -> list[str]:
    """The names of a paragraph's styles; Word keeps those of its own in English."""
    return [name for part in chain if (name := value(part, "name").lower())]


def heading_level(chain: Sequence[Any]) -> int:
    """The heading's level, 1 to 6; 0 where it is none."""
    for part in chain:
        name = value(part, "name").lower()
        if name == "title":
            return 1
        if found := HEADING.match(name):
            return min(6, max(1, int(found[1])))
        if outline := value(part, "pPr/outlineLvl"):
            return whole(outline) + 1 if whole(outline) < 6 else 0
    return 0


def item_of(chain: Sequence[Any]) -> tuple[str, int]:
    """The list that a paragraph is an item of, or nothing, and how deep."""
    number = next((found for part in chain if (found := value(part, "pPr/numPr/numId"))), "")
    depth = next((found for part in chain if (found := value(part, "pPr/numPr/ilvl"))), "0")
    return ("" if number == "0" else number), min(whole(depth), DEEPEST)


def value(element: Any, path: str) -> str:
    """The `w:val` at a path of elements below."""
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return "" if found is None else str(found.get(f"{W}val", ""))


def whole(digits: str) -> int:
    """A small whole number; 0 for anything else."""
    return int(digits) if digits.isdecimal() and len(digits) < 5 else 0
