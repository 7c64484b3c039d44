"""The ids of the keys that words are sealed with. Sealed words stand in the columns that were there before.

The value of a declared group gets the room for it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "encryption_keys",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encryption_keys")),
        comment="Ids of the keys that words in this home may be sealed with",
    )
    with op.batch_alter_table("declared_groups", schema=None) as batch_op:
        batch_op.alter_column(
            "value", type_=sa.Text(), existing_type=sa.String(length=200), existing_nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table("declared_groups", schema=None) as batch_op:
        batch_op.alter_column(
            "value", type_=sa.String(length=200), existing_type=sa.Text(), existing_nullable=False
        )
    op.drop_table("encryption_keys")
