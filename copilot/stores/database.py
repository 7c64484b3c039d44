"""Opening a database, and turning its faults into sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.pool import StaticPool

from copilot.errors import Conflict, CopilotError, HomeUnusable
from copilot.stores.keyring import NO_KEYS, Keyring

PATIENCE_SECONDS = 5.0
"""How long a writer waits for another one before it gives up."""
WRITING = {"writing": True}
"""Execution options of a transaction that will write: writers queue from the start.

A reader that turns writer half-way would be refused at once where somebody else writes; SQLite lets nobody wait then.
"""
ONE_WRITER = 0x6D656E746F72  # "mentor": the key of PostgreSQL's advisory lock


def open_engine(url: str, place: str = "home", keyring: Keyring = NO_KEYS) -> Engine:
    """An engine for SQLite (WAL) or PostgreSQL; `sqlite://` lives in memory.

    Its connections carry the keyring (`confidential.keyring_of`); nothing is sealed or opened by the engine itself.

    On both, transactions with the option `writing` come one after the other, so that what one of them read is still
    true when it writes. Faults of the database become errors of our tree that name the place.
    """
    engine = _sqlite(url) if url.startswith("sqlite") else _postgres(url)
    engine.update_execution_options(keyring=keyring)

    @event.listens_for(engine, "handle_error")
    def _say(context: ExceptionContext) -> None:
        fault = context.sqlalchemy_exception
        if isinstance(fault, DBAPIError):
            raise _sentence(fault, place) from fault

    return engine


def _postgres(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(PATIENCE_SECONDS * 1000)}ms'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_WRITER})")

    return engine


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
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        # What can be made again from the records need not wait for the disk: a power cut may take it, nothing else.
        connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if options.get('derived') else 'FULL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")

    return engine


@contextmanager
def in_sentences(engine: Engine, place: str) -> Iterator[None]:
    """Faults of the driver itself, where a library uses it on a connection of ours, as errors of our tree."""
    driver: Any = engine.dialect.dbapi
    try:
        yield
    except driver.Error as fault:
        told = DBAPIError.instance(None, None, fault, driver.Error)
        raise _sentence(told, place) if isinstance(told, DBAPIError) else fault from fault


def _sentence(fault: DBAPIError, place: str) -> CopilotError:
    if isinstance(fault, IntegrityError):
        return Conflict("A record with this id is already there.", place=place, cure="Choose another id.")
    original = fault.orig
    if isinstance(original, sqlite3.Error):
        return _sqlite_sentence(original, place)
    if getattr(original, "sqlstate", None) in {"40001", "40P01"}:
        return _changed_meanwhile(place)
    if getattr(original, "sqlstate", None) == "55P03":
        return _locked(place)
    if isinstance(fault, OperationalError) and _starts_or_stops(original):
        return HomeUnusable(
            "The database is just starting or stopping.", place=place, cure="Try again in a moment."
        )
    if isinstance(fault, OperationalError) and "FATAL:" in str(original):
        return HomeUnusable(
            "PostgreSQL answers, but does not let you in.",
            place=place,
            cure="Check the user, the password and the database's name in the address.",
        )
    if isinstance(fault, OperationalError):
        return HomeUnusable(
            "The database does not answer.",
            place=place,
            cure="Check that PostgreSQL runs and that MENTORING_DATABASE_URL is right.",
        )
    return HomeUnusable(f"The database failed: {type(original).__name__}.", place=place, cure="Try again.")


def _starts_or_stops(fault: BaseException | None) -> bool:
    """SQLSTATE class 57P (PostgreSQL, appendix A); who only tries to connect gets the words alone."""
    state = getattr(fault, "sqlstate", None) or ""
    return state.startswith("57P") or "the database system is" in str(fault)


def _sqlite_sentence(fault: sqlite3.Error, place: str) -> CopilotError:
    code = getattr(fault, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_BUSY_SNAPSHOT:
        return _changed_meanwhile(place)
    if code & 0xFF == sqlite3.SQLITE_BUSY:
        return _locked(place)
    sentences = {
        sqlite3.SQLITE_READONLY: (
            "The home cannot be written to.",
            "Give yourself permission to write there.",
        ),
        sqlite3.SQLITE_CANTOPEN: (
            "The home cannot be opened.",
            "Check that the folder exists, is yours, and is on a disk that can be written to.",
        ),
        sqlite3.SQLITE_FULL: ("The disk is full.", "Make room and try again; nothing was lost."),
        sqlite3.SQLITE_NOTADB: ("The home's database is not a database.", "Restore the home from a backup."),
        sqlite3.SQLITE_CORRUPT: ("The home's database is damaged.", "Restore the home from a backup."),
    }
    message, cure = sentences.get(code & 0xFF, (f"The home's database failed: {fault}.", "Try again."))
    return HomeUnusable(message, place=place, cure=cure)


def _locked(place: str) -> HomeUnusable:
    return HomeUnusable(
        "The home is locked by another process.", place=place, cure="Wait until it is done, or stop it."
    )


def _changed_meanwhile(place: str) -> Conflict:
    return Conflict(
        "Somebody else changed this in the meantime.", place=place, cure="Look again and repeat it."
    )
