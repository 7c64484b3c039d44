"""The guides in the database: the truth from which every index can be made again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from copilot.errors import NotFound
from knowledge.ports import Vectors
from knowledge.words import Block, Guide, Passage, Within

metadata = MetaData()

guides = Table(
    "knowledge_guides",
    metadata,
    Column("path", String(1000), primary_key=True),
    Column("folder", String(2000), nullable=False, index=True),
    Column("file", String(3000), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("language", String(20), nullable=False),
    Column("audience", JSON, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("asked", JSON, nullable=False, server_default="[]"),
    Column("reviewed", Date),
    Column("blocks", JSON, nullable=False),
    Column("made_by", String(300), nullable=False),
)
passages = Table(
    "knowledge_passages",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("path", ForeignKey("knowledge_guides.path", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("headings", JSON, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_knowledge_passages_path", "path", "place"),
)
vectors = Table(
    "knowledge_vectors",
    metadata,
    Column("number", ForeignKey("knowledge_passages.number", ondelete="CASCADE"), primary_key=True),
    Column("vectors", LargeBinary, nullable=False),
    Column("asked", Integer, nullable=False, server_default="0"),
)

FIXED_ROWS = 2  # of a passage's vectors: itself and its heading
MANY = 500  # values in one IN: well under every database's limit


class Kept(NamedTuple):
    """What is known of a guide's file without reading its text."""

    folder: str
    file: str
    content_hash: str
    made_by: str


class Candidates(NamedTuple):
    """Passages with their vectors, one matrix for all; passage i has the rows `starts[i]` to `starts[i + 1]`.

    Its first row is the passage with its headings, the second its own heading; then `asked[i]` rows, one for each
    question that its guide says the section answers; then a row a sentence.
    """

    numbers: list[int]
    ids: list[str]
    paths: list[str]
    asked: list[int]
    starts: list[int]
    vectors: Vectors


def known(connection: Connection) -> dict[str, Kept]:
    """Path → what is kept of it."""
    columns = select(guides.c.path, guides.c.folder, guides.c.file, guides.c.content_hash, guides.c.made_by)
    return {path: Kept(*rest) for path, *rest in connection.execute(columns)}


def all_guides(connection: Connection) -> list[Guide]:
    """Every guide, sorted by path."""
    return sorted(
        (_guide(row) for row in connection.execute(select(guides)).mappings()), key=lambda g: g.path
    )


def one_guide(connection: Connection, path: str) -> Guide:
    """The guide at a path; NotFound where there is none."""
    row = connection.execute(select(guides).where(guides.c.path == path)).mappings().first()
    if row is None:
        raise NotFound("There is no such guide.", place=path, cure="List the guides to see their paths.")
    return _guide(row)


def text_of(connection: Connection, path: str) -> str:
    """The text of the guide at a path, or nothing where there is none."""
    return str(connection.scalar(select(guides.c.text).where(guides.c.path == path)) or "")


def keep(
    connection: Connection,
    guide: Guide,
    file: str,
    made_by: str,
    parts: Sequence[Passage],
    rows: Sequence[tuple[Vectors, int]],
) -> list[int]:
    """Keep a new guide with its passages and the rows of each (`Candidates`); the passages' numbers, in order."""
    connection.execute(insert(guides), [{**_row(guide), "file": file, "made_by": made_by}])
    if not parts:
        return []
    connection.execute(insert(passages), [_passage_row(part, place) for place, part in enumerate(parts)])
    numbers = list(
        connection.scalars(
            select(passages.c.number).where(passages.c.path == guide.path).order_by(passages.c.place)
        )
    )
    blobs = [
        {"number": n, "vectors": pack(row), "asked": asked}
        for n, (row, asked) in zip(numbers, rows, strict=True)
    ]
    connection.execute(insert(vectors), blobs)
    return numbers


def belongs_to(connection: Connection, path: str, folder: str, file: str) -> None:
    """Say with which folder a guide was added, and where its file lies."""
    connection.execute(update(guides).where(guides.c.path == path).values(folder=folder, file=file))


def forget(connection: Connection, paths: Iterable[str]) -> list[int]:
    """Delete guides with all that hangs on them; the numbers their passages had."""
    gone: list[int] = []
    for path in paths:
        numbers = list(connection.scalars(select(passages.c.number).where(passages.c.path == path)))
        inner = select(passages.c.number).where(passages.c.path == path)
        connection.execute(delete(vectors).where(vectors.c.number.in_(inner)))
        connection.execute(delete(passages).where(passages.c.path == path))
        connection.execute(delete(guides).where(guides.c.path == path))
        gone += numbers
    return gone


def passage_ids(connection: Connection) -> list[str]:
    """The ids of all passages, sorted."""
    return sorted(connection.scalars(select(passages.c.id)))


def count(connection: Connection) -> int:
    """How many passages there are."""
    return int(connection.scalar(select(func.count()).select_from(passages)) or 0)


def sizes(connection: Connection) -> dict[str, int]:
    """How many passages each guide has, by its path."""
    query = select(passages.c.path, func.count()).group_by(passages.c.path)
    return {path: int(number) for path, number in connection.execute(query)}


