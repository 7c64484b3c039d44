"""Conversations when a member leaves: hers go, and what others' say of her is rewritten, in somebody's transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from sqlalchemy import Connection, delete, select, text, update

from copilot.domain.chat import Turn
from copilot.stores.checkpoints import Threads
from copilot.stores.mentions import mentions, some_at_a_time
from copilot.stores.schema import conversations

_SAID = {
    "sqlite": (
        "SELECT thread_id, checkpoint FROM checkpoints",
        "SELECT thread_id, value FROM writes",
    ),
    "postgresql": (
        "SELECT thread_id, convert_to(checkpoint::text, 'UTF8') FROM checkpoints",
        "SELECT thread_id, blob FROM checkpoint_blobs",
        "SELECT thread_id, blob FROM checkpoint_writes",
    ),
}


def forget_conversations(connection: Connection, owner: str) -> int:
    """Delete a member's conversations with everything said in them; how many there were."""
    query = select(conversations.c.id).where(conversations.c.owner == owner)
    threads = list(connection.execute(query).scalars())
    for thread in threads:
        Threads(connection).forget(thread)
    connection.execute(delete(conversations).where(conversations.c.owner == owner))
    return len(threads)


def rewrite_conversations(
    connection: Connection, words: Collection[str], rewritten: Callable[[Turn], Turn]
) -> int:
    """Put the turns of conversations in which one of these words stands through `rewritten`; how many changed."""
    threads = {*_mentioning(connection, words), *_titled(connection, words)}
    return sum(_rewrite(connection, thread, rewritten) for thread in sorted(threads))


def _rewrite(connection: Connection, thread: str, rewritten: Callable[[Turn], Turn]) -> bool:
    threads = Threads(connection)
    before = threads.turns(thread)
    after = [rewritten(Turn.model_validate(said)).model_dump(mode="json") for said in before]
    if after != before:
        # The states before hold the old words: the thread begins anew.
        threads.forget(thread)
        threads.add(thread, after)
    return _retitle(connection, thread, rewritten) or after != before


def _retitle(connection: Connection, thread: str, rewritten: Callable[[Turn], Turn]) -> bool:
    same = conversations.c.id == thread
    row = connection.execute(select(conversations.c.title, conversations.c.started).where(same)).first()
    if row is None:
        return False
    title = rewritten(Turn(by="person", text=row.title, at=row.started)).text
    connection.execute(update(conversations).where(same).values(title=title))
    return bool(title != row.title)


def _titled(connection: Connection, words: Collection[str]) -> set[str]:
    """Threads whose title says one of the words."""
    found: set[str] = set()
    for some in some_at_a_time(words):
        found |= set(
            connection.execute(select(conversations.c.id).where(mentions(conversations, some))).scalars()
        )
    return found


def _mentioning(connection: Connection, words: Collection[str]) -> list[str]:
    """Threads in whose stored bytes one of the words stands; texts stand there in UTF-8, as they were written."""
    wanted = [re.escape(word.encode()) for word in words if word]
    if not wanted:
        return []
    pattern = re.compile(b"|".join(wanted), re.IGNORECASE)
    found: set[str] = set()
    for query in _SAID[connection.dialect.name]:
        for thread, said in connection.execute(text(query)):
            if said is not None and pattern.search(bytes(said)):
                found.add(thread)
    return sorted(found)
