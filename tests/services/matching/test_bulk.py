from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.domain.members import Role
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound, NothingToSay
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.service import MatchingService
from copilot.services.matching.verbs.bulk import Selection
from tests.fakes import MemoryUnitsOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, member, mentee, mentor

ANN = Asker(member="ann", manages=frozenset({"spring"}))
BEA = Asker(member="bea", manages=frozenset({"spring"}))
Homed = tuple[MatchingService, MemoryUnitsOfWork]


@pytest.fixture
def home() -> Homed:
    members = [
        *(mentee(f"e{n}", GOALS[n], level=2) for n in range(4)),
        *(mentor(f"m{n}", EXPERIENCE[n], level=4) for n in range(4)),
        *(member(f"s{n}", Role.SPONSOR, level=8, experience=(EXPERIENCE[n],)) for n in range(2)),
    ]
    service, units = homed(members, MatchingWeights(floor=0))
    enrolled(units, "spring", [each.id for each in members], ["ann", "bea"])
    return service, units


@pytest.fixture
def service(home: Homed) -> MatchingService:
    return home[0]


@pytest.fixture
def ids(service: MatchingService) -> tuple[str, ...]:
    return tuple(match.id for match in service.run(ANN, MatchRole.MENTOR, "spring")[1])


def states(service: MatchingService) -> dict[str, MatchState]:
    return {match.id: match.state for match in service.list_matches(OPERATOR)}


def change(units: MemoryUnitsOfWork, who: str, **fields: Any) -> None:
    with units() as unit:
        unit.members.save(unit.members.get(who).changed(**fields))
        unit.commit()


def test_all_are_approved_together_and_one_undo_takes_them_back(
    service: MatchingService, ids: tuple[str, ...]
) -> None:
    batch = service.approve_all(ANN, Selection(ids=ids))
    assert {each.match: (each.before, each.after) for each in batch.results} == dict.fromkeys(
        ids, (MatchState.PROPOSED, MatchState.APPROVED)
    )
    assert set(states(service).values()) == {MatchState.APPROVED}
    assert all(service.history(ANN, each)[-1].batch == batch.id for each in ids)
    assert service.is_batch(batch.id)
    assert not service.is_batch(ids[0])
    undone = service.undo_all(BEA, batch.id)
    assert undone.id == batch.id
    assert set(states(service).values()) == {MatchState.PROPOSED}
    with pytest.raises(Conflict, match="Nothing was done"):
        service.undo_all(BEA, batch.id)


def test_one_match_that_cannot_be_approved_leaves_all_as_they_were(home: Homed, ids: tuple[str, ...]) -> None:
    service, units = home
    change(units, "e1", vetoes=frozenset({"m1"}))
    change(units, "e2", paused=True)
    with pytest.raises(Conflict, match="Nothing was done") as refused:
        service.approve_all(ANN, Selection(ids=ids))
    wrong = refused.value.detail["results"]
    assert isinstance(wrong, list)
    assert len(wrong) == 2
    assert any("asked not to be matched" in each["problem"] for each in wrong)
    assert set(states(service).values()) == {MatchState.PROPOSED}


def test_approvals_that_overfill_a_partner_are_refused_and_the_partner_is_named(
    home: Homed, ids: tuple[str, ...]
) -> None:
    """Both proposals were right when they were made: a place more, taken away since."""
    service, units = home
    for each in ids:
        service.decline(ANN, each, "by mistake")
    change(units, "m0", capacity=2)
    for n in (1, 2, 3):
        change(units, f"m{n}", paused=True)
    both = tuple(match.id for match in service.run(ANN, MatchRole.MENTOR, "spring")[1])
    assert len(both) == 2
    change(units, "m0", capacity=1)
    with pytest.raises(Conflict, match="m0 has 1 left and 2 of these would take one") as refused:
        service.approve_all(ANN, Selection(ids=both))
    assert refused.value.place == "m0"
    assert all(each in str(refused.value) for each in both)
    assert {states(service)[each] for each in both} == {MatchState.PROPOSED}
    assert service.approve_all(ANN, Selection(ids=both[:1])).matches[0].state is MatchState.APPROVED


def test_locked_proposals_have_their_places_already(service: MatchingService, ids: tuple[str, ...]) -> None:
    for each in ids:
        service.lock(ANN, each)
    service.approve_all(ANN, Selection(ids=ids))
    assert set(states(service).values()) == {MatchState.APPROVED}


def test_a_seeker_who_has_a_mentor_by_now_gets_no_second_one(home: Homed, ids: tuple[str, ...]) -> None:
    service, units = home
    first = service.show(ANN, ids[0])
    service.decline(ANN, first.id, "by mistake")
    free = "m1" if first.partner != "m1" else "m2"
    change(units, free, capacity=3)
    rerun = service.run(ANN, MatchRole.MENTOR, "spring")[1]
    service.approve(ANN, next(each for each in rerun if each.seeker == first.seeker).id)
    service.undo(ANN, first.id)
    with pytest.raises(Conflict, match="has a mentor in this programme already"):
        service.approve_all(ANN, Selection(ids=(first.id,)))


