"""The sample community's other programmes: one that is over, and one that its members run alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from copilot.demo.programme_life import LAST_YEAR, REVIEWS, TAKE_PART, TALKS, WAIT, keep_programme_life
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.services.policy import Policy
from copilot.services.programmes.service import ProgrammesService
from tests.fakes import FixedClock, MemoryUnitsOfWork

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEOPLE = [f"m{n}" for n in range(1, 421)]


@pytest.fixture
def home() -> MemoryUnitsOfWork:
    home = MemoryUnitsOfWork()
    with home() as unit:
        unit.members.add(*[Member(id=each, name=each, roles=frozenset({Role.MENTEE})) for each in PEOPLE])
        starts = NOW.date() - timedelta(days=295)
        unit.programmes.add(
            Programme(id="bridges", name="Bridges", starts=starts, ends=starts + timedelta(days=364))
        )
        unit.enrolments.add(
            *[Enrolment(id=f"bridges:{each}", programme="bridges", member=each) for each in PEOPLE]
        )
        keep_programme_life(unit, NOW)
        unit.commit()
    return home


def test_the_one_that_is_over_can_be_read_and_the_one_that_runs_is_full(home: MemoryUnitsOfWork) -> None:
    service = ProgrammesService(home, Policy(), FixedClock(NOW))
    told = service.reviews(OPERATOR, LAST_YEAR)
    assert len(told.told) == sum(for_managers for _, _, for_managers, *_ in REVIEWS) // 5 * 5 >= 5
    assert service.show(OPERATOR, LAST_YEAR).closed
    assert [service.standing(Asker(member=each), TALKS).waits_as for each in WAIT] == [1, 2]
    service.leave(Asker(member=TAKE_PART[0]), TALKS)
    assert service.standing(Asker(member=WAIT[0]), TALKS).waits_as is None


def test_cohorts_lie_one_after_the_other_and_everybody_is_in_one(home: MemoryUnitsOfWork) -> None:
    with home.reading() as unit:
        first, second = sorted(unit.cohorts.all(), key=lambda each: each.starts)
        cohorts = {each.cohort for each in unit.enrolments.all(programme="bridges")}
    assert first.ends < second.starts
    assert cohorts <= {first.id, second.id}


def test_a_smaller_community_is_left_as_it_is() -> None:
    home = MemoryUnitsOfWork()
    with home() as unit:
        keep_programme_life(unit, NOW)
        assert unit.programmes.count() == 0
