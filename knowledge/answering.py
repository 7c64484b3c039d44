"""The embedded composer: an answer made of sentences quoted word for word, each with its mark `[1]`.

And the check that every answer goes through, whoever composed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from knowledge.choosing import Chosen, begins_line, choose, mark_of, words_of
from knowledge.evidence import Evidence, Hit, Quotable
from knowledge.words import Answer, Citation

MARK = re.compile(r"\[(\d{1,3})\]")

TextOf = Callable[[str], str]
"""The text of the guide at a path, or nothing where there is none."""


class _Said(NamedTuple):
    words: str
    n: int
    kind: str
    mark: str


def compose(evidence: Evidence, confidence: float) -> Answer | None:
    """Two to five sentences, or the steps as a list; None where no sentence can be quoted."""
    citations: list[Citation] = []
    parts = [_paragraphs(chosen, citations) for chosen in choose(evidence)]
    if not citations:
        return None
    return Answer(answer="\n\n".join(parts), citations=tuple(citations), confidence=confidence)


def _paragraphs(chosen: Chosen, citations: list[Citation]) -> str:
    said = [
        _Said(words_of(chosen.hit, one), _cite(chosen.hit, one, citations), one.kind, _mark(chosen.hit, one))
        for one in chosen.sentences
    ]
    return "".join(_lines(said)).strip()


def _mark(hit: Hit, quotable: Quotable) -> str:
    """The list mark before a sentence; nothing for prose, and within an item."""
    listed = quotable.kind in ("item", "step")
    return mark_of(hit, quotable) if listed and begins_line(hit, quotable) else ""


def _lines(said: list[_Said]) -> Iterator[str]:
    before = ""
    for one in said:
        if one.kind != before:
            yield "\n\n"
        elif one.mark or one.kind == "row":
            yield "\n"
        else:
            yield " "
        yield f"{one.mark} {one.words} [{one.n}]".lstrip()
        before = one.kind


def _cite(hit: Hit, quotable: Quotable, citations: list[Citation]) -> int:
    """The number of the citation that holds the sentence: neighbours on a line share one."""
    last = citations[-1] if citations else None
    passage = hit.passage
    if last and last.path == passage.path and last.end < quotable.start:
        between = passage.text[max(0, last.end - passage.start) : quotable.start - passage.start]
        if last.end >= passage.start and between.strip(" ") == "":
            quote = passage.text[last.start - passage.start : quotable.end - passage.start]
            citations[-1] = last.model_copy(update={"end": quotable.end, "quote": quote})
            return last.n
    words = words_of(hit, quotable)
    citations.append(
        Citation(
            n=len(citations) + 1, path=passage.path, section=passage.section,
            start=quotable.start, end=quotable.end, quote=words,
        )
    )  # fmt: skip
    return len(citations)


def check_citations(answer: Answer, text_of: TextOf) -> list[str]:
    """What is wrong with an answer's citations, a sentence each; nothing where every quote stands word for word."""
    faults = [
        f"Citation {one.n} doesn't stand in {one.path}."
        for one in answer.citations
        if not stands(one, text_of)
    ]
    marked = {int(mark) for mark in MARK.findall(answer.answer)}
    numbers = {one.n for one in answer.citations}
    faults += [f"Mark [{n}] has no citation." for n in sorted(marked - numbers)]
    return faults + [f"Citation {n} isn't marked in the answer." for n in sorted(numbers - marked)]


def stands(citation: Citation, text_of: TextOf) -> bool:
    """Whether the guide says just these words at just this place."""
    quote = citation.quote
    return bool(quote) and text_of(citation.path)[citation.start : citation.end] == quote
