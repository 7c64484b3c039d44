"""A home whose words are encrypted, encrypted with another key, or decrypted, while others work in it.

Each batch is a transaction of its own: whoever is killed has lost nothing, and whoever comes next goes on with what is
left, since what a value is sealed with stands in it. Revisions stay: the words are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Table,
    Text,
    and_,
    cast,
    delete,
    false,
    func,
    not_,
    or_,
    select,
    text,
    update,
)

from copilot.domain.encryption import EncryptionDone, EncryptionStatus
from copilot.errors import HomeUnusable, Unreadable
from copilot.ports import Progress
from copilot.stores.chats_of_members import stored_bytes
from copilot.stores.checkpoints import SEALED_TURN, Said, Threads, sealed_turn, unsealed_turn
from copilot.stores.confidential import (
    CONFIDENTIAL,
    TURNS,
    confidential_table,
    is_sealed_in_sql,
    keyring_of,
    note_key,
    place,
)
from copilot.stores.database import WRITING, in_sentences
from copilot.stores.encryption_schema import encryption_keys
from copilot.stores.erasing import vacuum
from copilot.stores.kept_texts import status_of
from copilot.stores.keyring import EMPTY, NO_KEYS, SEALED, Keyring, is_sealed, key_of

ROWS_AT_ONCE = 200
THREADS_AT_ONCE = 20
_EMPTY_IN_SQL = ("", "[]", "{}", "null")


class SqlEncryption:
    """Fills the Encryption port over a home's database; its keys are those of the engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def key(self) -> str:
        """The id of the key that seals; empty where none is set."""
        ring: Keyring = self._engine.get_execution_options().get("keyring", NO_KEYS)
        return ring.first

    def status(self) -> EncryptionStatus:
        """What is kept how; every sealed text is opened for it."""
        with self._engine.connect() as connection, in_sentences(self._engine, TURNS):
            return status_of(connection)

    def apply(self, progress: Progress | None = None) -> EncryptionDone:
        """Seal with the first key whatever isn't, and write the files anew."""
        return self._all_into(self.key, progress)

    def remove(self, progress: Progress | None = None) -> EncryptionDone:
        """Keep everything as it was written."""
        return self._all_into("", progress)

    def _all_into(self, key: str, progress: Progress | None) -> EncryptionDone:
        changed: dict[str, int] = {}
        damaged: list[str] = []
        for name in CONFIDENTIAL:
            work = _Table(confidential_table(name), key)
            if found := self._batch_by_batch(name, work.count, work.change, damaged, progress):
                changed[name] = found
        chats = _Chats(key)
        if found := self._batch_by_batch(TURNS, chats.count, chats.change, damaged, progress):
            changed[TURNS] = found
        retired = self._retire(key)
        return EncryptionDone(
            key=key,
            changed=changed,
            damaged=tuple(damaged),
            retired=retired,
            unfinished=self._write_anew(),
        )

    def _batch_by_batch(
        self,
        name: str,
        count: Callable[[Connection], int],
        change: Callable[[Connection, str, list[str]], tuple[str, int]],
        damaged: list[str],
        progress: Progress | None,
    ) -> int:
        with self._engine.connect() as connection:
            due = count(connection)
        last, changed = "", 0
        while due:
            with self._writing() as connection, in_sentences(self._engine, name):
                last, some = change(connection, last, damaged)
            changed += some
            if not last:
                break
            if progress:
                progress(min(changed, due), due, name)
        return changed

    def _writing(self) -> Any:
        return self._engine.execution_options(**WRITING).begin()

    def _retire(self, key: str) -> tuple[str, ...]:
        """Forget the ids of keys that nothing is sealed with any more; while it looks nobody else writes."""
        with self._writing() as connection:
            old = set(connection.execute(select(encryption_keys.c.id)).scalars()) - {key}
            gone = sorted(one for one in old if not _is_in_use(connection, one))
            connection.execute(delete(encryption_keys).where(encryption_keys.c.id.in_(gone)))
        return tuple(gone)

    def _write_anew(self) -> str:
        try:
            vacuum(self._engine)
        except HomeUnusable as fault:
            return f"{fault.message} The files may still hold what was there before: run it again."
        return ""


