from datetime import timedelta
from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.domain.members import Role
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.matching.service import MatchingService
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.fakes.records import MemoryUnitOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, mentee, mentor

MANAGER = Asker(member="boss", manages=frozenset({"spring"}))
ELSEWHERE = Asker(member="other", manages=frozenset({"autumn"}))
SEEKER = Asker(member="e0", roles=frozenset({Role.MENTEE}))
PARTNER = Asker(member="m0", roles=frozenset({Role.MENTOR}))


def minutes_pass(service: MatchingService) -> None:
    assert isinstance(service._clock, FixedClock)
    service._clock.move(timedelta(minutes=5))


@pytest.fixture
def home() -> tuple[MatchingService, MemoryUnitsOfWork]:
    members = [
        mentee("e0", GOALS[0]),
        mentor("m0", EXPERIENCE[0]),
        mentor("m1", EXPERIENCE[1], EXPERIENCE[0]),
    ]
    service, units = homed(members)
    enrolled(units, "spring", [each.id for each in members], ["boss"])
    return service, units


@pytest.fixture
def service(home: tuple[MatchingService, MemoryUnitsOfWork]) -> MatchingService:
    return home[0]


@pytest.fixture
def match(service: MatchingService) -> Match:
    return service.run(MANAGER, MatchRole.MENTOR, "spring")[1][0]


def test_a_declined_pair_is_never_proposed_again(service: MatchingService, match: Match) -> None:
    service.decline(MANAGER, match.id, "They work too closely")
    again = service.run(MANAGER, MatchRole.MENTOR, "spring")[1]
    assert [each.partner for each in again] == ["m1"]
    service.decline(MANAGER, again[0].id, "Too far")
    result, none = service.run(MANAGER, MatchRole.MENTOR, "spring")
    assert not none
    assert "declined before" in result.unmatched[0].reason


def test_a_decline_needs_a_reason(service: MatchingService, match: Match) -> None:
    with pytest.raises(BadInput, match="needs a reason"):
        service.decline(MANAGER, match.id, "  ")


def test_both_accept_and_a_relationship_begins(
    home: tuple[MatchingService, MemoryUnitsOfWork], match: Match
) -> None:
    service, units = home
    service.approve(MANAGER, match.id)
    assert service.accept(SEEKER, match.id).state is MatchState.APPROVED
    assert service.accept(SEEKER, match.id).accepted_by == {"e0"}
    active = service.accept(PARTNER, match.id)
    assert active.state is MatchState.ACTIVE
    with units() as unit:
        (relationship,) = unit.relationships.all()
        assert relationship.members == ("e0", "m0")
        assert relationship.match == match.id
        assert relationship.programme == "spring"
        assert [entry.verb for entry in sorted(unit.audit_log.all(), key=lambda entry: entry.verb)] == [
            "accept", "accept", "accept", "approve", "begin", "run",
        ]  # fmt: skip


def test_a_proposed_match_cannot_be_accepted_and_is_not_seen(service: MatchingService, match: Match) -> None:
    with pytest.raises(NotFound):
        service.accept(SEEKER, match.id)
    assert service.list_matches(SEEKER) == []
    service.approve(MANAGER, match.id)
    assert [each.id for each in service.list_matches(SEEKER)] == [match.id]
    assert service.show(PARTNER, match.id).state is MatchState.APPROVED


def test_the_operator_and_managers_accept_for_nobody(service: MatchingService, match: Match) -> None:
    service.approve(MANAGER, match.id)
    for asker in (MANAGER, OPERATOR):
        with pytest.raises(NotAllowed):
            service.accept(asker, match.id)


def test_the_manager_of_another_programme_finds_nothing(service: MatchingService, match: Match) -> None:
    assert service.list_matches(ELSEWHERE) == []
    for verb in (service.show, service.approve, service.lock, service.undo):
        with pytest.raises(NotFound):
            verb(ELSEWHERE, match.id)


def test_the_seeker_may_not_decide_for_the_manager(service: MatchingService, match: Match) -> None:
    service.approve(MANAGER, match.id)
    with pytest.raises(NotAllowed):
        service.decline(SEEKER, match.id, "no")


def test_a_decline_after_an_approval_elsewhere_is_told(service: MatchingService, match: Match) -> None:
    service.approve(MANAGER, match.id)
    service.accept(SEEKER, match.id)
    service.accept(PARTNER, match.id)
    with pytest.raises(Conflict, match="active can't become declined"):
        service.decline(MANAGER, match.id, "changed my mind")


