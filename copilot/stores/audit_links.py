"""The links of the audit log's chain in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from copilot.domain.audit_chain import FIELDS, Act, Head, Link
from copilot.stores.privacy_schema import audit_chain
from copilot.stores.schema import audit_log

IDS_AT_ONCE = 500
"""More than these don't fit into one question everywhere."""


class SqlLinks:
    """Fills Links on the connection of a transaction.

    Writers come one after the other on both databases (`WRITING`); should one ever not queue, its link's number is
    taken and its transaction refused: the chain can't fork.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> Head:
        """The last link."""
        query = select(audit_chain.c.seq, audit_chain.c.hash).order_by(audit_chain.c.seq.desc()).limit(1)
        row = self._connection.execute(query).first()
        return Head(row.seq, row.hash) if row else Head()

    def append(self, links: Collection[Link]) -> None:
        """Keep new links; Conflict where a number is taken."""
        self._connection.execute(insert(audit_chain), [asdict(link) for link in links])

    def of_entries(self, entries: Collection[str]) -> list[Link]:
        """The links that speak of these lines, in order."""
        found = [
            link
            for some in _some(entries)
            for link in self._links(select(audit_chain).where(audit_chain.c.entry.in_(some)))
        ]
        return sorted(found, key=lambda link: link.seq)

    def forget_salts(self, seqs: Collection[int]) -> None:
        """Throw the salts of these links away."""
        for some in _some(seqs):
            self._connection.execute(update(audit_chain).where(audit_chain.c.seq.in_(some)).values(salt=""))

    def after(self, seq: int, most: int) -> list[Link]:
        """The next links after that number, in order."""
        query = select(audit_chain).where(audit_chain.c.seq > seq).order_by(audit_chain.c.seq).limit(most)
        return self._links(query)

    def acting(self, acts: Collection[Act]) -> list[Link]:
        """The links that do one of these, in order."""
        wanted = audit_chain.c.act.in_([str(act) for act in acts])
        return self._links(select(audit_chain).where(wanted).order_by(audit_chain.c.seq))

    def lines(self, entries: Collection[str]) -> dict[str, Mapping[str, Any]]:
        """Lines as they stand in the log, by id; one that can't be read any more is empty."""
        found: dict[str, Mapping[str, Any]] = {}
        for some in _some(entries):
            try:
                found |= self._read(some)
            except (TypeError, ValueError):  # one of them holds what no line can: each alone tells which
                for each in some:
                    found |= self._readable(each)
        return found

    def strays(self) -> list[str]:
        """Ids of lines that no link speaks of."""
        linked = select(audit_chain.c.entry)
        query = select(audit_log.c.id).where(audit_log.c.id.not_in(linked)).order_by(audit_log.c.id)
        return list(self._connection.execute(query).scalars())

    def _readable(self, entry: str) -> dict[str, Mapping[str, Any]]:
        try:
            return self._read([entry])
        except (TypeError, ValueError):
            return {entry: {}}

    def _read(self, entries: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        columns = [audit_log.c[field] for field in FIELDS]
        rows = self._connection.execute(select(*columns).where(audit_log.c.id.in_(entries))).mappings()
        return {row["id"]: dict(row) for row in rows}

    def _links(self, query: Select[Any]) -> list[Link]:
        return [Link(**row) for row in self._connection.execute(query).mappings()]


def _some(several: Collection[Any]) -> list[list[Any]]:
    listed = list(several)
    return [listed[start : start + IDS_AT_ONCE] for start in range(0, len(listed), IDS_AT_ONCE)]