class _Table:
    """The confidential columns of a table on their way into one key, or into none."""

    def __init__(self, table: Table, key: str) -> None:
        self._table = table
        self._key = key
        self._columns = CONFIDENTIAL[table.name]

    def count(self, connection: Connection) -> int:
        """Rows in which something is to be done."""
        query = select(func.count()).select_from(self._table).where(self._due())
        return int(connection.execute(query).scalar_one())

    def change(self, connection: Connection, last: str, damaged: list[str]) -> tuple[str, int]:
        """The next rows behind that id; the last of them, empty where there are none, and how many texts changed."""
        columns = [self._table.c[name] for name in ("id", *self._columns)]
        query = select(*columns).where(self._table.c.id > last, self._due()).order_by(self._table.c.id)
        rows = connection.execute(query.limit(ROWS_AT_ONCE)).mappings().all()
        if rows and self._key:
            note_key(connection)
        changed = 0
        for row in rows:
            kept = dict(self._resealed(row, keyring_of(connection), damaged))
            if kept:
                same = self._table.c.id == row["id"]
                connection.execute(update(self._table).where(same).values(kept))
                changed += len(kept)
        return (rows[-1]["id"] if rows else ""), changed

    def _resealed(self, row: RowMapping, ring: Keyring, damaged: list[str]) -> Iterator[tuple[str, Any]]:
        into = ring if self._key else NO_KEYS
        for name in self._columns:
            kept, where = row[name], place(self._table.name, name, row["id"])
            if kept in EMPTY or not _is_due(kept, self._key):
                continue
            try:
                yield name, into.sealed(ring.opened(kept, where), where)
            except Unreadable:
                damaged.append(f"{self._table.name} {row['id']}")

    def _due(self) -> ColumnElement[bool]:
        if not self._key:
            return or_(false(), *(is_sealed_in_sql(self._table, name) for name in self._columns))
        return or_(false(), *(self._is_due_in_sql(name) for name in self._columns))

    def _is_due_in_sql(self, name: str) -> ColumnElement[bool]:
        column = self._table.c[name]
        told = cast(column, Text) if isinstance(column.type, JSON) else column
        sealed = is_sealed_in_sql(self._table, name, self._key)
        return and_(told.is_not(None), told.not_in(_EMPTY_IN_SQL), not_(sealed))


class _Chats:
    """What was said in conversations on its way into one key, or into none."""

    def __init__(self, key: str) -> None:
        self._key = key

    def count(self, connection: Connection) -> int:
        """How many conversations there are."""
        query = text("SELECT count(DISTINCT thread_id) FROM checkpoints")
        return int(connection.execute(query).scalar_one())

    def change(self, connection: Connection, last: str, damaged: list[str]) -> tuple[str, int]:
        """The next conversations behind that id, as `_Table.change`."""
        query = text(
            "SELECT DISTINCT thread_id FROM checkpoints WHERE thread_id > :last ORDER BY thread_id LIMIT :most"
        )
        found = connection.execute(query, {"last": last, "most": THREADS_AT_ONCE}).scalars().all()
        changed = sum(self._rekey(connection, thread, damaged) for thread in found)
        return (found[-1] if found else ""), changed

    def _rekey(self, connection: Connection, thread: str, damaged: list[str]) -> int:
        ring = keyring_of(connection)
        into, changed = (ring if self._key else NO_KEYS), 0

        def rekeyed(kept: Said) -> Said:
            nonlocal changed
            if not _is_due(kept.get(SEALED_TURN, ""), self._key):
                return kept
            try:
                after = sealed_turn(unsealed_turn(kept, ring, thread), into, thread)
            except Unreadable:
                damaged.append(f"{TURNS} {thread}")
                return kept
            changed += 1
            return after

        Threads(connection).change(thread, rekeyed)
        return changed


def _is_due(kept: Any, key: str) -> bool:
    """Whether this is kept otherwise than it should be, where the key is what it should be sealed with."""
    if not is_sealed(kept):
        return bool(key)
    return not key or key_of(kept) != key


def _is_in_use(connection: Connection, key: str) -> bool:
    for name, columns in CONFIDENTIAL.items():
        table = confidential_table(name)
        sealed = or_(false(), *(is_sealed_in_sql(table, column, key) for column in columns))
        if connection.execute(select(table.c.id).where(sealed).limit(1)).first():
            return True
    beginning = f"{SEALED}{key}:".encode()
    return any(beginning in said for _, said in stored_bytes(connection))
