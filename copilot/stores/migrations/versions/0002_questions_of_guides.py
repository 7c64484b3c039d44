"""A guide may say which questions its sections answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("knowledge_guides", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("knowledge_vectors", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.Integer(), server_default="0", nullable=False))
