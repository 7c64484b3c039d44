"""The year of events that the demo shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from copilot.demo.events import keep_events
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment, Programme
from tests.fakes import MemoryUnitsOfWork

DAYS = [datetime(2026, 11, 23, 3, tzinfo=UTC), datetime(2027, 3, 6, 23, tzinfo=UTC)]


@pytest.fixture(params=DAYS)
def now(request: pytest.FixtureRequest) -> datetime:
    return request.param  # type: ignore[no-any-return]  # one of DAYS


@pytest.fixture
def units(now: datetime) -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        ids = [f"m{n}" for n in range(1, 421)]
        unit.members.add(*(Member(id=one, name=one, roles=frozenset({Role.MENTEE})) for one in ids))
        unit.programmes.add(
            Programme(id="bridges", name="Bridges", starts=DAYS[0].date(), ends=DAYS[1].date())
        )
        unit.enrolments.add(*(Enrolment(id=f"bridges:{one}", programme="bridges", member=one) for one in ids))
        keep_events(unit, now)
        unit.commit()
    return units


def test_there_is_a_year_of_every_kind_and_each_lies_where_its_state_says(
    units: MemoryUnitsOfWork, now: datetime
) -> None:
    with units.reading() as unit:
        events = unit.events.all()
    assert {event.kind.value for event in events} == {
        "webinar", "workshop", "ama", "circle", "spotlight", "office-hours",
    }  # fmt: skip
    assert all(event.starts < now for event in events if event.state == "held")
    assert all(event.starts > now for event in events if event.state == "planned")
    assert sum(event.state == "planned" for event in events) >= 10
    assert sum(event.state == "held" for event in events) >= 12


def test_no_event_has_more_people_than_places_and_feedback_comes_from_those_who_were_there(
    units: MemoryUnitsOfWork, now: datetime
) -> None:
    with units.reading() as unit:
        places, said = unit.registrations.all(), unit.event_feedback.all()
        events = {event.id: event for event in unit.events.all()}
        questions = unit.event_questions.all()
    there = {each.id for each in places if each.attended}
    assert {each.id for each in said} <= there
    assert all(each.at <= now for each in (*places, *said, *questions))
    for event in events.values():
        taken = sum(each.event == event.id and each.state == "registered" for each in places)
        assert event.places is None or taken <= event.places
    assert any(each.state == "waiting" for each in places)
    assert 12 <= len(questions) <= 20


def test_the_same_day_gives_the_same_year(units: MemoryUnitsOfWork, now: datetime) -> None:
    def rows(of: MemoryUnitsOfWork) -> Sequence[object]:
        with of.reading() as unit:
            return [*unit.events.all(), *unit.registrations.all(), *unit.series.all()]

    again = MemoryUnitsOfWork()
    with again() as unit:
        for kind in ("members", "programmes", "enrolments"):
            getattr(unit, kind).add(*units.tables[kind].values())
        keep_events(unit, now)
        unit.commit()
    assert rows(again) == rows(units)
