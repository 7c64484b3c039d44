from datetime import timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.domain.members import Role
from copilot.errors import Conflict, NotAllowed, NotFound
from copilot.services.matching.service import MatchingService
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, member, mentee

ANN = Asker(member="ann", manages=frozenset({"spring"}))
BEA = Asker(member="bea", manages=frozenset({"spring"}))
ADMIN = Asker(member="adm", roles=frozenset({Role.ADMIN}))
SEEKER = Asker(member="e0", roles=frozenset({Role.MENTEE}))
SPONSOR = Asker(member="s0", roles=frozenset({Role.SPONSOR}))

Homed = tuple[MatchingService, MemoryUnitsOfWork]


def home_with(managers: tuple[str, ...]) -> Homed:
    members = [
        mentee("e0", GOALS[0], level=3),
        member("s0", Role.SPONSOR, level=8, experience=(EXPERIENCE[0],)),
        member("s1", Role.SPONSOR, level=8, experience=(EXPERIENCE[0], EXPERIENCE[1])),
    ]
    service, units = homed(members)
    enrolled(units, "spring", [each.id for each in members], managers)
    return service, units


@pytest.fixture
def home() -> Homed:
    return home_with(("ann", "bea"))


@pytest.fixture
def service(home: Homed) -> MatchingService:
    return home[0]


@pytest.fixture
def match(service: MatchingService) -> Match:
    (match,) = service.run(ANN, MatchRole.SPONSOR, "spring")[1]
    assert match.partner == "s0"
    return match


def test_a_sponsor_is_approved_by_two_people(service: MatchingService, match: Match) -> None:
    assert service.approve(ANN, match.id).state is MatchState.SECOND_REVIEW
    with pytest.raises(Conflict, match="ann approved this match first") as refused:
        service.approve(ANN, match.id)
    assert refused.value.cure == "Ask bea or the operator at the machine to review it."
    assert service.approve(BEA, match.id).state is MatchState.APPROVED


def test_a_mentor_needs_one_reviewer_only(home: Homed) -> None:
    service, units = home
    with units() as unit:
        unit.members.add(member("m0", Role.MENTOR, level=6, experience=(EXPERIENCE[0],)))
        unit.commit()
    (match,) = service.run(OPERATOR, MatchRole.MENTOR)[1]
    assert service.approve(OPERATOR, match.id).state is MatchState.APPROVED


def test_the_two_see_nothing_before_the_second_person_has_approved(
    service: MatchingService, match: Match
) -> None:
    service.approve(ANN, match.id)
    for asker in (SEEKER, SPONSOR):
        assert service.list_matches(asker) == []
        with pytest.raises(NotFound):
            service.accept(asker, match.id)
    service.approve(BEA, match.id)
    assert service.show(SPONSOR, match.id).state is MatchState.APPROVED


@pytest.mark.parametrize(("first", "second"), [(OPERATOR, ANN), (ANN, OPERATOR)])
def test_the_operator_is_one_person_and_never_both(
    service: MatchingService, match: Match, first: Asker, second: Asker
) -> None:
    service.approve(first, match.id)
    with pytest.raises(Conflict, match="a second, different person"):
        service.approve(first, match.id)
    assert service.approve(second, match.id).state is MatchState.APPROVED


def test_an_admin_reviews_nothing(service: MatchingService, match: Match) -> None:
    service.approve(ANN, match.id)
    with pytest.raises(NotFound):
        service.approve(ADMIN, match.id)
    with pytest.raises(NotAllowed):
        service.run(ADMIN, MatchRole.SPONSOR, "spring")


def test_where_there_is_no_second_manager_the_message_says_whom_to_add() -> None:
    service, _ = home_with(("ann",))
    (match,) = service.run(ANN, MatchRole.SPONSOR, "spring")[1]
    service.approve(ANN, match.id)
    told = service.waiting(ANN, [match.id])[match.id]
    assert "Add a second manager to spring, somebody else than e0 and s0" in told
    assert "until then the operator" in told
    with pytest.raises(Conflict) as refused:
        service.approve(ANN, match.id)
    assert refused.value.cure in told


def test_outside_a_programme_the_operator_is_told_that_nobody_can_be_second(
    service: MatchingService,
) -> None:
    (match,) = service.run(OPERATOR, MatchRole.SPONSOR)[1]
    service.approve(OPERATOR, match.id)
    with pytest.raises(Conflict) as refused:
        service.approve(OPERATOR, match.id)
    assert "in a programme with two managers" in refused.value.cure


