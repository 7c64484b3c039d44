"""Two people at one match, and matches that nobody answers: clear words, nothing half done."""

from datetime import timedelta
from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.domain.members import Role
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.matching.service import MatchingService
from copilot.services.matching.verbs.bulk import Selection
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, mentee, mentor

ANN = Asker(member="ann", manages=frozenset({"spring"}))
BEA = Asker(member="bea", manages=frozenset({"spring"}))
SEEKER = Asker(member="e0", roles=frozenset({Role.MENTEE}))
PARTNER = Asker(member="m0", roles=frozenset({Role.MENTOR}))
Homed = tuple[MatchingService, MemoryUnitsOfWork]


@pytest.fixture
def home() -> Homed:
    members = [
        mentee("e0", GOALS[0]),
        mentee("e1", GOALS[0] + " abroad"),
        mentor("m0", EXPERIENCE[0], capacity=1),
    ]
    service, units = homed(members)
    enrolled(units, "spring", ["e0", "m0"], ["ann", "bea"])
    enrolled(units, "autumn", ["e1", "m0"], ["ann"])
    return service, units


@pytest.fixture
def service(home: Homed) -> MatchingService:
    return home[0]


@pytest.fixture
def match(service: MatchingService) -> Match:
    return service.run(ANN, MatchRole.MENTOR, "spring")[1][0]


def days_pass(service: MatchingService, days: float) -> None:
    assert isinstance(service._clock, FixedClock)
    service._clock.move(timedelta(days=days))


def test_a_decline_of_what_somebody_else_just_approved_says_who_did_and_changes_nothing(
    service: MatchingService, match: Match
) -> None:
    service.approve(BEA, match.id)
    service.accept(SEEKER, match.id)
    with pytest.raises(Conflict, match=r"bea approved this match on .* and e0 said yes") as refused:
        service.decline(ANN, match.id, "They fell out")
    assert "take the approval back (undo)" in refused.value.cure
    assert service.show(ANN, match.id).accepted_by == {"e0"}
    with pytest.raises(Conflict):
        service.decline_all(ANN, Selection(ids=(match.id,)), "They fell out")
    service.undo(ANN, match.id)
    assert service.decline(ANN, match.id, "They fell out").state is MatchState.DECLINED


def test_who_approved_may_decline_without_further_ado(service: MatchingService, match: Match) -> None:
    service.approve(BEA, match.id)
    assert service.decline(BEA, match.id, "They fell out").state is MatchState.DECLINED


@pytest.mark.parametrize("second", ["approve", "decline"])
def test_the_second_of_two_managers_reads_who_was_first(
    service: MatchingService, match: Match, second: str
) -> None:
    first: Any = {"approve": service.approve, "decline": lambda who, it: service.decline(who, it, "no")}
    first[second](BEA, match.id)
    with pytest.raises(Conflict, match=rf"bea decided that \({second}, \d+ \w+ \d+, \d\d:\d\d UTC\)"):
        first[second](ANN, match.id)


def test_a_match_that_was_taken_back_says_so_to_who_has_seen_it(
    service: MatchingService, match: Match
) -> None:
    service.approve(ANN, match.id)
    service.decline(ANN, match.id, "They fell out")
    for asker in (SEEKER, PARTNER):
        with pytest.raises(Conflict, match="was taken back") as refused:
            service.accept(asker, match.id)
        assert "fell out" not in str(refused.value)
    with pytest.raises(NotFound):
        service.accept(Asker(member="e1", roles=frozenset({Role.MENTEE})), match.id)


def test_a_withdrawn_proposal_that_was_never_shown_is_not_found(
    service: MatchingService, match: Match
) -> None:
    service.decline(ANN, match.id, "They fell out")
    with pytest.raises(NotFound):
        service.accept(SEEKER, match.id)


def test_one_yes_does_not_count_any_more_after_the_match_was_taken_back_and_approved_again(
    service: MatchingService, match: Match
) -> None:
    service.approve(ANN, match.id)
    service.accept(SEEKER, match.id)
    service.undo(ANN, match.id)
    assert service.approve(ANN, match.id).accepted_by == frozenset()


