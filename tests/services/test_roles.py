"""Roles given and taken."""

from __future__ import annotations

from datetime import date

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Programme
from copilot.errors import Conflict, NotAllowed, NotFound
from copilot.services.policy import Policy
from copilot.services.roles import RolesService
from tests.fakes import FixedClock, MemoryUnitsOfWork

ADMIN = Asker(member="ann", roles=frozenset({Role.ADMIN}))


@pytest.fixture
def units() -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        unit.members.add(
            _member("ann", Role.ADMIN), _member("bo", Role.MENTEE), _member("cy", Role.MANAGER, Role.PEER)
        )
        managers = frozenset({"cy"})
        unit.programmes.add(
            Programme(
                id="p1", name="Bridges", starts=date(2026, 1, 1), ends=date(2026, 12, 1), managers=managers
            )
        )
        unit.commit()
    return units


@pytest.fixture
def service(units: MemoryUnitsOfWork) -> RolesService:
    return RolesService(units, Policy(), FixedClock())


def _member(member: str, *roles: Role) -> Member:
    return Member(id=member, name=member.title(), roles=frozenset(roles))


def test_a_role_is_given_and_taken_and_both_stand_in_the_log(
    service: RolesService, units: MemoryUnitsOfWork
) -> None:
    assert service.give(ADMIN, "bo", Role.MENTOR).roles == (Role.MENTEE, Role.MENTOR)
    assert service.take(ADMIN, "bo", Role.MENTEE).roles == (Role.MENTOR,)
    with units.reading() as unit:
        told = {(entry.by, entry.verb, entry.record, *entry.detail.items()) for entry in unit.audit_log.all()}
    assert told == {
        ("ann", "roles", "bo", ("given", "mentor")),
        ("ann", "roles", "bo", ("taken", "mentee")),
    }


def test_what_somebody_is_already_changes_nothing_and_is_not_logged(
    service: RolesService, units: MemoryUnitsOfWork
) -> None:
    service.give(ADMIN, "bo", Role.MENTEE)
    with units.reading() as unit:
        assert unit.audit_log.count() == 0


def test_the_last_admin_stays_one_even_against_the_operator(service: RolesService) -> None:
    for asker in (ADMIN, OPERATOR):
        with pytest.raises(Conflict, match="last admin"):
            service.set(asker, "ann", [Role.PEER])
    service.give(ADMIN, "bo", Role.ADMIN)
    assert service.set(ADMIN, "ann", [Role.PEER]).roles == (Role.PEER,)


def test_nobody_is_left_without_a_role(service: RolesService) -> None:
    with pytest.raises(Conflict, match="no role left"):
        service.take(ADMIN, "bo", Role.MENTEE)


def test_who_manages_a_programme_stays_a_manager_until_somebody_else_does(service: RolesService) -> None:
    with pytest.raises(Conflict, match="manages Bridges"):
        service.take(ADMIN, "cy", Role.MANAGER)


def test_people_are_found_by_a_part_of_name_or_id_and_by_role(service: RolesService) -> None:
    assert [one.member for one in service.holders(ADMIN, called="B").found] == ["bo"]
    assert [one.member for one in service.holders(ADMIN, role=Role.MANAGER).found] == ["cy"]
    found = service.holders(ADMIN, most=1)
    assert (len(found.found), found.total, found.counts[Role.ADMIN], found.counts[Role.SPONSOR]) == (
        1,
        3,
        1,
        0,
    )


@pytest.mark.parametrize(
    "asker", [Asker(), Asker(member="bo", roles=frozenset({Role.MENTEE})),
              Asker(member="cy", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))],
)  # fmt: skip
def test_nobody_but_admins_and_the_operator_sees_or_changes_roles(
    service: RolesService, asker: Asker
) -> None:
    for attempt in (
        lambda: service.holders(asker),
        lambda: service.holder(asker, "bo"),
        lambda: service.give(asker, "bo", Role.ADMIN),
        lambda: service.take(asker, "bo", Role.MENTEE),
        lambda: service.set(asker, "bo", [Role.ADMIN]),
    ):
        with pytest.raises(NotAllowed, match="give and take roles"):
            attempt()


def test_somebody_who_left_is_not_found(service: RolesService) -> None:
    with pytest.raises(NotFound):
        service.give(ADMIN, "nobody", Role.PEER)