def test_an_approval_is_checked_against_todays_rules(
    home: tuple[MatchingService, MemoryUnitsOfWork], match: Match
) -> None:
    service, units = home
    with units() as unit:
        unit.members.save(unit.members.get("m0").changed(capacity=0))
        unit.commit()
    with pytest.raises(Conflict, match="places"):
        service.approve(MANAGER, match.id)
    assert service.show(MANAGER, match.id).state is MatchState.PROPOSED


def test_undo_takes_back_the_last_decision(service: MatchingService, match: Match) -> None:
    for decide in (
        lambda: service.decline(MANAGER, match.id, "too close"),
        lambda: service.approve(MANAGER, match.id),
        lambda: service.lock(MANAGER, match.id),
    ):
        decide()
        minutes_pass(service)
        undone = service.undo(MANAGER, match.id)
        minutes_pass(service)
        assert (undone.state, undone.locked) == (MatchState.PROPOSED, False)


def test_undo_of_nothing_and_undo_beside_another_proposal_are_conflicts(
    service: MatchingService, match: Match
) -> None:
    with pytest.raises(Conflict, match="Nothing was decided"):
        service.undo(MANAGER, match.id)
    service.decline(MANAGER, match.id, "too close")
    service.run(MANAGER, MatchRole.MENTOR, "spring")
    with pytest.raises(Conflict, match="another proposal"):
        service.undo(MANAGER, match.id)


def test_a_replacement_is_proposed_with_reasons_and_undo_withdraws_it(
    service: MatchingService, match: Match
) -> None:
    replaced, instead = service.replace(MANAGER, match.id, "m1", "m0 is about to leave")
    assert replaced.state is MatchState.REPLACED
    assert (instead.seeker, instead.partner, instead.state) == ("e0", "m1", MatchState.PROPOSED)
    assert instead.rationale.for_
    assert service.undo(MANAGER, match.id).state is MatchState.PROPOSED
    assert service.show(MANAGER, instead.id).state is MatchState.WITHDRAWN


def test_a_replacement_obeys_the_rules(service: MatchingService, match: Match) -> None:
    with pytest.raises(Conflict, match="themselves"):
        service.replace(MANAGER, match.id, "e0")
    with pytest.raises(Conflict, match="partner already"):
        service.replace(MANAGER, match.id, "m0")


def test_only_proposed_and_approved_matches_are_locked(service: MatchingService, match: Match) -> None:
    service.decline(MANAGER, match.id, "too close")
    with pytest.raises(Conflict, match="can't be locked"):
        service.lock(MANAGER, match.id)


def test_a_replacement_comes_from_the_programme(
    home: tuple[MatchingService, MemoryUnitsOfWork], match: Match
) -> None:
    service, units = home
    with units() as unit:
        unit.members.add(mentor("m2", EXPERIENCE[0]))
        unit.commit()
    with pytest.raises(NotFound, match="in this programme"):
        service.replace(MANAGER, match.id, "m2")


