"""How long an approved match has waited for everybody's yes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from copilot.domain.matches import Match, MatchState
from copilot.ports import UnitOfWork

DAYS_TO_ANSWER = 21
"""After so many days without everybody's yes a match is closed, and its place is free again."""
_CHUNK = 1_000


def waiting_since(unit: UnitOfWork, matches: Iterable[Match]) -> dict[str, datetime]:
    """When each match was approved last, by a manager or by being asked; when it was made, where the log is silent."""
    since = {match.id: match.created for match in matches}
    for chunk in in_chunks(since):
        rows = unit.audit_log.values("record", "at", "detail", kind="match", record=chunk)
        for match, at, detail in rows:
            if detail.get("after") == MatchState.APPROVED:
                since[match] = max(at, since[match])
    return since


def in_chunks(ids: Iterable[str]) -> Iterable[list[str]]:
    """Ids in lots that a database takes in one question."""
    every = sorted(ids)
    return (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))
