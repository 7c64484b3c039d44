"""The tables of what keeps the house honest: the chain of the audit log, and the ledger of consents."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from copilot.stores.columns import UtcDateTime, aggregate, id_, metadata
from copilot.stores.community_schema import LENGTH_OF_TWO_IDS

audit_chain = Table(
    "audit_chain",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("act", String(20), nullable=False),
    id_("entry", index=True),
    Column("of", Integer, nullable=False),
    Column("salt", String(32), nullable=False),
    Column("commitment", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    comment="The audit log's links, in order; a number twice is refused, so the chain can't fork",
)
consents = aggregate(
    "consents",
    id_("member", index=True),
    id_("purpose", index=True),
    Column("what", String(LENGTH_OF_TWO_IDS), nullable=False, default=""),
    Column("given_at", UtcDateTime),
    Column("withdrawn_at", UtcDateTime),
    id_("words"),
)
