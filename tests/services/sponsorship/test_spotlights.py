"""A sponsor proposes; the hosts' rules hold; the yes is hers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from copilot.domain.asking import Asker
from copilot.domain.events import EventKind
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.events.seeing import EventView
from copilot.services.sponsorship.spotlights import SPOTLIGHTS
from tests.fakes import MemoryUnitsOfWork
from tests.services.sponsorship.home import GRACE, PAOLA, SECOND, STRANGER, Home

TITLE = "Names we should know"


@pytest.fixture
def home() -> Home:
    return Home()


def invited(home: Home, asker: Asker = PAOLA, kind: EventKind = EventKind.SPOTLIGHT) -> EventView:
    at = datetime.fromisoformat("2026-03-20T15:00")
    return home.events.add(asker, kind=kind, title=TITLE, at=at, time_zone="Europe/Lisbon")


@pytest.mark.parametrize("room", [TITLE, SPOTLIGHTS])
def test_with_her_consent_it_is_logged_as_put_forward(home: Home, room: str) -> None:
    home.agreed(room)
    event = invited(home)
    told = home.service.spotlight(PAOLA, event.event.id, "grace")
    assert told.advocacy is not None
    assert (told.advocacy.kind, told.advocacy.event, told.advocacy.consented) == (
        "put forward",
        event.event.id,
        True,
    )
    assert home.events.show(GRACE, event.event.id).mine == "speaking"
    assert home.events.every(STRANGER) == [], "nobody hears of it before she says yes"
    home.events.speak(GRACE, event.event.id, yes=True)
    assert [each.event.speakers for each in home.events.every(STRANGER)] == [("grace",)]


def test_without_her_consent_she_is_asked_and_nothing_is_logged(home: Home) -> None:
    event = invited(home)
    told = home.service.spotlight(PAOLA, event.event.id, "grace")
    assert told.advocacy is None
    assert "not logged" in told.told
    assert home.service.show(PAOLA, "r").advocacy == ()


def test_who_speaks_its_hosts_decide(home: Home) -> None:
    event = invited(home, SECOND)
    with pytest.raises(NotAllowed, match="its hosts decide") as refusal:
        home.service.spotlight(PAOLA, event.event.id, "grace")
    assert "second" in refusal.value.cure


def test_another_kind_of_event_is_no_spotlight_and_nobody_is_asked_twice(home: Home) -> None:
    with pytest.raises(BadInput, match="no spotlight"):
        home.service.spotlight(PAOLA, invited(home, kind=EventKind.AMA).event.id, "grace")
    event = invited(home).event.id
    home.service.spotlight(PAOLA, event, "grace")
    with pytest.raises(Conflict, match="already"):
        home.service.spotlight(PAOLA, event, "grace")


@pytest.mark.parametrize("asker", [SECOND, GRACE, STRANGER])
def test_somebody_who_sponsors_nobody_proposes_nobody(home: Home, asker: Asker) -> None:
    with pytest.raises(NotFound):
        home.service.spotlight(asker, invited(home).event.id, "grace")


def test_her_line_manager_and_a_past_event_are_refused(home: Home) -> None:
    event = invited(home).event.id
    home.change("members", "grace", line_manager_id="paola")
    with pytest.raises(Conflict, match="reporting line"):
        home.service.spotlight(PAOLA, event, "grace")
    home.change("members", "grace", line_manager_id="")
    home.clock.move(timedelta(days=40))
    home.events.hold(PAOLA, event)
    with pytest.raises(Conflict):
        home.service.spotlight(PAOLA, event, "grace")
    assert home.service.show(PAOLA, "r").advocacy == ()


def test_two_who_propose_at_once_lose_neither_proposal(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The event is read and changed in one unit of work, so that nobody's list is written over another's."""
    home.agreed(SPOTLIGHTS)
    event = invited(home).event.id
    writing: list[bool] = []
    began = MemoryUnitsOfWork.__call__
    monkeypatch.setattr(MemoryUnitsOfWork, "__call__", lambda units: writing.append(True) or began(units))
    home.service.spotlight(PAOLA, event, "grace")
    assert writing == [True]
    assert home.events.show(PAOLA, event).event.speakers == ("grace",)


def test_where_she_is_asked_no_more_nothing_is_logged(home: Home) -> None:
    home.agreed(SPOTLIGHTS)
    event = invited(home).event.id
    home.events.cancel(PAOLA, event, "The room is gone.")
    with pytest.raises(Conflict):
        home.service.spotlight(PAOLA, event, "grace")
    assert home.service.show(PAOLA, "r").advocacy == ()


def test_of_a_side_that_left_it_is_not_said_that_nobody_reviewed(home: Home) -> None:
    assert home.service.show(PAOLA, "r").reviewed_by == 0
    home.change("relationships", "r", members=("former-1", "paola"), state="closed")
    assert home.service.show(PAOLA, "r").reviewed_by is None
