"""Lines for whoever runs the server: when, how bad, in which request, what. No names, addresses, ids or texts.

What our own code says is written as it says it, but of what it puts in only single words and numbers, and of an error
only its type: the words may quote what somebody typed. Of what other people's code says, only where it was said:
nobody knows what is in its words. Of a traceback the places remain.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import walk_tb
from typing import Any, Literal

from copilot.errors import CopilotError
from ui.web.operating.request_ids import current

OURS = ("copilot", "ui", "knowledge", "prompts")
"""Packages whose messages hold nothing of anybody; a test reads them."""
REQUESTS = "ui.web.requests"
_ONE_WORD = re.compile(r"[A-Za-z0-9_.:/-]{1,120}")
"""What the program calls something by. Several words are somebody's, and so is whatever has an @ in it."""
MOST_PLACES = 12
Level = Literal["debug", "info", "warning", "error"]

log = logging.getLogger(__name__)


class _Lines(logging.Formatter):
    """What both formats say."""

    def told(self, record: logging.LogRecord) -> dict[str, Any]:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, Any] = {
            "time": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "request_id": current.get(),
            "process": record.process,
            "logger": record.name,
            "message": _message(record),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1]:
            told |= fault_told(record.exc_info[1])
        return told


class JsonLines(_Lines):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(self.told(record), ensure_ascii=False)


class TextLines(_Lines):
    """The same for a person to read."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = self.told(record)
        first = [told.pop("time"), told.pop("level").upper(), told.pop("request_id") or "-"]
        first += [told.pop("logger"), told.pop("message")]
        del told["process"]
        return " ".join([*first, *(f"{name}={value}" for name, value in told.items())])


def fault_told(fault: BaseException) -> dict[str, Any]:
    """The type of an error, and the places it went through, the innermost last; none of its words."""
    return {"error": type(fault).__name__, "at": list(_places(fault))[-MOST_PLACES:]}


def _places(fault: BaseException) -> Iterator[str]:
    for frame, line in walk_tb(fault.__traceback__):
        yield f"{frame.f_globals.get('__name__', '?')}:{frame.f_code.co_name}:{line}"


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in OURS or not isinstance(record.msg, str):
        return f"something was said at {record.module}:{record.funcName}:{record.lineno}"
    arguments = record.args if isinstance(record.args, tuple) else ()
    try:
        return record.msg % tuple(_without_words(one) for one in arguments) if arguments else record.msg
    except (TypeError, ValueError):
        return record.msg


def _without_words(argument: object) -> object:
    if isinstance(argument, CopilotError):
        return f"{type(argument).__name__} ({argument.code})"
    if isinstance(argument, BaseException):
        return type(argument).__name__
    return argument if isinstance(argument, int | float) or _ONE_WORD.fullmatch(str(argument)) else "…"


def set_up(format_: Literal["text", "json"], level: Level | Literal[""] = "") -> None:
    """Write all log lines of this process to standard error so, and nothing that others would print of an error.

    Args:
        format_: for people or for programs.
        level: from which on; empty for `info` with JSON and `warning` with text.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if format_ == "json" else TextLines())
    handler.addFilter(_matters)
    chosen = level or ("info" if format_ == "json" else "warning")
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.getLevelNamesMapping()[chosen.upper()])
    logging.captureWarnings(True)
    sys.excepthook = lambda _, fault, __: _say(fault)
    threading.excepthook = lambda told: _say(told.exc_value)
    sys.unraisablehook = lambda told: _say(told.exc_value)


def _matters(record: logging.LogRecord) -> bool:
    """What others' code says in passing would be nothing but places; whoever looks for a fault asks for `debug`."""
    ours = record.name.partition(".")[0] in OURS
    return ours or record.levelno >= logging.WARNING or logging.getLogger().level <= logging.DEBUG


def _say(fault: BaseException | None) -> None:
    if fault is not None and not isinstance(fault, KeyboardInterrupt | SystemExit):
        log.error("An error that nobody awaited ended a piece of work", exc_info=fault)


def request_line(
    level: int, *, method: str, route: str, status: int, seconds: float, fault: BaseException | None = None
) -> None:
    """One line about a request that was served."""
    told: dict[str, Any] = {
        "method": method,
        "route": route,
        "status": status,
        "duration_ms": round(1000 * seconds, 1),
        "process": os.getpid(),
    }
    if fault is not None:
        told |= fault_told(fault)
    logging.getLogger(REQUESTS).log(level, "request", extra={"told": told})
