"""The Library: guides in, answers out. Reading guides loads neither the encoder nor Chroma."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Engine

from knowledge import records
from knowledge.abstaining import abstention, fitted
from knowledge.answering import check_citations, supported
from knowledge.answering import compose as compose_embedded
from knowledge.indexing import Index
from knowledge.lexical import lexical_for
from knowledge.ports import Encoder, Progress
from knowledge.searching import Evidence, Search
from knowledge.vectors import PassageVectors
from knowledge.words import Answer, Found, Guide, GuidesAdded

NO_GUIDES = Answer(
    answer="There are no guides yet. Whoever runs this adds them, for instance those that ship with "
    "`mentoring guides add --builtin`.",
    abstained=True,
    confidence=0.0,
)
EVIDENCE = 8  # hits an answer is composed from


class Library:
    """Fills the port of that name; one object may serve many threads.

    Args:
        engine: the database that holds the tables of `knowledge.records.metadata`.
        encoder: words into vectors.
        folder: where Chroma keeps its files; one process at a time owns it.
        chroma_url: a Chroma server instead, for several processes.
    """

    def __init__(self, engine: Engine, encoder: Encoder, folder: Path | None, chroma_url: str = "") -> None:
        self._engine = engine
        lexical = lexical_for(engine)
        vectors = PassageVectors(encoder, folder, chroma_url)
        self._index = Index(engine, encoder, lexical, vectors)
        self._search = Search(engine, lexical, vectors, encoder)

    def close(self) -> None:
        """Let go of the index, so that another process may own it."""
        self._index.close()

    def add(
        self,
        paths: Sequence[Path],
        *,
        builtin: bool = False,
        name: str = "",
        progress: Progress | None = None,
    ) -> GuidesAdded:
        """Read files and folders into the index; what vanished from a folder that is added again goes.

        Raises BadInput where a path is missing, Unavailable where the index can't be opened. A file that can't
        be read is reported in `failed`, and the others are read.
        """
        return self._index.add(paths, builtin, name, progress)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the vector and lexical indexes again from the records; how many passages they hold."""
        return self._index.rebuild(progress)

    def agrees(self) -> tuple[bool, str]:
        """Whether the indexes hold what the records say, and a sentence about it."""
        return self._index.agrees()

    def guides(self) -> list[Guide]:
        """Every guide, sorted by path."""
        with self._engine.connect() as connection:
            return records.all_guides(connection)

    def guide(self, path: str) -> Guide:
        """One guide; NotFound where there is none."""
        with self._engine.connect() as connection:
            return records.one_guide(connection, path)

    def search(self, text: str, k: int = 5) -> list[Found]:
        """The k passages that answer best, best first."""
        return [hit.found() for hit in self.evidence(text, k).hits]

    def evidence(self, question: str, k: int = EVIDENCE) -> Evidence:
        """What a search saw: for the composer, the judge, and those who examine them."""
        if not self._holds_guides():
            return Evidence(question, {}, ())
        self._index.open()
        return self._search.evidence(question, k)

    def _holds_guides(self) -> bool:
        with self._engine.connect() as connection:
            return records.count(connection) > 0

    def answer(
        self, question: str, compose: Callable[[str, Sequence[Found]], Answer] | None = None
    ) -> Answer:
        """Search, decide whether there is evidence enough, compose (the embedded way by default), check citations.

        What `compose` writes keeps only sentences whose quotations stand word for word; where too little is left
        the embedded answer is given instead, and `writer` says so.
        """
        if not self._holds_guides():
            return NO_GUIDES
        evidence = self.evidence(question)
        judge = fitted()
        confidence = judge.confidence(evidence)
        if confidence < judge.threshold:
            return abstention(evidence, confidence)
        if compose is not None:
            written = compose(question, [hit.found() for hit in evidence.hits])
            kept = supported(written.model_copy(update={"confidence": confidence}), self._text_of)
            if kept is not None:
                return kept
        return self._embedded(evidence, confidence)

    def _embedded(self, evidence: Evidence, confidence: float) -> Answer:
        answer = compose_embedded(evidence, confidence)
        if answer is None or check_citations(answer, self._text_of):
            return abstention(evidence, confidence)
        return answer

    def _text_of(self, path: str) -> str:
        with self._engine.connect() as connection:
            return records.text_of(connection, path)
