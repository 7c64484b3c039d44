"""Places and pauses: hers to set, respected by matching, and nobody's business why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.members import Role
from copilot.errors import BadInput, Conflict, CopilotError, NotFound
from copilot.services.matching.service import MatchingService
from copilot.services.members.service import MembersService
from copilot.services.pausing import PausingService
from copilot.services.policy import Policy
from tests.fakes import FixedClock
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, mentee, mentor

MARTA, MANAGER = Asker(member="m0"), Asker(member="ann", manages=frozenset({"spring"}))
ADMIN = Asker(member="e0", roles=frozenset({Role.ADMIN}))
SECRET = "My father is ill."
MENTOR = MatchRole.MENTOR


class Home:
    """Two mentees and two mentors, a clock that can move, and the services over them."""

    def __init__(self) -> None:
        self.matching, self.units = homed(
            [
                *(mentee(f"e{n}", GOALS[n]) for n in range(2)),
                *(mentor(f"m{n}", EXPERIENCE[n]) for n in range(2)),
            ]
        )
        enrolled(self.units, "spring", ["e0", "e1", "m0", "m1"], ["ann"])
        self.clock = FixedClock()
        self.matching._clock = self.clock  # the one of `homed` stands still for everybody
        self.pausing = PausingService(self.units, Policy(), self.clock)

    @property
    def today(self) -> date:
        return self.clock.now().date()


@pytest.fixture
def home() -> Home:
    return Home()


def proposed(matching: MatchingService) -> set[tuple[str, str]]:
    return {(one.seeker, one.partner) for one in matching.run(MANAGER, MENTOR, "spring")[1]}


def test_who_said_nothing_takes_one_and_may_take_more(home: Home) -> None:
    assert (home.pausing.of(MARTA, "m0").places, home.pausing.of(MARTA, "m0").in_use) == (1, 0)
    assert home.pausing.take(MARTA, "m0", 3).places == 3
    with home.units() as unit:
        assert unit.members.get("m0").places() == 3


@pytest.mark.parametrize("places", [-1, 51])
def test_places_are_numbers_that_somebody_could_mean(home: Home, places: int) -> None:
    with pytest.raises(BadInput, match="can't be planned"):
        home.pausing.take(MARTA, "m0", places)


def test_a_place_in_use_is_counted(home: Home) -> None:
    match = next(one for one in home.matching.run(MANAGER, MENTOR, "spring")[1] if one.partner == "m0")
    assert home.pausing.of(MARTA, "m0").in_use == 0, "a proposal is not hers to know of"
    home.matching.approve(MANAGER, match.id)
    assert home.pausing.of(MARTA, "m0").in_use == 1


def test_a_paused_mentor_is_neither_proposed_nor_suggested(home: Home) -> None:
    assert ("e0", "m0") in proposed(home.matching)
    home.pausing.pause(MARTA, "m0", reason=SECRET)
    assert {partner for _, partner in proposed(home.matching)} == {"m1"}
    suggested = home.matching.suggest(Asker(member="e0"), "e0", MENTOR, 2)
    assert {one.member for one in suggested} <= {"m1"}


def test_a_proposal_from_before_the_pause_cannot_be_approved(home: Home) -> None:
    match = next(one for one in home.matching.run(MANAGER, MENTOR, "spring")[1] if one.partner == "m0")
    home.pausing.pause(MARTA, "m0", until=home.today + timedelta(days=7), reason=SECRET)
    with pytest.raises(Conflict, match="paused at the moment") as refusal:
        home.matching.approve(MANAGER, match.id)
    assert SECRET not in repr(vars(refusal.value))
    home.clock.move(timedelta(days=7))
    assert home.matching.approve(MANAGER, match.id).state is MatchState.APPROVED


def test_she_is_back_on_the_day_she_said_without_doing_anything(home: Home) -> None:
    home.pausing.pause(MARTA, "m0", until=home.today + timedelta(days=7))
    home.clock.move(timedelta(days=6))
    assert {partner for _, partner in proposed(home.matching)} == {"m1"}
    home.clock.move(timedelta(days=1))
    assert {partner for _, partner in proposed(home.matching)} == {"m0", "m1"}
    assert not home.pausing.of(MARTA, "m0").paused
    with home.units() as unit:
        assert unit.pauses.all() == []


def test_a_pause_without_a_day_lasts_until_she_says_so_and_then_the_reason_is_gone(home: Home) -> None:
    home.pausing.pause(MARTA, "m0", reason=SECRET)
    home.clock.move(timedelta(days=400))
    assert home.pausing.of(MARTA, "m0").paused
    assert not home.pausing.resume(MARTA, "m0").paused
    assert home.pausing.of(MARTA, "m0").reason == ""
    assert ("e0", "m0") in proposed(home.matching)


def test_pausing_again_changes_the_day_and_the_reason(home: Home) -> None:
    home.pausing.pause(MARTA, "m0", reason="a")
    again = home.pausing.pause(MARTA, "m0", until=home.today + timedelta(days=3), reason="b")
    assert (again.until, again.reason) == (home.today + timedelta(days=3), "b")


@pytest.mark.parametrize("ahead", [-1, 0])
def test_a_pause_that_would_be_over_already_is_refused(home: Home, ahead: int) -> None:
    with pytest.raises(BadInput, match="over already"):
        home.pausing.pause(MARTA, "m0", until=home.today + timedelta(days=ahead))


def test_the_unmatched_are_told_that_somebody_is_paused_and_never_why(home: Home) -> None:
    home.pausing.pause(MARTA, "m0", reason=SECRET)
    run, _ = home.matching.run(MANAGER, MENTOR, "spring")
    (left,) = run.unmatched
    assert "One more of the mentors is paused at the moment." in left.reason
    home.pausing.pause(Asker(member="m1"), "m1", reason=SECRET)
    run, matches = home.matching.run(MANAGER, MENTOR, "spring")
    assert matches == []
    assert {one.reason for one in run.unmatched} == {"Both mentors are paused at the moment."}
    assert SECRET not in run.model_dump_json()


def test_a_mentor_who_takes_nobody_is_not_promised_for_after_her_pause(home: Home) -> None:
    home.pausing.take(MARTA, "m0", 0)
    home.pausing.pause(MARTA, "m0")
    run, _ = home.matching.run(MANAGER, MENTOR, "spring")
    assert "paused" not in run.unmatched[0].reason


@pytest.mark.parametrize("asker", [MANAGER, ADMIN, OPERATOR, Asker(member="e1"), Asker()])
def test_nobody_else_reads_or_sets_her_places(home: Home, asker: Asker) -> None:
    home.pausing.pause(MARTA, "m0", reason=SECRET)
    for attempt in (
        lambda: home.pausing.of(asker, "m0"),
        lambda: home.pausing.take(asker, "m0", 9),
        lambda: home.pausing.pause(asker, "m0"),
        lambda: home.pausing.resume(asker, "m0"),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotFound):
        home.pausing.of(asker, "nobody")


def test_the_reason_stands_in_no_list_profile_or_log(home: Home) -> None:
    home.pausing.pause(MARTA, "m0", until=home.today + timedelta(days=7), reason=SECRET)
    members = MembersService(home.units, Policy(), home.clock)
    told = [str(members.visible_to(MANAGER, "spring")), str(members.visible_to(OPERATOR))]
    for asker in (MANAGER, OPERATOR, MARTA):
        told.append(members.show(asker, "m0").model_dump_json())
    with home.units() as unit:
        told += [entry.model_dump_json() for entry in unit.audit_log.all()]
    assert SECRET not in " ".join(told)
    assert home.pausing.of(MARTA, "m0").reason == SECRET


def test_a_pause_of_somebody_who_has_left_troubles_nobody(home: Home) -> None:
    home.pausing.pause(MARTA, "m0", until=home.today + timedelta(days=1))
    with home.units() as unit:
        unit.members.remove("m0")
        unit.commit()
    home.clock.move(timedelta(days=2))
    assert {partner for _, partner in proposed(home.matching)} == {"m1"}


def test_an_error_of_pausing_is_a_sentence_with_its_cure(home: Home) -> None:
    with pytest.raises(CopilotError) as refusal:
        home.pausing.pause(MARTA, "m0", reason="x" * 1_001)
    assert refusal.value.cure


def test_she_is_suggested_again_once_her_pause_is_over(home: Home) -> None:
    home.pausing.pause(MARTA, "m0", until=home.today + timedelta(days=1))
    asker = Asker(member="e0")
    assert "m0" not in {one.member for one in home.matching.suggest(asker, "e0", MENTOR, 2)}
    home.clock.move(timedelta(days=2))
    assert "m0" in {one.member for one in home.matching.suggest(asker, "e0", MENTOR, 2)}
