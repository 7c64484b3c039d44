"""From a question to the passages that answer it: dense and lexical candidates, scored by all their signals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Engine

from copilot.errors import Unavailable
from knowledge import records
from knowledge.evidence import Evidence, Hit, Part, held_by, share
from knowledge.lexical import Lexical
from knowledge.merging import joined, thinned
from knowledge.ports import Encoder, Reranker, Vectors
from knowledge.scoring import Scored, fused, scored
from knowledge.vectors import PassageVectors
from knowledge.wording import content_words
from knowledge.words import Passage, Within

NEAREST = 200  # by meaning
SHARING = 100  # by words
FILTERED = 5  # times as many are fetched where a filter will drop some
FEW = 2000  # passages of the guides asked for, up to which each is looked at
CONSIDERED = 40  # of the best that are fetched, scored by coverage, merged and thinned out
RERANKED = 20
LONGEST_QUESTION = 2000  # characters; what follows changes no vector and slows the word search

ANYWHERE = Within()


class Search:
    """Searches one index; holds nothing but how often words occur.

    Args:
        reranker: reads question and passage together and has the last word on the order of the best twenty.
        lost: is told where the vectors can't be reached; raises that again where nothing stands in for them.
    """

    def __init__(
        self,
        engine: Engine,
        lexical: Lexical,
        vectors: PassageVectors,
        encoder: Encoder,
        reranker: Reranker | None = None,
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._lost = lost
        self._engine = engine
        self._lexical = lexical
        self._vectors = vectors
        self._encoder = encoder
        self._reranker = reranker
        self._counted: tuple[int, dict[str, int]] = (-1, {})

    def evidence(self, question: str, k: int, within: Within = ANYWHERE) -> Evidence:
        """Up to k hits; none for a question without words."""
        question = " ".join(question[:LONGEST_QUESTION].split())
        if not any(letter.isalnum() for letter in question):
            return Evidence(question, {}, ())
        vector = self._encoder.encode([question])[0]
        with self._engine.connect() as connection:
            weights, counts = self._weighed(connection, content_words(question))
            ranked = self._ranked(connection, counts, vector, within)
            hits = _hits(connection, ranked[: max(CONSIDERED, 3 * k)], weights)
            found = joined(connection, thinned(self._reranked(question, hits)), k)
        unheld = frozenset(word for word, count in counts.items() if not count)
        return Evidence(question, weights, tuple(found[:k]), unheld, self._encoder.name)

    def candidates(self, question: str) -> list[Hit]:
        """Every passage considered for a question, unmerged: for those who choose weights."""
        vector = self._encoder.encode([question])[0]
        with self._engine.connect() as connection:
            weights, counts = self._weighed(connection, content_words(question))
            ranked = self._ranked(connection, counts, vector, ANYWHERE)
            return _hits(connection, ranked, weights)

    def _ranked(
        self, connection: Connection, counts: dict[str, int], vector: Vectors, within: Within
    ) -> list[Scored]:
        paths = None if within == ANYWHERE else records.paths_within(connection, within)
        lexical = self._lexical_scores(connection, counts, paths)
        found = self._fetched(connection, vector, lexical, paths)
        return scored(vector, found, lexical)

    def _lexical_scores(
        self, connection: Connection, counts: dict[str, int], paths: frozenset[str] | None
    ) -> dict[int, float]:
        # Rare words first: the index may leave out the commonest.
        rarest_first = sorted(counts.items(), key=lambda one: one[1])
        many = SHARING * (1 if paths is None else FILTERED)
        return self._lexical.search(connection, rarest_first, many)

    def _fetched(
        self,
        connection: Connection,
        vector: Vectors,
        lexical: dict[int, float],
        paths: frozenset[str] | None,
    ) -> records.Candidates:
        width = self._encoder.dimensions
        if paths is None:
            return records.candidates(connection, self._near(vector, NEAREST), lexical, width)
        numbers = records.numbers_of(connection, paths)
        if len(numbers) <= FEW:
            return records.candidates(connection, (), numbers, width)
        near = self._near(vector, FILTERED * NEAREST)
        allowed = set(numbers)
        known = records.candidates(connection, near, lexical, width).numbers
        return records.candidates(connection, (), [number for number in known if number in allowed], width)

    def _near(self, vector: Vectors, k: int) -> list[str]:
        """The nearest by meaning; none where their server is lost: those that share words are scored as ever."""
        try:
            return self._vectors.nearest(vector, k)
        except Unavailable:
            self._lost()
            return []

    def _weighed(
        self, connection: Connection, words: Sequence[str]
    ) -> tuple[dict[str, float], dict[str, int]]:
        """Inverse document frequency of each word, and how many passages hold it; what no guide holds weighs most."""
        total = records.count(connection)
        if total != self._counted[0]:
            self._counted = (total, {})
        # A local name, and a copy for the question: another thread may begin a new count meanwhile.
        counts = self._counted[1]
        counts.update(self._lexical.frequencies(connection, [word for word in words if word not in counts]))
        own = {word: counts[word] for word in words}
        return {word: math.log(1 + (total + 0.5) / (count + 0.5)) for word, count in own.items()}, own

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        if self._reranker is None or not hits:
            return hits
        best, rest = hits[:RERANKED], hits[RERANKED:]
        read = self._reranker.relevance(question, [_as_read(hit.passage) for hit in best])
        order = sorted(range(len(best)), key=lambda at: (-float(read[at]), at))
        return [best[at] for at in order] + rest


def _as_read(passage: Passage) -> str:
    return f"{' › '.join(passage.headings)}\n{passage.text}"


def _hits(connection: Connection, ranked: Sequence[Scored], weights: dict[str, float]) -> list[Hit]:
    placed = records.passages_at(connection, [one.number for one in ranked])
    hits = [_hit(one, *placed[one.number], weights) for one in ranked if one.number in placed]
    return sorted(hits, key=lambda hit: (-round(hit.score, 6), hit.passage.path, hit.passage.start))


def _hit(one: Scored, place: int, passage: Passage, weights: dict[str, float]) -> Hit:
    # Where nothing is shared by the index's own reckoning, coverage would be counted for nothing.
    covered = share(weights, held_by(passage)) if one.signals["lexical"] else 0.0
    signals = {**one.signals, "coverage": covered}
    parts = (Part(passage.start, passage.text, one.cosines),)
    return Hit(passage, place, fused(signals), signals, one.vector, parts)
