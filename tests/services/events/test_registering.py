"""Places, the waiting list, and who was there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import Asker
from copilot.errors import BadInput, Conflict, NotAllowed
from copilot.ports import UnitsOfWork
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.services.events.company import (
    ADMIN,
    ANN,
    BEA,
    CID,
    HOST,
    INSIDER,
    MANAGER,
    OPERATOR,
    PEOPLE,
    SPEAKER,
    Company,
)


@pytest.fixture
def company() -> Company:
    return Company()


def test_who_comes_after_the_last_place_waits_and_moves_up_when_one_frees(company: Company) -> None:
    event = company.add(places=1).event.id
    assert company.register(event, ANN, BEA, CID) == ["registered", "waiting", "waiting"]
    assert company.events.show(CID, event).line == 2
    company.registrations.cancel(ANN, "m3", event)
    assert company.events.show(BEA, event).mine == "registered"
    assert [place.line for place in company.registrations.mine(CID, "m5")] == [1]
    assert ("move-up", event, "copilot") in company.log()


def test_when_places_grow_the_first_who_wait_move_up(company: Company) -> None:
    event = company.add(places=1).event.id
    company.register(event, ANN, BEA, CID)
    assert company.events.update(HOST, event, places=2).waiting == 1
    assert company.events.update(HOST, event, places=0).free is None
    assert company.events.show(CID, event).mine == "registered"


def test_fewer_places_send_nobody_away_and_let_nobody_in(company: Company) -> None:
    event = company.add(places=3).event.id
    company.register(event, ANN, BEA)
    view = company.events.update(HOST, event, places=1)
    assert (view.registered, view.free) == (2, 0)
    assert company.register(event, CID) == ["waiting"]
    company.registrations.cancel(ANN, "m3", event)
    assert company.events.show(CID, event).mine == "waiting"


def test_registering_twice_keeps_the_place_and_coming_back_goes_to_the_end(company: Company) -> None:
    event = company.add(places=1).event.id
    assert company.register(event, ANN, ANN, BEA, CID) == ["registered", "registered", "waiting", "waiting"]
    company.registrations.cancel(BEA, "m4", event)
    assert company.register(event, BEA) == ["waiting"]
    assert (company.events.show(CID, event).line, company.events.show(BEA, event).line) == (1, 2)
    with pytest.raises(Conflict, match="no place"):
        company.registrations.cancel(INSIDER, "m6", event)


def test_hosts_and_speakers_need_no_place_and_nobody_takes_one_for_another(company: Company) -> None:
    event = company.add(speakers=["m2"]).event.id
    for asker in (HOST, SPEAKER):
        with pytest.raises(Conflict, match="need no place"):
            company.register(event, asker)
    for asker in (HOST, MANAGER, ADMIN, OPERATOR, Asker()):
        with pytest.raises(NotAllowed):
            company.registrations.register(asker, "m3", event)


def test_who_hosts_or_speaks_by_now_gives_her_place_to_the_next(company: Company) -> None:
    event = company.add(ADMIN, hosts=["m1"], places=2).event.id
    company.register(event, ANN, BEA, CID, INSIDER)
    company.events.update(HOST, event, speakers=["m3"])
    assert company.events.show(CID, event).mine == "waiting", "who is asked keeps her place until she agrees"
    company.events.speak(ANN, event, yes=True)
    assert company.events.show(CID, event).mine == "registered"
    company.events.update(ADMIN, event, hosts=["m1", "m4"])
    assert [each.member for each in company.registrations.coming(HOST, event)] == ["m5", "m6"]
    company.events.speak(ANN, event, yes=False)
    assert company.register(event, ANN) == ["waiting"]


def test_after_it_has_begun_places_are_as_they_are(company: Company) -> None:
    event = company.add(places=1).event.id
    company.register(event, ANN, BEA)
    company.clock.move(timedelta(days=4))
    for late in (
        lambda: company.register(event, CID),
        lambda: company.registrations.cancel(ANN, "m3", event),
    ):
        with pytest.raises(Conflict, match="has begun"):
            late()
    assert company.events.show(BEA, event).mine == "waiting"


def test_a_place_that_fell_free_without_a_word_is_given_to_who_waits(company: Company) -> None:
    event = company.add(places=1).event.id
    company.register(event, ANN, BEA, CID)
    with company.units() as unit:
        unit.registrations.remove(f"{event}:m3")  # she has left the community
        unit.commit()
    (place,) = company.registrations.mine(BEA, "m4")
    assert place.registration.state == "registered"
    assert company.events.show(CID, event).line == 1


def test_who_comes_is_told_to_those_who_run_it_or_speak_and_numbers_to_all(company: Company) -> None:
    event = company.add(MANAGER, programme="spring", hosts=["m1"], speakers=["m2"]).event.id
    company.register(event, ANN, BEA)
    for asker in (HOST, SPEAKER, MANAGER, ADMIN, OPERATOR):
        coming = company.events.show(asker, event).coming
        assert [each.member for each in coming or ()] == ["m3", "m4"]
        assert len(company.registrations.coming(asker, event)) == 2
    for asker in (ANN, CID):
        view = company.events.show(asker, event)
        assert (view.coming, view.registered) == (None, 2)
        with pytest.raises(NotAllowed):
            company.registrations.coming(asker, event)


def test_the_hosts_say_who_was_there(company: Company) -> None:
    event = company.add().event.id
    company.register(event, ANN, BEA)
    with pytest.raises(Conflict, match="hasn't begun"):
        company.registrations.attend(HOST, event, ["m3"])
    company.clock.move(timedelta(days=4))
    coming = company.registrations.attend(HOST, event, ["m3"], ["m4"]).coming
    assert [each.attended for each in coming or ()] == [True, False]
    with pytest.raises(BadInput, match="m5 had no place"):
        company.registrations.attend(HOST, event, ["m5"])
    with pytest.raises(BadInput, match="stayed away"):
        company.registrations.attend(HOST, event, ["m3"], ["m3"])
    with pytest.raises(NotAllowed):
        company.registrations.attend(ANN, event, ["m3"])


@given(
    st.lists(st.tuples(st.sampled_from(["register", "cancel"]), st.sampled_from(PEOPLE[2:6])), max_size=14),
    st.integers(1, 3),
)
def test_whatever_people_do_no_place_is_given_twice_and_none_stays_empty_while_somebody_waits(
    steps: list[tuple[str, str]], places: int
) -> None:
    company = Company()
    event = company.add(places=places).event.id
    asked: list[str] = []
    for verb, member in steps:
        if verb == "register":
            company.register(event, Asker(member=member))
            asked += [] if member in asked else [member]
        elif member in asked:
            company.registrations.cancel(Asker(member=member), member, event)
            asked.remove(member)
    coming = {each.member: each.state for each in company.registrations.coming(HOST, event)}
    expected = {one: "registered" if n < places else "waiting" for n, one in enumerate(asked)}
    assert coming == expected, "first come, first served"


def _of_two_at_once(units: UnitsOfWork) -> None:
    company = Company(units)
    both = Barrier(2)

    def try_for(event: str, asker: Asker) -> str:
        both.wait()
        return company.register(event, asker)[0]

    with ThreadPoolExecutor(2) as threads:
        for _ in range(5):
            event = company.add(places=1).event.id
            tries = [threads.submit(try_for, event, asker) for asker in (ANN, BEA)]
            assert sorted(each.result() for each in tries) == ["registered", "waiting"]
            view = company.events.show(HOST, event)
            assert (view.registered, view.waiting) == (1, 1)


def test_the_last_place_goes_to_one_of_two_who_register_at_once(home: Home) -> None:
    _of_two_at_once(SqlUnitsOfWork(home.engine))
