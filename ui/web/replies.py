"""Replies that are being written: each in a thread of its own, so that it can be stopped at once.

A reply that nobody stops is finished and kept even where the page is closed meanwhile.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

from copilot.errors import Conflict
from copilot.services.chat.service import ChatEvent

BETWEEN_UPDATES = 0.1
"""Seconds: each update sends the whole conversation again."""

Start = Callable[[Callable[[], bool]], Iterator[ChatEvent]]
"""Begins a reply; it is given the question whether the reply is still wanted."""


class Reply:
    """Iterate over it for what has come since the last time, ten times a second at most.

    It ends when the reply is complete, stopped or failed; `error` says why it failed.
    """

    def __init__(self, start: Start) -> None:
        self._start = start
        self._events: queue.Queue[ChatEvent] = queue.Queue()
        self._lock = threading.Lock()
        self._settled = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="reply")
        self.stopped = False
        self.error: BaseException | None = None

    def __iter__(self) -> Iterator[list[ChatEvent]]:
        self._thread.start()
        while not self.stopped:
            self._thread.join(BETWEEN_UPDATES)
            running = self._thread.is_alive()
            if came := self._come():
                yield came
                time.sleep(BETWEEN_UPDATES if running else 0)
            if not running:
                return

    def stop(self) -> None:
        """Stop it, unless it is being kept this very moment."""
        with self._lock:
            self.stopped = not self._settled

    def _wanted(self) -> bool:
        with self._lock:
            self._settled = not self.stopped
            return self._settled

    def _run(self) -> None:
        try:
            events = self._start(self._wanted)
            for event in events:
                self._events.put(event)
                if self.stopped:
                    break
            if isinstance(events, Generator):
                events.close()
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits, and raised there
            self.error = error

    def _come(self) -> list[ChatEvent]:
        came: list[ChatEvent] = []
        while not self._events.empty():
            came.append(self._events.get())
        return came


class Replies:
    """The replies that are being written, one at a time for each visit of a page."""

    def __init__(self) -> None:
        self._writing: dict[tuple[str, str], Reply] = {}
        self._lock = threading.Lock()

    @contextmanager
    def begun(self, visit: tuple[str, str], start: Start) -> Iterator[Reply]:
        """A reply in this visit. Conflict where the one before is still being written."""
        reply = Reply(start)
        with self._lock:
            if visit in self._writing:
                raise Conflict(
                    "The reply before is still being written.",
                    place="chat",
                    cure="Wait for it, or stop it first.",
                )
            self._writing[visit] = reply
        try:
            yield reply
        finally:
            self._writing.pop(visit, None)

    def stop(self, visit: tuple[str, str]) -> None:
        """Stop what is being written in this visit, if anything is."""
        if reply := self._writing.get(visit):
            reply.stop()
