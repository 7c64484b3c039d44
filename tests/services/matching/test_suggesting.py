import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.errors import BadInput, NotFound
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.service import MatchingService
from copilot.services.matching.verbs.suggesting import MOST_FOR_ONESELF, MOST_SUGGESTIONS
from tests.fakes import MemoryUnitsOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, mentee, mentor

HERSELF = Asker(member="e0", roles=frozenset({Role.MENTEE}))
MANAGER = Asker(member="boss", manages=frozenset({"spring"}))


@pytest.fixture
def home() -> tuple[MatchingService, MemoryUnitsOfWork]:
    mentors = [mentor(f"m{n}", EXPERIENCE[n % 6]) for n in range(12)]
    return homed([mentee("e0", GOALS[0]), mentee("e1", GOALS[1]), *mentors], MatchingWeights(floor=0))


def suggested(service: MatchingService, asker: Asker, k: int = 10, programme: str = "") -> set[str]:
    return {each.member for each in service.suggest(asker, "e0", MatchRole.MENTOR, k, programme)}


def test_a_manager_is_told_nothing_of_somebody_outside_her_programme(
    home: tuple[MatchingService, MemoryUnitsOfWork],
) -> None:
    service, units = home
    enrolled(units, "spring", ["e1", "m0", "m1"], ["boss"])
    with pytest.raises(NotFound, match="take part"):
        service.suggest(MANAGER, "e0", MatchRole.MENTOR, programme="spring")
    assert service.suggest(MANAGER, "e1", MatchRole.MENTOR, programme="spring")


def test_a_member_who_does_not_seek_is_told_which_role_she_needs(
    home: tuple[MatchingService, MemoryUnitsOfWork],
) -> None:
    service, _ = home
    with pytest.raises(BadInput, match="peer partner") as refused:
        service.suggest(HERSELF, "e0", MatchRole.PEER)
    assert "role peer" in refused.value.cure
    with pytest.raises(BadInput, match="mentor partner"):
        service.suggest(OPERATOR, "m0", MatchRole.MENTOR)


def test_a_member_asks_for_fewer_suggestions_than_a_manager(
    home: tuple[MatchingService, MemoryUnitsOfWork],
) -> None:
    service, units = home
    assert len(suggested(service, HERSELF, MOST_FOR_ONESELF)) == MOST_FOR_ONESELF
    with pytest.raises(BadInput, match="can't be made"):
        suggested(service, HERSELF, MOST_FOR_ONESELF + 1)
    enrolled(units, "spring", ["e0", *(f"m{n}" for n in range(12))], ["boss"])
    assert len(suggested(service, MANAGER, MOST_SUGGESTIONS, "spring")) == 12
    assert len(suggested(service, OPERATOR, MOST_SUGGESTIONS)) == 12


def test_a_member_chooses_among_those_who_take_part_with_her(
    home: tuple[MatchingService, MemoryUnitsOfWork],
) -> None:
    service, units = home
    enrolled(units, "winter", ["m5", "m6"])
    assert len(suggested(service, HERSELF)) == 10, "she takes part in nothing: the community"
    enrolled(units, "spring", ["e0", "m0", "m1"])
    enrolled(units, "autumn", ["e0", "m2"])
    assert suggested(service, HERSELF) == {"m0", "m1", "m2"}
    assert suggested(service, HERSELF, programme="autumn") == {"m2"}
    with pytest.raises(NotFound, match="take part"):
        suggested(service, HERSELF, programme="winter")
    assert len(suggested(service, OPERATOR)) == 10
