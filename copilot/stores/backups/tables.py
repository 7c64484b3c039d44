"""Tables as they stand in the database, whatever revision they are of, and their rows as lines of JSON.

Tables are reflected, not taken from our schema: so an older home is read as it is, and a column whose type turns stored
words into others on the way (such as an encrypted one) is carried as it is stored.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    inspect,
    select,
    text,
    tuple_,
)

from copilot.errors import BadInput

AT_ONCE = 500
"""Rows read or written together."""
DERIVED = frozenset({"vectors", "changes"})
"""Made again from the other tables: kept vectors of profiles, and the journal that running processes follow."""
_OF_LANGGRAPH = ("checkpoint", "writes")
_OF_THE_INDEX = "knowledge_lexical"
REVISION = "alembic_version"


def is_carried(name: str) -> bool:
    """Whether a table's rows go along. What was said in chats goes along in a form of its own (`threads`)."""
    derived = name in DERIVED or name.startswith(_OF_THE_INDEX)
    return not (derived or name == REVISION or name.startswith(_OF_LANGGRAPH))


def carried_tables(connection: Connection) -> list[Table]:
    """The tables that go along; one that others refer to comes before them."""
    names = [name for name in inspect(connection).get_table_names() if is_carried(name)]
    found = MetaData()
    if names:
        found.reflect(connection, only=names)
    for table in found.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, JSON) and column.nullable:
                # Nothing stays nothing: it would become the word null of JSON.
                column.type = JSON(none_as_null=True)
    return [table for table in found.sorted_tables if table.name in names]


def revision_of(connection: Connection) -> str:
    """Which revision the tables are of; empty where there are none."""
    if not inspect(connection).has_table(REVISION):
        return ""
    return str(connection.scalar(text(f"SELECT version_num FROM {REVISION}")) or "")  # noqa: S608 # our own word


def count(connection: Connection, table: Table) -> int:
    """How many rows it has."""
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Its rows by key, each as one line of JSON: the same bytes for the same row in SQLite and in PostgreSQL."""
    key = list(table.primary_key)
    first = select(table).order_by(*key).limit(AT_ONCE)
    rows = connection.execute(first).mappings().all()
    while rows:
        for row in rows:
            yield line({name: _told(value) for name, value in row.items()})
        # Not a cursor of the server's: whoever stops half-way would leave it open.
        last = [rows[-1][column.name] for column in key]
        rows = connection.execute(first.where(tuple_(*key) > tuple_(*last))).mappings().all()


def line(document: dict[str, Any]) -> bytes:
    """One line of JSON Lines; the same for the same document."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def row_of(said: bytes, table: Table, dialect: str) -> dict[str, Any]:
    """The values that such a line has for this table. Raises BadInput where it can't be one of its rows."""
    told: Any = None
    try:
        told = json.loads(said)
        if not isinstance(told, dict) or set(told) != {column.name for column in table.columns}:
            raise ValueError("other columns")
        row = {column.name: _kept(told[column.name], column) for column in table.columns}
    except (ValueError, TypeError, RecursionError) as fault:
        raise BadInput(
            f"A row can't be read: {fault}.",
            place=table.name,
            cure="Take another copy, or an earlier backup.",
        ) from fault
    if dialect == "postgresql":
        for column in table.columns:
            _require_fits(row[column.name], column, f"{table.name} {key_of(row, table)}")
    return row


def key_of(row: dict[str, Any], table: Table) -> str:
    """What names the row in its table."""
    return " ".join(str(_told(row[column.name])) for column in table.primary_key)


def digest(said: bytes) -> bytes:
    """By what two rows are compared."""
    return hashlib.blake2b(said, digest_size=16).digest()


def _told(value: Any) -> Any:
    """Times are UTC without saying so (an event's own time stays its own); bytes stand in Base64."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, (bytes, memoryview)) else value


def _kept(value: Any, column: Column[Any]) -> Any:
    kind = column.type
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value).replace(tzinfo=UTC if kind.timezone else None)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    return value


def _require_fits(value: Any, column: Column[Any], place: str) -> None:
    """SQLite takes what PostgreSQL doesn't."""
    if not isinstance(column.type, String) or not isinstance(value, str):
        return
    most = column.type.length
    if "\x00" in value:
        wrong = "it has a zero byte"
    elif most and len(value) > most:
        wrong = f"it is longer than {most} characters"
    else:
        return
    raise BadInput(
        f"PostgreSQL can't keep the “{column.name}” of this row: {wrong}.", place=place,
        cure="Change it where it is now, then try again.",
    )  # fmt: skip
