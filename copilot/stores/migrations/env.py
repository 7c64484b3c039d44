"""How Alembic reaches the database: on the connection that `Home` hands in."""

from typing import Any, Literal

from alembic import context

from copilot.stores import (
    care_schema,
    community_schema,
    encryption_schema,
    growth_schema,
    privacy_schema,
    schema,
)
from copilot.stores.columns import UtcDateTime, metadata
from knowledge.records import metadata as guides_metadata

__all__ = [
    "care_schema",
    "community_schema",
    "encryption_schema",
    "growth_schema",
    "privacy_schema",
    "schema",
]  # their tables join the metadata


def _plain_types(kind: str, item: Any, _: object) -> str | Literal[False]:
    # A migration must not change its meaning when our code does: it names the database's own types.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _ours(_: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    # The lexical index makes its own tables, which are derived; LangGraph's savers read and write theirs themselves.
    own = ("knowledge_", "checkpoint", "writes")
    return not (kind == "table" and reflected and compare_to is None and (name or "").startswith(own))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[metadata, guides_metadata],
    render_as_batch=True,
    render_item=_plain_types,
    include_object=_ours,
)
with context.begin_transaction():
    context.run_migrations()
