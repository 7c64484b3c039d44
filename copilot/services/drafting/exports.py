"""A draft as a file: Markdown, Word, calendar, JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from copilot.domain.drafts import Draft
from copilot.errors import BadInput, Conflict
from copilot.services.calendar_file import MEDIA_TYPE, calendar_file
from copilot.services.drafting.calendar_entries import entries_of

if TYPE_CHECKING:
    from markdown_it.token import Token

Format = Literal["md", "docx", "ics", "json"]
FORMATS: tuple[Format, ...] = ("md", "docx", "ics", "json")


@dataclass(frozen=True)
class Exported:
    """A file to hand over."""

    name: str
    media_type: str
    content: bytes


def exported(draft: Draft, format_: Format) -> Exported:
    """The draft in one of the formats.

    Raises BadInput where the format is unknown, or a calendar is asked of a draft without dates,
    Conflict where it is asked of an edited one.
    """
    if format_ not in FORMATS:
        raise BadInput(
            f"There is no format “{format_}”.", place="--format", cure=f"Use one of {', '.join(FORMATS)}."
        )
    name = f"{draft.kind.value}-{draft.id}.{format_}"
    if format_ == "md":
        return Exported(name, "text/markdown; charset=utf-8", draft.markdown.encode())
    if format_ == "json":
        return Exported(name, "application/json", to_json(draft).encode())
    if format_ == "ics":
        return Exported(name, MEDIA_TYPE, to_calendar(draft))
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Exported(name, media, to_word(draft))


def to_json(draft: Draft) -> str:
    """The draft as the contract shapes it."""
    return json.dumps(draft.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2)


def to_calendar(draft: Draft) -> bytes:
    """An all-day entry for each milestone, or one for the session (RFC 5545)."""
    entries = entries_of(draft)
    if not entries:
        raise BadInput(
            "This draft has no date.",
            place=f"draft {draft.id}",
            cure="Plan the session first, or export to Markdown.",
        )
    if draft.versions:
        raise Conflict(
            "The dates were in the text as it was offered, and this one was edited.",
            place=f"draft {draft.id}",
            cure="Export to Markdown or Word, or have a new draft made.",
        )
    return calendar_file(entries)


def to_word(draft: Draft) -> bytes:
    """The draft's Markdown as a Word document, so that an edited draft is exported as edited."""
    return markdown_to_word(draft.markdown, draft.created)


def markdown_to_word(markdown: str, created: datetime) -> bytes:
    """Markdown as a Word document."""
    from docx import Document
    from markdown_it import MarkdownIt

    document = Document()
    document.core_properties.author = "Mentoring Copilot"
    document.core_properties.created = document.core_properties.modified = created.replace(tzinfo=None)
    style = "Normal"
    for token in MarkdownIt("commonmark", {"html": False}).parse(markdown):
        style = _style(token, style)
        if token.type == "inline":
            _runs(document.add_paragraph(style=style), token)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


_STYLES = {
    "bullet_list_open": "List Bullet",
    "ordered_list_open": "List Number",
    "blockquote_open": "Quote",
    "bullet_list_close": "Normal",
    "ordered_list_close": "Normal",
    "blockquote_close": "Normal",
    "heading_close": "Normal",
}


def _style(token: Token, style: str) -> str:
    if token.type == "heading_open":
        return "Title" if token.tag == "h1" else f"Heading {int(token.tag[1]) - 1}"
    return _STYLES.get(token.type, style)


def _runs(paragraph: Any, token: Token) -> None:
    """Text in its weight; a link or a picture leaves only its words."""
    bold = italic = False
    for child in token.children or []:
        if child.type in {"strong_open", "strong_close"}:
            bold = child.type == "strong_open"
        elif child.type in {"em_open", "em_close"}:
            italic = child.type == "em_open"
        else:
            text = " " if child.type in {"softbreak", "hardbreak"} else child.content.replace("[ ] ", "☐ ", 1)
            run = paragraph.add_run(text)
            run.bold, run.italic = bold, italic
