"""One thread reads for all: in the order they came, and short texts that wait at the same time as one batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from copilot.ports import Vectors

MOST_TOGETHER = 32
"""Texts of several callers that are read as one batch. Reading one text costs nearly what three cost: most of the time
goes into fetching the weights from memory."""
SHORT, FEW = 400, 6
"""Characters of a text and texts of a call, at most, that is read with others: beside a long text a short one would be
padded to its length, and a profile, which has more texts, is read alone, so that its numbers never depend on others."""


class _Call(NamedTuple):
    texts: list[str]
    vectors: Future[Vectors]

    @property
    def short(self) -> bool:
        return len(self.texts) <= FEW and max(map(len, self.texts), default=0) <= SHORT


class ReadingTogether:
    """Reads batches of texts, each once, by `read`, which is never called from two threads.

    With a lock in its place one of eight people who asked at once waited twenty seconds for others who came later.

    Args:
        read: texts to vectors, one a text.
    """

    def __init__(self, read: Callable[[list[str]], Vectors]) -> None:
        self._read = read
        self._waiting: deque[_Call] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="encoder")

    def vectors(self, texts: list[str]) -> Vectors:
        """Those of these texts; raises what `read` raises."""
        call = _Call(texts, Future())
        self._waiting.append(call)
        self._thread.submit(self._next)
        return call.vectors.result()

    def _next(self) -> None:
        calls = self._taken()
        if not calls:  # read with those before
            return
        try:
            vectors = self._read([text for call in calls for text in call.texts])
        except BaseException as error:  # noqa: BLE001 - it belongs to those who wait
            for call in calls:
                call.vectors.set_exception(error)
            return
        start = 0
        for call in calls:
            call.vectors.set_result(vectors[start : start + len(call.texts)])
            start += len(call.texts)

    def _taken(self) -> list[_Call]:
        """The call that waited longest, and those after it that fit into its batch."""
        taken: list[_Call] = []
        while self._waiting and (not taken or self._fits(taken, self._waiting[0])):
            taken.append(self._waiting.popleft())
        return taken

    def _fits(self, taken: list[_Call], call: _Call) -> bool:
        texts = sum(len(one.texts) for one in (*taken, call))
        return texts <= MOST_TOGETHER and taken[0].short and call.short
