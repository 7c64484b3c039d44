"""The audit log as a chain: each link holds the hash of the one before, so that nothing changes quietly.

A link does not hash the words of its line but a *commitment* to them: a hash salted with a random number that is kept
beside it. Where a member leaves, her lines are rewritten lawfully. The link keeps its old commitment, its salt is
thrown away (so that nobody can try out who stood there), and a new link commits to the line as it reads from then on.

The format of what is hashed never changes: chains in people's homes rest on it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from copilot.domain.matches import AuditEntry

DELETION_TO_BE_FINISHED = "deletion to be finished"
"""What a line names that is no line but a note to ourselves; it goes when the deletion is finished."""
THE_LOG = "audit log"
"""What the log's lines about itself name."""
PRUNE = "prune"
BEFORE_THE_FIRST = "0" * 64
"""What stands in the first link for the hash of the one before."""
FIELDS = ("id", "at", "by", "verb", "kind", "record", "reason", "detail")
"""What of a line is committed to."""


class Act(StrEnum):
    """What a link says."""

    ENTRY = "entry"
    NOTE = "note"
    """A note to ourselves; the only kind of line that may be removed."""
    CHECKPOINT = "checkpoint"
    """A line that says which older lines went because they were kept long enough."""
    REWRITTEN = "rewritten"
    """An earlier line reads otherwise from here on, because somebody left."""
    REMOVED = "removed"
    """An earlier note is done."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link. `of` is the number of the earlier link that it speaks of, 0 for none."""

    seq: int
    act: Act
    entry: str
    of: int
    salt: str
    commitment: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Head:
    """Where the chain ends: how many links there are, and the hash of the last."""

    count: int = 0
    hash: str = BEFORE_THE_FIRST


def act_of(entry: AuditEntry) -> Act:
    """What a line is when it is added."""
    if entry.record == DELETION_TO_BE_FINISHED:
        return Act.NOTE
    if (entry.verb, entry.kind, entry.record) == (PRUNE, "settings", THE_LOG):
        return Act.CHECKPOINT
    return Act.ENTRY


def link_to(head: Head, act: Act, entry: AuditEntry, *, of: int = 0) -> Link:
    """The link that follows on `head` and commits to this line; what is removed is committed to by nothing."""
    salt = "" if act is Act.REMOVED else secrets.token_hex(16)
    committed = commitment(salt, vars(entry)) if salt else ""
    seq = head.count + 1
    made = hash_of(seq, act, entry.id, of, committed, head.hash)
    return Link(seq, act, entry.id, of, salt, committed, head.hash, made)


def commitment(salt: str, line: Mapping[str, Any]) -> str:
    """The salted hash of a line's words. Raises ValueError where they are not what a line is made of."""
    return _sha256([salt, *(_plain(line[field]) for field in FIELDS)])


def says(link: Link, line: Mapping[str, Any]) -> bool:
    """Whether a line reads as this link committed to; a line that can't be read any more doesn't."""
    try:
        return commitment(link.salt, line) == link.commitment
    except (KeyError, TypeError, ValueError):
        return False


def hash_of(seq: int, act: str, entry: str, of: int, committed: str, previous: str) -> str:
    """The hash of a link."""
    return _sha256(
        {
            "seq": seq,
            "act": str(act),
            "entry": entry,
            "of": of,
            "commitment": committed,
            "previous": previous,
        }
    )


def spans(numbers: Iterable[int]) -> str:
    """Numbers as a checkpoint lists them: `1-40,43`."""
    told: list[list[int]] = []
    for number in sorted(set(numbers)):
        if told and number == told[-1][1] + 1:
            told[-1][1] = number
        else:
            told.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in told)


def of_spans(said: str, below: int) -> frozenset[int]:
    """The numbers that a checkpoint lists, as far as they are `below` its own; none for what isn't such a list."""
    numbers: set[int] = set()
    for part in said.split(","):
        first, _, last = part.partition("-")
        if first.isdecimal() and (last or first).isdecimal():
            numbers |= set(range(int(first), min(int(last or first) + 1, below)))
    return frozenset(numbers)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _sha256(value: Any) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
