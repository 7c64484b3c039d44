"""Conversations as the state of a LangGraph thread, kept by LangGraph's own savers inside a transaction of ours.

The savers commit after every step and keep every state there ever was. Here they work on the connection of a
transaction that somebody else ends, and only a thread's newest state stays: what a person said last and what it belongs
to are kept together or not at all.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypedDict, cast

from sqlalchemy import Connection, text

if TYPE_CHECKING:
    import sqlite3

    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph, StateGraph

Said = dict[str, Any]
"""A turn as plain JSON: no class of ours is named in the database, so none is built by reading it."""


class Thread(TypedDict):
    """The state of a conversation; what is written is added behind what was there."""

    turns: Annotated[list[Said], operator.add]


_UNUSED_BLOBS = """DELETE FROM checkpoint_blobs AS blob WHERE thread_id = :thread AND NOT EXISTS (
    SELECT 1 FROM checkpoints AS kept, jsonb_each_text(kept.checkpoint -> 'channel_versions') AS used
    WHERE kept.thread_id = blob.thread_id AND kept.checkpoint_ns = blob.checkpoint_ns
    AND used.key = blob.channel AND used.value = blob.version)"""
_OLDER = {
    "sqlite": (
        "DELETE FROM writes WHERE thread_id = :thread AND checkpoint_id <> :newest",
        "DELETE FROM checkpoints WHERE thread_id = :thread AND checkpoint_id <> :newest",
        "UPDATE checkpoints SET parent_checkpoint_id = NULL WHERE thread_id = :thread",
    ),
    "postgresql": (
        "DELETE FROM checkpoint_writes WHERE thread_id = :thread AND checkpoint_id <> :newest",
        "DELETE FROM checkpoints WHERE thread_id = :thread AND checkpoint_id <> :newest",
        "UPDATE checkpoints SET parent_checkpoint_id = NULL WHERE thread_id = :thread",
        _UNUSED_BLOBS,
    ),
}


class Threads:
    """The threads as one transaction sees them.

    Args:
        connection: a connection with a transaction open; nothing is committed here.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._saver = _saver_on(connection)
        self._graph: CompiledStateGraph[Thread] = _one_step().compile(checkpointer=self._saver)

    def turns(self, thread: str) -> list[Said]:
        """What was said, oldest first."""
        return list(self._graph.get_state(_named(thread)).values.get("turns", []))

    def add(self, thread: str, said: Sequence[Said]) -> None:
        """Put these behind the others, and forget the states before."""
        kept = self._graph.update_state(_named(thread), {"turns": list(said)}, as_node="keep")
        marks = {"thread": thread, "newest": kept["configurable"]["checkpoint_id"]}
        for statement in _OLDER[self._connection.dialect.name]:
            self._connection.execute(text(statement), marks)

    def forget(self, thread: str) -> None:
        """Delete every state, write and blob of the thread."""
        self._saver.delete_thread(thread)


class _Lent:
    """A connection as a saver sees it: its transaction ends where ours does."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def cursor(self) -> sqlite3.Cursor:
        return self._connection.cursor()

    def commit(self) -> None:
        """Leave that to the transaction."""


def _saver_on(connection: Connection) -> BaseCheckpointSaver[str]:
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

    driver: Any = connection.connection.driver_connection
    # As LANGGRAPH_STRICT_MSGPACK would: nothing in a checkpoint may name a class for us to build.
    plain = JsonPlusSerializer(pickle_fallback=False, allowed_msgpack_modules=None)
    if connection.dialect.name == "postgresql":
        from langgraph.checkpoint.postgres import PostgresSaver

        return PostgresSaver(driver, serde=plain)
    from langgraph.checkpoint.sqlite import SqliteSaver

    saver = SqliteSaver(cast("sqlite3.Connection", _Lent(driver)), serde=plain)
    # The home's migrations made the tables; the saver's own set-up would end our transaction.
    saver.is_setup = True
    return saver


@functools.cache
def _one_step() -> StateGraph[Thread]:
    from langgraph.graph import StateGraph

    steps = StateGraph(Thread)
    steps.add_node("keep", lambda _: {})
    steps.set_entry_point("keep")
    steps.set_finish_point("keep")
    return steps


def _named(thread: str) -> RunnableConfig:
    return {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
