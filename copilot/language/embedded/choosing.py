"""Choices made by the content alone, so that the same facts give the same draft and other facts another one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def chosen(options: Sequence[T], *content: str) -> T:
    """One of the options, by a hash of the content; names are never part of it."""
    return options[_number(content) % len(options)]


def several(options: Sequence[T], how_many: int, *content: str) -> tuple[T, ...]:
    """Up to `how_many` different options, in an order that the content decides."""
    start = _number(content) % len(options) if options else 0
    turned = [*options[start:], *options[:start]]
    return tuple(turned[:how_many])


def _number(content: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(content).encode(), digest_size=8).digest())
