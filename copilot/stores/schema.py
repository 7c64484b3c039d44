"""The tables. A column has the name of the model's field; nested values are JSON."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
)

from copilot.stores.columns import UtcDateTime, aggregate, id_, json, metadata, text

members = aggregate(
    "members",
    text("name"),
    text("email"),
    json("roles"),
    json("profile"),
    Column("capacity", Integer),
    id_("line_manager_id", index=True),
    json("vetoes"),
    Column("paused", Boolean, nullable=False, default=False),
    json("extra"),
    Column("updated", UtcDateTime),
)
programmes = aggregate(
    "programmes",
    text("name"),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    json("managers"),
    text("purpose"),
    Column("roles", JSON, nullable=False, server_default='["mentor"]'),
    Column("capacity", Integer),
    Column("matching", String(200), nullable=False, server_default="suggested"),
    Column("agreement", JSON, nullable=False, server_default="{}"),
    Column("agenda", JSON, nullable=False, server_default="[]"),
    Column("closed", Date),
    Column("lessons", Text, nullable=False, server_default=""),
)
enrolments = aggregate(
    "enrolments",
    id_("programme", index=True),
    id_("member", index=True),
    id_("state"),
    Column("cohort", String(200), nullable=False, server_default=""),
    Column("at", UtcDateTime),
    Column("until", Date),
    Column("took_part", Boolean, nullable=False, server_default=false()),
)
matches = aggregate(
    "matches",
    id_("seeker", index=True),
    id_("partner", index=True),
    Column("members", JSON, nullable=False, server_default="[]"),
    id_("role"),
    id_("state", index=True),
    Column("score", Float, nullable=False),
    json("parts"),
    json("rationale"),
    id_("programme", index=True),
    Column("locked", Boolean, nullable=False, default=False),
    id_("run", index=True),
    text("reason"),
    Column("because", String(200), nullable=False, default="", server_default=""),
    json("accepted_by"),
    Column("created", UtcDateTime, nullable=False),
)
choices = aggregate(
    "choices",
    id_("member", index=True),
    id_("role"),
    id_("programme", index=True),
    json("ranked"),
    Column("at", UtcDateTime, nullable=False),
)
nominations = aggregate(
    "nominations",
    id_("member", index=True),
    id_("programme", index=True),
    id_("role"),
    id_("state"),
    Column("at", UtcDateTime, nullable=False),
    id_("by"),
)
runs = aggregate(
    "runs",
    id_("role"),
    id_("programme"),
    json("proposed"),
    json("unmatched"),
    Column("total_score", Float, nullable=False),
    Column("gap", Float, nullable=False),
    Column("seed", Integer, nullable=False),
    json("moved"),
    Column("warnings", JSON, nullable=False, server_default="[]"),
    Column("price", Float, nullable=False, server_default="0"),
    Column("aims", JSON, nullable=False, server_default="[]"),
    id_("by"),
    Column("created", UtcDateTime, nullable=False),
)
verdicts = aggregate(
    "verdicts",
    id_("seeker", index=True),
    id_("partner", index=True),
    id_("key"),
    Column("fit", Integer, nullable=False),
    json("words"),
    id_("reader"),
    Column("at", UtcDateTime, nullable=False),
)
relationships = aggregate(
    "relationships",
    id_("match", index=True),
    id_("role"),
    json("members"),
    id_("programme", index=True),
    id_("state"),
    id_("stage"),
    text("reason"),
    Column("started", Date, nullable=False),
    Column("agreement", JSON(none_as_null=True)),
)
sessions = aggregate(
    "sessions",
    id_("relationship", index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("minutes", Integer, nullable=False),
    text("topic"),
    id_("state"),
    id_("agenda"),
    json("ratings"),
)
notes = aggregate(
    "notes",
    id_("session", index=True),
    id_("relationship", index=True),
    id_("author", index=True),
    id_("visibility"),
    text("text"),
    Column("at", UtcDateTime, nullable=False),
)
actions = aggregate(
    "actions",
    id_("relationship", index=True),
    id_("session"),
    id_("owner", index=True),
    text("text"),
    Column("due", Date),
    Column("done", Boolean, nullable=False, default=False),
)
goals = aggregate(
    "goals",
    id_("member", index=True),
    text("title"),
    text("why"),
    text("measure"),
    Column("due", Date),
    Column("progress", Integer, nullable=False, default=0),
    id_("state"),
    json("milestones"),
    id_("relationship", index=True),
    id_("objective"),
    json("refused_objectives"),
    Column("reached_on", Date),
)
moments = aggregate(
    "moments",
    id_("member", index=True),
    id_("by", index=True),
    Column("on", Date, nullable=False),
    Column("at", UtcDateTime),
    text("situation"),
    text("behaviour"),
    text("impact"),
    Column("public", Boolean, nullable=False, default=False),
)
feedback = aggregate(
    "feedback",
    id_("relationship", index=True),
    Column("session", String(200), nullable=False, default="", server_default=""),
    Column("visibility", String(200), nullable=False, default="private", server_default="private"),
    id_("by", index=True),
    Column("on", Date, nullable=False),
    Column("rating", Integer, nullable=False),
    text("text"),
)
pauses = aggregate(
    "pauses",
    Column("since", Date, nullable=False),
    Column("until", Date),
    text("reason"),
)
declared_groups = aggregate(
    "declared_groups",
    id_("member", index=True),
    id_("attribute"),
    text("value"),
    Column("consent", Boolean, nullable=False, default=False),
)
drafts = aggregate(
    "drafts",
    id_("kind"),
    id_("state"),
    id_("writer"),
    id_("about", index=True),
    id_("relationship", index=True),
    json("owners"),
    id_("made_by"),
    json("facts"),
    json("proposals"),
    json("body"),
    text("markdown"),
    json("citations"),
    json("checks"),
    json("inputs"),
    id_("prompt"),
    text("remark"),
    Column("usage", JSON, nullable=False, server_default="{}"),
    json("versions"),
    text("reason"),
    Column("created", UtcDateTime, nullable=False),
)
audit_log = aggregate(
    "audit_log",
    Column("at", UtcDateTime, nullable=False),
    id_("by"),
    id_("verb"),
    id_("kind"),
    id_("record", index=True),
    text("reason"),
    json("detail"),
)
changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    id_("kind"),
    id_("record", index=True),
    comment="What was added or saved, the newest last; an empty id for more than can be told",
    sqlite_autoincrement=True,
)
conversations = aggregate(
    "conversations",
    id_("owner", index=True),
    text("title"),
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
accounts = aggregate(
    "accounts",
    text("password"),
    Column("chosen", UtcDateTime),
    Column("locked", Boolean, nullable=False, default=False),
    Column("created", UtcDateTime, nullable=False),
)
invitations = aggregate(
    "invitations",
    id_("member", index=True),
    id_("by"),
    Column("expires", UtcDateTime, nullable=False),
)
signed_in = aggregate(
    "signed_in",
    id_("member", index=True),
    Column("persona", Boolean, nullable=False, default=False),
    Column("link", String(200), nullable=False, server_default="", index=True),
    Column("provider_session", String(200), nullable=False, server_default="", index=True),
    Column("started", UtcDateTime, nullable=False),
    Column("seen", UtcDateTime, nullable=False),
)
identity_links = aggregate(
    "identity_links",
    id_("member", index=True),
    text("issuer"),
    json("roles"),
    Column("linked", UtcDateTime, nullable=False),
)
begun_sign_ins = aggregate(
    "begun_sign_ins",
    id_("browser"),
    id_("house", index=True),
    Column("expires", UtcDateTime, nullable=False),
)
spent_logouts = aggregate("spent_logouts", Column("until", UtcDateTime, nullable=False))
tries = aggregate(
    "tries",
    Column("failures", Integer, nullable=False, default=0),
    Column("latest", UtcDateTime, nullable=False),
    Column("closed_until", UtcDateTime),
)
personal_tokens = aggregate(
    "personal_tokens",
    id_("member", index=True),
    text("name"),
    json("scopes"),
    id_("secret_hash", index=True),
    Column("made", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Column("used", Date),
    Column("revoked", UtcDateTime),
)
vectors = Table(
    "vectors",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),
    Column("halves", LargeBinary, nullable=False),
    comment="Vectors by the hash of encoder and text, as 16-bit floats",
)
