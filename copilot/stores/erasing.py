"""Making sure that what was deleted is in no file any more."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, inspect

from copilot.errors import HomeUnusable
from copilot.stores.database import PATIENCE_SECONDS, in_sentences


def empty_the_log(engine: Engine) -> bool:
    """Move SQLite's write-ahead log into the database and cut it off; whether that could be done at once.

    Deleted pages are overwritten (`secure_delete`), but the log holds copies from before. Where somebody is reading,
    it stays until the next time, at the latest until the last process lets go of the home. PostgreSQL sees to its own.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_) = cursor.fetchone() or (1,)
        cursor.close()
    finally:
        connection.close()
    return not busy


def vacuum(engine: Engine) -> None:
    """Write the database anew, without the room that deleted rows left, and cut its log off.

    Raises HomeUnusable where another process is at it; nothing is lost then, and it can be done later. On PostgreSQL
    this is `VACUUM FULL` of every table: each is locked while it is written anew.
    """
    if engine.dialect.name == "postgresql":
        _vacuum_tables(engine)
        return
    if not engine.url.database:
        return
    with in_sentences(engine, str(engine.url.database)), engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("VACUUM")
    if not empty_the_log(engine):
        raise _busy(str(engine.url.database))


def _vacuum_tables(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{int(PATIENCE_SECONDS * 1000)}ms'")
        for table in inspect(connection).get_table_names():
            name = connection.dialect.identifier_preparer.quote(table)
            connection.exec_driver_sql(f"VACUUM FULL {name}")
        connection.exec_driver_sql("RESET lock_timeout")


def _busy(place: str) -> HomeUnusable:
    return HomeUnusable(
        "Somebody is reading the home, so its log could not be cut off.",
        place=place,
        cure="Try again in a moment.",
    )
