"""Reading a reply in a thread of its own, so that whoever waits for it can stop waiting at any moment.

A timeout of the connection is not enough: servers keep it alive with signs of life that hold no word.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import Any, TypeVar

from copilot.language.patience import Patience

T = TypeVar("T")


@dataclass(frozen=True)
class _End:
    """Nothing more comes, because it is complete or because of a fault."""

    fault: BaseException | None = None


class Line:
    """The connection over which one reply comes."""

    def __init__(self) -> None:
        self.given_up = Event()
        self._responses: list[Any] = []

    def is_held_by(self, response: Any) -> None:
        """Remember the response, so that its connection can be ended from another thread."""
        self._responses.append(response)

    def hang_up(self) -> None:
        """End what is still being read. A server that was still writing learns at once that nobody reads it."""
        self.given_up.set()
        for response in self._responses:
            stream = response.extensions.get("network_stream")
            plug = stream.get_extra_info("socket") if stream and not response.is_closed else None
            if isinstance(plug, socket.socket):
                # Not SSLSocket.shutdown, which takes the other thread's connection apart.
                with suppress(OSError):
                    socket.socket.shutdown(plug, socket.SHUT_RDWR)


_LINE: ContextVar[Line] = ContextVar("line")


def note_response(response: Any) -> None:
    """The HTTP client's hook: the response belongs to the line that is read in this thread."""
    line = _LINE.get(None)
    if line is not None:
        line.is_held_by(response)


def heard_from(asked: Callable[[], Iterator[T]], patience: Patience) -> Iterator[T]:
    """What is asked for, piece by piece as it comes.

    Raises what goes wrong while it comes, and ModelUnavailable where patience ends first.
    """
    pieces: SimpleQueue[T | _End] = SimpleQueue()
    line = Line()
    Thread(target=_read, args=(asked, pieces, line), name="chat model", daemon=True).start()
    try:
        while not isinstance(piece := _next(pieces, patience), _End):
            yield piece
        if piece.fault:
            raise piece.fault
    finally:
        line.hang_up()


def _next(pieces: SimpleQueue[T | _End], patience: Patience) -> T | _End:
    while (left := patience.left()) > 0:
        with suppress(Empty):
            return pieces.get(timeout=left)
    raise patience.over()


def _read(asked: Callable[[], Iterator[T]], pieces: SimpleQueue[T | _End], line: Line) -> None:
    _LINE.set(line)
    with _Handing(pieces):
        for piece in asked():
            if line.given_up.is_set():
                return
            pieces.put(piece)


class _Handing:
    """Hands the end over, and with it whatever went wrong: it is raised where the reply is waited for."""

    def __init__(self, pieces: SimpleQueue[Any]) -> None:
        self._pieces = pieces

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._pieces.put(_End(error))
        return True
