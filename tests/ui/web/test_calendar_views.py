"""The calendar page: what is about to begin, the days ahead, the address; and what its buttons do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from copilot.app import Copilot
from copilot.domain.calendars import CalendarEntry, DueReminder
from copilot.domain.events import CalendarFeed
from tests.ui.web.building import built, handlers
from ui.web.desk import Desk
from ui.web.pages.calendar import PAGE
from ui.web.views.calendar import days_ahead, due, own_calendar, soon

AT = datetime(2027, 3, 27, 23, 30, tzinfo=UTC)
LISBON, KOLKATA = ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Kolkata")
HOUR = timedelta(hours=1)


def entry(**said: Any) -> CalendarEntry:
    fields = {
        "of": "e1", "what": "event", "uid": "e1@x", "stamp": AT, "title": "Night shifts", "starts": AT,
        "ends": AT + HOUR, **said,
    }  # fmt: skip
    return CalendarEntry.model_validate(fields)


def test_a_day_is_hers_and_so_is_the_clock() -> None:
    assert "Saturday, 27 March 2027" in days_ahead([entry()], {}, AT.date(), LISBON)
    there = days_ahead([entry()], {}, AT.date(), KOLKATA)
    assert "Sunday, 28 March 2027" in there
    assert "05:00–06:00" in there
    assert "tomorrow" in there


def test_things_of_one_day_stand_on_one_card() -> None:
    shown = days_ahead([entry(), entry(of="e2", starts=AT + HOUR / 4)], {}, AT.date(), LISBON)
    assert shown.count("<section") == 1
    assert shown.count("<li>") == 2


def test_a_session_is_called_by_whom_she_meets_for_her_eyes_alone() -> None:
    session = entry(what="session", title="Session", relationship="r1")
    assert "Session with Ingrid Solheim" in days_ahead([session], {"r1": "Ingrid Solheim"}, AT.date(), LISBON)
    assert "/event/" not in days_ahead([session], {}, AT.date(), LISBON)


def test_what_is_not_sure_or_called_off_is_said_in_words() -> None:
    for state, words in (("tentative", "not sure yet"), ("cancelled", "cancelled")):
        assert words in days_ahead([entry(state=state)], {}, AT.date(), LISBON)


def test_titles_and_places_are_text() -> None:
    shown = days_ahead([entry(title="<b>x</b>", where="<img src=x>")], {}, AT.date(), LISBON)
    assert "<b>" not in shown
    assert "<img" not in shown


def test_an_empty_calendar_says_what_would_stand_there() -> None:
    assert "Nothing lies ahead." in days_ahead([], {}, AT.date(), LISBON)


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (timedelta(seconds=10), "in 1 minute"),
        (timedelta(minutes=40), "in 40 minutes"),
        (timedelta(minutes=61), "in 1 hour"),
        (timedelta(hours=23), "in 23 hours"),
        (timedelta(hours=47), "in 47 hours"),
        (timedelta(days=3), "in 3 days"),
    ],
)
def test_how_soon_is_said_in_the_unit_that_fits(left: timedelta, told: str) -> None:
    assert soon(left) == told


def test_what_begins_soon_stands_above_all() -> None:
    reminder = DueReminder(
        event="e1", title="Night <shifts>", starts=AT + HOUR, hours=24, due=AT, members=("m1",)
    )
    shown = due([reminder], AT, LISBON)
    assert "<strong>Night &lt;shifts&gt;</strong> begins in 1 hour, at 00:30." in shown
    assert due([], AT, LISBON) == ""


def test_the_address_is_shown_once_and_then_only_its_age() -> None:
    feed = CalendarFeed(id="0" * 64, member="m1", created=AT)
    assert "You have no address yet." in own_calendar(None)
    assert "it is shown this once" in own_calendar(feed, shown_now=True)
    kept = own_calendar(feed)
    assert "27 March 2027" in kept
    assert "0000" not in kept


@pytest.fixture
def page(community: Copilot) -> Iterator[Any]:
    """The page's handlers, over the community; the address is taken away afterwards."""
    yield handlers(built(PAGE, Desk(community)))
    community.calendar_feeds.forget(community.askers.identify("m1"), "m1")


def _request() -> Any:
    return SimpleNamespace(
        username="m1", query_params={}, session_hash="tab", headers={"host": "127.0.0.1:7860"}
    )


def test_opening_it_shows_her_days(page: Any) -> None:
    _, days, *rest = page["look"](_request())
    assert "Session with Ingrid Solheim" in days
    assert "Dry run" not in days
    assert rest[2]["value"] == ""


def test_an_address_is_made_renewed_and_taken_away(page: Any, community: Copilot) -> None:
    made = page["made"](_request())[2]["value"]
    assert made.startswith("http://127.0.0.1:7860/calendar/")
    renewed = page["renewed"](_request())[2]["value"]
    secret = renewed.rpartition("/")[2].removesuffix(".ics")
    assert made != renewed
    assert community.calendar_feeds.read(secret).content
    told, about, *_ = page["forgotten"](_request())
    assert "The address is gone" in told
    assert "You have no address yet" in about
