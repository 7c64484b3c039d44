"""Two who ask for the last place at once, in threads of their own, on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from copilot.domain.asking import Asker
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Programme
from copilot.services.policy import Policy
from copilot.services.programmes.service import ProgrammesService
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes import FixedClock
from tests.services.programmes.community import ENDS, PEOPLE, STARTS


def opened(home: Home, capacity: int) -> ProgrammesService:
    units = SqlUnitsOfWork(home.engine)
    with units() as unit:
        unit.members.add(
            *[Member(id=each, name=each.title(), roles=frozenset({Role.MENTEE})) for each in PEOPLE]
        )
        unit.programmes.add(Programme(id="p1", name="Spring", starts=STARTS, ends=ENDS, capacity=capacity))
        unit.commit()
    return ProgrammesService(units, Policy(), FixedClock())


def test_the_last_place_goes_to_one_of_two_who_join_at_once_and_the_other_waits(home: Home) -> None:
    service = opened(home, capacity=1)
    both_ready = Barrier(2)

    def join(member: str) -> str:
        both_ready.wait()
        return service.join(Asker(member=member), "p1").state

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(join, PEOPLE[:2])) == ["enrolled", "waiting"]


def test_a_place_that_comes_free_while_many_join_is_given_once(home: Home) -> None:
    service = opened(home, capacity=2)
    for member in PEOPLE[:2]:
        service.join(Asker(member=member), "p1")
    all_ready = Barrier(5)

    def act(member: str) -> str:
        asker = Asker(member=member)
        all_ready.wait()
        if member == PEOPLE[0]:
            return service.leave(asker, "p1").programme
        return service.join(asker, "p1").state

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(act, [PEOPLE[0], *PEOPLE[2:6]]))
    enrolled = service.enrolled(Asker(operator=True), "p1")
    states = sorted(each.state for each in enrolled)
    assert states == ["enrolled", "enrolled", "left", "waiting", "waiting", "waiting"]
