"""Each owner hosts an event that everybody may know of, one of a series, and one that is hidden and begins soon."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.domain.events import Event, EventKind
from copilot.ports import UnitOfWork
from tests.permissions.community import NOW

SOON = NOW + timedelta(hours=3)


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """Three events."""
    wall = SOON.replace(tzinfo=None)
    unit.events.add(
        _event(f"calendar:{owner}", owner, wall, EventKind.WEBINAR, programme, series=f"calendars:{owner}"),
        # A spotlight is hidden until those whom it is about agree.
        _event(f"calendar-hidden:{owner}", owner, wall, EventKind.SPOTLIGHT, programme, speakers=(owner,)),
    )


def _event(event: str, owner: str, at: datetime, kind: EventKind, programme: str, **more: object) -> Event:
    fields = {
        "id": event, "title": "An hour together", "hosts": {owner}, "programme": programme, "created": NOW,
        "updated": NOW, "time_zone": "UTC", **more,
    }  # fmt: skip
    return Event.model_validate({**fields, "at": at, "kind": kind})
