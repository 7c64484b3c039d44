"""A chat model's answer held against the passages: what they don't carry is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.domain.wording import numbers, stems
from copilot.errors import ModelUnavailable
from copilot.language.asked import AskedAnswer, AskedSentence
from knowledge.words import Answer, Citation, Found, Passage

FEWEST_WORDS = 3
ENOUGH_SUPPORT = 0.4
"""The share of a sentence's meaningful words that its passage must hold; a paraphrase keeps about half."""


def supported_answer(asked: AskedAnswer, found: Sequence[Found], writer: str) -> Answer:
    """The sentences whose quotation stands word for word in its passage, marked; an honest no where the model says no.

    Raises ModelUnavailable where the model answers and not one sentence stands.
    """
    confidence = min(max((hit.score for hit in found), default=0.0), 1.0)
    nearest = tuple(dict.fromkeys(hit.passage.title for hit in found))
    if not asked.answerable:
        return Answer(
            answer="The guides don't say.",
            abstained=True,
            confidence=confidence,
            writer=writer,
            nearest=nearest,
        )
    citations: list[Citation] = []
    said = [_marked(one, found, citations) for one in asked.sentences]
    kept = [sentence for sentence in said if sentence]
    if not kept:
        raise ModelUnavailable(
            "The chat model's answer does not stand in the guides.",
            place=writer,
            cure="The embedded writer can answer.",
        )
    return Answer(answer=" ".join(kept), citations=tuple(citations), confidence=confidence, writer=writer)


def exact_span(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quotation stands in a text; only the white space and the shape of quotation marks may differ."""
    words = quote.strip(" “”\"'…").split()
    if len(words) < FEWEST_WORDS:
        return None
    pattern = r"\s+".join(re.sub(r"['’‘]", "['’‘]", re.escape(word)) for word in words)
    stands = re.search(rf"(?<!\w){pattern}(?!\w)", text)
    return stands.span() if stands else None


def _marked(sentence: AskedSentence, found: Sequence[Found], citations: list[Citation]) -> str:
    """The sentence with its mark, or nothing where it isn't carried; its citation is added."""
    if not 1 <= sentence.passage <= len(found):
        return ""
    passage = found[sentence.passage - 1].passage
    span = exact_span(sentence.quote, passage.text)
    if span is None or not _carried(sentence.text, passage):
        return ""
    citations.append(
        Citation(
            n=len(citations) + 1,
            path=passage.path,
            section=passage.section,
            start=passage.start + span[0],
            end=passage.start + span[1],
            quote=passage.text[slice(*span)],
        )
    )
    words = re.sub(r"\s*\[\d+\]", "", " ".join(sentence.text.split()))
    return f"{words} [{len(citations)}]"


def _carried(text: str, passage: Passage) -> bool:
    """Whether the passage holds the sentence's numbers and enough of its words."""
    held = " ".join((passage.title, *passage.headings, passage.text))
    meant = stems(text)
    return numbers(text) <= numbers(held) and (
        not meant or len(meant & stems(held)) / len(meant) >= ENOUGH_SUPPORT
    )
