import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.members import Role
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.matching.service import MatchingService
from tests.fakes import MemoryUnitsOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, member, mentee, mentor

ANN = Asker(member="ann", manages=frozenset({"spring"}))
CY = Asker(member="cy", manages=frozenset({"autumn"}))
PIA = Asker(member="pia", roles=frozenset({Role.PEER}))
MENTOR = MatchRole.MENTOR
Homed = tuple[MatchingService, MemoryUnitsOfWork]


@pytest.fixture
def home() -> Homed:
    """One who seeks, one who was never asked, a mentor, one who is paused, and one from elsewhere."""
    members = [
        mentee("e0", GOALS[0], level=2),
        member("pia", Role.PEER, goals=(GOALS[1],), level=2),
        mentor("m0", EXPERIENCE[0], level=5),
        mentor("m1", EXPERIENCE[1], level=5),
        member("pat", Role.PEER, goals=(GOALS[1],), level=2, paused=True),
        member("quin", Role.PEER, goals=(GOALS[1],), level=2),
    ]
    service, units = homed(members)
    enrolled(units, "spring", ["e0", "pia", "m0", "m1", "pat"], ["ann"])
    return service, units


@pytest.fixture
def service(home: Homed) -> MatchingService:
    return home[0]


def sought(service: MatchingService, *, opt_out: bool) -> set[str]:
    return {each.seeker for each in service.run(ANN, MENTOR, "spring", opt_out=opt_out)[1]}


def test_everybody_eligible_who_seeks_nothing_is_nominated_once(service: MatchingService) -> None:
    assert [each.member for each in service.nominate(ANN, MENTOR, "spring", preview=True)] == ["pia"]
    assert service.nominations(ANN) == []
    assert [each.member for each in service.nominate(ANN, MENTOR, "spring")] == ["pia"]
    assert service.nominate(ANN, MENTOR, "spring") == []
    assert [each.member for each in service.nominations(PIA)] == ["pia"]


def test_the_nominated_seek_in_an_opt_out_run_only(service: MatchingService) -> None:
    service.nominate(ANN, MENTOR, "spring")
    assert sought(service, opt_out=False) == {"e0"}
    assert sought(service, opt_out=True) == {"e0", "pia"}
    (match,) = service.list_matches(ANN, member="pia")
    service.approve(ANN, match.id)
    service.accept(PIA, match.id)
    partner = Asker(member="m1", roles=frozenset({Role.MENTOR}))
    assert service.accept(partner, match.id).state is MatchState.ACTIVE


def test_who_opts_out_is_not_sought_for_and_not_nominated_again(service: MatchingService) -> None:
    service.nominate(ANN, MENTOR, "spring")
    service.opt_out(PIA, "pia", MENTOR, "spring")
    assert sought(service, opt_out=True) == {"e0"}
    assert service.nominate(ANN, MENTOR, "spring") == []
    with pytest.raises(BadInput, match="pia opted out"):
        service.nominate(ANN, MENTOR, "spring", ["pia"])
    service.opt_out(PIA, "pia", MENTOR, "spring", off=True)
    assert sought(service, opt_out=True) == {"e0", "pia"}


def test_who_seeks_may_opt_out_too_and_everywhere_at_once(service: MatchingService) -> None:
    herself = Asker(member="e0", roles=frozenset({Role.MENTEE}))
    service.opt_out(herself, "e0", MENTOR)
    assert sought(service, opt_out=False) == set()


def test_a_proposal_for_one_who_opted_out_since_is_not_approved(service: MatchingService) -> None:
    service.nominate(ANN, MENTOR, "spring")
    service.run(ANN, MENTOR, "spring", opt_out=True)
    (match,) = service.list_matches(ANN, member="pia")
    service.opt_out(PIA, "pia", MENTOR, "spring")
    with pytest.raises(Conflict, match="pia opted out"):
        service.approve(ANN, match.id)
    assert sought(service, opt_out=True) == {"e0"}
    assert service.show(ANN, match.id).state is MatchState.REPLACED


