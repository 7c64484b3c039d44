"""The tables of how people grow: learning, circles, sponsorship, recognition."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer

from copilot.stores.columns import UtcDateTime, aggregate, id_, json, text
from copilot.stores.community_schema import LENGTH_OF_TWO_IDS

guide_progress = aggregate(
    "guide_progress",
    id_("member", index=True),
    text("guide"),
    Column("read", UtcDateTime),
    id_("questions"),
    json("chosen"),
    Column("right", Integer, nullable=False, default=0),
    Column("checked", UtcDateTime),
    Column("practised", UtcDateTime),
    id_length=LENGTH_OF_TWO_IDS,
)
track_progress = aggregate(
    "track_progress",
    id_("member", index=True),
    id_("track", index=True),
    Column("started", UtcDateTime, nullable=False),
    id_("version"),
    Column("finished", UtcDateTime),
    id_length=LENGTH_OF_TWO_IDS,
)
practice_answers = aggregate(
    "practice_answers",
    id_("member", index=True),
    text("guide"),
    id_("scenario"),
    text("text"),
    json("met"),
    Column("at", UtcDateTime, nullable=False),
)
readiness = aggregate(
    "readiness",
    id_("member", index=True),
    id_("role"),
    json("ratings"),
    Column("at", UtcDateTime, nullable=False),
)
circles = aggregate(
    "circles",
    text("theme"),
    json("came_from"),
    json("became"),
    id_("by"),
    Column("created", UtcDateTime, nullable=False),
)
circle_meetings = aggregate(
    "circle_meetings",
    id_("circle", index=True),
    id_("chair", index=True),
    json("passed"),
    json("came"),
    Column("noted", Boolean, nullable=False, default=False),
)
pledges = aggregate(
    "pledges",
    id_("relationship", index=True),
    id_("sponsor", index=True),
    id_("member", index=True),
    text("what"),
    text("aim"),
    Column("until", Date, nullable=False),
    id_("state"),
    text("reason"),
    Column("made", UtcDateTime, nullable=False),
    Column("ended", UtcDateTime),
)
advocacy = aggregate(
    "advocacy",
    id_("relationship", index=True),
    id_("sponsor", index=True),
    id_("member", index=True),
    id_("kind"),
    Column("on", Date, nullable=False),
    text("room"),
    text("said"),
    json("evidence"),
    id_("pledge", index=True),
    id_("event"),
    Column("consented", Boolean, nullable=False, default=False),
    id_("outcome"),
    text("outcome_words"),
    Column("confirmed", Boolean),
    Column("at", UtcDateTime, nullable=False),
)
speaking_consents = aggregate(
    "speaking_consents",
    id_("relationship", index=True),
    id_("member", index=True),
    id_("sponsor", index=True),
    id_("draft"),
    json("may_say"),
    json("rooms"),
    Column("until", Date, nullable=False),
    Column("given", UtcDateTime, nullable=False),
    Column("withdrawn", UtcDateTime),
)
badges = aggregate(
    "badges",
    id_("member", index=True),
    id_("kind"),
    text("of"),
    text("name"),
    text("criteria"),
    text("evidence"),
    id_("programme", index=True),
    id_("by"),
    Column("on", Date, nullable=False),
    id_("state"),
    text("reason"),
    Column("public", Boolean, nullable=False, default=False),
    text("credential"),
    Column("status", Integer),
    Column("at", UtcDateTime, nullable=False),
)
badge_statuses = aggregate(
    "badge_statuses",
    Column("revoked", Boolean, nullable=False, default=False),
    Column("at", UtcDateTime, nullable=False),
)
leaderboard_choices = aggregate(
    "leaderboard_choices",
    Column("alone", Boolean, nullable=False, default=False),
    Column("since", UtcDateTime, nullable=False),
)
