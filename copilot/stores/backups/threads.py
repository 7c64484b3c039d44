"""What was said in chats as lines of JSON: LangGraph keeps it differently in SQLite and in PostgreSQL.

What is sealed stays sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

from copilot.errors import BadInput
from copilot.stores.backups.tables import line
from copilot.stores.checkpoints import Threads

THREADS = "checkpoints"


def said_in(connection: Connection) -> Iterator[bytes]:
    """Each thread with its turns as they are kept, oldest first, as one line of JSON; by the thread's id."""
    if not inspect(connection).has_table(THREADS):
        return
    found = connection.execute(text(f"SELECT DISTINCT thread_id FROM {THREADS}")).scalars()  # noqa: S608 # ours
    names = sorted(str(name) for name in found)
    threads = Threads(connection) if names else None
    for name in names:
        if threads is not None:
            yield line({"thread": name, "turns": threads.kept(name)})


def say_again(connection: Connection, said: bytes) -> str:
    """Keep such a line's turns; the thread's id. Raises BadInput where it is no such line."""
    try:
        told = json.loads(said)
        name, turns = told["thread"], told["turns"]
        if not isinstance(name, str) or not isinstance(turns, list):
            raise TypeError("no thread with turns")
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise BadInput(
            f"A conversation can't be read: {fault}.", place="conversations", cure="Take another backup."
        ) from fault
    Threads(connection).keep(name, turns)
    return name


def forget_all(connection: Connection) -> None:
    """Everything that was said goes."""
    for table in inspect(connection).get_table_names():
        if table.startswith("checkpoint") or table == "writes":
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 # LangGraph's own names
