"""A chat model's answer held against the passages while it comes, a line a sentence.

A line reads `What to do. [2] "words copied from passage 2"`. Its marks become citations where the words stand there
and carry the sentence; otherwise it comes without any, and nobody gets to read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from copilot.domain.wording import numbers, proper_names, stems
from copilot.errors import ModelUnavailable
from copilot.language.lines import Line, Marks, lines_of, read_line
from copilot.language.quotations import carrying_span, exact_span, sentence_around, turns_round
from knowledge.plain_words import is_safe, plain
from knowledge.sentences import split_prose
from knowledge.wording import stems as all_stems
from knowledge.wording import words
from knowledge.words import Citation, Found, Passage, Said

UNSAID = "NOT IN THE GUIDES"
MOST_SENTENCES = 6
MOST_LINES = 16
ENOUGH_IN_PASSAGE = 0.5
"""The share of a sentence's meaningful words that its passage must hold; a paraphrase keeps about half."""
FEWEST_IN_QUOTED = 2
"""Meaningful words that it shares with the sentences its quotation is taken from, if it has so many."""

UNMISTAKABLE = 5
"""Words of a quotation that is recognised in another passage than the one whose number it bears."""
NEARLY_THE_SAME = 0.8
"""The share of a sentence's meaningful words in one sentence of a guide, from which it is that sentence."""
FEWEST_WORDS = 3
"""Words of a sentence: a shorter one says too little to be held against anything."""

Place = tuple[Passage, tuple[int, int]]
"""A passage and the span of it that is quoted."""


def sentences_said(
    pieces: Iterable[str], question: str, found: Sequence[Found], model: str
) -> Iterator[Said]:
    """Each sentence as its line is complete, with its citations; not one where the model says an honest no.

    Args:
        pieces: the reply, cut anywhere.
        question: names in it may stand in the answer too.
        found: the passages, numbered from 1 on as the model was given them.
        model: the place of a fault.

    Raises ModelUnavailable where the model says neither a sentence nor no.
    """
    answer = _Answer(question, found)
    for text in islice(lines_of(pieces), MOST_LINES):
        if _is_a_no(text):
            return
        for line in read_line(text):
            yield from answer.said(line)
        if answer.length >= MOST_SENTENCES:
            return
    if not answer.length:
        raise ModelUnavailable(
            "The chat model said nothing.", place=model, cure="Try again, or use another model."
        )


def _is_a_no(line: str) -> bool:
    return line.strip(" .!*_\"'`#-[]").upper().startswith(UNSAID)


class _Answer:
    """What was said so far: numbers the citations, and passes over what was said before."""

    def __init__(self, question: str, found: Sequence[Found]) -> None:
        self._known = set(words(question))
        self._passages = [hit.passage for hit in found]
        self._citations: dict[tuple[str, int, int], Citation] = {}
        self._texts: set[str] = set()

    @property
    def length(self) -> int:
        """How many different sentences were said, those without support among them."""
        return len(self._texts)

    def said(self, line: Line) -> Iterator[Said]:
        """Each sentence with its marks, or without any where nothing supports it; nothing where it is a repetition."""
        for start, end in split_prose(line.text):
            text = plain(line.text[start:end])
            if words(text) and text not in self._texts:
                self._texts.add(text)
                yield self._marked(text, line.marks if is_safe(line.text) else ())

    def _marked(self, text: str, marks: Marks) -> Said:
        places = self._places(text, marks) if len(words(text)) >= FEWEST_WORDS else []
        cited = tuple(dict.fromkeys(self._cite(*place) for place in places))
        return Said(text=" ".join((text, *(f"[{one.n}]" for one in cited))), citations=cited)

    def _places(self, text: str, marks: Marks) -> list[Place]:
        """Where in the passages the sentence is said; nowhere unless they hold its numbers, names and words."""
        places = [place for mark in marks if (place := self._place(text, *mark))]
        held = " ".join(_all_of(passage) for passage, _ in places)
        return places if places and self._carried(text, held) else []

    def _place(self, text: str, number: int, quote: str) -> Place | None:
        """Where the sentence's quotation stands, if what is quoted speaks of the same; or where the guide says it.

        Models miscount and misquote. The words themselves then tell where they are from, if there is no mistaking them.
        """
        if not 1 <= number <= len(self._passages):
            return None
        named = self._passages[number - 1]
        span = exact_span(quote, named.text) if quote else carrying_span(text, named.text)
        places = (
            (named, span) if span else None,
            _only(quote, self._passages),
            _said_in(text, self._passages),
        )
        return next((place for place in places if place and _speaks_of(text, *place)), None)

    def _carried(self, text: str, held: str) -> bool:
        names = {word for name in proper_names(text) for word in words(name)}
        meant = stems(text)
        return (
            numbers(text) <= numbers(held)
            and names <= set(words(held)) | self._known
            and len(meant & all_stems(held)) >= ENOUGH_IN_PASSAGE * len(meant)
        )

    def _cite(self, passage: Passage, span: tuple[int, int]) -> Citation:
        start, end = passage.start + span[0], passage.start + span[1]
        return self._citations.setdefault(
            (passage.path, start, end),
            Citation(
                n=len(self._citations) + 1, path=passage.path, section=passage.section,
                start=start, end=end, quote=passage.text[slice(*span)],
            ),
        )  # fmt: skip


def _speaks_of(text: str, passage: Passage, span: tuple[int, int]) -> bool:
    """Whether a quotation is about the sentence, not against it, and nothing in it is better left unread."""
    meant, quoted = stems(text), sentence_around(passage.text, span)
    enough = len(meant & all_stems(quoted)) >= min(FEWEST_IN_QUOTED, len(meant))
    return enough and not turns_round(text, quoted) and is_safe(passage.text[slice(*span)])


def _only(quote: str, passages: Sequence[Passage]) -> Place | None:
    """The one passage in which a quotation of some length stands."""
    if len(quote.split()) < UNMISTAKABLE:
        return None
    places = [(passage, span) for passage in passages if (span := exact_span(quote, passage.text))]
    return places[0] if len(places) == 1 else None


def _said_in(text: str, passages: Sequence[Passage]) -> Place | None:
    """The first passage with a sentence that says nearly the same words."""
    spans = ((passage, carrying_span(text, passage.text, NEARLY_THE_SAME)) for passage in passages)
    return next(((passage, span) for passage, span in spans if span), None)


def _all_of(passage: Passage) -> str:
    return " ".join((passage.title, *passage.headings, passage.text))
