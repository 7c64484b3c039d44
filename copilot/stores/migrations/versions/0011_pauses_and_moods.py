"""Pauses, with a reason only the member sees; what is said of a session, and who may read it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.add_column(sa.Column("session", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("visibility", sa.String(length=200), server_default="private", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_column("visibility")
        batch_op.drop_column("session")
    op.drop_table("pauses")
