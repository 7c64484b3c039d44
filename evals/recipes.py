"""What a search must be better than: the plain recipe of the ecosystem, words alone, vectors alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from sqlalchemy import Connection, create_engine

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.language.encoder import load_encoder
from knowledge.lexical import Entry, Lexical, lexical_for
from knowledge.library import Library
from knowledge.ports import Encoder
from knowledge.splitting import split
from knowledge.wording import content_words
from knowledge.words import Guide, Passage

Section = tuple[str, str]
"""A guide's path and a heading in it: what is judged, since each recipe cuts passages its own way."""
Ranked = list[frozenset[Section]]
"""Best first, what each rank shows; a plain chunk may show several sections at once."""

CHUNK, OVERLAP, PLAIN_K = 1000, 200, 4
DEPTH = 10
SHOWN = 0.2  # of a chunk or of a section, from which the chunk counts as showing it


class Recipe(Protocol):
    """A way to rank sections for a question."""

    def rank(self, question: str) -> Ranked:
        """Best first."""
        ...


@dataclass(frozen=True)
class Plain:
    """LangChain's recursive splitter 1000/200, MiniLM, Chroma, the four nearest chunks."""

    encoder: Encoder
    collection: Any
    shows: list[frozenset[Section]]

    def rank(self, question: str) -> Ranked:
        """The four nearest chunks."""
        vector = self.encoder.encode([question])[0]
        found = self.collection.query(query_embeddings=[vector], n_results=PLAIN_K, include=[])
        return [self.shows[int(key)] for key in found["ids"][0]]


@dataclass(frozen=True)
class WordsAlone:
    """FTS5's BM25 over the passages."""

    passages: Sequence[Passage]
    connection: Connection
    lexical: Lexical

    def rank(self, question: str) -> Ranked:
        """Each section at its best passage's place."""
        counts = self.lexical.frequencies(self.connection, content_words(question))
        rarest_first = sorted(counts.items(), key=lambda one: one[1])
        return _sections([self.passages[at] for at in self.lexical.search(self.connection, rarest_first, 50)])


@dataclass(frozen=True)
class VectorsAlone:
    """The passages' own vectors, headings before the text, nothing else."""

    library: Library

    def rank(self, question: str) -> Ranked:
        """Each section at its nearest passage's place."""
        nearest = sorted(self.library.candidates(question), key=lambda hit: -hit.signals["dense"])
        return _sections([hit.passage for hit in nearest])


@contextmanager
def recipes(copilot: Copilot) -> Iterator[dict[str, Recipe]]:
    """The three, over a copilot's guides."""
    guides, library = copilot.guides.every(OPERATOR), copilot.library
    assert isinstance(library, Library)  # noqa: S101 — the port doesn't show candidates
    passages = [passage for guide in guides for passage in split(guide, copilot.encoder)]
    small = load_encoder("minilm")
    with _plain(guides, small) as plain, _words_alone(passages) as words:
        yield {"plain": plain, "BM25": words, "dense": VectorsAlone(library)}


def _sections(passages: Sequence[Passage]) -> Ranked:
    sections = dict.fromkeys((one.path, one.section) for one in passages)
    return [frozenset({section}) for section in list(sections)[:DEPTH]]


@contextmanager
def _plain(guides: Sequence[Guide], encoder: Encoder) -> Iterator[Recipe]:
    import chromadb
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    cutter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    chunks, shows = [], []
    for guide in guides:
        sections = _spans(split(guide, encoder))
        for chunk in cutter.create_documents([guide.text]):
            start = chunk.metadata["start_index"]
            chunks.append(chunk.page_content)
            shows.append(_shown(sections, start, start + len(chunk.page_content)))
    with TemporaryDirectory(prefix="mentoring-plain-") as folder:
        settings = chromadb.config.Settings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(path=folder, settings=settings)
        collection = client.create_collection(
            "plain", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        vectors = encoder.encode(chunks)
        for first in range(0, len(chunks), 2000):
            ids = [str(at) for at in range(first, min(first + 2000, len(chunks)))]
            collection.add(ids=ids, embeddings=vectors[first : first + 2000])
        try:
            yield Plain(encoder, collection, shows)
        finally:
            client.close()


def _spans(passages: Sequence[Passage]) -> list[tuple[Section, int, int]]:
    grouped = groupby(passages, key=lambda one: (one.path, one.headings))
    return [
        ((path, headings[-1]), own[0].start, own[-1].end)
        for (path, headings), each in grouped
        if (own := list(each))
    ]


def _shown(sections: Sequence[tuple[Section, int, int]], start: int, end: int) -> frozenset[Section]:
    """The sections that make up a fair part of the chunk, or of which it holds a fair part."""
    return frozenset(
        section
        for section, first, last in sections
        if (shared := min(end, last) - max(start, first)) > 0
        and shared >= SHOWN * min(end - start, last - first)
    )


@contextmanager
def _words_alone(passages: Sequence[Passage]) -> Iterator[Recipe]:
    engine = create_engine("sqlite://")
    lexical = lexical_for(engine)
    with engine.connect() as connection:
        lexical.prepare(connection)
        lexical.add(
            connection, [Entry(at, " ".join(one.headings), one.text) for at, one in enumerate(passages)]
        )

        yield WordsAlone(passages, connection, lexical)
    engine.dispose()
