"""Lines of the audit log about events: who did what, with ids alone."""

from __future__ import annotations

from datetime import datetime

from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id

COPILOT = "copilot"
"""Who moves people up from the waiting list: nobody in person."""


def noted(at: datetime, by: str, verb: str, event: str, **detail: str) -> AuditEntry:
    """One line about an event."""
    return AuditEntry(id=new_id("a"), at=at, by=by, verb=verb, kind="event", record=event, detail=detail)
