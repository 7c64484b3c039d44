"""Making sure that what was deleted is in no file any more."""

from __future__ import annotations

from sqlalchemy import Engine


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
