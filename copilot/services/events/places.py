"""Places and the waiting list: who has one, who is next."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.domain.events import Event, Registration
from copilot.ports import UnitOfWork, UnitsOfWork
from copilot.services.events.noting import COPILOT, noted
from copilot.services.events.seeing import TAKES_A_PLACE, in_order

_NEXT = timedelta(microseconds=1)


def free_places(unit: UnitOfWork, event: Event) -> int | None:
    """Places nobody has; None where as many may come as like, never less than 0."""
    if event.places is None:
        return None
    return max(0, event.places - unit.registrations.count(event=event.id, state="registered"))


def moved_up(unit: UnitOfWork, event: Event, now: datetime) -> list[Registration]:
    """Give free places to those who wait, the earliest first; nothing once it has begun. Nothing is committed."""
    if event.state != "planned" or event.starts <= now:
        return []
    waiting = in_order(unit.registrations.all(event=event.id, state="waiting"))
    free = free_places(unit, event)
    moved = []
    for each in waiting if free is None else waiting[:free]:
        moved.append(unit.registrations.save(each.changed(state="registered")))
        unit.audit_log.add(noted(now, COPILOT, "move-up", event.id, member=each.member))
    return moved


def need_no_place(unit: UnitOfWork, event: Event, now: datetime) -> None:
    """Give back the places of those who host it or speak there by now; who waits moves up. Nothing is committed."""
    insiders = event.hosts | event.speak
    theirs = unit.registrations.all(event=event.id, member=insiders, state=TAKES_A_PLACE)
    if event.state != "planned" or event.starts <= now or not theirs:
        return
    for each in theirs:
        unit.registrations.save(each.changed(state="cancelled"))
    moved_up(unit, event, now)


def fill_places(units: UnitsOfWork, now: datetime, *event_ids: str) -> None:
    """Move people up where a place fell free without a word, as when somebody left the community."""
    with units.reading() as unit:
        late = [
            event for event in unit.events.all(id=set(event_ids), state="planned") if _could_move(unit, event)
        ]
    if not late:
        return
    with units() as unit:
        for event in late:
            moved_up(unit, unit.events.get(event.id), now)
        unit.commit()


def after_all_others(unit: UnitOfWork, event: Event, now: datetime) -> datetime:
    """A time for a new registration that is later than each before it, whatever the clock's steps are."""
    latest = max((each.at for each in unit.registrations.all(event=event.id)), default=None)
    return now if latest is None or latest < now else latest + _NEXT


def _could_move(unit: UnitOfWork, event: Event) -> bool:
    free = free_places(unit, event)
    return free != 0 and unit.registrations.count(event=event.id, state="waiting") > 0
