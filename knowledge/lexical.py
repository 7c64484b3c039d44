"""Ranking by shared words, in the same database as the records: FTS5's BM25, or PostgreSQL's text search.

BM25: Robertson and Zaragoza, 2009, The Probabilistic Relevance Framework. Headings count twice as much as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, Engine, text

from copilot.errors import Unavailable


class Entry(NamedTuple):
    """What of a passage can be found by its words."""

    number: int
    headings: str
    text: str


Counted = tuple[str, int]
"""A word, and how many passages hold it."""
ENOUGH = 20_000  # passages that share a word with the question: more only cost time


class Lexical(Protocol):
    """An index of words; scores grow with relevance and mean nothing between two questions."""

    def prepare(self, connection: Connection) -> None:
        """Make the index where it is missing."""
        ...

    def add(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Index passages."""
        ...

    def forget(self, connection: Connection, numbers: Iterable[int]) -> None:
        """Take passages out."""
        ...

    def clear(self, connection: Connection) -> None:
        """Take everything out."""
        ...

    def count(self, connection: Connection) -> int:
        """How many passages are indexed."""
        ...

    def search(self, connection: Connection, words: Sequence[Counted], k: int) -> dict[int, float]:
        """Number → score of up to k passages that share a word with these, best first.

        `words` are given with how many passages hold them, rarest first. Common ones are left out where the rarer
        ones already bring passages enough to choose from: they would cost most and tell least.
        """
        ...

    def frequencies(self, connection: Connection, words: Sequence[str]) -> dict[str, int]:
        """How many passages hold each word, in any of its forms."""
        ...


def lexical_for(engine: Engine) -> Lexical:
    """The index that this database offers; Unavailable where it offers none."""
    if engine.dialect.name == "sqlite":
        return SqliteLexical()
    if engine.dialect.name == "postgresql":
        return PostgresLexical()
    raise Unavailable(
        f"Guides can't be searched in a database of the kind {engine.dialect.name}.",
        cure="Use SQLite or PostgreSQL.",
    )


class SqliteLexical:
    """A full-text table beside the records; its row ids are the passages' numbers."""

    def prepare(self, connection: Connection) -> None:
        """Make the index where it is missing."""
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE IF NOT EXISTS knowledge_lexical "
                "USING fts5(headings, words, tokenize = 'porter unicode61')"
            )
        )

    def add(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Index passages."""
        if entries:
            row = "INSERT INTO knowledge_lexical (rowid, headings, words) VALUES (:number, :headings, :text)"
            connection.execute(text(row), [entry._asdict() for entry in entries])

    def forget(self, connection: Connection, numbers: Iterable[int]) -> None:
        """Take passages out."""
        gone = [{"number": number} for number in numbers]
        if gone:
            connection.execute(text("DELETE FROM knowledge_lexical WHERE rowid = :number"), gone)

    def clear(self, connection: Connection) -> None:
        """Take everything out."""
        connection.execute(text("DROP TABLE IF EXISTS knowledge_lexical"))
        self.prepare(connection)

    def count(self, connection: Connection) -> int:
        """How many passages are indexed."""
        return int(connection.scalar(text("SELECT count(*) FROM knowledge_lexical_docsize")) or 0)

    def search(self, connection: Connection, words: Sequence[Counted], k: int) -> dict[int, float]:
        """Number → score of up to k passages that share a word with these, best first."""
        telling = _telling(words)
        if not telling:
            return {}
        rows = connection.execute(
            text(
                # Ordered by its own rank, FTS5 sorts while it reads.
                "SELECT rowid, -rank FROM knowledge_lexical WHERE knowledge_lexical MATCH :query "
                "AND rank MATCH 'bm25(2.0, 1.0)' ORDER BY rank LIMIT :k"
            ),
            {"query": " OR ".join(_quoted(word) for word in telling), "k": k},
        )
        return {int(number): float(score) for number, score in rows}

    def frequencies(self, connection: Connection, words: Sequence[str]) -> dict[str, int]:
        """How many passages hold each word, in any of its forms."""
        counted = text("SELECT count(*) FROM knowledge_lexical WHERE knowledge_lexical MATCH :query")
        return {word: int(connection.scalar(counted, {"query": _quoted(word)}) or 0) for word in words}


class PostgresLexical:
    """A table of text-search vectors with a GIN index; `ts_rank_cd` stands in for BM25."""

    def prepare(self, connection: Connection) -> None:
        """Make the index where it is missing."""
        connection.execute(
            text(
                "CREATE TABLE IF NOT EXISTS knowledge_lexical "
                "(number integer PRIMARY KEY, words tsvector NOT NULL)"
            )
        )
        connection.execute(
            text("CREATE INDEX IF NOT EXISTS ix_knowledge_lexical ON knowledge_lexical USING gin (words)")
        )

    def add(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Index passages."""
        if entries:
            row = (
                "INSERT INTO knowledge_lexical (number, words) VALUES (:number, setweight(to_tsvector('english', "
                ":headings), 'A') || setweight(to_tsvector('english', :text), 'B'))"
            )
            connection.execute(text(row), [entry._asdict() for entry in entries])

    def forget(self, connection: Connection, numbers: Iterable[int]) -> None:
        """Take passages out."""
        gone = [{"number": number} for number in numbers]
        if gone:
            connection.execute(text("DELETE FROM knowledge_lexical WHERE number = :number"), gone)

    def clear(self, connection: Connection) -> None:
        """Take everything out."""
        self.prepare(connection)
        connection.execute(text("DELETE FROM knowledge_lexical"))

    def count(self, connection: Connection) -> int:
        """How many passages are indexed."""
        return int(connection.scalar(text("SELECT count(*) FROM knowledge_lexical")) or 0)

    def search(self, connection: Connection, words: Sequence[Counted], k: int) -> dict[int, float]:
        """Number → score of up to k passages that share a word with these, best first."""
        telling = _telling(words)
        if not telling:
            return {}
        # 1: divided by the logarithm of the length, so that long passages don't win by length alone.
        rows = connection.execute(
            text(
                "SELECT number, ts_rank_cd('{0, 0, 0.5, 1.0}', words, query, 1) AS score FROM knowledge_lexical, "
                "to_tsquery('english', :query) query WHERE words @@ query ORDER BY score DESC, number LIMIT :k"
            ),
            {"query": " | ".join(_lexeme(word) for word in telling), "k": k},
        )
        return {int(number): float(score) for number, score in rows}

    def frequencies(self, connection: Connection, words: Sequence[str]) -> dict[str, int]:
        """How many passages hold each word, in any of its forms."""
        counted = text("SELECT count(*) FROM knowledge_lexical WHERE words @@ to_tsquery('english', :query)")
        return {word: int(connection.scalar(counted, {"query": _lexeme(word)}) or 0) for word in words}


def _telling(words: Sequence[Counted]) -> list[str]:
    """The rarest words, as long as they don't bring too many passages; at least one that occurs at all."""
    kept: list[str] = []
    brought = 0
    for word, count in words:
        if count and kept and brought + count > ENOUGH:
            break
        brought += count
        kept += [word] if count else []
    return kept


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _lexeme(word: str) -> str:
    return "'" + word.replace("\\", "").replace("'", "''") + "'"