def test_a_score_chooses_the_open_matches_of_a_role_and_programme(
    service: MatchingService, ids: tuple[str, ...]
) -> None:
    scores = sorted((service.show(ANN, each).score for each in ids), reverse=True)
    batch = service.approve_all(ANN, Selection(above=scores[1], role=MatchRole.MENTOR, programme="spring"))
    assert sorted((match.score for match in batch.matches), reverse=True) == scores[:2]
    rest = service.decline_all(ANN, Selection(below=1.0, programme="spring"), "Too far from their goals")
    assert len(rest.matches) == 2
    assert {match.because for match in rest.matches} == {"need-not-met"}
    with pytest.raises(NothingToSay):
        service.approve_all(ANN, Selection(above=0.0, programme="spring"))


def test_sponsors_are_put_forward_by_one_and_confirmed_by_the_other(service: MatchingService) -> None:
    service.run(ANN, MatchRole.SPONSOR, "spring")
    all_sponsors = Selection(above=0.0, role=MatchRole.SPONSOR, programme="spring")
    first = service.approve_all(ANN, all_sponsors)
    assert {match.state for match in first.matches} == {MatchState.SECOND_REVIEW}
    with pytest.raises(NothingToSay):
        service.approve_all(ANN, all_sponsors)
    second = service.approve_all(BEA, all_sponsors)
    assert {match.state for match in second.matches} == {MatchState.APPROVED}
    service.undo_all(ANN, second.id)
    service.undo_all(ANN, first.id)
    assert set(states(service).values()) == {MatchState.PROPOSED}


def test_a_batch_in_which_something_was_decided_since_is_not_taken_back(
    service: MatchingService, ids: tuple[str, ...]
) -> None:
    batch = service.approve_all(ANN, Selection(ids=ids))
    service.decline(ANN, ids[0], "by mistake")
    with pytest.raises(Conflict, match="ann decided on it apart from the batch"):
        service.undo_all(ANN, batch.id)
    assert list(states(service).values()).count(MatchState.APPROVED) == len(ids) - 1
    service.undo(ANN, ids[0])
    service.undo_all(ANN, batch.id)
    assert set(states(service).values()) == {MatchState.PROPOSED}


def test_what_is_named_or_scored_but_never_both(service: MatchingService, ids: tuple[str, ...]) -> None:
    for wrong in (Selection(), Selection(ids=ids, above=0.1), Selection(role=MatchRole.MENTOR)):
        with pytest.raises(BadInput):
            service.approve_all(ANN, wrong)
    with pytest.raises(BadInput, match="needs a reason"):
        service.decline_all(ANN, Selection(ids=ids), " ")


def test_a_manager_decides_in_her_programme_only(service: MatchingService, ids: tuple[str, ...]) -> None:
    other = Asker(member="cy", manages=frozenset({"autumn"}))
    with pytest.raises(NotFound):
        service.approve_all(other, Selection(ids=ids))
    with pytest.raises(NotAllowed):
        service.approve_all(other, Selection(above=0.0, programme="spring"))
    with pytest.raises(NothingToSay):
        service.approve_all(other, Selection(above=0.0))
    batch = service.approve_all(ANN, Selection(ids=ids))
    for asker in (other, Asker(member="e0", roles=frozenset({Role.MENTEE}))):
        with pytest.raises((NotFound, NotAllowed, Conflict)):
            service.undo_all(asker, batch.id)
    assert set(states(service).values()) == {MatchState.APPROVED}


def test_a_batch_nobody_made_is_not_found(service: MatchingService) -> None:
    with pytest.raises(NotFound):
        service.undo_all(OPERATOR, "batchnone")


def test_an_id_named_twice_is_decided_once(service: MatchingService, ids: tuple[str, ...]) -> None:
    assert len(service.approve_all(ANN, Selection(ids=(ids[0], ids[0]))).matches) == 1


def test_many_matches_are_approved_in_a_moment() -> None:
    mentees = [mentee(f"e{n:03}", GOALS[n % 6]) for n in range(150)]
    mentors = [mentor(f"m{n:03}", EXPERIENCE[n % 6], line_manager_id=f"m{n - 1:03}") for n in range(150)]
    service, _ = homed([*mentees, *mentors])
    matches: list[Match] = service.run(OPERATOR, MatchRole.MENTOR)[1]
    batch = service.approve_all(OPERATOR, Selection(ids=tuple(match.id for match in matches)))
    assert len(batch.matches) == len(matches) > 100
