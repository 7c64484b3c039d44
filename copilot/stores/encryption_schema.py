"""The table of the keys that words are sealed with: their ids, never the keys."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from copilot.stores.columns import metadata

encryption_keys = Table(
    "encryption_keys",
    metadata,
    Column("id", String(16), primary_key=True),
    comment="Ids of the keys that words in this home may be sealed with",
)
