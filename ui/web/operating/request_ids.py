"""The id of the request that is being served, in every line that is written for it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

HEADER = "x-request-id"
_SANE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9_-]{8,64}")
"""What proxies make: UUIDs, hashes, ULIDs. A word without a digit may be somebody's name."""

current: ContextVar[str] = ContextVar("request_id", default="")


def request_id_from(said: str) -> str:
    """The id that a proxy gave, where it is one; else a new one."""
    return said if _SANE.fullmatch(said) else uuid.uuid4().hex


@contextmanager
def serving(given: tuple[Any, ...]) -> Iterator[None]:
    """While a handler works for a request that is among what it was given: Gradio runs it after that was answered."""
    found = (_id_of(one) for one in given)
    mark = current.set(next((one for one in found if one), current.get()))
    try:
        yield
    finally:
        current.reset(mark)


def _id_of(given: Any) -> str:
    """Of Gradio's request; empty for anything else."""
    if not hasattr(given, "username"):
        return ""
    headers = getattr(given, "headers", None)
    return str(headers.get(HEADER, "")) if headers is not None else ""
