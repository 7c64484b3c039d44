"""The ledger of consents, and the audit log as a chain.

What the log holds already is chained as it is found, oldest first; a line says so. Consents that stand already are
noted without a day.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from copilot.domain.audit_chain import THE_LOG, Head, act_of, link_to
from copilot.domain.consents import Purpose, words_of
from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id
from copilot.stores.migrations.consents_found import found_in

revision = "0016"
down_revision = "0015"
LINKS_AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "audit_chain",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_chain")),
        comment="The audit log's links, in order; a number twice is refused, so the chain can't fork",
    )
    with op.batch_alter_table("audit_chain", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_chain_entry"), ["entry"], unique=False)
    op.create_table(
        "consents",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=420), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_consents_purpose"), ["purpose"], unique=False)
    _note_what_stands(op.get_bind())
    _chain_what_is_there(op.get_bind())


def _chain_what_is_there(connection: sa.Connection) -> None:
    log, chain = _log(), _chain()
    earlier = [_entry(dict(row)) for row in connection.execute(sa.select(log)).mappings()]
    if not earlier:
        return
    said = AuditEntry(
        id=new_id("a"),
        at=datetime.now(UTC),
        by="copilot",
        verb="chain",
        kind="settings",
        record=THE_LOG,
        detail={"earlier": str(len(earlier)), "as": "found"},
    )
    connection.execute(sa.insert(log), [dict(said)])
    head, links = Head(), []
    for entry in [*sorted(earlier, key=lambda entry: (entry.at, entry.id)), said]:
        link = link_to(head, act_of(entry), entry)
        head = Head(link.seq, link.hash)
        links.append(asdict(link))
    for start in range(0, len(links), LINKS_AT_ONCE):
        connection.execute(sa.insert(chain), links[start : start + LINKS_AT_ONCE])


def _note_what_stands(connection: sa.Connection) -> None:
    words = ("id", "member", "purpose", "what", "words")
    ledger = sa.table(
        "consents", *(sa.column(name, sa.String()) for name in words), sa.column("revision", sa.Integer())
    )
    lines = [
        {"id": new_id("co"), "member": member, "purpose": purpose, "what": what, "revision": 0}
        | {"words": words_of(Purpose(purpose))}
        for member, purpose, what in found_in(connection)
    ]
    for start in range(0, len(lines), LINKS_AT_ONCE):
        connection.execute(sa.insert(ledger), lines[start : start + LINKS_AT_ONCE])


def _entry(row: dict[str, Any]) -> AuditEntry:
    at = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)
    return AuditEntry.model_construct(**row | {"at": at})


def _log() -> sa.TableClause:
    words = ("id", "by", "verb", "kind", "record", "reason")
    return sa.table(
        "audit_log",
        *(sa.column(name, sa.String()) for name in words),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("detail", sa.JSON()),
        sa.column("revision", sa.Integer()),
    )


def _chain() -> sa.TableClause:
    words = ("act", "entry", "salt", "commitment", "previous", "hash")
    return sa.table(
        "audit_chain",
        *(sa.column(name, sa.String()) for name in words),
        sa.column("seq", sa.Integer()),
        sa.column("of", sa.Integer()),
    )
