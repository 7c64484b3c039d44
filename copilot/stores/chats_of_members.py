"""Conversations when a member leaves: hers go, and what others' say of her is rewritten, in somebody's transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from sqlalchemy import Connection, delete, select, text, update

from copilot.domain.chat import Turn
from copilot.errors import CopilotError, Unreadable
from copilot.stores.checkpoints import Said, Threads, sealed_turn, unsealed_turn
from copilot.stores.confidential import TURNS, ConfidentialWords, keyring_of, pattern_of, place
from copilot.stores.keyring import TOKEN, Keyring
from copilot.stores.mentions import mentions, some_at_a_time
from copilot.stores.schema import conversations

_SEALED = re.compile(TOKEN.pattern.encode())
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
    keyring = keyring_of(connection)

    def in_other_words(kept: Said) -> Said:
        try:
            said = unsealed_turn(kept, keyring, thread)
        except Unreadable:
            return kept
        after = rewritten(Turn.model_validate(said)).model_dump(mode="json")
        return sealed_turn(after, keyring, thread) if after != said else kept

    changed = Threads(connection).change(thread, in_other_words)
    return _retitle(connection, thread, rewritten) or changed


def _retitle(connection: Connection, thread: str, rewritten: Callable[[Turn], Turn]) -> bool:
    same = conversations.c.id == thread
    kept = connection.execute(select(conversations).where(same)).mappings().first()
    if kept is None:
        return False
    words = ConfidentialWords(connection, conversations)
    row = words.opened(kept)
    title = rewritten(Turn(by="person", text=row["title"], at=row["started"])).text
    if title == row["title"]:
        return False
    changed = words.changed({"id": thread, "title": title})
    connection.execute(update(conversations).where(same).values(changed))
    return True


def _titled(connection: Connection, words: Collection[str]) -> set[str]:
    """Threads whose title says one of the words."""
    found: set[str] = set()
    for some in some_at_a_time(words):
        found |= set(
            connection.execute(select(conversations.c.id).where(mentions(conversations, some))).scalars()
        )
    return found | ConfidentialWords(connection, conversations).mentioning(words)


def _mentioning(connection: Connection, words: Collection[str]) -> list[str]:
    """Threads in whose stored bytes one of the words stands; texts stand there in UTF-8, as they were written."""
    wanted = [re.escape(word.encode()) for word in words if word]
    if not wanted:
        return []
    pattern = re.compile(b"|".join(wanted), re.IGNORECASE)
    hidden, keyring = pattern_of(words), keyring_of(connection)
    found: set[str] = set()
    for thread, said in stored_bytes(connection):
        if thread not in found:
            sealed = _SEALED.finditer(said)
            told = any(_tells(one[0].decode(), hidden, keyring, thread) for one in sealed)
            if told or pattern.search(_SEALED.sub(b"", said)):
                found.add(thread)
    return sorted(found)


def stored_bytes(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Of every thread what LangGraph's savers keep of what was said, as it is kept."""
    for query in _SAID[connection.dialect.name]:
        for thread, said in connection.execute(text(query)):
            if said is not None:
                yield thread, bytes(said)


def _tells(sealed: str, wanted: re.Pattern[str], keyring: Keyring, thread: str) -> bool:
    """What can't be opened may say it: then the turns themselves are looked at."""
    try:
        return bool(wanted.search(keyring.told(sealed, place(TURNS, "said", thread))))
    except CopilotError:
        return True