def test_what_she_set_herself_only_she_takes_back(service: MatchingService) -> None:
    service.opt_out(PIA, "pia", MENTOR, "spring")
    for asker in (ANN, OPERATOR):
        with pytest.raises(NotAllowed, match="only they can come back"):
            service.opt_out(asker, "pia", MENTOR, "spring", off=True)
    service.opt_out(PIA, "pia", MENTOR, "spring", off=True)
    service.opt_out(ANN, "pia", MENTOR, "spring")
    assert service.opt_out(ANN, "pia", MENTOR, "spring", off=True).state == "nominated"
    with pytest.raises(NotFound, match="has not opted out"):
        service.opt_out(PIA, "pia", MENTOR, "spring", off=True)


def test_only_a_manager_of_the_programme_nominates_and_counts(service: MatchingService) -> None:
    for asker in (PIA, CY, Asker(member="adm", roles=frozenset({Role.ADMIN}))):
        with pytest.raises(NotAllowed):
            service.nominate(asker, MENTOR, "spring")
        with pytest.raises(NotAllowed):
            service.reach(asker, MENTOR, "spring")
    with pytest.raises(NotAllowed):
        service.opt_out(CY, "pia", MENTOR, "spring")
    with pytest.raises(NotFound):
        service.opt_out(ANN, "quin", MENTOR, "spring")
    assert service.nominations(CY) == []


def test_nobody_is_nominated_as_a_peer(service: MatchingService) -> None:
    with pytest.raises(BadInput, match="only they can"):
        service.nominate(ANN, MatchRole.PEER, "spring")
    with pytest.raises(BadInput):
        service.nominate(ANN, MatchRole.CIRCLE, "spring")


@pytest.mark.parametrize("nobody", ["m0", "pat", "quin", "e0", "stranger"])
def test_who_cannot_be_nominated_is_named(service: MatchingService, nobody: str) -> None:
    """A mentor, one who is paused, one from elsewhere, one who seeks, and one who does not exist."""
    with pytest.raises(BadInput, match=nobody):
        service.nominate(ANN, MENTOR, "spring", ["pia", nobody])
    assert service.nominations(ANN) == []


def test_a_nominated_member_is_suggested_mentors_and_ranks_them(service: MatchingService) -> None:
    with pytest.raises(BadInput):
        service.suggest(PIA, "pia", MENTOR)
    service.nominate(ANN, MENTOR, "spring")
    best = service.suggest(ANN, "pia", MENTOR, programme="spring")[0].member
    assert service.rank(PIA, "pia", MENTOR, [best], "spring")


def test_the_report_of_reach_follows_from_asking_to_a_match(service: MatchingService) -> None:
    def numbers() -> tuple[int, ...]:
        found = service.reach(ANN, MENTOR, "spring")
        return found.asked, found.never_asked, found.proposed, found.matched, found.never_matched

    found = service.reach(ANN, MENTOR, "spring")
    assert (found.eligible, found.seeking) == (2, 1)
    assert found.members.never_asked == ("e0", "pia")
    assert numbers() == (0, 2, 0, 0, 2)
    service.nominate(ANN, MENTOR, "spring")
    assert numbers() == (1, 1, 0, 0, 2)
    service.run(ANN, MENTOR, "spring", opt_out=True)
    assert numbers() == (2, 0, 2, 0, 2)
    (match,) = service.list_matches(ANN, member="pia")
    service.approve(ANN, match.id)
    assert numbers() == (2, 0, 2, 1, 1)
    assert service.reach(ANN, MENTOR, "spring").members.never_matched == ("e0",)


def test_reach_counts_who_opted_out_and_who_ranked(service: MatchingService) -> None:
    service.opt_out(PIA, "pia", MENTOR)
    service.rank(ANN, "e0", MENTOR, ["m0"], "spring")
    found = service.reach(ANN, MENTOR, "spring")
    assert (found.opted_out, found.ranked, found.never_asked) == (1, 1, 0)
    assert found.members.opted_out == ("pia",)
    assert service.reach(OPERATOR, MENTOR).eligible == 3
