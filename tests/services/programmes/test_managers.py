"""Who manages a programme, and who takes part in it."""

from __future__ import annotations

from datetime import date

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Programme
from copilot.errors import Conflict, NotAllowed, NotFound
from copilot.services.askers import Askers
from copilot.services.policy import Policy
from copilot.services.programmes.service import ProgrammesService
from tests.fakes import FixedClock, MemoryUnitsOfWork

ADMIN = Asker(member="root", roles=frozenset({Role.ADMIN}))
MANAGER = Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
MENTEE = Asker(member="ada", roles=frozenset({Role.MENTEE}))


@pytest.fixture
def home() -> MemoryUnitsOfWork:
    home = MemoryUnitsOfWork()
    with home() as unit:
        unit.members.add(
            *[Member(id=each, name=each.title(), roles=frozenset({Role.MENTEE})) for each in ("ada", "boss")]
        )
        unit.programmes.add(
            Programme(
                id="p1",
                name="Spring",
                starts=date(2026, 1, 1),
                ends=date(2027, 1, 1),
                managers=frozenset({"boss"}),
            )
        )
        unit.commit()
    return home


def service(home: MemoryUnitsOfWork) -> ProgrammesService:
    return ProgrammesService(home, Policy(), FixedClock())


@pytest.mark.parametrize("asker", [ADMIN, OPERATOR])
def test_an_admin_makes_a_member_a_manager_and_she_manages_from_then_on(
    home: MemoryUnitsOfWork, asker: Asker
) -> None:
    assert service(home).add_manager(asker, "p1", "ada").managers == {"boss", "ada"}
    assert Askers(home).identify("ada").manages == {"p1"}


@pytest.mark.parametrize("asker", [MANAGER, MENTEE, Asker()])
def test_nobody_else_says_who_manages(home: MemoryUnitsOfWork, asker: Asker) -> None:
    for verb in (service(home).add_manager, service(home).remove_manager):
        with pytest.raises(NotAllowed):
            verb(asker, "p1", "ada")


def test_it_is_in_the_log_once(home: MemoryUnitsOfWork) -> None:
    for _ in range(2):
        service(home).add_manager(ADMIN, "p1", "ada")
    [entry] = home.tables["audit_log"].values()
    assert (entry.by, entry.verb, entry.record, entry.detail) == (
        "root",
        "add-manager",
        "p1",
        {"manager": "ada"},
    )


def test_who_is_not_on_the_roster_manages_nothing(home: MemoryUnitsOfWork) -> None:
    with pytest.raises(NotFound, match="Nobody has the id zoe"):
        service(home).add_manager(ADMIN, "p1", "zoe")


def test_the_last_manager_stays_until_there_is_another(home: MemoryUnitsOfWork) -> None:
    with pytest.raises(Conflict, match="Nobody else manages"):
        service(home).remove_manager(ADMIN, "p1", "boss")
    service(home).add_manager(ADMIN, "p1", "ada")
    assert service(home).remove_manager(ADMIN, "p1", "boss").managers == {"ada"}
    assert Askers(home).identify("boss").manages == frozenset()


def test_who_does_not_manage_it_cannot_be_taken_from_it(home: MemoryUnitsOfWork) -> None:
    with pytest.raises(NotFound, match="does not manage"):
        service(home).remove_manager(ADMIN, "p1", "ada")


def test_a_manager_sees_who_takes_part_in_hers_and_a_member_does_not(home: MemoryUnitsOfWork) -> None:
    service(home).enrol(ADMIN, "p1", ["ada"])
    [enrolment] = service(home).enrolled(MANAGER, "p1")
    assert (enrolment.member, enrolment.state) == ("ada", "enrolled")
    with pytest.raises(NotAllowed):
        service(home).enrolled(MENTEE, "p1")
