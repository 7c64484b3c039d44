"""Entries of a calendar into a file (RFC 5545): the one place that knows `icalendar`.

Time zones are described here and not by `icalendar.Timezone.from_tzid` (7.3.0): that one looks for changes in steps of
64 days, and so never sees the month of Ramadan in Africa/Casablanca; and it writes the hour after a skipped one where
the RFC (3.6.5) wants the clock as it stood before the change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from copilot.domain.calendars import CalendarEntry

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCER = "-//Mentoring Copilot//Calendar//EN"
LOOK_AGAIN = timedelta(hours=1)
"""How often whoever subscribes is asked to read the file again."""
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Observance:
    """How a zone's clock goes from `onset` on (UTC), and how it went before."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def calendar_file(entries: Iterable[CalendarEntry], name: str = "") -> bytes:
    """The file: each entry by itself, and each zone they need described.

    Args:
        entries: in whatever order; the file sorts them, so that equal calendars are equal bytes.
        name: what a calendar program shall call a calendar that is subscribed to; empty for a file to take in once.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    ordered = sorted(entries, key=lambda each: each.uid)
    components = [_component(each) for each in ordered]
    for zone, years in sorted(_zones_of(ordered).items()):
        calendar.add_component(_time_zone(zone, *years))
    for component in components:
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def _component(entry: CalendarEntry) -> Any:
    from icalendar import Event

    component, title = Event(), on_one_line(entry.title) or "Event"
    component.add("uid", entry.uid)
    component.add("dtstamp", entry.stamp.astimezone(UTC))
    component.add("sequence", entry.sequence)
    component.add("summary", title)
    component.add("status", entry.state.upper())
    _put_times(component, entry)
    for field, words in _words(entry):
        component.add(field, words)
    if entry.state != "confirmed":
        component.add("transp", "TRANSPARENT")  # nobody is busy because of something that may not be
    for hours in entry.reminders if entry.state != "cancelled" else ():
        component.add_component(_alarm(title, hours))
    return component


def _put_times(component: Any, entry: CalendarEntry) -> None:
    if entry.day is not None:
        component.add("dtstart", entry.day)
        component.add("dtend", entry.day + _DAY)
        return
    if entry.starts is None or entry.ends is None:
        raise ValueError("an entry without a time")  # its model refuses this already
    _put_time(component, "dtstart", entry.starts, entry.zone)
    _put_time(component, "dtend", entry.ends, entry.zone)


def _put_time(component: Any, field: str, instant: datetime, zone: str) -> None:
    """By the clock in its zone. Of an hour shown twice a calendar takes the first (3.3.5): the second is told in UTC.

    The zone is named by hand: `icalendar` writes UTC for any that is never off it, such as Africa/Accra, and an event
    there would not move with the clocks if the country changed its rules.
    """
    local = instant.astimezone(ZoneInfo(zone or "UTC"))
    is_second = local.fold == 1 and local.utcoffset() != local.replace(fold=0).utcoffset()
    if zone in {"", "UTC"} or is_second:
        component.add(field, instant.astimezone(UTC))
    else:
        component.add(field, local.replace(tzinfo=None, fold=0), parameters={"TZID": zone})


def _words(entry: CalendarEntry) -> Iterator[tuple[str, str]]:
    """The texts that are there. A link is given twice: some programs look at one property, some at the other."""
    where = on_one_line(entry.where)
    link = where if _LINK.fullmatch(where) and where.isascii() else ""
    told = {
        "description": on_its_lines(entry.told), "location": where, "url": link,
        "contact": on_one_line(entry.contact), "class": "PRIVATE" if entry.private else "",
    }  # fmt: skip
    yield from ((field, words) for field, words in told.items() if words)


def _alarm(title: str, hours: int) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -timedelta(hours=hours))
    return alarm


def on_one_line(text: str) -> str:
    """A text without breaks and control characters, which no title or place may have."""
    return " ".join(_sayable(text).split())


def on_its_lines(text: str) -> str:
    """A text with plain line breaks and no control characters (RFC 5545, 3.3.11 allows none)."""
    return "\n".join(_sayable(line).rstrip() for line in text.splitlines()).strip()


def _sayable(text: str) -> str:
    return "".join(" " if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} else each for each in text)


def _zones_of(entries: Iterable[CalendarEntry]) -> dict[str, tuple[int, int]]:
    """Zone → the years in which it is needed. A clock that is UTC under another name needs no description."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        if entry.zone and entry.zone != "UTC" and entry.starts and entry.ends:
            years.setdefault(entry.zone, set()).update({entry.starts.year, entry.ends.year})
    return {zone: (min(found) - 1, max(found) + 1) for zone, found in years.items()}


def _time_zone(zone: str, first: int, last: int) -> Any:
    """A VTIMEZONE for these years; every change by itself, so that no rule has to be understood."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    component = Timezone()
    component.add("tzid", zone)
    for each in observances(zone, first, last):
        part = TimezoneDaylight() if each.summer else TimezoneStandard()
        part.add("dtstart", (each.onset + each.before).replace(tzinfo=None))
        part.add("tzoffsetfrom", each.before)
        part.add("tzoffsetto", each.after)
        part.add("tzname", each.name)
        component.add_component(part)
    return component


@lru_cache(maxsize=256)
def observances(zone: str, first: int, last: int) -> tuple[Observance, ...]:
    """How the clock goes at the beginning of the first year, then each change until the end of the last.

    Changes are looked for a day at a time, then to the second: no zone has two that undo each other within a day.
    """
    clock = ZoneInfo(zone)
    at, ends = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    found = [_observance(clock, at, at)]
    while at < ends:
        if _state(clock, at) != _state(clock, at + _DAY):
            onset = _change_between(clock, at, at + _DAY)
            found.append(_observance(clock, onset, onset - _SECOND))
        at += _DAY
    return tuple(found)


def _observance(clock: ZoneInfo, onset: datetime, earlier: datetime) -> Observance:
    before, (after, saved, name) = _state(clock, earlier)[0], _state(clock, onset)
    return Observance(onset, before, after, name, saved != timedelta())


def _change_between(clock: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The first second of what holds at `late`, by halves."""
    old = _state(clock, early)
    while late - early > _SECOND:
        middle = early + timedelta(seconds=int((late - early).total_seconds()) // 2)
        early, late = (middle, late) if _state(clock, middle) == old else (early, middle)
    return late


def _state(clock: ZoneInfo, at: datetime) -> tuple[timedelta, timedelta, str]:
    local = at.astimezone(clock)
    return local.utcoffset() or timedelta(), local.dst() or timedelta(), local.tzname() or clock.key
