"""A member changes what she says of herself, and nothing that the roster says of her."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Member, Profile, Role
from copilot.errors import BadInput, Conflict, NotAllowed
from copilot.services.members.rows import KNOWN_COLUMNS
from copilot.services.members.service import MembersService
from copilot.services.members.updating import FROM_THE_ROSTER, OWN_FIELDS
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork

HERSELF = Asker(member="m1", roles=frozenset({Role.MENTEE}))


@pytest.fixture
def units() -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    profile = Profile(headline="Analyst", goals=("Speak up",), level=3)
    with units() as unit:
        unit.members.add(
            Member(
                id="m1", name="Amara Okafor", roles=frozenset({Role.MENTEE}), profile=profile, paused=True
            ),
            Member(id="m2", name="Bo Lindqvist", roles=frozenset({Role.MENTOR})),
            Member(id="m3", name="Ada Twin", roles=frozenset({Role.MENTOR})),
            Member(id="m4", name="Ada Twin", roles=frozenset({Role.MENTOR})),
        )
        unit.commit()
    return units


@pytest.fixture
def service(units: MemoryUnitsOfWork) -> MembersService:
    return MembersService(units, Policy(), FixedClock())


def test_named_fields_change_and_all_others_stay(service: MembersService, units: MemoryUnitsOfWork) -> None:
    fields = {"goals": ["Present; then rest", " "], "hours_per_month": "2,5", "capacity": "2"}
    changed = service.update(HERSELF, "m1", fields)
    assert changed.profile.goals == ("Present; then rest",)
    assert (changed.profile.hours_per_month, changed.capacity) == (2.5, 2)
    assert (changed.profile.headline, changed.profile.level, changed.paused) == ("Analyst", 3, True)
    assert changed.updated is not None
    [entry] = units.tables["audit_log"].values()
    assert entry.detail == {"fields": "goals, hours_per_month, capacity"}


def test_a_field_can_be_emptied(service: MembersService) -> None:
    emptied = service.update(HERSELF, "m1", {"headline": "", "goals": [], "capacity": "", "time_zone": ""})
    assert (emptied.profile.headline, emptied.profile.goals, emptied.capacity) == ("", (), None)


def test_what_changes_nothing_is_not_kept_as_a_change(
    service: MembersService, units: MemoryUnitsOfWork
) -> None:
    assert service.update(HERSELF, "m1", {"headline": "Analyst"}).revision == 0
    assert not units.tables["audit_log"]


@pytest.mark.parametrize(
    ("fields", "place", "says"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone", "not an IANA time zone"),
        ({"hours_per_month": "lots"}, "hours_per_month", "not a number"),
        ({"hours_per_month": "201"}, "hours_per_month", "200.0 is the most"),
        ({"capacity": "1.5"}, "capacity", "not a whole number"),
        ({"headline": "x" * 20_001}, "headline", "20,000 is the most"),
        ({"goals": ["x"] * 201}, "goals", "200 is the most"),
        ({"goals": ["a\x00b"]}, "goals", "zero byte"),
        ({"vetoes": ["Nobody Atall"]}, "vetoes", "Nobody here is called"),
        ({"vetoes": ["Ada Twin"]}, "vetoes", "Several people"),
        ({"shoe_size": "39"}, "shoe_size", "no field"),
    ],
)
def test_a_wrong_value_is_named_with_its_field_and_its_cure(
    service: MembersService, units: MemoryUnitsOfWork, fields: dict[str, Any], place: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says) as refusal:
        service.update(HERSELF, "m1", {"skills": ["SQL"], **fields})
    assert refusal.value.place == place
    assert refusal.value.cure
    assert units.tables["members"]["m1"].profile.skills == (), "all or nothing"


@pytest.mark.parametrize("field", FROM_THE_ROSTER)
def test_what_comes_from_the_roster_is_said_to_come_from_there(service: MembersService, field: str) -> None:
    with pytest.raises(BadInput, match="comes from the roster"):
        service.update(HERSELF, "m1", {field: "x"})


def test_each_column_of_a_roster_is_either_hers_or_the_rosters() -> None:
    assert set(OWN_FIELDS) | set(FROM_THE_ROSTER) == KNOWN_COLUMNS
    assert {"id", "roles", "line_manager_id", "level"} <= set(FROM_THE_ROSTER)


def test_a_veto_is_written_with_a_name_and_kept_as_an_id(service: MembersService) -> None:
    assert service.update(HERSELF, "m1", {"vetoes": ["bo lindqvist", "m3"]}).vetoes == {"m2", "m3"}
    assert service.update(HERSELF, "m1", {"vetoes": []}).vetoes == frozenset()


@pytest.mark.parametrize(
    "asker", [OPERATOR, Asker(member="m2"), Asker(member="m4", roles=frozenset({Role.ADMIN}))]
)
def test_nobody_changes_another_persons_words(service: MembersService, asker: Asker) -> None:
    with pytest.raises(NotAllowed):
        service.update(asker, "m1", {"headline": "x"})


def test_who_saw_an_older_profile_is_told_before_anything_is_overwritten(service: MembersService) -> None:
    service.update(HERSELF, "m1", {"headline": "Lead"}, revision=0)
    with pytest.raises(Conflict, match="changed since"):
        service.update(HERSELF, "m1", {"headline": "Analyst"}, revision=0)
