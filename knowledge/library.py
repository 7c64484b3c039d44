"""The Library: guides in, answers out. Reading guides loads neither the encoder nor Chroma."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Engine

from copilot.errors import ModelUnavailable, Unavailable
from knowledge import records
from knowledge.abstaining import CONTACT, abstention, judge_for
from knowledge.answering import check_citations, compose
from knowledge.evidence import Evidence, Hit
from knowledge.following import understood
from knowledge.indexing import Index
from knowledge.languages import ENGLISH, question_warning
from knowledge.lexical import lexical_for
from knowledge.ports import Composer, Encoder, Progress, Reranker
from knowledge.searching import ANYWHERE, Search
from knowledge.speaking import Spoken, final
from knowledge.vectors import PassageVectors
from knowledge.words import Answer, Event, Final, Found, Guide, GuidesAdded, Said, Searched, Within

NO_GUIDES = Answer(
    answer="There are no guides yet. Whoever runs this adds them, for instance those that ship with "
    "`mentoring guides add --builtin`.",
    abstained=True,
    confidence=0.0,
)
BY_WORDS = "The guides were searched by words alone: the server of their vectors does not answer."
BY_WORDS_FOR = 30.0  # seconds until a server of vectors that was lost is asked again
EVIDENCE = 8  # hits an answer is composed from


class Library:
    """Fills the port of that name; one object may serve many threads.

    Args:
        engine: the database that holds the tables of `knowledge.records.metadata`.
        encoder: words into vectors.
        folder: where Chroma keeps its files; one process at a time owns it.
        chroma_url: a Chroma server instead, for several processes.
        languages: those the encoder knows (ISO 639-1); guides and questions in others bring a warning. Empty: all.
        reranker: re-reads what was found, where there is one.
        contact: whom to ask where the guides don't say.
    """

    def __init__(
        self,
        engine: Engine,
        encoder: Encoder,
        folder: Path | None,
        chroma_url: str = "",
        *,
        languages: frozenset[str] = ENGLISH,
        reranker: Reranker | None = None,
        contact: str = CONTACT,
    ) -> None:
        self._engine = engine
        self._contact = contact
        self._languages = languages
        lexical = lexical_for(engine)
        self._vectors = vectors = PassageVectors(encoder, folder, chroma_url)
        self._index = Index(engine, encoder, lexical, vectors, languages)
        self._search = Search(engine, lexical, vectors, encoder, reranker, self._lost)
        self._served = bool(chroma_url)
        self._by_words_until = 0.0

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

    def sizes(self) -> Mapping[str, int]:
        """How many passages each guide has, by its path."""
        with self._engine.connect() as connection:
            return records.sizes(connection)

    def indexed(self) -> int | None:
        """How many passages the vectors hold; None where they are not open. Asking opens nothing."""
        return self._vectors.count() if self._vectors.opened else None

    def search(self, text: str, k: int = 5, within: Within = ANYWHERE) -> list[Found]:
        """The k passages that answer best, best first, of the guides that the filter lets through."""
        return [hit.found() for hit in self.evidence(text, k, within).hits]

    def candidates(self, question: str) -> list[Hit]:
        """Every passage considered for a question, unmerged: for those who choose weights."""
        self._index.open()
        return self._search.candidates(question)

    def warning(self, question: str) -> str:
        """What to say of a question in a language that the encoder doesn't know; nothing where it does."""
        return question_warning(question, self._languages) if self._languages else ""

    def evidence(self, question: str, k: int = EVIDENCE, within: Within = ANYWHERE) -> Evidence:
        """What a search saw: for the composer, the judge, and those who examine them."""
        if not self._holds_guides():
            return Evidence(question, {}, ())
        self._open()
        # A command line hands bytes that are no text over as halves of characters; no tokenizer takes them.
        return self._search.evidence(question.encode(errors="replace").decode(), k, within)

    def _open(self) -> None:
        """Open the index. Where the server of the vectors doesn't answer, guides are searched by words for a while."""
        if time.monotonic() < self._by_words_until:
            return
        try:
            self._index.open()
        except Unavailable:
            if not self._served:
                raise
            self._lost()

    def _lost(self) -> None:
        """Don't ask the server again at once; when it is asked next, what it lost meanwhile is put back."""
        self._by_words_until = time.monotonic() + BY_WORDS_FOR
        self._index.close()

    def _by_words_only(self) -> str:
        """A sentence while the server of the vectors is out of reach; nothing otherwise."""
        return BY_WORDS if time.monotonic() < self._by_words_until else ""

    def _holds_guides(self) -> bool:
        with self._engine.connect() as connection:
            return records.count(connection) > 0

    def answer(self, question: str, composer: Composer | None = None, earlier: Sequence[str] = ()) -> Answer:
        """The whole answer; `stream` gives it as it comes."""
        return final(self.stream(question, composer, earlier))

    def stream(
        self, question: str, composer: Composer | None = None, earlier: Sequence[str] = ()
    ) -> Iterator[Event]:
        """Search, decide whether there is evidence enough, compose (the embedded way by default), check as it comes.

        First what was searched and found, then the pieces that stand, at last the whole answer. A `composer` that
        fails, or of whose sentences too little stands, is replaced by the embedded answer, whose `remark` says so; an
        honest no has no pieces. `earlier` are the questions before, oldest first: a follow-up is understood from them.
        """
        if not self._holds_guides():
            yield Searched()
            yield Final(answer=NO_GUIDES)
            return
        warning = self.warning(question)
        for event in self._events(question, composer, earlier):
            yield _remarked(event, f"{warning} {self._by_words_only()}".strip())

    def _events(self, question: str, composer: Composer | None, earlier: Sequence[str]) -> Iterator[Event]:
        evidence = self.evidence(understood(question, earlier))
        found = tuple(hit.found() for hit in evidence.hits)
        yield Searched(found=found)
        judge = judge_for(evidence.encoder)
        confidence = judge.confidence(evidence)
        if confidence < judge.threshold:
            yield Final(answer=abstention(evidence, confidence, self._contact))
        elif composer is None:
            yield from _at_once(self._embedded(evidence, confidence))
        else:
            yield from self._composed(composer, question, earlier, evidence, confidence)

    def _composed(
        self, composer: Composer, question: str, earlier: Sequence[str], evidence: Evidence, confidence: float
    ) -> Iterator[Event]:
        spoken = Spoken(self._text_of)
        try:
            for piece in composer.say(question, [hit.found() for hit in evidence.hits], earlier):
                yield from spoken.hear(piece)
        except ModelUnavailable as fault:
            remark = f"{composer.name} could not be used, so the embedded writer answered. {fault.message}"
            yield Final(answer=self._embedded(evidence, confidence, remark))
            return
        if spoken.silent:
            honest = abstention(evidence, confidence, self._contact)
            yield Final(answer=honest.model_copy(update={"writer": composer.name}))
        elif spoken.enough:
            yield Final(answer=spoken.answer(confidence, composer.name))
        else:
            remark = f"Too little of what {composer.name} wrote stands in the guides, so the embedded writer answered."
            yield Final(answer=self._embedded(evidence, confidence, remark))

    def _embedded(self, evidence: Evidence, confidence: float, remark: str = "") -> Answer:
        answer = compose(evidence, confidence)
        if answer is None or check_citations(answer, self._text_of):
            answer = abstention(evidence, confidence, self._contact)
        return answer.model_copy(update={"remark": remark})

    def _text_of(self, path: str) -> str:
        with self._engine.connect() as connection:
            return records.text_of(connection, path)


def _remarked(event: Event, warning: str) -> Event:
    if not warning or not isinstance(event, Final):
        return event
    remark = f"{event.answer.remark} {warning}".strip()
    return Final(answer=event.answer.model_copy(update={"remark": remark}))


def _at_once(answer: Answer) -> Iterator[Event]:
    if not answer.abstained:
        yield Said(text=answer.answer, citations=answer.citations)
    yield Final(answer=answer)
