"""The words of the knowledge index: guide, passage, citation, answer."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Word(BaseModel):
    """An immutable value; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Block(Word):
    """A piece of a guide's build: `guide.text[start:end]`, marks included; `level` is that of a heading, 1 to 6."""

    kind: Literal["heading", "paragraph", "list", "steps", "table", "code"]
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    level: int = 0


class Guide(Word):
    """A training document. `text` is what was extracted from the file; all offsets are characters of it.

    `blocks` tell how the text is built, in order. Without them a guide is paragraphs between empty lines.
    `asked` are questions that its sections answer, in a reader's words: a heading, then its questions.
    """

    path: str
    title: str
    text: str
    content_hash: str
    folder: str = ""
    language: str = ""
    audience: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reviewed: date | None = None
    asked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    blocks: tuple[Block, ...] = Field(default=(), repr=False)


class Passage(Word):
    """A piece of a guide that never crosses a section: `guide.text[start:end] == text`.

    `section` is the innermost heading, `headings` the path to it from the title down.
    """

    id: str
    path: str
    title: str
    section: str
    headings: tuple[str, ...] = ()
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class Within(Word):
    """Which guides to search: those for an audience, on a topic, in a language; empty means any.

    A guide that names no audience is for everybody; one whose language isn't known counts as any.
    """

    audience: str = ""
    topic: str = ""
    language: str = ""


class Found(Word):
    """A passage that a search found. `score` lies in 0 to 1; `signals` names its parts."""

    passage: Passage
    score: float
    signals: dict[str, float] = {}


class Citation(Word):
    """A quotation from a guide: `guide.text[start:end] == quote`, word for word."""

    n: int = Field(ge=1)
    kind: Literal["guide"] = "guide"
    path: str
    section: str
    start: int
    end: int
    quote: str


class Answer(Word):
    """What the guides say, each sentence marked with its citation `[1]`; or an honest no.

    `confidence` is the probability, 0 to 1, that the guides answer the question. `writer` is who wrote these words,
    and `remark` says why it is not the one who was to.
    """

    answer: str
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    confidence: float = Field(ge=0, le=1)
    writer: str = "embedded"
    remark: str = ""
    nearest: tuple[str, ...] = ()


class Searched(Word):
    """The first event of an answer: what was found, before anything is said."""

    found: tuple[Found, ...] = ()


class Said(Word):
    """A piece of an answer as it comes: `text` continues what was said before, white space and marks included.

    `citations` are those its marks name. A piece without any has no support, and nobody is to read it.
    """

    text: str
    citations: tuple[Citation, ...] = ()


class Final(Word):
    """The last event: the whole answer. It replaces what was said before, which may have been given up."""

    answer: Answer


Event = Searched | Said | Final


class GuideFailed(Word):
    """A file that could not be read as a guide, and why."""

    path: str
    error: str


class GuidesAdded(Word):
    """What adding files did: counts of guides, the files that failed, and how many passages the index now holds."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[GuideFailed, ...] = ()
    passages: int = 0
    encoded: int = 0
    warnings: tuple[str, ...] = ()
