"""What the tables are made of. A column has the name of the model's field; nested values are JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "pk": "pk_%(table_name)s"})


class UtcDateTime(TypeDecorator[datetime]):
    """A time with its zone, kept as UTC: SQLite would drop the zone and read it back as local time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse times without a zone, turn the others into UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back where the database dropped it."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def aggregate(name: str, *columns: Column[Any], id_length: int = 200) -> Table:
    """A table of records; the id of a record that joins two others is as long as both."""
    return Table(
        name,
        metadata,
        Column("id", String(id_length), primary_key=True),
        *columns,
        Column("revision", Integer, nullable=False, default=0),
    )


def id_(name: str, *, index: bool = False) -> Column[Any]:
    """A column that holds an id or a fixed word."""
    return Column(name, String(200), nullable=False, default="", index=index)


def text(name: str) -> Column[Any]:
    """A column of free text."""
    return Column(name, Text, nullable=False, default="")


def json(name: str) -> Column[Any]:
    """A column of nested values."""
    return Column(name, JSON, nullable=False)
