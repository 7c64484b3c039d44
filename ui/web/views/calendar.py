"""A member's calendar: what is about to begin, the days ahead, and the address for a calendar of her own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby

from markupsafe import Markup

from copilot.domain.calendars import CalendarEntry, DueReminder
from copilot.domain.events import CalendarFeed
from copilot.domain.wording import day_in_words
from ui.web.views.pieces import NOTHING, badge, day, days_from, empty, piece, together

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FROM = ((2 * 1440, 1440, "day"), (60, 60, "hour"), (1, 1, "minute"))
"""From how many minutes on time is told in which unit, and how many minutes that is."""
_STATES = {"tentative": ("not sure yet", "quiet"), "cancelled": ("cancelled", "care")}


def due(reminders: Sequence[DueReminder], now: datetime, zone: tzinfo | None) -> Markup:
    """What is about to begin, each in a sentence; nothing where nothing is."""
    lines = [
        piece(
            "<p><strong>{}</strong> begins {}, at {}.</p>",
            each.title,
            soon(each.starts - now),
            _clock(each.starts, zone),
        )
        for each in reminders
    ]
    return piece('<div class="notice good" role="status">{}</div>', together(lines)) if lines else NOTHING


def soon(left: timedelta) -> str:
    """`in 40 minutes`, `in 3 hours`, `in 2 days`."""
    minutes = max(1, round(left.total_seconds() / 60))
    _, size, name = next(each for each in _FROM if minutes >= each[0])
    count = round(minutes / size)
    return f"in {count} {name}{'' if count == 1 else 's'}"


def days_ahead(
    entries: Sequence[CalendarEntry], with_whom: Mapping[str, str], today: date, zone: tzinfo | None
) -> Markup:
    """Day by day, each thing with its time.

    Args:
        entries: what lies ahead, the earliest first.
        with_whom: relationship → whom she meets there; it is for her eyes, and stands in no file.
        today: the day it is for her.
        zone: hers.
    """
    if not entries:
        return empty(
            "Nothing lies ahead.",
            "Events you register for and sessions you plan stand here, and in your own calendar if you like.",
        )
    grouped = groupby(entries, key=lambda each: _local(each.starts, zone).date())
    return piece(
        '<div class="days">{}</div>',
        together(_day(on, list(each), with_whom, today, zone) for on, each in grouped),
    )


def _day(
    on: date, entries: Sequence[CalendarEntry], with_whom: Mapping[str, str], today: date, zone: tzinfo | None
) -> Markup:
    named = f"{_WEEKDAYS[on.weekday()]}, {day_in_words(on)}"
    items = together(piece("<li>{}</li>", _thing(each, with_whom, zone)) for each in entries)
    return piece(
        '<section class="card day"><h2>{} <span class="under">{}</span></h2><ul class="plain">{}</ul></section>',
        named, days_from(today, on), items,
    )  # fmt: skip


def _thing(entry: CalendarEntry, with_whom: Mapping[str, str], zone: tzinfo | None) -> Markup:
    state = badge(*_STATES[entry.state]) if entry.state in _STATES else NOTHING
    return piece(
        '<div class="thing"><span class="number">{}–{}</span><div><p class="name">{} {}</p>{}</div></div>',
        _clock(entry.starts, zone), _clock(entry.ends, zone), _title(entry, with_whom), state, _under(entry),
    )  # fmt: skip


def _title(entry: CalendarEntry, with_whom: Mapping[str, str]) -> str:
    whom = with_whom.get(entry.relationship, "")
    return f"Session with {whom}" if entry.what == "session" and whom else entry.title


def _under(entry: CalendarEntry) -> Markup:
    if entry.what != "event":
        return NOTHING
    where = piece("{} · ", entry.where) if entry.where else NOTHING
    return piece(
        '<p class="under">{}<a href="/event/{}.ics" download aria-label="Calendar file of {}">Calendar file</a></p>',
        where, entry.of, entry.title,
    )  # fmt: skip


def own_calendar(feed: CalendarFeed | None, *, shown_now: bool = False) -> Markup:
    """What the address is for, and whether she has one."""
    return piece(
        '<div class="section"><h2>In your own calendar</h2><p class="under">A secret address that your calendar '
        "program reads by itself: events with their titles, sessions as “Session” alone, no notes and no topics. "
        "Whoever has the address can read it, so give it to nobody.</p>{}</div>",
        _standing(feed, shown_now),
    )


def _standing(feed: CalendarFeed | None, shown_now: bool) -> Markup:
    if shown_now:
        return piece(
            '<p role="status"><strong>Copy it now: it is shown this once.</strong> In your calendar program choose '
            "“subscribe” or “add by URL”, and paste it there.</p>"
        )
    if feed is None:
        return piece("<p>You have no address yet.</p>")
    return piece(
        "<p>You have had an address since {}. It isn’t kept here, so it can’t be shown again. A new one makes the "
        "old one useless at once.</p>",
        day(feed.created),
    )


def take_it() -> Markup:
    """The way to the file."""
    return piece(
        '<p class="take"><a class="button" href="/me/calendar.ics" download>Download as a file (.ics)</a></p>'
    )


def _clock(at: datetime | None, zone: tzinfo | None) -> str:
    return f"{_local(at, zone):%H:%M}"


def _local(at: datetime | None, zone: tzinfo | None) -> datetime:
    return (at or datetime.now(UTC)).astimezone(zone or UTC)
