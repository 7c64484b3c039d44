"""Conversations as the state of a LangGraph thread, kept by LangGraph's own savers inside a transaction of ours.

The savers commit after every step and keep every state there ever was. Here they work on the connection of a
transaction that somebody else ends, and only a thread's newest state stays: what a person said last and what it belongs
to are kept together or not at all.
"""

from __future__ import annotations

import functools
import logging
import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypedDict, cast

from sqlalchemy import Connection, text

from copilot.errors import Unreadable
from copilot.stores.confidential import DAMAGED, TURNS, keyring_of, note_key, place
from copilot.stores.keyring import Keyring, is_sealed

if TYPE_CHECKING:
    import sqlite3

    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph, StateGraph

log = logging.getLogger(__name__)

Said = dict[str, Any]
"""A turn as plain JSON: no class of ours is named in the database, so none is built by reading it."""


SEALED_TURN = "sealed"
"""Of a sealed turn only this, `by` and `at` are kept. It is sealed before LangGraph sees it, whose own encryption binds
nothing to a thread and leaves parts of a state as they are."""


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
        self._keyring = keyring_of(connection)
        self._saver = _saver_on(connection)
        self._graph: CompiledStateGraph[Thread] = _one_step().compile(checkpointer=self._saver)

    def turns(self, thread: str) -> list[Said]:
        """What was said, oldest first; in the place of what can't be opened something that says so."""
        return [opened_turn(kept, self._keyring, thread) for kept in self.kept(thread)]

    def kept(self, thread: str) -> list[Said]:
        """The turns as they are kept, sealed or not."""
        return list(self._graph.get_state(_named(thread)).values.get("turns", []))

    def add(self, thread: str, said: Sequence[Said]) -> None:
        """Put these behind the others, and forget the states before."""
        if self._keyring.first:
            note_key(self._connection)
        self.keep(thread, [sealed_turn(turn, self._keyring, thread) for turn in said])

    def change(self, thread: str, changed: Callable[[Said], Said]) -> bool:
        """Put every turn as it is kept through `changed`; whether one is another now. The states before are gone."""
        before = self.kept(thread)
        after = [changed(turn) for turn in before]
        if after == before:
            return False
        if any(is_sealed(turn.get(SEALED_TURN)) for turn in after) and self._keyring.first:
            note_key(self._connection)
        # The states before hold the old words: the thread begins anew.
        self.forget(thread)
        self.keep(thread, after)
        return True

    def keep(self, thread: str, said: Sequence[Said]) -> None:
        """Put these behind the others as they are, sealed or not, and forget the states before."""
        kept = self._graph.update_state(_named(thread), {"turns": list(said)}, as_node="keep")
        marks = {"thread": thread, "newest": kept["configurable"]["checkpoint_id"]}
        for statement in _OLDER[self._connection.dialect.name]:
            self._connection.execute(text(statement), marks)

    def forget(self, thread: str) -> None:
        """Delete every state, write and blob of the thread."""
        self._saver.delete_thread(thread)


def sealed_turn(said: Said, keyring: Keyring, thread: str) -> Said:
    """A turn as it is kept."""
    if not keyring.first:
        return said
    return {
        "by": said["by"],
        "at": said["at"],
        SEALED_TURN: keyring.sealed(said, place(TURNS, "said", thread)),
    }


def opened_turn(kept: Said, keyring: Keyring, thread: str) -> Said:
    """A turn in words."""
    try:
        return unsealed_turn(kept, keyring, thread)
    except Unreadable as fault:
        log.warning("%s", fault)
        return {"by": kept["by"], "at": kept["at"], "text": DAMAGED}


def unsealed_turn(kept: Said, keyring: Keyring, thread: str) -> Said:
    """The same; Unreadable where it can't be opened."""
    if SEALED_TURN not in kept:
        return kept
    said: Said = keyring.opened(kept[SEALED_TURN], place(TURNS, "said", thread))
    return said


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
