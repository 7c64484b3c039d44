"""The sample community's circles: a full one, one that meets seldom, a new one; no rule of the matching is broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from copilot.demo.circles import ASKING, BRIDGES, CIRCLES, COMING_BACK, SPEAKING, keep_circles
from copilot.demo.people import people
from copilot.domain.asking import Asker
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.services.circles.service import CirclesService
from copilot.services.matching.solving.circles import broken_in_circle
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.circles.home import Shelf

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROWS = people(2026)


def member(row: dict[str, object]) -> Member:
    profile = Profile.model_validate({"function": row["function"], "languages": row["languages"]})
    roles = frozenset(Role(each) for each in row["roles"])  # type: ignore[attr-defined] # a list of words
    boss = str(row["line_manager_id"] or "")
    return Member(
        id=str(row["id"]), name=str(row["name"]), roles=roles, profile=profile, line_manager_id=boss
    )


@pytest.fixture(scope="module")
def home() -> MemoryUnitsOfWork:
    home, starts = MemoryUnitsOfWork(), NOW.date() - timedelta(days=295)
    with home() as unit:
        unit.members.add(*(member(dict(row)) for row in ROWS))
        unit.programmes.add(
            Programme(id=BRIDGES, name="Bridges", starts=starts, ends=starts + timedelta(days=364))
        )
        unit.enrolments.add(
            *(
                Enrolment(id=f"{BRIDGES}:{row['id']}", programme=BRIDGES, member=str(row["id"]))
                for row in ROWS
            )
        )
        keep_circles(unit, NOW)
        unit.commit()
    return home


@pytest.fixture(scope="module")
def circles(home: MemoryUnitsOfWork) -> CirclesService:
    return CirclesService(home, Policy(), FixedClock(NOW), lambda: Shelf(), lambda: None)  # type: ignore[arg-type, return-value] # nothing is drafted


def test_no_rule_is_broken_and_nobody_sits_twice(home: MemoryUnitsOfWork) -> None:
    roster = home.tables["members"]
    managers = {each.id: each.line_manager_id for each in roster.values()}
    for told in CIRCLES:
        assert broken_in_circle([roster[each] for each in told.members], managers) is None
    everybody = [each for told in CIRCLES for each in told.members]
    assert len(everybody) == len(set(everybody))


def test_it_is_somebodys_turn_and_the_first_who_tries_the_demo_has_it(circles: CirclesService) -> None:
    turn = circles.chair(Asker(member="m1"), SPEAKING.id)
    assert turn.chair == "m1"
    assert len(turn.then) == 7


def test_one_is_well_one_is_seldom_and_one_asks_after_somebody(circles: CirclesService) -> None:
    told = {each.id: circles.health(Asker(member=each.members[0]), each.id) for each in CIRCLES}
    assert told[ASKING.id].standing == "meets regularly"
    assert all(each.good for each in told[ASKING.id].findings)
    assert told[COMING_BACK.id].standing == "has not met for 84 days"
    assert any("m20" in each.words for each in told[SPEAKING.id].findings)
