"""From a question to the passages that answer it: dense and lexical candidates, scored by all their vectors.

The score is a weighted mean of four cosines and of the normalised BM25, which counts as far as the passage holds the
question's content words: words help direct questions and mislead in paraphrases. The weights were chosen on the
development questions of `evals/cases`; heading and plain text raised nDCG@10 there from 0.64 to 0.69.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, Engine

from knowledge import records
from knowledge.lexical import Lexical
from knowledge.ports import Encoder, Vectors
from knowledge.sentences import Kind, sentences
from knowledge.vectors import PassageVectors
from knowledge.wording import content_words, overlap, stem, stems
from knowledge.words import Found, Passage

CANDIDATES = 200
WEIGHTS = {"dense": 0.3, "text": 0.3, "heading": 0.1, "sentence": 0.3, "lexical": 0.2}
CONSIDERED = 60  # of the best that are fetched, scored by coverage, merged and thinned out
SAME_VECTOR = 0.96
SAME_WORDS = 0.75
PER_SECTION = 2
LONGEST_QUESTION = 2000  # characters; what follows changes no vector and slows the word search


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
    """What was asked, what its words weigh (rare ones more), and what was found, best first."""

    question: str
    weights: dict[str, float]
    hits: tuple[Hit, ...]

    def coverage(self, hits: Sequence[Hit]) -> float:
        """The share, by weight, of the question's content words that these passages hold together."""
        held = set().union(*(_words_of(hit.passage) for hit in hits)) if hits else set()
        return _share(self.weights, held)


class _Scored(NamedTuple):
    """A candidate before its text is known; `bound` is the best score it can reach."""

    bound: float
    number: int
    vector: Vectors
    cosines: Vectors
    signals: dict[str, float]


class Search:
    """Searches one index; holds nothing but how often words occur."""

    def __init__(self, engine: Engine, lexical: Lexical, vectors: PassageVectors, encoder: Encoder) -> None:
        self._engine = engine
        self._lexical = lexical
        self._vectors = vectors
        self._encoder = encoder
        self._counted: tuple[int, dict[str, int]] = (-1, {})

    def evidence(self, question: str, k: int) -> Evidence:
        """Up to k hits; none for a question without words."""
        question = " ".join(question[:LONGEST_QUESTION].split())
        words = content_words(question)
        if not any(letter.isalnum() for letter in question):
            return Evidence(question, {}, ())
        vector = self._encoder.encode([question])[0]
        near = self._vectors.nearest(vector, CANDIDATES)
        with self._engine.connect() as connection:
            weights = self._weights(connection, words)
            lexical = self._lexical.search(connection, words, CANDIDATES)
            candidates = records.indexed(connection, near, lexical, self._encoder.dimensions)
            scored = _scored(vector, candidates, lexical)[: max(CONSIDERED, 3 * k)]
            hits = self._hits(connection, scored, weights)
            return Evidence(question, weights, tuple(_joined(connection, _thinned(hits), k)[:k]))

    def _weights(self, connection: Connection, words: Sequence[str]) -> dict[str, float]:
        """Inverse document frequency of each word; a word that no guide holds weighs most."""
        total = records.count(connection)
        if total != self._counted[0]:
            self._counted = (total, {})
        # A local name: another thread may begin a new count meanwhile.
        counts = self._counted[1]
        counts.update(self._lexical.frequencies(connection, [word for word in words if word not in counts]))
        return {word: math.log(1 + (total + 0.5) / (counts[word] + 0.5)) for word in words}

    def _hits(
        self, connection: Connection, scored: Sequence[_Scored], weights: dict[str, float]
    ) -> list[Hit]:
        placed = records.passages_at(connection, [one.number for one in scored])
        hits = [_hit(one, *placed[one.number], weights) for one in scored if one.number in placed]
        return sorted(hits, key=lambda hit: (-round(hit.score, 6), hit.passage.path, hit.passage.start))


