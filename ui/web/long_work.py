"""Long work beside the page: it runs in a thread of its own while its progress is shown."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from copilot.errors import Stopped

T = TypeVar("T")
Told = tuple[int, int, str]
ABOUT_TEN_A_SECOND = 0.1


class LongWork(Generic[T]):
    """Some work that calls back with (done, of, what).

    Iterate over it for its progress; afterwards `result` gives what it returned, or raises what it raised.
    """

    def __init__(self, work: Callable[[Callable[[int, int, str], None]], T]) -> None:
        self._work = work
        self._told: queue.Queue[Told] = queue.Queue()
        self._results: list[T] = []
        self._errors: list[BaseException] = []
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Let it end where it next tells of its progress; `result` then raises Stopped."""
        self._stopping.set()

    def __iter__(self) -> Iterator[Told]:
        thread = threading.Thread(target=self._run, daemon=True, name="long-work")
        thread.start()
        running = True
        while running:
            thread.join(ABOUT_TEN_A_SECOND)
            running = thread.is_alive()
            newest = self._newest()
            if newest:
                yield newest

    def result(self) -> T:
        """What the work came to."""
        if self._errors:
            raise self._errors[0]
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._work(self._tell))
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits, and raised there
            self._errors.append(error)

    def _tell(self, done: int, of: int, what: str) -> None:
        if self._stopping.is_set():
            raise Stopped("It was stopped.", cure="What was done before is kept; begin again to go on.")
        self._told.put((done, of, what))

    def _newest(self) -> Told | None:
        newest = None
        while not self._told.empty():
            newest = self._told.get()
        return newest


class UnderWay:
    """The long works of one page, each by the browser's tab that began it, so that another click there stops it."""

    def __init__(self) -> None:
        self._works: dict[str, LongWork[Any]] = {}

    def begun(self, tab: str | None, work: LongWork[T]) -> Iterator[Told]:
        """The progress of a work that can be stopped meanwhile."""
        self._works[tab or ""] = work
        try:
            yield from work
        finally:
            if self._works.get(tab or "") is work:
                del self._works[tab or ""]

    def stop(self, tab: str | None) -> None:
        """Stop what this tab began; nothing happens where that is done."""
        if work := self._works.get(tab or ""):
            work.stop()