def candidates(
    connection: Connection, ids: Collection[str], numbers: Collection[int], width: int
) -> Candidates:
    """Passages by id or number, sorted by number, with their vectors of `width` numbers; what is gone is left out."""
    found: dict[int, tuple[str, str, bytes, int]] = {}
    wanted = (passages.c.number, passages.c.id, passages.c.path, vectors.c.vectors, vectors.c.asked)
    joined = select(*wanted).join(vectors)
    for column, values in ((passages.c.id, sorted(ids)), (passages.c.number, sorted(numbers))):
        for first in range(0, len(values), MANY):
            chosen = joined.where(column.in_(bindparam("chosen", expanding=True)))
            rows = connection.execute(chosen, {"chosen": values[first : first + MANY]})
            found.update((number, tuple(rest)) for number, *rest in rows)
    order = sorted(found)
    blobs = [found[number][2] for number in order]
    sizes = (len(blob) // (2 * width) for blob in blobs)
    return Candidates(
        numbers=order,
        ids=[found[number][0] for number in order],
        paths=[found[number][1] for number in order],
        asked=[found[number][3] for number in order],
        starts=[0, *accumulate(sizes)],
        vectors=unpack(b"".join(blobs), width),
    )


def passages_at(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[int, Passage]]:
    """Number → the passage's place in its guide, and the passage."""
    title = guides.c.title.label("title")
    found: dict[int, tuple[int, Passage]] = {}
    for first in range(0, len(numbers), MANY):
        rows = (
            select(passages, title).join(guides).where(passages.c.number.in_(numbers[first : first + MANY]))
        )
        for row in connection.execute(rows).mappings():
            found[row["number"]] = (row["place"], _passage(row))
    return found


def passages_of(connection: Connection, path: str) -> tuple[list[int], list[Passage]]:
    """The numbers and the passages of one guide, in order."""
    numbers = list(
        connection.scalars(
            select(passages.c.number).where(passages.c.path == path).order_by(passages.c.place)
        )
    )
    found = passages_at(connection, numbers)
    return numbers, [found[number][1] for number in numbers]


def paths_within(connection: Connection, within: Within) -> frozenset[str]:
    """The paths of the guides that a filter lets through."""
    columns = select(guides.c.path, guides.c.audience, guides.c.topics, guides.c.language)
    return frozenset(
        path
        for path, audience, topics, language in connection.execute(columns)
        if _meant(within.audience, audience, when_unsaid=True)
        and _meant(within.topic, topics, when_unsaid=False)
        and _meant(within.language, [language] if language else [], when_unsaid=True)
    )


def _meant(wanted: str, said: Sequence[str], *, when_unsaid: bool) -> bool:
    if not wanted:
        return True
    return wanted.casefold() in {each.casefold() for each in said} if said else when_unsaid


def numbers_of(connection: Connection, paths: Collection[str]) -> list[int]:
    """The numbers of these guides' passages."""
    found: list[int] = []
    every = sorted(paths)
    for first in range(0, len(every), MANY):
        chosen = select(passages.c.number).where(passages.c.path.in_(every[first : first + MANY]))
        found += connection.scalars(chosen)
    return found


def stretch(connection: Connection, path: str, start: int, end: int) -> str:
    """`guide.text[start:end]` without fetching the rest of the guide."""
    piece = func.substr(guides.c.text, start + 1, end - start)
    return str(connection.scalar(select(piece).where(guides.c.path == path)) or "")


def pack(rows: Vectors) -> bytes:
    """Vectors as float16: half the room of float32, and cosines move by less than 0.001."""
    return rows.astype("<f2").tobytes()


def unpack(blob: bytes, width: int) -> Vectors:
    """The rows that were packed, shape (rows, width)."""
    rows: NDArray[np.float32] = np.frombuffer(blob, dtype="<f2").reshape(-1, width).astype(np.float32)
    return rows


def _row(guide: Guide) -> dict[str, object]:
    blocks = [[block.kind, block.start, block.end, block.level] for block in guide.blocks]
    lists = {name: list(getattr(guide, name)) for name in ("audience", "topics", "sources")}
    plain = {
        name: getattr(guide, name) for name in ("path", "folder", "title", "text", "content_hash", "language")
    }
    asked = [[heading, list(questions)] for heading, questions in guide.asked]
    return {**plain, **lists, "asked": asked, "reviewed": guide.reviewed, "blocks": blocks}


def _guide(row: RowMapping) -> Guide:
    fields = {name: value for name, value in row.items() if name not in ("file", "made_by")}
    blocks = tuple(Block(kind=k, start=s, end=e, level=n) for k, s, e, n in fields.pop("blocks"))
    asked = tuple((heading, tuple(questions)) for heading, questions in fields.pop("asked"))
    return Guide(**fields, asked=asked, blocks=blocks)


def _passage_row(passage: Passage, place: int) -> dict[str, object]:
    plain = {name: getattr(passage, name) for name in ("id", "path", "start", "end", "text")}
    return {**plain, "place": place, "headings": list(passage.headings)}


def _passage(row: RowMapping) -> Passage:
    headings = tuple(row["headings"])
    return Passage(
        id=row["id"], path=row["path"], title=row["title"], section=headings[-1], headings=headings,
        start=row["start"], end=row["end"], text=row["text"],
    )  # fmt: skip
