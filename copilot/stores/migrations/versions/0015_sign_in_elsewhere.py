"""Who somebody is at another system, and sign-ins begun there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "identity_links",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("linked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_links")),
    )
    with op.batch_alter_table("identity_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_links_member"), ["member"], unique=False)

    op.create_table(
        "begun_sign_ins",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("house", sa.String(length=200), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_begun_sign_ins")),
    )
    with op.batch_alter_table("begun_sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_begun_sign_ins_house"), ["house"], unique=False)

    op.create_table(
        "spent_logouts",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent_logouts")),
    )
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("provider_session", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.create_index(batch_op.f("ix_signed_in_link"), ["link"], unique=False)
        batch_op.create_index(batch_op.f("ix_signed_in_provider_session"), ["provider_session"], unique=False)
