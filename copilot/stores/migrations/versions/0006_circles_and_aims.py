"""All members of a circle on its match; what a run aimed at, and what that cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("matches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("members", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("price", sa.Float(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("aims", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_column("aims")
        batch_op.drop_column("price")
    with op.batch_alter_table("matches", schema=None) as batch_op:
        batch_op.drop_column("members")
