"""Conversations in the home's database: whose they are in a table, what was said in LangGraph's checkpoints.

Both are in one database, so that a turn and the date it moves are one transaction, a backup holds them together, and
deleting is done in one place. Writers come one after the other, so nobody's turn is lost between reading and adding.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, delete, insert, select, update

from copilot.domain.chat import Conversation, Turn
from copilot.errors import NotFound
from copilot.stores.checkpoints import Threads
from copilot.stores.confidential import ConfidentialWords
from copilot.stores.database import WRITING, in_sentences
from copilot.stores.erasing import empty_the_log
from copilot.stores.schema import conversations
from copilot.stores.unit_of_work import as_row


class CheckpointedConversations:
    """The port `Conversations` over SQLite or PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self, conversation: Conversation) -> None:
        """Keep a new one; Conflict where the id is taken."""
        with self._writing() as connection:
            row = ConfidentialWords(connection, conversations).sealed(as_row(conversation))
            connection.execute(insert(conversations).values(row))

    def find(self, thread: str) -> Conversation | None:
        """The conversation, or None."""
        with self._engine.connect() as connection:
            return _found(connection, thread)

    def of(self, owner: str) -> list[Conversation]:
        """A member's conversations, the latest first."""
        query = select(conversations).where(conversations.c.owner == owner)
        with self._engine.connect() as connection:
            words = ConfidentialWords(connection, conversations)
            rows = [words.opened(row) for row in connection.execute(query).mappings()]
        found = [Conversation.model_validate(row) for row in rows]
        return sorted(found, key=lambda one: (one.latest, one.id), reverse=True)

    def turns(self, thread: str) -> list[Turn]:
        """Its turns, oldest first; none where there is no such conversation."""
        with self._engine.connect() as connection, in_sentences(self._engine, thread):
            if _found(connection, thread) is None:
                return []
            return [Turn.model_validate(said) for said in Threads(connection).turns(thread)]

    def add(self, thread: str, *turns: Turn) -> None:
        """Keep these turns, all or none; NotFound where there is no such conversation."""
        with self._writing(thread) as connection:
            conversation = _get(connection, thread)
            if turns:
                Threads(connection).add(thread, [turn.model_dump(mode="json") for turn in turns])
                latest = max(conversation.latest, *(turn.at for turn in turns))
                _change(connection, conversation.changed(latest=latest))

    def rename(self, thread: str, title: str) -> None:
        """Give it another title; NotFound where there is no such conversation."""
        with self._writing() as connection:
            _change(connection, _get(connection, thread).changed(title=title))

    def forget(self, thread: str) -> None:
        """Delete it with everything said in it, from the files too; nothing happens where it is gone."""
        with self._writing(thread) as connection:
            if _found(connection, thread) is None:
                return
            Threads(connection).forget(thread)
            connection.execute(delete(conversations).where(conversations.c.id == thread))
        empty_the_log(self._engine)

    @contextmanager
    def _writing(self, thread: str = "") -> Iterator[Connection]:
        with (
            self._engine.execution_options(**WRITING).begin() as connection,
            in_sentences(self._engine, thread),
        ):
            yield connection


def _found(connection: Connection, thread: str) -> Conversation | None:
    query = select(conversations).where(conversations.c.id == thread)
    row = connection.execute(query).mappings().first()
    # Its title may be damaged while what was said is not: the conversation opens all the same.
    words = ConfidentialWords(connection, conversations)
    return Conversation.model_validate(words.opened(row)) if row else None


def _get(connection: Connection, thread: str) -> Conversation:
    conversation = _found(connection, thread)
    if conversation is None:
        raise NotFound("There is no such conversation.", place=thread, cure="List your conversations.")
    return conversation


def _change(connection: Connection, conversation: Conversation) -> None:
    kept = conversation.changed(revision=conversation.revision + 1)
    same = conversations.c.id == conversation.id
    row = ConfidentialWords(connection, conversations).changed(as_row(kept))
    connection.execute(update(conversations).where(same).values(row))
