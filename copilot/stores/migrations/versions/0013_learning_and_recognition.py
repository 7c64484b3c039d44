"""Learning, circles at work, sponsorship, badges and leaderboards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "advocacy",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("relationship", sa.String(length=200), nullable=False),
        sa.Column("sponsor", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("pledge", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("outcome_words", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advocacy")),
    )
    with op.batch_alter_table("advocacy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advocacy_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_advocacy_pledge"), ["pledge"], unique=False)
        batch_op.create_index(batch_op.f("ix_advocacy_relationship"), ["relationship"], unique=False)
        batch_op.create_index(batch_op.f("ix_advocacy_sponsor"), ["sponsor"], unique=False)

    op.create_table(
        "badge_statuses",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_statuses")),
    )
    op.create_table(
        "badges",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badges")),
    )
    with op.batch_alter_table("badges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badges_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_badges_programme"), ["programme"], unique=False)

    op.create_table(
        "circle_meetings",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("circle", sa.String(length=200), nullable=False),
        sa.Column("chair", sa.String(length=200), nullable=False),
        sa.Column("passed", sa.JSON(), nullable=False),
        sa.Column("came", sa.JSON(), nullable=False),
        sa.Column("noted", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_meetings")),
    )
    with op.batch_alter_table("circle_meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circle_meetings_chair"), ["chair"], unique=False)
        batch_op.create_index(batch_op.f("ix_circle_meetings_circle"), ["circle"], unique=False)

    op.create_table(
        "circles",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("came_from", sa.JSON(), nullable=False),
        sa.Column("became", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
    )
    op.create_table(
        "guide_progress",
        sa.Column("id", sa.String(length=420), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("read", sa.DateTime(timezone=True), nullable=True),
        sa.Column("questions", sa.String(length=200), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("checked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practised", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_progress")),
    )
    with op.batch_alter_table("guide_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guide_progress_member"), ["member"], unique=False)

    op.create_table(
        "leaderboard_choices",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaderboard_choices")),
    )
    op.create_table(
        "pledges",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("relationship", sa.String(length=200), nullable=False),
        sa.Column("sponsor", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledges")),
    )
    with op.batch_alter_table("pledges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledges_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledges_relationship"), ["relationship"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledges_sponsor"), ["sponsor"], unique=False)

    op.create_table(
        "practice_answers",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("scenario", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("met", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_answers")),
    )
    with op.batch_alter_table("practice_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_answers_member"), ["member"], unique=False)

    op.create_table(
        "readiness",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readiness")),
    )
    with op.batch_alter_table("readiness", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_readiness_member"), ["member"], unique=False)

    op.create_table(
        "speaking_consents",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("relationship", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("sponsor", sa.String(length=200), nullable=False),
        sa.Column("draft", sa.String(length=200), nullable=False),
        sa.Column("may_say", sa.JSON(), nullable=False),
        sa.Column("rooms", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("given", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaking_consents")),
    )
    with op.batch_alter_table("speaking_consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaking_consents_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaking_consents_relationship"), ["relationship"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaking_consents_sponsor"), ["sponsor"], unique=False)

    op.create_table(
        "track_progress",
        sa.Column("id", sa.String(length=420), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("track", sa.String(length=200), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=200), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_progress")),
    )
    with op.batch_alter_table("track_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_progress_member"), ["member"], unique=False)
        batch_op.create_index(batch_op.f("ix_track_progress_track"), ["track"], unique=False)

    with op.batch_alter_table("moments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("moments", schema=None) as batch_op:
        batch_op.drop_column("at")

    with op.batch_alter_table("track_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_progress_track"))
        batch_op.drop_index(batch_op.f("ix_track_progress_member"))

    op.drop_table("track_progress")
    with op.batch_alter_table("speaking_consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaking_consents_sponsor"))
        batch_op.drop_index(batch_op.f("ix_speaking_consents_relationship"))
        batch_op.drop_index(batch_op.f("ix_speaking_consents_member"))

    op.drop_table("speaking_consents")
    with op.batch_alter_table("readiness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_readiness_member"))

    op.drop_table("readiness")
    with op.batch_alter_table("practice_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_answers_member"))

    op.drop_table("practice_answers")
    with op.batch_alter_table("pledges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pledges_sponsor"))
        batch_op.drop_index(batch_op.f("ix_pledges_relationship"))
        batch_op.drop_index(batch_op.f("ix_pledges_member"))

    op.drop_table("pledges")
    op.drop_table("leaderboard_choices")
    with op.batch_alter_table("guide_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guide_progress_member"))

    op.drop_table("guide_progress")
    op.drop_table("circles")
    with op.batch_alter_table("circle_meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circle_meetings_circle"))
        batch_op.drop_index(batch_op.f("ix_circle_meetings_chair"))

    op.drop_table("circle_meetings")
    with op.batch_alter_table("badges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_badges_programme"))
        batch_op.drop_index(batch_op.f("ix_badges_member"))

    op.drop_table("badges")
    op.drop_table("badge_statuses")
    with op.batch_alter_table("advocacy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advocacy_sponsor"))
        batch_op.drop_index(batch_op.f("ix_advocacy_relationship"))
        batch_op.drop_index(batch_op.f("ix_advocacy_pledge"))
        batch_op.drop_index(batch_op.f("ix_advocacy_member"))

    op.drop_table("advocacy")
