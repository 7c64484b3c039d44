"""A conversation with the guides: the question, what was read, the answer with its marks, the quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from knowledge.abstaining import UNSAID
from knowledge.words import Answer, Citation, Event, Found, Said, Searched
from ui.web.views.citations import marked
from ui.web.views.guides import guide_link
from ui.web.views.markdown import prose
from ui.web.views.pieces import NOTHING, busy, counted, listed, piece, together


@dataclass(frozen=True)
class Turn:
    """One question and what came of it so far: `found` is None until the guides were searched."""

    question: str
    found: tuple[Found, ...] | None = None
    said: str = ""
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None

    @property
    def complete(self) -> bool:
        """Whether the whole answer is there."""
        return self.answer is not None


def growing(turn: Turn, events: Iterable[Event]) -> Iterator[Turn]:
    """The turn after each event of its answer."""
    for event in events:
        if isinstance(event, Searched):
            turn = replace(turn, found=event.found)
        elif isinstance(event, Said):
            turn = replace(turn, said=turn.said + event.text, citations=(*turn.citations, *event.citations))
        else:
            answer = event.answer
            turn = replace(turn, said=answer.answer, citations=answer.citations, answer=answer)
        yield turn


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
    if turn.found is None:
        return busy("Reading the guides…")
    if not turn.found:
        said_no = turn.answer is not None and turn.answer.answer.startswith(UNSAID)
        return (
            piece('<p class="searched small">Nothing in the guides comes near.</p>') if said_no else NOTHING
        )
    guides = {found.passage.path for found in turn.found}
    read = listed([_passage(found) for found in turn.found])
    return piece(
        '<details class="searched"><summary>Read {} in {}</summary>{}</details>',
        counted(len(turn.found), "passage"), counted(len(guides), "guide"), read,
    )  # fmt: skip


def _passage(found: Found) -> Markup:
    part = found.passage
    return piece(
        '{} <span class="small">{}</span>',
        guide_link(part.section or part.title, part.path, part.start, part.end),
        part.title,
    )


def _said(turn: Turn) -> Markup:
    if turn.answer and turn.answer.abstained:
        return _unsaid(turn, turn.answer)
    if not turn.said:
        return busy("Writing the answer…") if turn.found and not turn.complete else NOTHING
    citations = {citation.n: citation for citation in turn.citations}
    text = piece('<div class="prose answer">{}</div>', marked(turn.said, citations))
    return text + (_sources(turn, turn.answer) if turn.answer else NOTHING)


def _unsaid(turn: Turn, answer: Answer) -> Markup:
    """An honest no, with the nearest reading; a signpost in its own words, to which nothing may be added."""
    remark = piece('<p class="small">{}</p>', answer.remark) if answer.remark else NOTHING
    if not answer.answer.startswith(UNSAID):
        return piece('<div class="unsaid">{}{}</div>', prose(answer.answer), remark)
    # The reading is listed with its links, so that of the words only their last sentence is left to say.
    whom = answer.answer.removeprefix(UNSAID).rpartition(". ")[2].strip()
    near = listed([_passage(found) for found in (turn.found or ())[:3]])
    reading = piece("<p>The nearest reading, in case it helps:</p>{}", near) if near else NOTHING
    return piece(
        '<div class="unsaid"><p class="unsaid-title">{}</p><p>I’d rather not guess. {}</p>{}{}</div>',
        UNSAID, whom, reading, remark,
    )  # fmt: skip


def _sources(turn: Turn, answer: Answer) -> Markup:
    titles = {found.passage.path: found.passage.title for found in turn.found or ()}
    quotes = together([_source(citation, titles) for citation in answer.citations])
    by = "" if answer.writer == "embedded" else f" Written by {answer.writer}."
    remark = f" {answer.remark}" if answer.remark else ""
    return piece(
        '<div class="sources"><h3>Quoted word for word</h3><ol>{}</ol><p class="small">How sure the guides answer '
        "this: {} %.{}{}</p></div>",
        quotes, round(100 * answer.confidence), by, remark,
    )  # fmt: skip


def _source(citation: Citation, titles: Mapping[str, str]) -> Markup:
    title = titles.get(citation.path, citation.path)
    words = citation.section if citation.section and citation.section != title else title
    link = guide_link(words, citation.path, citation.start, citation.end)
    return piece(
        '<li value="{}"><blockquote>{}</blockquote><p>{} <span class="small">{}</span></p></li>',
        citation.n, prose(citation.quote), link, title if words != title else "",
    )  # fmt: skip
