"""Long work beside the page: it runs in a thread of its own while its progress is shown."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

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
            self._results.append(self._work(lambda done, of, what: self._told.put((done, of, what))))
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits, and raised there
            self._errors.append(error)

    def _newest(self) -> Told | None:
        newest = None
        while not self._told.empty():
            newest = self._told.get()
        return newest
