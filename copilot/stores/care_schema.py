"""The tables of how people are asked and reminded: surveys, and nudges on their way."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, Text

from copilot.stores.columns import UtcDateTime, aggregate, id_, json, text
from copilot.stores.community_schema import LENGTH_OF_TWO_IDS

survey_answers = aggregate(
    "survey_answers",
    id_("relationship", index=True),
    id_("programme", index=True),
    id_("member", index=True),
    id_("side"),
    id_("point"),
    Column("on", Date, nullable=False),
    json("ratings"),
    text("words"),
    Column("for_managers", Boolean, nullable=False, default=False),
    Column("first_on", Date),
    Column("withdrawn", Boolean, nullable=False, default=False),
    id_length=LENGTH_OF_TWO_IDS,
)
nudge_settings = aggregate(
    "nudge_settings",
    Column("off", Boolean, nullable=False, default=False),
    json("stopped"),
    Column("digest", Boolean, nullable=False, default=False),
    Column("most_a_week", Integer),
    Column("quiet_from", Integer),
    Column("quiet_until", Integer),
    Column("weekends", Boolean, nullable=False, default=False),
    Column("channel", Text),
    text("webhook"),
)
outgoing_nudges = aggregate(
    "outgoing_nudges",
    id_("member", index=True),
    id_("kind"),
    text("about"),
    Column("due", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    id_("state", index=True),
    Column("tries", Integer, nullable=False, default=0),
    Column("next_try", UtcDateTime, nullable=False),
    Column("claimed", UtcDateTime),
    Column("settled", UtcDateTime),
    text("fault"),
    id_("stop_hash", index=True),
    id_length=LENGTH_OF_TWO_IDS,
)
