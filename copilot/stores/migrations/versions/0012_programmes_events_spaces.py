"""Programmes with their settings, requests, events, spaces with their posts, objectives, the playbook."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
    )
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feeds_member"), ["member"], unique=False)

    op.create_table(
        "chapters",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapters")),
    )
    op.create_table(
        "closing_reviews",
        sa.Column("id", sa.String(length=420), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("went_well", sa.Text(), nullable=False),
        sa.Column("would_change", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(length=200), nullable=False),
        sa.Column("for_managers", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_reviews")),
    )
    with op.batch_alter_table("closing_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closing_reviews_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_closing_reviews_programme"), ["programme"], unique=False)

    op.create_table(
        "cohorts",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
    )
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohorts_programme"), ["programme"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(length=420), nullable=False),
        sa.Column("webhook", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_post"), ["post"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_webhook"), ["webhook"], unique=False)

    op.create_table(
        "event_feedback",
        sa.Column("id", sa.String(length=420), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_feedback")),
    )
    with op.batch_alter_table("event_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_feedback_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_feedback_event"), ["event"], unique=False)

    op.create_table(
        "event_questions",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_questions")),
    )
    with op.batch_alter_table("event_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_questions_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_questions_event"), ["event"], unique=False)

    op.create_table(
        "events",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("time_zone", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("hosts", sa.JSON(), nullable=False),
        sa.Column("speakers", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("declined", sa.JSON(), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=200), nullable=False),
        sa.Column("series", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reminders", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_programme"), ["programme"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_series"), ["series"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_state"), ["state"], unique=False)

    op.create_table(
        "help_requests",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("by", sa.Date(), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("helper", sa.String(length=200), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_requests")),
    )
    with op.batch_alter_table("help_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_requests_helper"), ["helper"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_requests_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_requests_programme"), ["programme"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_requests_state"), ["state"], unique=False)

    op.create_table(
        "objective_links",
        sa.Column("id", sa.String(length=420), nullable=False),
        sa.Column("objective", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("record", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective_links")),
    )
    with op.batch_alter_table("objective_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objective_links_objective"), ["objective"], unique=False)
        batch_op.create_index(batch_op.f("ix_objective_links_record"), ["record"], unique=False)

    op.create_table(
        "objectives",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("key_results", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objectives")),
    )
    with op.batch_alter_table("objectives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objectives_owner"), ["owner"], unique=False)

    op.create_table(
        "playbook_offers",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("chapter", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("compared", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_offers")),
    )
    with op.batch_alter_table("playbook_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_playbook_offers_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_playbook_offers_chapter"), ["chapter"], unique=False)

    op.create_table(
        "pointers",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pointers")),
    )
    with op.batch_alter_table("pointers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pointers_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_pointers_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_pointers_post"), ["post"], unique=False)

    op.create_table(
        "posts",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("space", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("parent", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("offer", sa.String(length=200), nullable=False),
        sa.Column("closes", sa.Date(), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posts_author"), ["author"], unique=False)
        batch_op.create_index(batch_op.f("ix_posts_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_posts_parent"), ["parent"], unique=False)
        batch_op.create_index(batch_op.f("ix_posts_space"), ["space"], unique=False)

    op.create_table(
        "registrations",
        sa.Column("id", sa.String(length=420), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registrations_event"), ["event"], unique=False)
        batch_op.create_index(batch_op.f("ix_registrations_member"), ["member"], unique=False)

    op.create_table(
        "series",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("first", sa.DateTime(), nullable=False),
        sa.Column("time_zone", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("missing_day", sa.String(length=200), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_table(
        "space_members",
        sa.Column("id", sa.String(length=420), nullable=False),
        sa.Column("space", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_members")),
    )
    with op.batch_alter_table("space_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_space_members_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_space_members_space"), ["space"], unique=False)

    op.create_table(
        "spaces",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("of", sa.String(length=200), nullable=False),
        sa.Column("keepers", sa.JSON(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spaces")),
    )
    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spaces_of"), ["of"], unique=False)

    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("space", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    with op.batch_alter_table("webhooks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhooks_space"), ["space"], unique=False)

    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cohort", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("took_part", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("roles", sa.JSON(), server_default='["mentor"]', nullable=False))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("matching", sa.String(length=200), server_default="suggested", nullable=False)
        )
        batch_op.add_column(sa.Column("agreement", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("agenda", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("closed", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("lessons", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refused_objectives", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.drop_column("refused_objectives")

    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.drop_column("lessons")
        batch_op.drop_column("closed")
        batch_op.drop_column("agenda")
        batch_op.drop_column("agreement")
        batch_op.drop_column("matching")
        batch_op.drop_column("capacity")
        batch_op.drop_column("roles")

    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_column("took_part")
        batch_op.drop_column("until")
        batch_op.drop_column("at")
        batch_op.drop_column("cohort")

    with op.batch_alter_table("webhooks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhooks_space"))

    op.drop_table("webhooks")
    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spaces_of"))

    op.drop_table("spaces")
    with op.batch_alter_table("space_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_space_members_space"))
        batch_op.drop_index(batch_op.f("ix_space_members_member"))

    op.drop_table("space_members")
    op.drop_table("series")
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registrations_member"))
        batch_op.drop_index(batch_op.f("ix_registrations_event"))

    op.drop_table("registrations")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posts_space"))
        batch_op.drop_index(batch_op.f("ix_posts_parent"))
        batch_op.drop_index(batch_op.f("ix_posts_kind"))
        batch_op.drop_index(batch_op.f("ix_posts_author"))

    op.drop_table("posts")
    with op.batch_alter_table("pointers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pointers_post"))
        batch_op.drop_index(batch_op.f("ix_pointers_member"))
        batch_op.drop_index(batch_op.f("ix_pointers_by"))

    op.drop_table("pointers")
    with op.batch_alter_table("playbook_offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_playbook_offers_chapter"))
        batch_op.drop_index(batch_op.f("ix_playbook_offers_by"))

    op.drop_table("playbook_offers")
    with op.batch_alter_table("objectives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objectives_owner"))

    op.drop_table("objectives")
    with op.batch_alter_table("objective_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objective_links_record"))
        batch_op.drop_index(batch_op.f("ix_objective_links_objective"))

    op.drop_table("objective_links")
    with op.batch_alter_table("help_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_requests_state"))
        batch_op.drop_index(batch_op.f("ix_help_requests_programme"))
        batch_op.drop_index(batch_op.f("ix_help_requests_member"))
        batch_op.drop_index(batch_op.f("ix_help_requests_helper"))

    op.drop_table("help_requests")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_state"))
        batch_op.drop_index(batch_op.f("ix_events_series"))
        batch_op.drop_index(batch_op.f("ix_events_programme"))

    op.drop_table("events")
    with op.batch_alter_table("event_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_questions_event"))
        batch_op.drop_index(batch_op.f("ix_event_questions_by"))

    op.drop_table("event_questions")
    with op.batch_alter_table("event_feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_feedback_event"))
        batch_op.drop_index(batch_op.f("ix_event_feedback_by"))

    op.drop_table("event_feedback")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_webhook"))
        batch_op.drop_index(batch_op.f("ix_deliveries_state"))
        batch_op.drop_index(batch_op.f("ix_deliveries_post"))

    op.drop_table("deliveries")
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohorts_programme"))

    op.drop_table("cohorts")
    with op.batch_alter_table("closing_reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closing_reviews_programme"))
        batch_op.drop_index(batch_op.f("ix_closing_reviews_member"))

    op.drop_table("closing_reviews")
    op.drop_table("chapters")
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feeds_member"))

    op.drop_table("calendar_feeds")
