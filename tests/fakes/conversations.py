import threading
from collections.abc import Callable

from copilot.domain.chat import Conversation, Turn
from copilot.errors import Conflict, NotFound


class MemoryConversations:
    """Keeps what was said as JSON, as the real part does: nothing that a caller holds can change it."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Conversation, list[str]]] = {}
        self._one_writer = threading.Lock()

    def start(self, conversation: Conversation) -> None:
        if conversation.id in self._kept:
            raise Conflict("A record with this id is already there.", place="conversations")
        self._kept[conversation.id] = (conversation, [])

    def find(self, thread: str) -> Conversation | None:
        return self._kept[thread][0] if thread in self._kept else None

    def of(self, owner: str) -> list[Conversation]:
        found = [conversation for conversation, _ in self._kept.values() if conversation.owner == owner]
        return sorted(found, key=lambda one: (one.latest, one.id), reverse=True)

    def turns(self, thread: str) -> list[Turn]:
        _, said = self._kept.get(thread, (None, []))
        return [Turn.model_validate_json(turn) for turn in said]

    def add(self, thread: str, *turns: Turn) -> None:
        with self._one_writer:
            conversation, said = self._get(thread)
            if turns:
                latest = max(conversation.latest, *(turn.at for turn in turns))
                kept = conversation.changed(latest=latest, revision=conversation.revision + 1)
                self._kept[thread] = (kept, [*said, *(turn.model_dump_json() for turn in turns)])

    def rename(self, thread: str, title: str) -> None:
        conversation, said = self._get(thread)
        kept = conversation.changed(title=title, revision=conversation.revision + 1)
        self._kept[thread] = (kept, said)

    def forget(self, thread: str) -> None:
        self._kept.pop(thread, None)

    def rewrite(self, rewritten: Callable[[Turn], Turn]) -> int:
        before = dict(self._kept)
        for thread, (conversation, said) in before.items():
            turns = [rewritten(Turn.model_validate_json(turn)).model_dump_json() for turn in said]
            title = rewritten(Turn(by="person", text=conversation.title, at=conversation.started)).text
            self._kept[thread] = (conversation.changed(title=title), turns)
        return sum(self._kept[thread] != before[thread] for thread in before)

    def _get(self, thread: str) -> tuple[Conversation, list[str]]:
        if thread not in self._kept:
            raise NotFound("There is no such conversation.", place=thread)
        return self._kept[thread]
