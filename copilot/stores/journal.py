"""What was written, in the order it was written: memories of other processes follow it instead of reading all anew.

Writers come one after the other, so that a number is never seen before a smaller one. An id stands in here only as long
as its record does: of what was removed nothing is kept but that something was.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select

from copilot.domain.changes import Changes
from copilot.stores.schema import changes

NOTED = frozenset({"members", "enrolments", "matches", "choices", "nominations", "verdicts"})
"""Kinds whose memory is worth keeping: what matching reads again and again."""
MOST_AT_ONCE = 200
"""More than this at once are noted as one line: whoever follows reads them all."""
KEPT = 20_000
FORGOTTEN = 0
EVERYTHING = ""


class Journal:
    """The lines of one transaction's connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, kind: str, ids: Sequence[str]) -> None:
        """These were added or saved."""
        if kind in NOTED:
            self._write(kind, ids if len(ids) <= MOST_AT_ONCE else [EVERYTHING])

    def note_removed(self, kind: str, record: str) -> None:
        """This is gone, and so is its id from the lines before."""
        if kind in NOTED:
            gone = (changes.c.kind == kind) & (changes.c.record == record)
            self._connection.execute(delete(changes).where(gone))
            self._write(kind, [EVERYTHING])

    def note_everything(self) -> None:
        """All records are others than before: whoever follows reads everything anew."""
        before = self._last()
        for kind in sorted(NOTED):
            self._write(kind, [EVERYTHING])
        named = (changes.c.seq <= before) & (changes.c.seq > FORGOTTEN) & changes.c.kind.in_(NOTED)
        self._connection.execute(delete(changes).where(named))

    def since(self, mark: int) -> Changes:
        """What was written after that mark; 0 asks from the beginning."""
        last = self._last()
        if not self._forgotten() <= mark <= last:
            return Changes(mark=last, everything=True)
        query = select(changes.c.kind, changes.c.record).where(changes.c.seq > max(mark, FORGOTTEN))
        ids: dict[str, set[str]] = {}
        for kind, record in self._connection.execute(query):
            ids.setdefault(kind, set()).add(record)
        anew = frozenset(kind for kind, records in ids.items() if EVERYTHING in records)
        return Changes(last, {kind: frozenset(records) for kind, records in ids.items()}, anew)

    def _write(self, kind: str, records: Sequence[str]) -> None:
        self._connection.execute(insert(changes), [{"kind": kind, "record": record} for record in records])
        oldest = self._last() - KEPT
        forgotten = self._connection.execute(delete(changes).where(changes.c.seq <= oldest))
        if forgotten.rowcount:
            self._connection.execute(insert(changes), {"seq": FORGOTTEN, "kind": "", "record": str(oldest)})

    def _last(self) -> int:
        return int(self._connection.execute(select(func.max(changes.c.seq))).scalar_one() or 0)

    def _forgotten(self) -> int:
        """The mark up to which lines are gone; kept in a line of its own, since numbers have gaps of other reasons."""
        line = select(changes.c.record).where(changes.c.seq == FORGOTTEN)
        return int(self._connection.execute(line).scalar_one_or_none() or 0)
