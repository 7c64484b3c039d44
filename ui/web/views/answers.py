"""A conversation with the guides: the question, what was read, the answer with its marks, the quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from knowledge.words import Answer, Citation, Found
from ui.web.views.guides import guide_link
from ui.web.views.markdown import prose
from ui.web.views.pieces import NOTHING, busy, listed, piece, together

_MARK = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True)
class Turn:
    """One question and what came of it so far; `said` is as much of the answer as is on the screen."""

    question: str
    found: tuple[Found, ...] = ()
    answer: Answer | None = None
    said: str = ""

    @property
    def complete(self) -> bool:
        """Whether the whole answer stands there."""
        return self.answer is not None and self.said == self.answer.answer


def conversation(turns: Sequence[Turn]) -> Markup:
    """All turns, the newest last."""
    return piece('<div class="conversation">{}</div>', together([_turn(turn) for turn in turns]))


def _turn(turn: Turn) -> Markup:
    return piece(
        '<article class="turn"><div class="asked"><h2 class="for-readers">You asked</h2><p>{}</p></div>'
        '<div class="answered" aria-busy="{}">{}{}</div></article>',
        turn.question, "false" if turn.complete else "true", _searched(turn), _said(turn),
    )  # fmt: skip


def _searched(turn: Turn) -> Markup:
    """What was read, kept in sight: an answer that can't be retraced can't be trusted."""
    if not turn.found:
        return busy("Reading the guides…")
    guides = {found.passage.path for found in turn.found}
    read = listed([_passage(found) for found in turn.found])
    return piece(
        '<details class="searched"><summary>Read {} in {}</summary>{}</details>',
        _count(len(turn.found), "passage"), _count(len(guides), "guide"), read,
    )  # fmt: skip


def _passage(found: Found) -> Markup:
    part = found.passage
    return piece(
        '{} <span class="small">{}</span>',
        guide_link(part.section or part.title, part.path, part.start, part.end),
        part.title,
    )


def _said(turn: Turn) -> Markup:
    if turn.answer is None:
        return NOTHING
    if turn.answer.abstained:
        return _unsaid(turn)
    citations = {citation.n: citation for citation in turn.answer.citations}
    text = piece('<div class="prose answer">{}</div>', marked(turn.said, citations))
    return text + (_sources(turn) if turn.complete else NOTHING)


def _unsaid(turn: Turn) -> Markup:
    """An honest no, with the nearest reading."""
    first, _, _ = (turn.answer.answer if turn.answer else "").partition(" The nearest reading")
    near = listed([_passage(found) for found in turn.found[:3]])
    reading = piece("<p>The nearest reading, in case it helps:</p>{}", near) if near else NOTHING
    return piece(
        '<div class="unsaid"><p class="unsaid-title">{}</p><p>I’d rather not guess. '
        "Your programme’s manager, or your mentor, will know whom to ask.</p>{}</div>",
        first, reading,
    )  # fmt: skip


def marked(text: str, citations: Mapping[int, Citation]) -> Markup:
    """The answer's Markdown with each `[1]` a link to the sentence it quotes."""

    def link(mark: re.Match[str]) -> str:
        citation = citations.get(int(mark.group(1)))
        return str(_mark(citation)) if citation else mark.group()

    return Markup(_MARK.sub(link, str(prose(text))))  # noqa: S704 - escaped text with links of our own put in


def _mark(citation: Citation) -> Markup:
    label = f"Source {citation.n}: {citation.section}"
    link = guide_link(str(citation.n), citation.path, citation.start, citation.end, label)
    return piece('<sup class="mark">{}</sup>', link)


def _sources(turn: Turn) -> Markup:
    if turn.answer is None or not turn.answer.citations:
        return NOTHING
    titles = {found.passage.path: found.passage.title for found in turn.found}
    quotes = together([_source(citation, titles) for citation in turn.answer.citations])
    by = "" if turn.answer.writer == "embedded" else f" Written by {turn.answer.writer}."
    return piece(
        '<div class="sources"><h3>Quoted word for word</h3><ol>{}</ol><p class="small">How sure the guides answer '
        "this: {} %.{}</p></div>",
        quotes, round(100 * turn.answer.confidence), by,
    )  # fmt: skip


def _source(citation: Citation, titles: Mapping[str, str]) -> Markup:
    title = titles.get(citation.path, citation.path)
    words = citation.section if citation.section and citation.section != title else title
    link = guide_link(words, citation.path, citation.start, citation.end)
    return piece(
        '<li value="{}"><blockquote>{}</blockquote><p>{} <span class="small">{}</span></p></li>',
        citation.n, prose(citation.quote), link, title if words != title else "",
    )  # fmt: skip


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