def _scored(
    vector: Vectors, candidates: Iterable[records.Indexed], lexical: dict[int, float]
) -> list[_Scored]:
    top = max(lexical.values(), default=0.0) or 1.0
    scored = [_bound(vector, one, lexical.get(one.number, 0.0) / top) for one in candidates]
    return sorted(scored, key=lambda one: (-one.bound, one.number))


def _bound(vector: Vectors, candidate: records.Indexed, lexical: float) -> _Scored:
    cosines = np.clip(candidate.vectors @ vector, 0.0, 1.0)
    signals = {
        "dense": float(cosines[0]),
        "text": float(cosines[1]),
        "heading": float(cosines[2]),
        "sentence": float(cosines[3:].max(initial=0.0)),
        "lexical": lexical,
        "coverage": 1.0,
    }
    return _Scored(_score(signals), candidate.number, candidate.vectors[0], cosines[3:], signals)


def _score(signals: dict[str, float]) -> float:
    """0 to 1: the weighted mean of the signals, the lexical one as far as the question's words are covered."""
    trusted = {**signals, "lexical": signals["lexical"] * signals["coverage"]}
    return sum(weight * trusted[name] for name, weight in WEIGHTS.items()) / sum(WEIGHTS.values())


def _hit(one: _Scored, place: int, passage: Passage, weights: dict[str, float]) -> Hit:
    signals = {**one.signals, "coverage": _share(weights, _words_of(passage))}
    parts = (Part(passage.start, passage.text, one.cosines),)
    return Hit(passage, place, _score(signals), signals, one.vector, parts)


def _words_of(passage: Passage) -> set[str]:
    return stems(f"{' '.join(passage.headings)} {passage.text}")


def _share(weights: dict[str, float], held: set[str]) -> float:
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if stem(word) in held) / total if total else 0.0


def _thinned(hits: Sequence[Hit]) -> list[Hit]:
    """Without passages that say what a better one says in nearly the same words."""
    kept: list[Hit] = []
    for hit in hits:
        if not any(_alike(hit, better) for better in kept):
            kept.append(hit)
    return kept


def _alike(one: Hit, other: Hit) -> bool:
    if float(one.vector @ other.vector) < SAME_VECTOR:
        return False
    return overlap(stems(one.passage.text), stems(other.passage.text)) >= SAME_WORDS


def _joined(connection: Connection, hits: Sequence[Hit], k: int) -> list[Hit]:
    """Neighbours within a section as one passage, and no more than a few passages of any section."""
    joined: list[Hit] = []
    for rank, hit in enumerate(hits):
        same = [at for at, other in enumerate(joined) if _section(other) == _section(hit)]
        next_to = next((at for at in same if rank < 2 * k and _adjacent(joined[at], hit)), None)
        if next_to is not None:
            joined[next_to] = _join(connection, joined[next_to], hit)
        elif len(same) < PER_SECTION:
            joined.append(hit)
    return joined


def _section(hit: Hit) -> tuple[str, ...]:
    return (hit.passage.path, *hit.passage.headings)


def _adjacent(one: Hit, other: Hit) -> bool:
    whole = max(one.passage.end, other.passage.end) - min(one.passage.start, other.passage.start)
    together = len(one.passage.text) + len(other.passage.text)
    # Two passages and the gap between them, no more: a third would make a wall of text.
    return abs(one.place - other.place) == 1 and whole - together < 8 and together < 2600


def _join(connection: Connection, better: Hit, other: Hit) -> Hit:
    start = min(better.passage.start, other.passage.start)
    end = max(better.passage.end, other.passage.end)
    text = records.stretch(connection, better.passage.path, start, end)
    passage = better.passage.model_copy(update={"start": start, "end": end, "text": text})
    signals = {name: max(value, other.signals[name]) for name, value in better.signals.items()}
    return replace(better, passage=passage, signals=signals, parts=better.parts + other.parts)
