"""To join, to wait, to pause and to come back: each for herself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.programmes import TAKING_PART, Cohort
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.services.programmes.community import (
    ADA,
    ADMIN,
    BEA,
    CEM,
    DAY,
    DINA,
    ENDS,
    MANAGER,
    PEOPLE,
    STARTS,
    TODAY,
    Community,
)  # fmt: skip


@pytest.fixture
def community() -> Community:
    return Community(capacity=2)


def test_she_joins_while_there_is_a_place_and_waits_when_there_is_none(community: Community) -> None:
    for asker in (ADA, BEA, CEM, DINA):
        community.service.join(asker, "p1")
        community.clock.move(timedelta(minutes=1))
    assert community.states() == {"ada": "enrolled", "bea": "enrolled", "cem": "waiting", "dina": "waiting"}
    standing = community.service.standing(DINA, "p1")
    assert (standing.waits_as, standing.full, standing.joinable) == (2, True, False)


def test_the_first_who_asked_moves_up_when_somebody_leaves(community: Community) -> None:
    for asker in (ADA, BEA, DINA, CEM):
        community.service.join(asker, "p1")
        community.clock.move(timedelta(minutes=1))
    community.service.leave(ADA, "p1")
    assert community.states() == {"ada": "left", "bea": "enrolled", "dina": "enrolled", "cem": "waiting"}
    [entry] = community.log("move-up")
    assert (entry.by, entry.record, entry.detail) == ("the waiting list", "p1", {"member": "dina"})
    assert "ada" not in entry.model_dump_json()


def test_more_places_go_to_those_who_wait(community: Community) -> None:
    for asker in (ADA, BEA, CEM, DINA):
        community.service.join(asker, "p1")
        community.clock.move(timedelta(minutes=1))
    community.service.update(MANAGER, "p1", capacity=3)
    assert community.states()["cem"] == "enrolled"
    community.service.update(MANAGER, "p1", capacity=None)
    assert community.states()["dina"] == "enrolled"
    assert [entry.detail["member"] for entry in community.log("move-up")] != []


def test_enrolling_more_than_there_are_places_for_says_who_waits(community: Community) -> None:
    done = community.service.enrol(ADMIN, "p1", ["ada", "bea", "cem"])
    assert done.waiting == ["cem"]
    assert [each.state for each in done.kept] == ["enrolled", "enrolled", "waiting"]


def test_enrolling_everybody_brings_nobody_back_who_left_or_completed() -> None:
    community = Community()
    community.enrolled("ada", state="left")
    community.enrolled("bea", state="completed")
    community.enrolled("cem", state="paused")
    done = community.service.enrol(ADMIN, "p1")
    assert {"ada", "bea", "cem"}.isdisjoint(each.member for each in done.kept)
    assert "dina" in {each.member for each in done.kept}
    states = community.states()
    assert (states["ada"], states["bea"], states["cem"]) == ("left", "completed", "paused")
    assert [each.member for each in community.service.enrol(ADMIN, "p1", ["ada"]).kept] == ["ada"]


def test_who_could_not_be_put_in_is_named_with_the_reason(community: Community) -> None:
    for name, places in (("c1", 1), ("c2", 9)):
        cohort = Cohort(id=name, programme="p1", name=name, starts=STARTS, ends=ENDS, capacity=places)
        community.service.add_cohort(MANAGER, cohort)
    community.service.enrol(ADMIN, "p1", ["ada"], "c1")
    community.service.enrol(ADMIN, "p1", ["bea"])
    assert community.service.enrol(ADMIN, "p1", ["ada"], "c2").unchanged == {"ada": "in another cohort"}
    assert community.service.enrol(ADMIN, "p1", ["bea"], "c1").unchanged == {"bea": "no place in this cohort"}
    assert community.service.enrol(ADMIN, "p1", ["bea"]).unchanged == {"bea": "enrolled already"}


def test_nobody_is_put_into_what_is_over(community: Community) -> None:
    early = Cohort(id="c1", programme="p1", name="Early", starts=STARTS, ends=STARTS + 20 * DAY)
    community.service.add_cohort(MANAGER, early)
    with pytest.raises(Conflict, match="The cohort Early has ended"):
        community.service.enrol(ADMIN, "p1", ["ada"], "c1")
    with pytest.raises(Conflict, match="The cohort Early has ended"):
        community.service.join(ADA, "p1", "c1")
    community.clock.move(ENDS + DAY - TODAY)
    with pytest.raises(Conflict, match="Spring has ended"):
        community.service.enrol(ADMIN, "p1", ["ada"])
    assert community.states() == {}


@pytest.mark.parametrize("look", ["standing", "enrolled"])
def test_a_place_that_a_deleted_member_leaves_goes_to_the_first_who_waits(
    community: Community, look: str
) -> None:
    for asker in (ADA, BEA, CEM, DINA):
        community.service.join(asker, "p1")
    with community.units() as unit:
        unit.enrolments.remove("p1:ada")
        unit.commit()
    if look == "standing":
        assert community.service.standing(CEM, "p1").waits_as is None
        assert community.service.standing(DINA, "p1").waits_as == 1
    else:
        found = {each.member: each.state for each in community.service.enrolled(MANAGER, "p1")}
        assert found == {"bea": "enrolled", "cem": "enrolled", "dina": "waiting"}
    [entry] = community.log("move-up")
    assert (entry.by, entry.detail) == ("the waiting list", {"member": "cem"})


def test_a_clock_that_goes_back_puts_nobody_before_others(community: Community) -> None:
    for asker in (ADA, BEA, CEM):
        community.service.join(asker, "p1")
    community.clock.move(-40 * DAY)
    community.service.join(DINA, "p1")
    assert community.service.standing(DINA, "p1").waits_as == 2


def test_a_clock_that_once_ran_ahead_ends_nobodys_pause(community: Community) -> None:
    community.service.join(ADA, "p1")
    community.service.pause(ADA, "p1", until=TODAY + 7 * DAY)
    community.clock.move(40 * DAY)
    community.service.join(BEA, "p1")
    assert community.states()["ada"] == "enrolled"
    community.clock.move(-40 * DAY)
    [ada] = [each for each in community.service.enrolled(MANAGER, "p1") if each.member == "ada"]
    assert (ada.state, ada.until) == ("paused", TODAY + 7 * DAY)
    community.service.join(CEM, "p1")
    assert community.states()["ada"] == "paused"


def test_to_pause_while_waiting_is_said_as_it_is(community: Community) -> None:
    for asker in (ADA, BEA, CEM):
        community.service.join(asker, "p1")
    with pytest.raises(Conflict, match="You are on the waiting list"):
        community.service.pause(CEM, "p1")


def test_a_full_cohort_has_a_waiting_list_of_its_own(community: Community) -> None:
    community.service.add_cohort(
        MANAGER, Cohort(id="c1", programme="p1", name="North", starts=STARTS, ends=ENDS, capacity=1)
    )
    assert community.service.join(ADA, "p1", "c1").state == "enrolled"
    assert community.service.join(BEA, "p1", "c1").state == "waiting"
    community.clock.move(DAY)
    assert community.service.join(CEM, "p1").state == "enrolled", "who waits for the cohort keeps nobody out"
    community.service.leave(ADA, "p1")
    assert community.states()["bea"] == "enrolled"


def test_joining_twice_is_said_in_each_state(community: Community) -> None:
    for asker in (ADA, BEA, CEM):
        community.service.join(asker, "p1")
    with pytest.raises(Conflict, match="You take part in Spring already"):
        community.service.join(ADA, "p1")
    with pytest.raises(Conflict, match="on the waiting list of Spring already"):
        community.service.join(CEM, "p1")
    community.service.pause(ADA, "p1")
    with pytest.raises(Conflict, match="You have paused in Spring"):
        community.service.join(ADA, "p1")


def test_a_closed_or_ended_programme_takes_nobody(community: Community) -> None:
    community.service.close(MANAGER, "p1", early=True)
    with pytest.raises(Conflict, match="Spring is closed"):
        community.service.join(ADA, "p1")
    with pytest.raises(Conflict, match="Spring is closed"):
        community.service.enrol(ADMIN, "p1", ["ada"])
    later = Community()
    later.clock.move(ENDS - TODAY + DAY)
    with pytest.raises(Conflict, match="Spring has ended"):
        later.service.join(ADA, "p1")
    assert not later.service.standing(ADA, "p1").joinable


@pytest.mark.parametrize("asker", [OPERATOR, Asker()])
def test_only_a_member_takes_part(community: Community, asker: Asker) -> None:
    for verb in (community.service.join, community.service.pause, community.service.leave):
        with pytest.raises(NotAllowed):
            verb(asker, "p1")


def test_who_left_may_come_again_and_stands_at_the_end_of_the_list(community: Community) -> None:
    for asker in (ADA, BEA, CEM):
        community.service.join(asker, "p1")
        community.clock.move(DAY)
    community.service.leave(ADA, "p1")
    assert community.service.join(ADA, "p1").state == "waiting"
    assert community.service.standing(ADA, "p1").waits_as == 1


def test_a_pause_keeps_the_place_and_ends_by_itself_on_its_day(community: Community) -> None:
    community.service.join(ADA, "p1")
    paused = community.service.pause(ADA, "p1", until=TODAY + 7 * DAY)
    assert (paused.state, paused.until) == ("paused", TODAY + 7 * DAY)
    community.service.join(BEA, "p1")
    assert community.service.join(CEM, "p1").state == "waiting"
    community.clock.move(7 * DAY)
    [ada] = [each for each in community.service.enrolled(MANAGER, "p1") if each.member == "ada"]
    assert ada.state == "enrolled"
    assert community.service.standing(ADA, "p1").enrolment == ada.changed(revision=ada.revision)


def test_a_pause_without_a_day_lasts_until_she_says_so(community: Community) -> None:
    community.service.join(ADA, "p1")
    community.service.pause(ADA, "p1")
    community.clock.move(100 * DAY)
    assert community.service.standing(ADA, "p1").enrolment.state == "paused"  # type: ignore[union-attr]  # she has one
    assert community.service.come_back(ADA, "p1").state == "enrolled"
    assert community.service.come_back(ADA, "p1").state == "enrolled", "to come back twice changes nothing"


@pytest.mark.parametrize("ahead", [-1, 0])
def test_a_pause_that_would_be_over_is_refused(community: Community, ahead: int) -> None:
    community.service.join(ADA, "p1")
    with pytest.raises(BadInput, match="over already"):
        community.service.pause(ADA, "p1", until=TODAY + ahead * DAY)


def test_who_takes_no_part_neither_pauses_nor_leaves(community: Community) -> None:
    for verb in (community.service.pause, community.service.come_back, community.service.leave):
        with pytest.raises(NotFound, match="don't take part"):
            verb(ADA, "p1")


def test_no_word_of_why_is_kept_of_who_pauses_or_leaves(community: Community) -> None:
    community.service.join(ADA, "p1")
    community.service.pause(ADA, "p1")
    community.service.leave(ADA, "p1")
    assert [
        entry for entry in community.units.tables["audit_log"].values() if "ada" in entry.model_dump_json()
    ] == []


@given(
    capacity=st.integers(1, 4),
    steps=st.lists(
        st.tuples(st.sampled_from(PEOPLE[:6]), st.sampled_from(["join", "leave", "pause", "back"]))
    ),
)
def test_never_more_than_the_places_and_nobody_waits_beside_a_free_one(
    capacity: int, steps: list[tuple[str, str]]
) -> None:
    community = Community(capacity=capacity)
    verbs = {
        "join": community.service.join, "leave": community.service.leave, "pause": community.service.pause,
        "back": community.service.come_back,
    }  # fmt: skip
    for member, verb in steps:
        try:
            verbs[verb](Asker(member=member), "p1")
        except (Conflict, NotFound):
            continue
        states = list(community.states().values())
        taken = sum(state in TAKING_PART for state in states)
        assert taken <= capacity
        assert taken == capacity or "waiting" not in states
