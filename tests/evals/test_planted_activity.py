from __future__ import annotations

from datetime import UTC, datetime

import pytest

from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from evals.planted_activity import Planted, plant
from tests.fakes import MemoryUnitsOfWork

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SIZE = 40


def planted(seed: int = 1) -> tuple[MemoryUnitsOfWork, Planted]:
    units = MemoryUnitsOfWork()
    return units, plant(units, SIZE, NOW, seed=seed)


@pytest.fixture(scope="module")
def community() -> tuple[MemoryUnitsOfWork, Planted]:
    return planted()


def test_a_community_has_as_many_members_and_sessions_as_were_asked_for(
    community: tuple[MemoryUnitsOfWork, Planted],
) -> None:
    units, told = community
    with units.reading() as unit:
        assert (unit.members.count(), unit.sessions.count()) == (SIZE, 10 * SIZE)
        assert all(getattr(unit, name).count() == count for name, count in told.counts.items())
    few = MemoryUnitsOfWork()
    assert plant(few, SIZE, NOW, sessions=17).counts["sessions"] == 17


def test_the_same_seed_plants_the_same_community_and_another_seed_another(
    community: tuple[MemoryUnitsOfWork, Planted],
) -> None:
    def rows(units: MemoryUnitsOfWork) -> list[object]:
        with units.reading() as unit:
            return [
                unit.members.all(),
                unit.relationships.all(),
                unit.sessions.all(),
                unit.registrations.all(),
            ]

    assert rows(community[0]) == rows(planted()[0])
    assert rows(community[0]) != rows(planted(seed=2)[0])


def test_what_is_planted_hangs_together(community: tuple[MemoryUnitsOfWork, Planted]) -> None:
    with community[0].reading() as unit:
        people = {each.id for each in unit.members.all()}
        pairs = {each.id: each for each in unit.relationships.all()}
        programmes = {each.id for each in unit.programmes.all()}
        assert all(set(each.members) <= people and len(set(each.members)) > 1 for each in pairs.values())
        assert {each.programme for each in pairs.values()} <= programmes | {""}
        assert {each.relationship for each in unit.sessions.all()} <= set(pairs)
        assert all(set(each.ratings) <= set(pairs[each.relationship].members) for each in unit.sessions.all())
        assert {each.id for each in unit.circles.all()} == {
            each.id for each in pairs.values() if each.role is MatchRole.CIRCLE
        }
        assert all(each.member in pairs[each.relationship].members for each in unit.survey_answers.all())
        assert all(
            Role.MANAGER in unit.members.get(who).roles
            for each in unit.programmes.all()
            for who in each.managers
        )


def test_the_newest_programme_is_under_way_and_the_first_is_over(
    community: tuple[MemoryUnitsOfWork, Planted],
) -> None:
    first, *_, newest = community[1].frame.programmes
    assert first.closed
    assert newest.closed is None
    assert newest.starts < NOW.date() < newest.ends
    assert len(community[1].frame.taking_part[newest.id]) >= 2


def test_nothing_but_plans_lies_in_the_future(community: tuple[MemoryUnitsOfWork, Planted]) -> None:
    with community[0].reading() as unit:
        assert all(each.at < NOW for each in unit.sessions.all() if each.state != "planned")
        assert all(each.on <= NOW.date() for each in unit.survey_answers.all())
        assert all(each.started <= NOW.date() for each in unit.relationships.all())
        assert any(each.at > NOW for each in unit.sessions.all()), "some have planned their next one"


def test_too_few_are_no_community() -> None:
    with pytest.raises(ValueError, match="no community"):
        plant(MemoryUnitsOfWork(), 5, NOW)
