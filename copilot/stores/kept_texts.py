"""How the words of a home are kept: counted by table and key, each sealed one opened to see that it can be."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection, select, text

from copilot.domain.encryption import EncryptionStatus, KeptTexts
from copilot.errors import KeyMissing, Unreadable
from copilot.stores.checkpoints import SEALED_TURN, Threads
from copilot.stores.confidential import CONFIDENTIAL, TURNS, confidential_table, keyring_of, place
from copilot.stores.keyring import EMPTY, Keyring, is_sealed, key_of


def status_of(connection: Connection) -> EncryptionStatus:
    """Every table that has something in it, and what was said in conversations."""
    ring = keyring_of(connection)
    counts = [_of_table(connection, name, ring) for name in CONFIDENTIAL]
    told = [count.told() for count in (*counts, _of_turns(connection, ring))]
    tables = tuple(one for one in told if one.plain or one.encrypted or one.lost or one.damaged)
    return EncryptionStatus(key=ring.first, keys=ring.ids, tables=tables)


class _Count:
    def __init__(self, table: str, ring: Keyring) -> None:
        self._table, self._ring = table, ring
        self._plain = 0
        self._encrypted: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()
        self._damaged: dict[str, None] = {}

    def take(self, kept: Any, where: str, record: str) -> None:
        if not is_sealed(kept):
            self._plain += kept not in EMPTY
            return
        try:
            self._ring.told(kept, where)
            self._encrypted[key_of(kept)] += 1
        except KeyMissing:
            self._lost[key_of(kept)] += 1
        except Unreadable:
            self._damaged[record] = None

    def told(self) -> KeptTexts:
        return KeptTexts(
            table=self._table,
            plain=self._plain,
            encrypted=dict(self._encrypted),
            lost=dict(self._lost),
            damaged=tuple(self._damaged),
        )


def _of_table(connection: Connection, name: str, ring: Keyring) -> _Count:
    table, columns, count = confidential_table(name), CONFIDENTIAL[name], _Count(name, ring)
    query = select(table.c.id, *(table.c[column] for column in columns))
    for record, *kept in connection.execute(query):
        for column, value in zip(columns, kept, strict=True):
            count.take(value, place(name, column, record), record)
    return count


def _of_turns(connection: Connection, ring: Keyring) -> _Count:
    count, threads = _Count(TURNS, ring), Threads(connection)
    for thread in connection.execute(text("SELECT DISTINCT thread_id FROM checkpoints")).scalars().all():
        for turn in threads.kept(thread):
            count.take(turn.get(SEALED_TURN, turn), place(TURNS, "said", thread), thread)
    return count