def test_two_programmes_compete_for_the_place_of_one_mentor(service: MatchingService, match: Match) -> None:
    (autumn,) = service.run(OPERATOR, MatchRole.MENTOR, "autumn")[1]
    assert autumn.partner == match.partner == "m0"
    with pytest.raises(Conflict, match="m0 has 1 left and 2 of these would take one"):
        service.approve_all(OPERATOR, Selection(ids=(match.id, autumn.id)))
    service.approve(ANN, match.id)
    with pytest.raises(Conflict, match="places of the partner are taken"):
        service.approve(OPERATOR, autumn.id)
    result, proposed = service.run(OPERATOR, MatchRole.MENTOR, "autumn")
    assert not proposed
    assert "full" in result.unmatched[0].reason


def test_of_two_runs_at_once_the_second_keeps_nothing(home: Homed, monkeypatch: pytest.MonkeyPatch) -> None:
    service, units = home
    encode = service._encoder.encode

    def another_run_is_faster(*arguments: Any) -> Any:
        monkeypatch.undo()
        service.run(BEA, MatchRole.MENTOR, "spring")
        return encode(*arguments)

    monkeypatch.setattr(service._encoder, "encode", another_run_is_faster)
    with pytest.raises(Conflict, match="changed while"):
        service.run(ANN, MatchRole.MENTOR, "spring")
    with units() as unit:
        assert [run.by for run in unit.runs.all()] == ["bea"]
        assert len(unit.matches.all()) == 1


def test_a_ranking_made_during_a_run_is_not_passed_over(home: Homed, monkeypatch: pytest.MonkeyPatch) -> None:
    service, units = home
    encode = service._encoder.encode

    def somebody_ranks(*arguments: Any) -> Any:
        monkeypatch.undo()
        service.rank(SEEKER, "e0", MatchRole.MENTOR, ["m0"])
        return encode(*arguments)

    monkeypatch.setattr(service._encoder, "encode", somebody_ranks)
    with pytest.raises(Conflict, match="changed while"):
        service.run(ANN, MatchRole.MENTOR, "spring")
    with units() as unit:
        assert not unit.matches.all()


def test_matches_nobody_answers_expire_and_free_their_places(service: MatchingService, match: Match) -> None:
    service.approve(ANN, match.id)
    days_pass(service, 29)
    assert service.expire(ANN, 30, programme="spring") is None
    days_pass(service, 2)
    batch = service.expire(ANN, 30, programme="spring")
    assert batch
    assert service.show(ANN, match.id).state is MatchState.EXPIRED
    last = service.history(ANN, match.id)[-1]
    assert (last.verb, last.by, last.reason, last.batch) == (
        "expire", "ann", "nobody answered for 30 days", batch.id,
    )  # fmt: skip
    with pytest.raises(Conflict, match="was taken back"):
        service.accept(SEEKER, match.id)
    (autumn,) = service.run(OPERATOR, MatchRole.MENTOR, "autumn")[1]
    assert service.approve(OPERATOR, autumn.id).state is MatchState.APPROVED
    with pytest.raises(Conflict, match="places of the partner are taken"):
        service.undo_all(ANN, batch.id)
    service.undo(OPERATOR, autumn.id)
    service.undo_all(ANN, batch.id)
    assert service.show(ANN, match.id).state is MatchState.APPROVED


def test_an_answer_or_a_lock_keeps_a_match_from_expiring(service: MatchingService, match: Match) -> None:
    service.approve(ANN, match.id)
    days_pass(service, 20)
    service.accept(SEEKER, match.id)
    days_pass(service, 20)
    assert service.expire(ANN, 30, programme="spring") is None
    service.lock(ANN, match.id)
    days_pass(service, 40)
    assert service.expire(ANN, 30, programme="spring") is None
    service.accept(PARTNER, match.id)
    days_pass(service, 400)
    assert service.expire(ANN, 30, programme="spring") is None, "a relationship does not expire"


def test_an_expired_pair_may_be_proposed_again(service: MatchingService, match: Match) -> None:
    days_pass(service, 40)
    service.expire(ANN, 30)
    assert service.run(ANN, MatchRole.MENTOR, "spring")[1][0].partner == match.partner


def test_only_who_decides_lets_matches_expire(service: MatchingService, match: Match) -> None:
    days_pass(service, 40)
    elsewhere = Asker(member="cy", manages=frozenset({"autumn"}))
    assert service.expire(elsewhere, 30) is None
    for asker in (SEEKER, elsewhere):
        with pytest.raises(NotAllowed):
            service.expire(asker, 30, programme="spring")
    with pytest.raises(NotAllowed):
        service.expire(SEEKER, 30)
    with pytest.raises(BadInput):
        service.expire(ANN, 0)
    assert service.show(ANN, match.id).state is MatchState.PROPOSED
