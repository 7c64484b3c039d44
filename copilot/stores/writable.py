"""Whether the database takes records, and whether its tables are those this program knows. Nothing is changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from urllib.parse import quote

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from copilot.stores.home import Home, migrations

AT_ONCE = 0.05
"""Seconds: who writes at this moment proves by it that one can."""


def takes_records(home: Home) -> bool:
    """Whether one could write now. Raises what the database raises where it can't be reached at all."""
    if home.engine.dialect.name == "sqlite":
        return _file_takes_records(home.url.removeprefix("sqlite://").removeprefix("/"))
    with home.engine.connect() as connection:
        told = connection.execute(
            text("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")
        )
        standby, read_only = told.one()
        return not standby and read_only == "off"


def _file_takes_records(path: str) -> bool:
    if not path:
        return True  # in memory
    with closing(sqlite3.connect(f"file:{quote(path)}?mode=rw", uri=True, timeout=AT_ONCE)) as connection:
        connection.isolation_level = None
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as fault:
            return fault.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
        connection.execute("ROLLBACK")
    return True


def is_at_head(home: Home) -> bool:
    """Whether the newest migration of this program, and none after it, was the last to run."""
    with home.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _head()


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(migrations()).get_current_head()