def test_nobody_reviews_a_sponsor_of_her_own() -> None:
    service, _ = home_with(("ann", "s0"))
    herself = Asker(member="s0", roles=frozenset({Role.SPONSOR}), manages=frozenset({"spring"}))
    (match,) = service.run(ANN, MatchRole.SPONSOR, "spring")[1]
    with pytest.raises(Conflict, match="of their own") as refused:
        service.approve(herself, match.id)
    assert refused.value.cure == "Ask ann or the operator at the machine to review it."
    service.approve(ANN, match.id)
    with pytest.raises(Conflict, match="of their own") as refused:
        service.approve(herself, match.id)
    assert refused.value.cure.startswith("Add a second manager")


@pytest.mark.parametrize("decides", [ANN, BEA])
def test_either_reviewer_may_decline(service: MatchingService, match: Match, decides: Asker) -> None:
    service.approve(ANN, match.id)
    assert service.decline(decides, match.id, "Same board").state is MatchState.DECLINED


def test_undo_leads_back_through_the_second_review_and_remembers_who_was_first(
    service: MatchingService, match: Match
) -> None:
    service.approve(ANN, match.id)
    service.approve(BEA, match.id)
    assert service.undo(BEA, match.id).state is MatchState.SECOND_REVIEW
    with pytest.raises(Conflict, match="ann approved"):
        service.approve(ANN, match.id)
    service.decline(BEA, match.id, "Same board")
    assert service.undo(ANN, match.id).state is MatchState.SECOND_REVIEW
    assert service.undo(ANN, match.id).state is MatchState.PROPOSED
    assert service.approve(BEA, match.id).state is MatchState.SECOND_REVIEW
    with pytest.raises(Conflict, match="bea approved"):
        service.approve(BEA, match.id)
    assert service.approve(ANN, match.id).state is MatchState.APPROVED


def test_a_match_in_second_review_is_kept_by_runs_and_uses_its_place(
    service: MatchingService, match: Match
) -> None:
    service.approve(ANN, match.id)
    result, matches = service.run(ANN, MatchRole.SPONSOR, "spring")
    assert not matches
    assert not result.unmatched
    assert service.show(ANN, match.id).state is MatchState.SECOND_REVIEW
    (elsewhere,) = service.run(OPERATOR, MatchRole.SPONSOR)[1]
    assert elsewhere.partner == "s1", "the only place of s0 is in use"


def test_the_second_review_asks_the_rules_again(home: Homed, match: Match) -> None:
    service, units = home
    service.approve(ANN, match.id)
    with units() as unit:
        unit.members.save(unit.members.get("e0").changed(line_manager_id="s0"))
        unit.commit()
    with pytest.raises(Conflict, match="line manager"):
        service.approve(BEA, match.id)


def test_a_replacement_in_second_review_is_reviewed_by_two_again(
    service: MatchingService, match: Match
) -> None:
    service.approve(ANN, match.id)
    replaced, instead = service.replace(BEA, match.id, "s1")
    assert (replaced.state, instead.state) == (MatchState.REPLACED, MatchState.PROPOSED)
    assert service.approve(BEA, instead.id).state is MatchState.SECOND_REVIEW
    with pytest.raises(Conflict, match="bea approved"):
        service.approve(BEA, instead.id)


def test_a_rule_that_forbids_a_sponsor_says_what_a_sponsor_is(home: Homed) -> None:
    service, units = home
    with units() as unit:
        unit.members.save(unit.members.get("s0").changed(profile=unit.members.get("e0").profile))
        unit.members.add(member("m0", Role.MENTOR, level=8, experience=(EXPERIENCE[0],)))
        unit.commit()
    with pytest.raises(Conflict, match="a seat where decisions are made"):
        service.what_if(OPERATOR, "e0", "s0", MatchRole.SPONSOR)
    (match,) = service.run(OPERATOR, MatchRole.SPONSOR)[1]
    with pytest.raises(Conflict, match="has not agreed to advocate"):
        service.replace(OPERATOR, match.id, "m0")


def test_the_history_tells_who_when_and_why(service: MatchingService, match: Match) -> None:
    assert isinstance(service._clock, FixedClock)
    for asker in (ANN, BEA):
        service._clock.move(timedelta(hours=1))
        service.approve(asker, match.id)
    service._clock.move(timedelta(hours=1))
    service.decline(BEA, match.id, "Same board")
    history = service.history(ANN, match.id)
    assert [(each.verb, each.by, each.after) for each in history] == [
        ("propose", "ann", "proposed"),
        ("approve", "ann", "second_review"),
        ("approve", "bea", "approved"),
        ("decline", "bea", "declined"),
    ]
    assert [each.at for each in history] == sorted(each.at for each in history)
    assert history[-1].reason == "Same board"


def test_the_two_of_a_match_read_no_history(service: MatchingService, match: Match) -> None:
    service.approve(ANN, match.id)
    service.approve(BEA, match.id)
    assert service.history(SEEKER, match.id) == ()
    assert service.history(ANN, match.id)
