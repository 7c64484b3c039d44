"""All rows of one database into another, and each compared once it is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Integer, Table, delete, insert, text

from copilot.errors import CopilotError, Unavailable
from copilot.ports import Progress
from copilot.stores.backups import tables, threads
from knowledge import records as guides
from knowledge.indexing import entries_of
from knowledge.lexical import lexical_for

CONVERSATIONS = "conversations' turns"


def copy_all(source: Connection, target: Connection, progress: Progress | None = None) -> dict[str, int]:
    """Every row that goes along, into empty tables of the same revision; table → how many.

    Each row is read again from where it was written and compared with what it was, by a hash of its values. Nothing is
    committed here. Raises BadInput for a row that the target can't keep, Unavailable where one has become another.
    """
    into = {table.name: table for table in tables.carried_tables(target)}
    from_ = tables.carried_tables(source)
    copied: dict[str, int] = {}
    for done, table in enumerate(from_):
        if progress:
            progress(done, len(from_) + 1, "copying")
        copied[table.name] = _copy(source, table, target, into[table.name])
    copied[CONVERSATIONS] = _copy_threads(source, target)
    index_words(target)
    if progress:
        progress(len(from_) + 1, len(from_) + 1, "copying")
    return copied


def clear_all(connection: Connection) -> None:
    """Take every row out, and what was made from them; those that refer to others first."""
    threads.forget_all(connection)
    for table in reversed(tables.carried_tables(connection)):
        connection.execute(delete(table))
    connection.execute(text("DELETE FROM vectors"))


def is_empty(connection: Connection) -> bool:
    """Whether no table that goes along holds anything."""
    return not any(tables.count(connection, table) for table in tables.carried_tables(connection))


def index_words(connection: Connection) -> None:
    """Make the guides' lexical index anew from their passages."""
    lexical = lexical_for(connection.engine)
    lexical.prepare(connection)
    lexical.clear(connection)
    for path in sorted(guides.known(connection)):
        numbers, parts = guides.passages_of(connection, path)
        lexical.add(connection, entries_of(numbers, parts))


def keep_lines(connection: Connection, table: Table, lines: Iterable[bytes]) -> dict[str, bytes]:
    """Insert rows that stand in such lines; key → hash of each."""
    dialect = connection.dialect.name
    seen: dict[str, bytes] = {}
    batch = []
    for said in lines:
        row = tables.row_of(said, table, dialect)
        seen[tables.key_of(row, table)] = tables.digest(said)
        batch.append(row)
        if len(batch) == tables.AT_ONCE:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    _go_on_counting(connection, table)
    return seen


def _copy(source: Connection, table: Table, target: Connection, into: Table) -> int:
    wanted = keep_lines(target, into, tables.lines_of(source, table))
    there = ((_key(said, into, target), said) for said in tables.lines_of(target, into))
    _compare(table.name, wanted, there)
    return len(wanted)


def _key(said: bytes, table: Table, connection: Connection) -> str:
    return tables.key_of(tables.row_of(said, table, connection.dialect.name), table)


def _copy_threads(source: Connection, target: Connection) -> int:
    wanted = {threads.say_again(target, said): tables.digest(said) for said in threads.said_in(source)}
    _compare(CONVERSATIONS, wanted, zip(sorted(wanted), threads.said_in(target), strict=False))
    return len(wanted)


def _compare(name: str, wanted: Mapping[str, bytes], there: Iterable[tuple[str, bytes]]) -> None:
    left = dict(wanted)
    for key, said in there:
        if left.pop(key, None) != tables.digest(said):
            raise _differs(name, key)
    if left:
        raise _differs(name, next(iter(left)))


def _differs(name: str, key: str) -> CopilotError:
    return Unavailable(
        "A row is not what it was before it was copied. Nothing was kept.",
        place=f"{name} {key}",
        cure="Try again; if it comes back, report it with this row's table and id.",
    )


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL counts by itself, and would give numbers again that came with the rows."""
    numbered = [column for column in table.primary_key if isinstance(column.type, Integer)]
    if connection.dialect.name != "postgresql" or len(table.primary_key) != 1 or not numbered:
        return
    [column] = numbered
    names = {"table": table.name, "column": column.name}
    sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), names)
    if sequence:
        highest = f"(SELECT max({column.name}) FROM {table.name})"  # noqa: S608 # names of our own tables
        statement = text(f"SELECT setval(:sequence, coalesce({highest}, 1), {highest} IS NOT NULL)")
        connection.execute(statement, {"sequence": sequence})
