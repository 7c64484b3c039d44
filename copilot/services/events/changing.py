"""Changes of an event, of one alone or of it and those to come; what stands in calendars counts `sequence` up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from copilot.domain.events import Event, EventKind, Series
from copilot.domain.records import new_id
from copilot.errors import BadInput
from copilot.ports import UnitOfWork
from copilot.services.events.checking import (
    check_moment,
    check_time,
    checked_place,
    checked_reminders,
    checked_zone,
    length_of,
)
from copilot.services.making import made

CALENDAR = ("at", "time_zone", "minutes", "title", "where", "description")
WORDS = ("title", "description")
TIME = ("at", "time_zone", "minutes")
_ONE_DAY = timedelta(days=1)


def wanted_of(**given: Any) -> dict[str, Any]:
    """What is to change: everything that was given. Of places, 0 means as many as come."""
    wanted = {name: value for name, value in given.items() if value is not None}
    if "places" in wanted:
        wanted["places"] = wanted["places"] or None
    if "where" in wanted:
        wanted["where"] = checked_place(wanted["where"])
    if "time_zone" in wanted:
        wanted["time_zone"] = checked_zone(wanted["time_zone"])
    if "reminders" in wanted:
        wanted["reminders"] = checked_reminders(wanted["reminders"])
    for name in ("title", "description"):
        if name in wanted:
            wanted[name] = wanted[name].strip()
    return wanted


def changed_event(event: Event, wanted: Mapping[str, Any], now: datetime) -> Event:
    """The event with what is wanted; the very same where nothing changes. Who has a place keeps it."""
    fields = {name: value for name, value in wanted.items() if name != "ends"}
    if "speakers" in fields:
        fields["speakers"] = tuple(dict.fromkeys(fields["speakers"]))
        # A speaker who stays has answered already; who is new is asked.
        fields["agreed"] = event.agreed & set(fields["speakers"])
        fields["declined"] = event.declined & set(fields["speakers"])
    if "at" in fields:
        check_moment(fields["at"], now)
    new = made(Event, **{**dict(event), **fields})
    length = length_of(new.at, new.time_zone, wanted.get("minutes"), wanted.get("ends"), event.minutes)
    new = made(Event, **{**dict(new), "minutes": length})
    if new == event:
        return event
    if new.kind is EventKind.SPOTLIGHT and _differ(event, new, WORDS):
        # She agreed to other words about her.
        new = new.changed(agreed=frozenset())
    if _differ(event, new, TIME):
        check_time(new, now)
    counted = event.sequence + _differ(event, new, CALENDAR)
    return new.changed(sequence=counted, updated=now)


def changed_events(events: Sequence[Event], wanted: Mapping[str, Any], now: datetime) -> list[Event]:
    """The same for this one and those to come: each keeps its distance in days, and all get the new time of day."""
    first = events[0]
    rest = {name: value for name, value in wanted.items() if name != "ends"}
    at = wanted.get("at", first.at)
    if "ends" in wanted:
        # It is the first one's end; the others take as long.
        zone = wanted.get("time_zone", first.time_zone)
        rest["minutes"] = length_of(at, zone, wanted.get("minutes"), wanted["ends"], first.minutes)
    if "at" not in wanted:
        return [changed_event(event, rest, now) for event in events]
    check_moment(at, now)
    days = (at.date() - first.at.date()).days * _ONE_DAY
    moved = [datetime.combine(event.at.date() + days, at.time()) for event in events]
    return [changed_event(event, {**rest, "at": on}, now) for event, on in zip(events, moved, strict=True)]


def part_series(unit: UnitOfWork, old: Event, new: Event, by: str) -> str:
    """Where this one and those to come move, they are a series of their own from here on; its id.

    BadInput where the day of a month would change: “second Tuesday” would no longer be true.
    """
    series = unit.series.get(old.series)
    days = (new.at.date() - old.at.date()).days
    if days and "WEEKLY" not in series.rule:
        raise BadInput(
            "It comes on a day of the month, and would not any more.",
            place="starts",
            cure="Cancel those to come, and repeat the event from its new day on.",
        )
    shifted = {
        "first": new.at,
        "time_zone": new.time_zone,
        "until": series.until + days * _ONE_DAY if series.until else None,
        "skipped": tuple(day + days * _ONE_DAY for day in series.skipped if day >= old.at.date()),
    }
    if is_first(unit, old):
        return unit.series.save(series.changed(**shifted)).id
    kept = end_series_before(unit, series, old)
    later = kept.changed(id=new_id("y"), revision=0, by=by, **shifted)
    unit.series.add(later)
    return later.id


def end_series_before(unit: UnitOfWork, series: Series, event: Event) -> Series:
    """The series ends the day before this event; what was skipped later belongs to it no more."""
    day = event.at.date()
    return unit.series.save(
        series.changed(until=day - _ONE_DAY, skipped=tuple(each for each in series.skipped if each < day))
    )


def is_first(unit: UnitOfWork, event: Event) -> bool:
    """Whether nothing of its series comes before it."""
    return all(event.at <= each.at for each in unit.events.all(series=event.series))


def moves(old: Event, new: Event) -> bool:
    """Whether it is at another time."""
    return bool(_differ(old, new, ("at", "time_zone")))


def _differ(old: Event, new: Event, fields: Sequence[str]) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in fields)
