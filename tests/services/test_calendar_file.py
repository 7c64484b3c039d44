"""Calendar files, read back by a library that shares no code with the one that wrote them."""

# ruff: noqa: DTZ001, DTZ901 - clocks on the wall
from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from copilot.domain.calendars import CalendarEntry
from copilot.domain.events import Event
from copilot.services.calendar_file import calendar_file, observances, on_its_lines, on_one_line
from copilot.services.events.calendars import event_entry

ZONES = (
    "Europe/Lisbon", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca", "Africa/Cairo",
    "America/New_York", "Pacific/Chatham", "Asia/Kathmandu", "Europe/Dublin", "America/St_Johns", "UTC", "Etc/UTC",
    "Africa/Accra",
)  # fmt: skip
STAMP = datetime(2026, 3, 2, 9, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)
awkward = st.sampled_from(
    [
        "a, b; c",
        "back\\slash \\n",
        'she said "come"',
        "two\nlines",
        "two\r\nlines",
        "é" * 80,
        "🎉" * 60,
        "\u2028",
        "x:y=z^",
    ]
)
walls = st.datetimes(datetime(2024, 1, 1), datetime(2034, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@st.composite
def around_a_change(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone, and a clock on its wall within three hours of one of its changes, where it has any."""
    zone = draw(st.sampled_from(ZONES))
    changes = [each.onset for each in observances(zone, 2025, 2029)[1:]] or [STAMP]
    near = draw(st.sampled_from(changes)) + timedelta(minutes=draw(st.integers(-180, 180)))
    return zone, near.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def event(at: datetime, zone: str, **said: Any) -> Event:
    fields = {"id": "e1", "kind": "ama", "title": "Ask us anything", "hosts": {"m1"}, "minutes": 60, **said}
    return Event(at=at, time_zone=zone, created=STAMP, updated=STAMP, **fields)


def read(content: bytes) -> Calendar:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        [calendar] = IcsCalendarStream.from_ics(content.decode()).calendars
    return calendar


def entry(title: str = "Ask us anything", told: str = "", **said: Any) -> CalendarEntry:
    fields = {"starts": STAMP, "ends": STAMP + timedelta(hours=1), "zone": "Europe/Lisbon", **said}
    return CalendarEntry(of="e1", what="event", uid="e1@x", stamp=STAMP, title=title, told=told, **fields)


def as_instant(at: datetime) -> datetime:
    """What was read, by today's rules; of an hour shown twice the first, as RFC 5545 (3.3.5) has it."""
    zone = str(at.tzinfo)
    return at.replace(tzinfo=ZoneInfo("UTC" if zone == "UTC" else zone), fold=0).astimezone(UTC)


def by_the_file(calendar: Calendar, at: datetime) -> datetime:
    """What was read, by the zone as the file itself describes it and by nothing else."""
    described = next((each for each in calendar.timezones if each.tz_id == str(at.tzinfo)), None)
    if described is None:
        return at.replace(tzinfo=UTC)
    parts = [*described.standard, *described.daylight]
    onsets = sorted((part.dtstart - part.tz_offset_from.offset, part.tz_offset_to.offset) for part in parts)
    wall = at.replace(tzinfo=None)
    fits = [
        wall - offset
        for (onset, offset), (until, _) in zip(onsets, [*onsets[1:], (datetime.max, None)], strict=True)
        if onset <= wall - offset < until
    ]
    return min(fits).replace(tzinfo=UTC)


@given(title=texts | awkward, told=texts | awkward)
def test_titles_and_descriptions_come_back_as_they_are_said(title: str, told: str) -> None:
    [found] = read(calendar_file([entry(title, told, where=title)])).events
    assert found.summary == (on_one_line(title) or "Event")
    assert (found.description or "") == on_its_lines(told)
    assert (found.location or "") == on_one_line(title)


@given(title=texts | awkward)
def test_no_line_is_longer_than_75_bytes_and_each_ends_as_the_rfc_wants(title: str) -> None:
    content = calendar_file([entry(title, title * 3)])
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # folding never cuts a character in two


@given(when=around_a_change() | st.tuples(st.sampled_from(ZONES), walls), minutes=st.integers(5, 600))
def test_the_clock_on_the_wall_is_kept_and_so_are_the_instants(
    when: tuple[str, datetime], minutes: int
) -> None:
    zone, wall = when
    meeting = event(wall, zone, minutes=minutes)
    calendar = read(calendar_file([event_entry(meeting, {})]))
    [found] = calendar.events
    assert as_instant(found.dtstart) == meeting.starts == by_the_file(calendar, found.dtstart)
    assert as_instant(found.dtend) == meeting.ends == by_the_file(calendar, found.dtend)
    exists = meeting.starts.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
    assert not exists or found.dtstart.replace(tzinfo=None) == wall


@pytest.mark.parametrize("zone", [zone for zone in ZONES if "UTC" not in zone])
def test_a_zone_is_described_as_the_world_has_it_at_every_hour(zone: str) -> None:
    found = observances(zone, 2025, 2028)
    at, clock = datetime(2025, 1, 1, tzinfo=UTC), ZoneInfo(zone)
    while at < datetime(2029, 1, 1, tzinfo=UTC):
        holds = [each for each in found if each.onset <= at][-1]
        assert holds.after == at.astimezone(clock).utcoffset(), at
        at += timedelta(hours=1)


def test_a_change_is_told_by_the_clock_as_it_stood_before() -> None:
    lines = calendar_file(
        [entry(starts=datetime(2027, 6, 1, 12, tzinfo=UTC), ends=datetime(2027, 6, 1, 13, tzinfo=UTC))]
    )
    told = lines.decode().split("\r\n")
    summer = told.index("DTSTART:20270328T010000")
    assert told[summer - 1] == "BEGIN:DAYLIGHT"
    assert told[summer + 1 : summer + 4] == ["TZNAME:WEST", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100"]


def test_the_month_of_ramadan_is_not_left_out_of_casablanca() -> None:
    onsets = [each.onset.date() for each in observances("Africa/Casablanca", 2027, 2027)[1:]]
    assert onsets == [date(2027, 2, 7), date(2027, 3, 14)]


def test_three_in_the_afternoon_stays_three_in_the_afternoon_from_week_to_week() -> None:
    weeks = [
        event(datetime(2027, 3, 24, 15) + timedelta(weeks=n), "Europe/Lisbon", id=f"e{n}") for n in range(3)
    ]
    found = read(calendar_file([event_entry(each, {}) for each in weeks])).events
    assert [one.dtstart.hour for one in found] == [15, 15, 15]
    assert [each.starts.hour for each in weeks] == [15, 14, 14]


@pytest.mark.parametrize("zone", ["Africa/Accra", "Etc/UTC", "Europe/London"])
def test_a_zone_that_goes_with_utc_is_named_all_the_same(zone: str) -> None:
    content = calendar_file([event_entry(event(datetime(2027, 1, 13, 15), zone), {})])
    assert f"DTSTART;TZID={zone}:20270113T150000\r\n".encode() in content
    assert f"TZID:{zone}\r\n".encode() in content


def test_an_end_in_the_hour_that_comes_twice_is_told_in_utc() -> None:
    late = event(datetime(2027, 10, 31, 1, 30), "Europe/Lisbon", minutes=60)
    assert b"DTSTART;TZID=Europe/Lisbon:20271031T013000" in calendar_file([event_entry(late, {})])
    assert b"DTEND:20271031T013000Z" in calendar_file([event_entry(late, {})])


def test_an_entry_has_all_that_a_calendar_asks_for_and_nobodys_address() -> None:
    meeting = event(
        datetime(2027, 3, 3, 15), "Asia/Kolkata", sequence=4, reminders=(24, 1), description="Bring a question.",
        where="https://meet.example.org/a,b", speakers=("m2", "m3"), agreed={"m2"}, declined={"m3"},
    )  # fmt: skip
    content = calendar_file(
        [event_entry(meeting, {"m1": "Ingrid Solheim", "m2": "Amara Okafor", "m3": "No"})]
    )
    [found] = read(content).events
    assert (found.uid, found.sequence, found.status) == ("e1@mentoring-copilot", 4, "CONFIRMED")
    assert found.dtstamp == STAMP
    assert found.description == "Bring a question.\n\nHosts: Ingrid Solheim\n\nSpeakers: Amara Okafor"
    assert str(found.url) == found.location == "https://meet.example.org/a,b"
    assert [alarm.trigger for alarm in found.alarm] == [-timedelta(hours=24), -timedelta(hours=1)]
    assert b"CONTACT:Ingrid Solheim\r\n" in content
    assert b"mailto" not in content.lower()
    assert b"ORGANIZER" not in content


def test_what_is_cancelled_says_so_and_rings_no_bell() -> None:
    gone = event(datetime(2027, 3, 3, 15), "UTC", state="cancelled", reason="Ingrid is ill.", sequence=2)
    [found] = read(calendar_file([event_entry(gone, {})])).events
    assert (found.status, found.description, found.alarm) == ("CANCELLED", "Cancelled. Ingrid is ill.", [])


def test_the_same_calendar_is_the_same_file_in_whatever_order_it_comes() -> None:
    entries = [
        event_entry(event(datetime(2027, 3, 3, n), zone, id=f"e{n}"), {}) for n, zone in enumerate(ZONES)
    ]
    assert calendar_file(entries, "x") == calendar_file(reversed(entries), "x")


def test_an_empty_calendar_is_a_calendar() -> None:
    assert read(calendar_file([], "Mentoring")).events == []


def test_an_entry_without_a_time_is_none() -> None:
    with pytest.raises(ValueError, match="an entry has a day"):
        CalendarEntry(of="x", what="draft", uid="x", stamp=STAMP, title="x")
