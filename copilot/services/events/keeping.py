"""Keeping an event that was changed, with all that follows from it, in the unit of work of whoever changes it."""

from __future__ import annotations

from datetime import datetime

from copilot.domain.events import Event
from copilot.ports import UnitOfWork
from copilot.services.events.changing import changed_event
from copilot.services.events.checking import check_people, check_planned
from copilot.services.events.noting import noted
from copilot.services.events.places import moved_up, need_no_place


def keep(unit: UnitOfWork, by: str, old: Event, new: Event, now: datetime) -> None:
    """Save it and note by whom; who speaks gives her place back, and who waits moves up."""
    if new == old:
        return
    kept = unit.events.save(new)
    unit.audit_log.add(noted(now, by, "update", new.id))
    need_no_place(unit, kept, now)
    moved_up(unit, kept, now)


def with_speaker(unit: UnitOfWork, by: str, event: Event, member: str, now: datetime) -> None:
    """Ask one more to speak, beside whomever others have asked meanwhile. Whether `by` may is checked before."""
    check_planned(event)
    check_people(unit, {member})
    keep(unit, by, event, changed_event(event, {"speakers": (*event.speakers, member)}, now), now)
