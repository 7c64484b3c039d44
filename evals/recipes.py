"""What a search must be better than: the plain recipe of the ecosystem, words alone, vectors alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from sqlalchemy import create_engine

from copilot.language.encoder import load_encoder
from knowledge.lexical import Entry, lexical_for
from knowledge.ports import Encoder
from knowledge.splitting import embedded, split
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
class Ordered:
    """The sections of a ranking of passages."""

    passages: Sequence[Passage]
    order: Callable[[str], Sequence[int]]

    def rank(self, question: str) -> Ranked:
        """Each section at its best passage's place."""
        ordered = (self.passages[at] for at in self.order(question))
        sections = dict.fromkeys((one.path, one.section) for one in ordered)
        return [frozenset({section}) for section in list(sections)[:DEPTH]]


@contextmanager
def recipes(guides: Sequence[Guide], encoder: Encoder) -> Iterator[dict[str, Recipe]]:
    """The three, over the same guides; `encoder` is the one of the search they are compared with."""
    small = load_encoder("minilm", "float32")
    passages = [passage for guide in guides for passage in split(guide, encoder)]
    with _plain(guides, small) as plain, _words_alone(passages) as words:
        yield {"plain": plain, "BM25": words, "dense": _vectors_alone(passages, encoder)}


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

        def order(question: str) -> list[int]:
            counts = lexical.frequencies(connection, content_words(question))
            return list(lexical.search(connection, sorted(counts.items(), key=lambda one: one[1]), 50))

        yield Ordered(passages, order)
    engine.dispose()


def _vectors_alone(passages: Sequence[Passage], encoder: Encoder) -> Recipe:
    vectors = encoder.encode([embedded(one, encoder) for one in passages])

    def order(question: str) -> list[int]:
        found: list[int] = (-(vectors @ encoder.encode([question])[0])).argsort(kind="stable")[:50].tolist()
        return found

    return Ordered(passages, order)
