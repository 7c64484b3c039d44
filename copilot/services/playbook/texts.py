"""The text of a chapter in its parts: sections that a draft writes, and those that its editors add."""

from __future__ import annotations

import re
from collections.abc import Collection

from copilot.domain.playbook import KEYS, ChapterKey
from copilot.errors import BadInput

OF_NUMBERS = "What our numbers say"
HERE, GUIDES, TO_SETTLE = "How it is done here", "What the guides say", "To settle"
DRAFTED = frozenset({HERE, GUIDES, TO_SETTLE})
"""Sections that a draft writes; all others are the editors' own, and stay when a chapter is drafted anew."""

_CHAPTER = re.compile(r"^## (\d{1,2})\. .*$", re.MULTILINE)
_SOURCES = re.compile(r"^## Sources[ \t]*$", re.MULTILINE)
"""How a draft closes. Any other heading inside a chapter is somebody's own, and stays in it."""
_SECTION = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)
_MARKS = re.compile(r" ?(?<!\\)\[\d{1,3}\]")


def key_of(chapter: str) -> ChapterKey:
    """The chapter of this key, or of this number from 1 to 10."""
    if chapter.isdecimal() and 1 <= int(chapter) <= len(KEYS):
        return KEYS[int(chapter) - 1]
    if chapter in set(KEYS):
        return ChapterKey(chapter)
    raise BadInput(
        f"There is no chapter “{chapter[:40]}”.",
        place="chapter",
        cure=f"Use 1 to 10, or one of {', '.join(KEYS)}.",
    )


def chapters_in(markdown: str) -> dict[ChapterKey, str]:
    """The chapters of a drafted text, by the numbers in their headings, without the marks of sources.

    Raises BadInput where a number is no chapter's or stands twice.
    """
    found: dict[ChapterKey, str] = {}
    headings = list(_CHAPTER.finditer(markdown))
    closing = _closing(markdown)
    for at, heading in enumerate(headings):
        key = key_of(heading[1])
        if key in found:
            raise BadInput(
                f"Chapter {heading[1]} stands twice in it.", place=heading[0], cure="Put the two together."
            )
        end = headings[at + 1].start() if at + 1 < len(headings) else closing
        found[key] = _MARKS.sub("", markdown[heading.end() : end]).strip()
    return {key: text for key, text in found.items() if text}


def _closing(markdown: str) -> int:
    """Where the list of sources begins, the last one where a chapter has its own."""
    found = [heading.start() for heading in _SOURCES.finditer(markdown)]
    return found[-1] if found else len(markdown)


def with_what_was_there(new: str, old: str) -> str:
    """A chapter drafted anew, with the sections that its editors had added to the old one."""
    kept = [
        part for title, part in _sections(old) if title not in DRAFTED and title not in dict(_sections(new))
    ]
    return "\n\n".join([new.strip(), *kept])


def with_section_line(text: str, title: str, line: str, instead_of: Collection[str] = ()) -> str:
    """The text with the entry in a section of that title, which is added where it isn't there.

    Entries of that section that begin with one of `instead_of` go: the new one says the same with newer figures.
    """
    sections = dict(_sections(text))
    if title not in sections:
        return f"{text.strip()}\n\n### {title}\n\n- {line}\n"
    olds = tuple(f"- {each}" for each in instead_of)
    kept = [each for each in sections[title].splitlines() if not (olds and each.startswith(olds))]
    return text.replace(sections[title], "\n".join([*kept, f"- {line}"]))


def _sections(text: str) -> list[tuple[str, str]]:
    """Each section, of whatever level: its title, and itself with the heading, up to the next heading."""
    headings = list(_SECTION.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    return [(found[1], text[found.start() : end].strip()) for found, end in zip(headings, ends, strict=False)]
