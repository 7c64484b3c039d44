"""An answer as it comes: each piece is checked against the guides before anybody reads it."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.answering import MARK, TextOf, stands
from knowledge.words import Answer, Citation, Event, Final, Said

ENOUGH_LEFT = 0.5  # of the pieces a writer said, after those without support are gone


class Spoken:
    """What somebody said of an answer so far, without the pieces that no standing quotation supports.

    Args:
        text_of: the guides' texts, in which every quotation must stand.
    """

    def __init__(self, text_of: TextOf) -> None:
        self._text_of = text_of
        self._kept: list[Said] = []
        self._citations: dict[int, Citation] = {}
        self._heard = 0

    def hear(self, piece: Said) -> Iterator[Said]:
        """The piece as it continues what was said before, where it stands; nothing otherwise."""
        self._heard += 1
        if self._stands(piece):
            self._citations |= {one.n: one for one in piece.citations}
            between = " " if self._kept else ""
            self._kept.append(piece.model_copy(update={"text": between + piece.text.strip()}))
            yield self._kept[-1]

    @property
    def silent(self) -> bool:
        """Whether nothing at all was said: a writer's honest no."""
        return self._heard == 0

    @property
    def enough(self) -> bool:
        """Whether so much of it stands that it may be called an answer."""
        return bool(self._kept) and len(self._kept) >= ENOUGH_LEFT * self._heard

    def answer(self, confidence: float, writer: str) -> Answer:
        """The pieces kept, as one answer."""
        return Answer(
            answer="".join(piece.text for piece in self._kept),
            citations=tuple(self._citations[n] for n in sorted(self._citations)),
            confidence=confidence,
            writer=writer,
        )

    def _stands(self, piece: Said) -> bool:
        """Whether its marks name just its citations, and each of them quotes word for word."""
        marks = {int(mark) for mark in MARK.findall(piece.text)}
        return (
            bool(marks)
            and marks == {one.n for one in piece.citations}
            and all(self._citations.get(one.n, one) == one for one in piece.citations)
            and all(stands(one, self._text_of) for one in piece.citations)
        )


def final(events: Iterator[Event]) -> Answer:
    """The answer that a stream of events ends with."""
    for event in events:
        if isinstance(event, Final):
            return event.answer
    raise ValueError("the stream ended without an answer")