def test_a_change_while_a_replacement_is_explained_is_a_conflict(
    home: tuple[MatchingService, MemoryUnitsOfWork], match: Match, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, units = home
    encode = service._encoder.encode

    def somebody_changes(*arguments: object) -> object:
        with units() as unit:
            unit.members.save(unit.members.get("m1").changed(vetoes=frozenset({"e0"})))
            unit.commit()
        monkeypatch.undo()
        return encode(*arguments)

    monkeypatch.setattr(service._encoder, "encode", somebody_changes)
    with pytest.raises(Conflict, match="changed while"):
        service.replace(MANAGER, match.id, "m1")
    assert service.show(MANAGER, match.id).state is MatchState.PROPOSED


def test_nothing_is_encoded_while_a_unit_of_work_is_open(
    home: tuple[MatchingService, MemoryUnitsOfWork], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open unit of work is the only writer; the cache of vectors would wait for it in vain."""
    service, _ = home
    now_open: list[MemoryUnitOfWork] = []
    enter, leave, encode = MemoryUnitOfWork.__enter__, MemoryUnitOfWork.__exit__, service._encoder.encode

    def entered(unit: MemoryUnitOfWork) -> MemoryUnitOfWork:
        now_open.append(unit)
        return enter(unit)

    def left(unit: MemoryUnitOfWork, *error: Any) -> None:
        now_open.remove(unit)
        leave(unit, *error)

    def encoded(*arguments: Any) -> Any:
        assert not now_open
        return encode(*arguments)

    monkeypatch.setattr(MemoryUnitOfWork, "__enter__", entered)
    monkeypatch.setattr(MemoryUnitOfWork, "__exit__", left)
    monkeypatch.setattr(service._encoder, "encode", encoded)
    _, (match,) = service.run(MANAGER, MatchRole.MENTOR, "spring")
    service.suggest(MANAGER, "e0", MatchRole.MENTOR, programme="spring")
    service.what_if(MANAGER, "e0", "m1", MatchRole.MENTOR, "spring")
    _, instead = service.replace(MANAGER, match.id, "m1")
    service.lock(MANAGER, instead.id)
    service.approve(MANAGER, instead.id)
    service.undo(MANAGER, instead.id)
    service.decline(MANAGER, instead.id, "too close")
    service.undo(MANAGER, match.id)
    service.approve(MANAGER, match.id)
    service.accept(SEEKER, match.id)
    service.accept(PARTNER, match.id)
    assert not now_open


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"vetoes": frozenset({"m0"})}, "not by now"),
        ({"line_manager_id": "m0"}, "line manager"),
        ({"paused": True}, "paused"),
    ],
)
def test_what_forbids_a_match_after_its_approval_also_forbids_to_accept_it(
    home: tuple[MatchingService, MemoryUnitsOfWork], match: Match, change: dict[str, Any], told: str
) -> None:
    """A veto is not told to the one it is against."""
    service, units = home
    service.approve(MANAGER, match.id)
    service.accept(SEEKER, match.id)
    with units() as unit:
        unit.members.save(unit.members.get("e0").changed(**change))
        unit.commit()
    with pytest.raises(Conflict, match=told) as refused:
        service.accept(PARTNER, match.id)
    assert "asked not" not in str(refused.value)
    with units() as unit:
        assert not unit.relationships.all()


def test_a_declined_or_replaced_approval_comes_back_as_it_was(service: MatchingService, match: Match) -> None:
    service.approve(MANAGER, match.id)
    service.accept(SEEKER, match.id)
    service.decline(MANAGER, match.id, "by mistake")
    with pytest.raises(Conflict, match="declined can't become approved"):
        service.approve(MANAGER, match.id)
    again = service.undo(MANAGER, match.id)
    assert (again.state, again.accepted_by) == (MatchState.APPROVED, {"e0"})
    _, instead = service.replace(MANAGER, match.id, "m1")
    assert service.undo(MANAGER, match.id).state is MatchState.APPROVED
    assert service.show(MANAGER, instead.id).state is MatchState.WITHDRAWN


def test_an_undo_gives_no_approval_back_that_a_rule_forbids_by_now(
    home: tuple[MatchingService, MemoryUnitsOfWork], match: Match
) -> None:
    service, units = home
    service.approve(MANAGER, match.id)
    service.decline(MANAGER, match.id, "by mistake")
    with units() as unit:
        unit.members.save(unit.members.get("m0").changed(vetoes=frozenset({"e0"})))
        unit.commit()
    with pytest.raises(Conflict, match="asked not to be matched"):
        service.undo(MANAGER, match.id)
    assert service.show(MANAGER, match.id).state is MatchState.DECLINED


def test_decisions_of_one_moment_are_taken_back_one_by_one_from_the_last(
    service: MatchingService, match: Match
) -> None:
    """The clock of these tests stands still."""
    service.approve(MANAGER, match.id)
    service.undo(MANAGER, match.id)
    service.lock(MANAGER, match.id)
    service.unlock(MANAGER, match.id)
    service.lock(MANAGER, match.id)
    service.approve(MANAGER, match.id)
    service.decline(MANAGER, match.id, "by mistake")
    seen = [(each.state.value, each.locked) for each in (service.undo(MANAGER, match.id) for _ in range(5))]
    assert seen == [
        ("approved", True), ("proposed", True), ("proposed", False), ("proposed", True), ("proposed", False),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="Nothing was decided"):
        service.undo(MANAGER, match.id)


def test_the_two_of_a_match_read_nothing_of_others_in_its_reasons(
    service: MatchingService, match: Match
) -> None:
    service.approve(MANAGER, match.id)
    assert match.rationale.alternatives
    assert service.show(MANAGER, match.id).rationale == match.rationale
    for asker in (SEEKER, PARTNER):
        for seen in (
            service.show(asker, match.id),
            *service.list_matches(asker),
            service.accept(asker, match.id),
        ):
            assert seen.rationale.for_ == match.rationale.for_
            assert (seen.rationale.alternatives, seen.rationale.would_change) == ((), ())
    assert service.show(MANAGER, match.id).rationale == match.rationale, "what is kept stays whole"


def test_one_seeker_gets_one_approved_mentor(service: MatchingService, match: Match) -> None:
    service.decline(MANAGER, match.id, "too close")
    _, (instead,) = service.run(MANAGER, MatchRole.MENTOR, "spring")
    service.approve(MANAGER, instead.id)
    service.undo(MANAGER, match.id)
    with pytest.raises(Conflict, match="has a mentor in this programme already"):
        service.approve(MANAGER, match.id)
