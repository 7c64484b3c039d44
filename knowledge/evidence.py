"""What a search saw: hits with all that the composer and the judge need of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from knowledge.ports import Vectors
from knowledge.sentences import Kind, sentences
from knowledge.wording import stem, stems
from knowledge.words import Found, Passage


class Quotable(NamedTuple):
    """A sentence at `guide.text[start:end]` with its cosine similarity to the question."""

    start: int
    end: int
    kind: Kind
    cosine: float


class Part(NamedTuple):
    """An indexed passage within a hit, with the cosines of its sentences."""

    start: int
    text: str
    cosines: Vectors


@dataclass(frozen=True)
class Hit:
    """A passage found, with what the composer needs of it: its sentences and its vector."""

    passage: Passage
    place: int
    score: float
    signals: dict[str, float]
    vector: Vectors
    parts: tuple[Part, ...]

    @cached_property
    def quotable(self) -> tuple[Quotable, ...]:
        """The passage's sentences in order; cut only for the few hits that an answer is made of."""
        return tuple(
            Quotable(part.start + span.start, part.start + span.end, span.kind, float(cosine))
            for part in sorted(self.parts, key=lambda part: part.start)
            for span, cosine in zip(sentences(part.text), part.cosines, strict=True)
        )

    def found(self) -> Found:
        """The hit in the words of the port."""
        signals = {name: round(value, 6) for name, value in self.signals.items()}
        return Found(passage=self.passage, score=round(self.score, 6), signals=signals)


@dataclass(frozen=True)
class Evidence:
    """What was asked, what its words weigh (rare ones more), and what was found, best first.

    `unheld` are the words that no guide holds; `encoder` is who compared question and passages.
    """

    question: str
    weights: dict[str, float]
    hits: tuple[Hit, ...]
    unheld: frozenset[str] = frozenset()
    encoder: str = ""

    def coverage(self, hits: Sequence[Hit]) -> float:
        """The share, by weight, of the question's content words that these passages hold together."""
        held = frozenset().union(*(held_by(hit.passage) for hit in hits)) if hits else frozenset()
        return share(self.weights, held)


def held_by(passage: Passage) -> frozenset[str]:
    """The stems of a passage's words and headings."""
    return _stems_of(f"{' '.join(passage.headings)} {passage.text}")


# The best passages of one question are often those of the next.
@lru_cache(maxsize=4096)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def share(weights: dict[str, float], held: frozenset[str]) -> float:
    """The share, by weight, of words whose stems are held; 0 where there are no words."""
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if stem(word) in held) / total if total else 0.0
