"""Opening a database, and turning its faults into sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.pool import StaticPool

from copilot.errors import Conflict, CopilotError, HomeUnusable

PATIENCE_SECONDS = 5.0
"""How long a writer waits for another one before it gives up."""


def open_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys) or PostgreSQL (serializable); `sqlite://` lives in memory."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    return create_engine(url, isolation_level="SERIALIZABLE", pool_pre_ping=True)


def _sqlite(url: str) -> Engine:
    memory: dict[str, Any] = {"poolclass": StaticPool} if url == "sqlite://" else {}
    engine = create_engine(
        url, connect_args={"timeout": PATIENCE_SECONDS, "check_same_thread": False}, **memory
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        # The driver's own transactions begin late and leave schema changes outside; we begin ourselves.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


@contextmanager
def faults_as_sentences(place: str) -> Iterator[None]:
    """Turn the database's faults into errors of our tree."""
    try:
        yield
    except IntegrityError as fault:
        raise Conflict("A record with this id is already there.", place=place) from fault
    except DBAPIError as fault:
        raise _sentence(fault, place) from fault


def _sentence(fault: DBAPIError, place: str) -> CopilotError:
    original = fault.orig
    if isinstance(original, sqlite3.Error):
        return _sqlite_sentence(original, place)
    if getattr(original, "sqlstate", None) in {"40001", "40P01"}:
        return _changed_meanwhile(place)
    if isinstance(fault, OperationalError):
        return HomeUnusable(
            "The database does not answer.",
            place=place,
            cure="Check that PostgreSQL runs and that MENTORING_DATABASE_URL is right.",
        )
    raise fault


def _sqlite_sentence(fault: sqlite3.Error, place: str) -> CopilotError:
    code = getattr(fault, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_BUSY_SNAPSHOT:
        return _changed_meanwhile(place)
    sentences = {
        sqlite3.SQLITE_BUSY: (
            "The home is locked by another process.",
            "Wait until the other process is done, or stop it.",
        ),
        sqlite3.SQLITE_READONLY: (
            "The home cannot be written to.",
            "Give yourself permission to write there.",
        ),
        sqlite3.SQLITE_CANTOPEN: ("The home cannot be opened.", "Check that the folder exists and is yours."),
        sqlite3.SQLITE_FULL: ("The disk is full.", "Make room and try again; nothing was lost."),
        sqlite3.SQLITE_NOTADB: ("The home's database is not a database.", "Restore the home from a backup."),
        sqlite3.SQLITE_CORRUPT: ("The home's database is damaged.", "Restore the home from a backup."),
    }
    message, cure = sentences.get(code & 0xFF, (f"The home's database failed: {fault}.", "Try again."))
    return HomeUnusable(message, place=place, cure=cure)


def _changed_meanwhile(place: str) -> Conflict:
    return Conflict(
        "Somebody else changed this in the meantime.", place=place, cure="Look again and repeat it."
    )
