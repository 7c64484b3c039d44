"""The tables of what belongs to many: cohorts and requests, events, spaces, objectives, the playbook."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer

from copilot.stores.columns import UtcDateTime, aggregate, id_, json, text

LENGTH_OF_TWO_IDS = 420

cohorts = aggregate(
    "cohorts",
    id_("programme", index=True),
    text("name"),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("capacity", Integer),
)
closing_reviews = aggregate(
    "closing_reviews",
    id_("programme", index=True),
    id_("member", index=True),
    Column("on", Date, nullable=False),
    text("went_well"),
    text("would_change"),
    id_("next_step"),
    Column("for_managers", Boolean, nullable=False, default=False),
    id_length=LENGTH_OF_TWO_IDS,
)
help_requests = aggregate(
    "help_requests",
    id_("member", index=True),
    text("text"),
    text("details"),
    Column("minutes", Integer, nullable=False),
    Column("by", Date, nullable=False),
    id_("programme", index=True),
    id_("state", index=True),
    json("offers"),
    id_("helper", index=True),
    text("thanks"),
    Column("asked", UtcDateTime, nullable=False),
    Column("closed", UtcDateTime),
)
events = aggregate(
    "events",
    id_("kind"),
    text("title"),
    text("description"),
    # The clock on the wall: it has no zone of its own, so that a zone that changes its rules moves the instant.
    Column("at", DateTime(timezone=False), nullable=False),
    id_("time_zone"),
    Column("minutes", Integer, nullable=False),
    text("where"),
    Column("places", Integer),
    json("hosts"),
    json("speakers"),
    json("agreed"),
    json("declined"),
    id_("programme", index=True),
    id_("audience"),
    id_("series", index=True),
    id_("state", index=True),
    text("reason"),
    json("reminders"),
    Column("sequence", Integer, nullable=False, default=0),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
)
series = aggregate(
    "series",
    text("rule"),
    Column("first", DateTime(timezone=False), nullable=False),
    id_("time_zone"),
    Column("until", Date),
    id_("missing_day"),
    json("skipped"),
    id_("by"),
)
registrations = aggregate(
    "registrations",
    id_("event", index=True),
    id_("member", index=True),
    id_("state"),
    Column("at", UtcDateTime, nullable=False),
    Column("attended", Boolean),
    id_length=LENGTH_OF_TWO_IDS,
)
event_questions = aggregate(
    "event_questions",
    id_("event", index=True),
    id_("by", index=True),
    text("text"),
    Column("at", UtcDateTime, nullable=False),
    Column("named", Boolean, nullable=False, default=False),
    Column("answered", Boolean, nullable=False, default=False),
)
event_feedback = aggregate(
    "event_feedback",
    id_("event", index=True),
    id_("by", index=True),
    Column("rating", Integer, nullable=False),
    text("text"),
    Column("at", UtcDateTime, nullable=False),
    id_length=LENGTH_OF_TWO_IDS,
)
calendar_feeds = aggregate(
    "calendar_feeds", id_("member", index=True), Column("created", UtcDateTime, nullable=False)
)
spaces = aggregate(
    "spaces",
    id_("kind"),
    text("name"),
    text("purpose"),
    id_("of", index=True),
    json("keepers"),
    Column("closed", Boolean, nullable=False, default=False),
    Column("created", UtcDateTime, nullable=False),
)
space_members = aggregate(
    "space_members",
    id_("space", index=True),
    id_("member", index=True),
    Column("since", UtcDateTime, nullable=False),
    id_length=LENGTH_OF_TWO_IDS,
)
posts = aggregate(
    "posts",
    id_("space", index=True),
    id_("author", index=True),
    id_("parent", index=True),
    id_("kind", index=True),
    text("title"),
    text("text"),
    text("link"),
    id_("offer"),
    Column("closes", Date),
    json("about"),
    json("agreed"),
    Column("public", Boolean, nullable=False, default=False),
    Column("pinned", Boolean, nullable=False, default=False),
    Column("removed", Boolean, nullable=False, default=False),
    text("reason"),
    Column("at", UtcDateTime, nullable=False),
    Column("edited", UtcDateTime),
)
pointers = aggregate(
    "pointers",
    id_("post", index=True),
    id_("member", index=True),
    id_("by", index=True),
    text("words"),
    id_("state"),
    Column("at", UtcDateTime, nullable=False),
)
webhooks = aggregate(
    "webhooks",
    id_("space", index=True),
    id_("channel"),
    text("name"),
    text("address"),
    json("kinds"),
    Column("active", Boolean, nullable=False, default=True),
    id_("by"),
    Column("created", UtcDateTime, nullable=False),
    Column("since", UtcDateTime),
    Column("refusals", Integer, nullable=False, default=0),
    text("fault"),
)
deliveries = aggregate(
    "deliveries",
    id_("webhook", index=True),
    id_("post", index=True),
    id_("state", index=True),
    Column("tries", Integer, nullable=False, default=0),
    Column("next_try", UtcDateTime, nullable=False),
    text("fault"),
    id_length=LENGTH_OF_TWO_IDS,
)
objectives = aggregate(
    "objectives",
    text("title"),
    text("why"),
    json("key_results"),
    id_("owner", index=True),
    Column("starts", Date),
    Column("ends", Date),
    id_("state"),
)
objective_links = aggregate(
    "objective_links",
    id_("objective", index=True),
    id_("kind"),
    id_("record", index=True),
    id_("state"),
    Column("confidence", Float),
    id_("by"),
    Column("at", UtcDateTime, nullable=False),
    id_length=LENGTH_OF_TWO_IDS,
)
chapters = aggregate(
    "chapters",
    text("text"),
    Column("version", Integer, nullable=False, default=1),
    id_("by"),
    Column("at", UtcDateTime, nullable=False),
    id_("source"),
    json("taken"),
    json("versions"),
)
playbook_offers = aggregate(
    "playbook_offers",
    id_("chapter", index=True),
    id_("kind"),
    text("text"),
    text("evidence"),
    json("compared"),
    id_("by", index=True),
    Column("named", Boolean, nullable=False, default=False),
    id_("state"),
    text("reason"),
    Column("at", UtcDateTime, nullable=False),
    Column("answered", UtcDateTime),
)
