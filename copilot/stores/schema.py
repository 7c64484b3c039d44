"""The tables. A column has the name of the model's field; nested values are JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "pk": "pk_%(table_name)s"})


class UtcDateTime(TypeDecorator[datetime]):
    """A time with its zone, kept as UTC: SQLite would drop the zone and read it back as local time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse times without a zone, turn the others into UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back where the database dropped it."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def _aggregate(name: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        Column("id", String(200), primary_key=True),
        *columns,
        Column("revision", Integer, nullable=False, default=0),
    )


def _id(name: str, *, index: bool = False) -> Column[Any]:
    return Column(name, String(200), nullable=False, default="", index=index)


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False, default="")


def _json(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False)


members = _aggregate(
    "members",
    _text("name"),
    _text("email"),
    _json("roles"),
    _json("profile"),
    Column("capacity", Integer),
    _id("line_manager_id", index=True),
    _json("vetoes"),
    Column("paused", Boolean, nullable=False, default=False),
    _json("extra"),
    Column("updated", UtcDateTime),
)
programmes = _aggregate(
    "programmes",
    _text("name"),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    _json("managers"),
    _text("purpose"),
)
enrolments = _aggregate("enrolments", _id("programme", index=True), _id("member", index=True), _id("state"))
matches = _aggregate(
    "matches",
    _id("seeker", index=True),
    _id("partner", index=True),
    Column("members", JSON, nullable=False, server_default="[]"),
    _id("role"),
    _id("state", index=True),
    Column("score", Float, nullable=False),
    _json("parts"),
    _json("rationale"),
    _id("programme", index=True),
    Column("locked", Boolean, nullable=False, default=False),
    _id("run", index=True),
    _text("reason"),
    Column("because", String(200), nullable=False, default="", server_default=""),
    _json("accepted_by"),
    Column("created", UtcDateTime, nullable=False),
)
choices = _aggregate(
    "choices",
    _id("member", index=True),
    _id("role"),
    _id("programme", index=True),
    _json("ranked"),
    Column("at", UtcDateTime, nullable=False),
)
nominations = _aggregate(
    "nominations",
    _id("member", index=True),
    _id("programme", index=True),
    _id("role"),
    _id("state"),
    Column("at", UtcDateTime, nullable=False),
    _id("by"),
)
runs = _aggregate(
    "runs",
    _id("role"),
    _id("programme"),
    _json("proposed"),
    _json("unmatched"),
    Column("total_score", Float, nullable=False),
    Column("gap", Float, nullable=False),
    Column("seed", Integer, nullable=False),
    _json("moved"),
    Column("warnings", JSON, nullable=False, server_default="[]"),
    Column("price", Float, nullable=False, server_default="0"),
    Column("aims", JSON, nullable=False, server_default="[]"),
    _id("by"),
    Column("created", UtcDateTime, nullable=False),
)
verdicts = _aggregate(
    "verdicts",
    _id("seeker", index=True),
    _id("partner", index=True),
    _id("key"),
    Column("fit", Integer, nullable=False),
    _json("words"),
    _id("reader"),
    Column("at", UtcDateTime, nullable=False),
)
relationships = _aggregate(
    "relationships",
    _id("match", index=True),
    _id("role"),
    _json("members"),
    _id("programme", index=True),
    _id("state"),
    _id("stage"),
    _text("reason"),
    Column("started", Date, nullable=False),
    Column("agreement", JSON(none_as_null=True)),
)
sessions = _aggregate(
    "sessions",
    _id("relationship", index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("minutes", Integer, nullable=False),
    _text("topic"),
    _id("state"),
    _id("agenda"),
    _json("ratings"),
)
notes = _aggregate(
    "notes",
    _id("session", index=True),
    _id("relationship", index=True),
    _id("author", index=True),
    _id("visibility"),
    _text("text"),
    Column("at", UtcDateTime, nullable=False),
)
actions = _aggregate(
    "actions",
    _id("relationship", index=True),
    _id("session"),
    _id("owner", index=True),
    _text("text"),
    Column("due", Date),
    Column("done", Boolean, nullable=False, default=False),
)
goals = _aggregate(
    "goals",
    _id("member", index=True),
    _text("title"),
    _text("why"),
    _text("measure"),
    Column("due", Date),
    Column("progress", Integer, nullable=False, default=0),
    _id("state"),
    _json("milestones"),
    _id("relationship", index=True),
    _id("objective"),
)
moments = _aggregate(
    "moments",
    _id("member", index=True),
    _id("by", index=True),
    Column("on", Date, nullable=False),
    _text("situation"),
    _text("behaviour"),
    _text("impact"),
    Column("public", Boolean, nullable=False, default=False),
)
feedback = _aggregate(
    "feedback",
    _id("relationship", index=True),
    Column("session", String(200), nullable=False, default="", server_default=""),
    Column("visibility", String(200), nullable=False, default="private", server_default="private"),
    _id("by", index=True),
    Column("on", Date, nullable=False),
    Column("rating", Integer, nullable=False),
    _text("text"),
)
pauses = _aggregate(
    "pauses",
    Column("since", Date, nullable=False),
    Column("until", Date),
    _text("reason"),
)
declared_groups = _aggregate(
    "declared_groups",
    _id("member", index=True),
    _id("attribute"),
    _id("value"),
    Column("consent", Boolean, nullable=False, default=False),
)
drafts = _aggregate(
    "drafts",
    _id("kind"),
    _id("state"),
    _id("writer"),
    _id("about", index=True),
    _id("relationship", index=True),
    _json("owners"),
    _id("made_by"),
    _json("facts"),
    _json("proposals"),
    _json("body"),
    _text("markdown"),
    _json("citations"),
    _json("checks"),
    _json("inputs"),
    _id("prompt"),
    _text("remark"),
    Column("usage", JSON, nullable=False, server_default="{}"),
    _json("versions"),
    _text("reason"),
    Column("created", UtcDateTime, nullable=False),
)
audit_log = _aggregate(
    "audit_log",
    Column("at", UtcDateTime, nullable=False),
    _id("by"),
    _id("verb"),
    _id("kind"),
    _id("record", index=True),
    _text("reason"),
    _json("detail"),
)
changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    _id("kind"),
    _id("record", index=True),
    comment="What was added or saved, the newest last; an empty id for more than can be told",
    sqlite_autoincrement=True,
)
conversations = _aggregate(
    "conversations",
    _id("owner", index=True),
    _text("title"),
    Column("started", UtcDateTime, nullable=False),
    Column("latest", UtcDateTime, nullable=False),
)
chat_tokens = Table(
    "chat_tokens",
    metadata,
    Column("day", Date, primary_key=True),
    Column("tokens", BigInteger, nullable=False),
    comment="Tokens that chat models took, by day in UTC",
)
accounts = _aggregate(
    "accounts",
    _text("password"),
    Column("chosen", UtcDateTime),
    Column("locked", Boolean, nullable=False, default=False),
    Column("created", UtcDateTime, nullable=False),
)
invitations = _aggregate(
    "invitations",
    _id("member", index=True),
    _id("by"),
    Column("expires", UtcDateTime, nullable=False),
)
signed_in = _aggregate(
    "signed_in",
    _id("member", index=True),
    Column("persona", Boolean, nullable=False, default=False),
    Column("started", UtcDateTime, nullable=False),
    Column("seen", UtcDateTime, nullable=False),
)
tries = _aggregate(
    "tries",
    Column("failures", Integer, nullable=False, default=0),
    Column("latest", UtcDateTime, nullable=False),
    Column("closed_until", UtcDateTime),
)
vectors = Table(
    "vectors",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),
    Column("halves", LargeBinary, nullable=False),
    comment="Vectors by the hash of encoder and text, as 16-bit floats",
)
