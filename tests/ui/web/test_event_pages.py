"""The events page over a real home, without a browser: whom it shows what, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.app import Copilot
from copilot.domain.asking import Asker
from copilot.domain.events import EventKind
from copilot.errors import BadInput, NotFound
from copilot.services.events.feedback import FeedbackTold
from copilot.services.events.seeing import EventView
from tests.ui.web.building import asking, built, handlers
from tests.ui.web.community import HOSTILE, open_community
from ui.web.desk import Desk
from ui.web.pages.events import PAGE
from ui.web.people import People
from ui.web.views.events import event_cards, one_event, places_told, what_came_back

Handlers = dict[str, Callable[..., Any]]
HOST, MEMBER, OTHER = "m2", "m1", "m3"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    copilot = open_community(tmp_path_factory.mktemp("events") / "home")
    yield copilot
    copilot.close()


@pytest.fixture(scope="module")
def page(home: Copilot) -> Handlers:
    return handlers(built(PAGE, Desk(home)))


@pytest.fixture
def copilot(home: Copilot) -> Copilot:
    """The community, in which nobody has invited to anything yet."""
    with home.units() as unit:
        for repository in (unit.events, unit.series, unit.registrations, unit.event_questions):
            for record in repository.all():  # type: ignore[attr-defined] # each is a repository
                repository.remove(record.id)  # type: ignore[attr-defined] # as above
        unit.commit()
    return home


def asker(copilot: Copilot, member: str) -> Asker:
    return copilot.askers.identify(member)


def workshop(copilot: Copilot, *, places: int | None = 1, **more: Any) -> EventView:
    at = (copilot.clock.now() + timedelta(days=9)).replace(tzinfo=None, second=0, microsecond=0)
    said = {
        "kind": EventKind.WORKSHOP,
        "title": HOSTILE,
        "at": at,
        "time_zone": "Europe/Lisbon",
        "places": places,
    }
    return copilot.events.add(asker(copilot, HOST), **{**said, **more})


def said(updates: Any) -> str:
    return " ".join(str(update) for update in updates)


def test_a_member_takes_the_last_place_and_the_next_one_waits(copilot: Copilot, page: Handlers) -> None:
    event = workshop(copilot).event.id
    assert "Take a place" in said(page["_open"](asking(MEMBER, event=event)))
    assert "You have a place." in said(page["_taken"](event, asking(MEMBER)))
    assert "Join the waiting list" in said(page["_open"](asking(OTHER, event=event)))
    assert "number 1 in the waiting list" in said(page["_taken"](event, asking(OTHER)))
    page["_given_back"](event, asking(MEMBER))
    assert "you have a place" in said(page["_open"](asking(OTHER, event=event)))


def test_who_comes_is_told_to_the_host_and_to_nobody_else(copilot: Copilot, page: Handlers) -> None:
    event = workshop(copilot).event.id
    page["_taken"](event, asking(MEMBER))
    assert "Who comes" in said(page["_open"](asking(HOST, event=event)))
    assert "Who comes" not in said(page["_open"](asking(OTHER, event=event)))


def test_what_a_host_types_into_the_title_is_shown_as_text(copilot: Copilot, page: Handlers) -> None:
    workshop(copilot)
    listed = said(page["_open"](asking(MEMBER)))
    assert "&lt;" in listed
    assert HOSTILE not in listed


def test_a_question_is_asked_without_a_name_and_can_be_taken_back(copilot: Copilot, page: Handlers) -> None:
    event = workshop(copilot).event.id
    page["_asked"](event, "How do you begin?", False, asking(MEMBER))
    seen_by_the_host = said(page["_open"](asking(HOST, event=event)))
    assert "How do you begin?" in seen_by_the_host
    assert "Amara" not in seen_by_the_host
    [group] = copilot.event_questions.every(asker(copilot, MEMBER), event)
    page["_taken_back"](event, group.leads.question, asking(MEMBER))
    assert copilot.event_questions.every(asker(copilot, MEMBER), event) == []


def test_an_invitation_that_comes_again_is_made_with_its_series(copilot: Copilot, page: Handlers) -> None:
    day = (copilot.clock.now() + timedelta(days=9)).date().isoformat()
    form = ("office-hours", "Come in", "", day, "14:30", 45, 0, "Room 2", "week", 3)
    assert "every week" in said(page["_invited"](*form, asking(MEMBER)))
    assert len(copilot.events.every(asker(copilot, OTHER))) == 3


@pytest.mark.parametrize(
    ("day", "clock", "minutes"),
    [("soon", "14:30", 60), ("2099-01-01", "25:00", 60), ("", "14:30", 60), ("2099-01-01", "14:30", None)],
)
def test_a_day_or_a_time_that_is_none_is_said_and_nothing_is_kept(
    copilot: Copilot, page: Handlers, day: str, clock: str, minutes: int | None
) -> None:
    from gradio import Error

    with pytest.raises(Error):
        page["_invited"]("workshop", "Come in", "", day, clock, minutes, 0, "", "", 2, asking(MEMBER))
    assert copilot.events.every(asker(copilot, OTHER)) == []


def test_a_host_moves_it_and_calls_it_off_and_another_member_may_not(
    copilot: Copilot, page: Handlers
) -> None:
    from gradio import Error

    view = workshop(copilot)
    event, day = view.event.id, (view.event.at + timedelta(days=1)).date().isoformat()
    change = (event, "Presenting", day, "10:15", 90, "Room 4", 5)
    with pytest.raises(Error):
        page["_changed"](*change, asking(MEMBER))
    assert "Room 4" in said(page["_changed"](*change, asking(HOST)))
    with pytest.raises(Error):
        page["_called_off"](event, "no", False, asking(MEMBER))
    assert "The room is flooded" in said(
        page["_called_off"](event, "The room is flooded", False, asking(HOST))
    )


def test_a_host_has_a_run_sheet_drafted_and_nobody_else(copilot: Copilot, page: Handlers) -> None:
    from gradio import Error

    event = workshop(copilot, title="Presenting without notes").event.id
    with pytest.raises(Error):
        list(page["_drafted"](event, asking(MEMBER)))
    *_, last = page["_drafted"](event, asking(HOST))
    assert "minutes" in said(last)


def test_an_event_that_is_not_hers_to_know_of_is_not_there(copilot: Copilot, page: Handlers) -> None:
    from gradio import Error

    with pytest.raises((Error, NotFound)):
        page["_open"](asking(MEMBER, event="e0"))
    with pytest.raises((BadInput, NotFound)):
        copilot.events.show(asker(copilot, MEMBER), "e0")


def test_empty_lists_say_what_to_do(copilot: Copilot, page: Handlers) -> None:
    assert "Invite to something yourself" in said(page["_open"](asking(MEMBER)))
    assert "take a place" in page["_turn"]("mine", asking(MEMBER))
    assert "Nothing has taken place yet." in page["_turn"]("past", asking(MEMBER))


@given(places=st.none() | st.integers(1, 50), come=st.integers(0, 50), waiting=st.integers(0, 9))
def test_places_are_told_in_words_that_fit_the_numbers(places: int | None, come: int, waiting: int) -> None:
    free = None if places is None else max(0, places - come)
    view = EventView.model_construct(registered=come, waiting=waiting, free=free)
    told = places_told(view)
    assert ("full" in told) == (free == 0)
    assert (f"{free} place" in told) == bool(free)


def test_her_own_clock_and_the_events_are_both_told(copilot: Copilot) -> None:
    from zoneinfo import ZoneInfo

    view, today = workshop(copilot), copilot.clock.now().date()
    people = People()
    whole = str(one_event(view, people, "", ZoneInfo("Asia/Kolkata"), today, ""))
    assert "Asia/Kolkata" in whole
    assert f"{view.event.at:%H:%M} in Europe/Lisbon" in whole
    assert "Europe/Lisbon" in str(event_cards([view], "coming", None, today))


def test_fewer_than_five_answers_are_not_shown() -> None:
    assert "once five" in str(what_came_back(FeedbackTold()))
    assert "4.2 of 5" in str(what_came_back(FeedbackTold(answers=5, mean=4.2, words=("Good",))))
