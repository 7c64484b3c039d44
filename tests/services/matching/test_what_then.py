"""What is refused says what can be done instead: of matches that have begun, and of pairs that what-if can't force."""

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Match, MatchRole
from copilot.domain.members import Role
from copilot.errors import Conflict, CopilotError
from copilot.services.matching.service import MatchingService
from tests.fakes import MemoryUnitsOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, homed, member, mentee, mentor

MENTOR, PEER = MatchRole.MENTOR, MatchRole.PEER
Homed = tuple[MatchingService, MemoryUnitsOfWork]


@pytest.fixture
def home() -> Homed:
    return homed(
        [
            mentee("e0", GOALS[0]),
            mentor("m0", EXPERIENCE[0]),
            mentor("m1", EXPERIENCE[1]),
            mentee("away", GOALS[0], paused=True),
            member("p0", Role.PEER, goals=GOALS[:1], experience=EXPERIENCE[1:2]),
            member("p1", Role.PEER, goals=GOALS[1:2], experience=EXPERIENCE[:1]),
        ]
    )


@pytest.fixture
def begun(home: Homed) -> Match:
    service, _ = home
    _, (match,) = service.run(OPERATOR, MENTOR)
    service.approve(OPERATOR, match.id)
    for who in match.people:
        match = service.accept(Asker(member=who), match.id)
    return match


def test_a_match_that_has_begun_is_not_a_managers_to_take_back_and_the_cure_names_its_relationship(
    home: Homed, begun: Match
) -> None:
    service, units = home
    with units.reading() as unit:
        (relationship,) = unit.relationships.all(match=begun.id)
    for refuse in (
        lambda: service.undo(OPERATOR, begun.id),
        lambda: service.decline(OPERATOR, begun.id, "They fell out"),
        lambda: service.approve(OPERATOR, begun.id),
        lambda: service.replace(OPERATOR, begun.id, "m1"),
    ):
        with pytest.raises(Conflict) as refused:
            refuse()
        assert f"`programmes rematch {relationship.id}`" in refused.value.cure
    with pytest.raises(Conflict) as refused:
        service.accept(Asker(member="e0"), begun.id)
    assert "said yes already" in refused.value.cure


def test_who_declines_what_is_declined_reads_how_to_bring_it_back(home: Homed) -> None:
    service, _ = home
    _, (match,) = service.run(OPERATOR, MENTOR)
    service.decline(OPERATOR, match.id, "Too far")
    with pytest.raises(Conflict) as refused:
        service.approve(OPERATOR, match.id)
    assert f"`match undo {match.id}`" in refused.value.cure


@pytest.mark.parametrize(
    ("seeker", "partner", "words"),
    [
        ("nobody", "m0", "nobody: There is no such member"),
        ("e0", "nobody", "nobody: There is no such member"),
        ("m0", "m1", "m0 is not one of those for whom a mentor partner is sought"),
        ("e0", "p0", "p0 is nobody whom a mentor run looks at"),
        ("away", "m0", "away is paused at the moment"),
    ],
)
def test_what_if_says_why_somebody_is_not_in_the_pool(
    home: Homed, seeker: str, partner: str, words: str
) -> None:
    with pytest.raises(CopilotError) as refused:
        home[0].what_if(OPERATOR, seeker, partner, MENTOR)
    assert words in str(refused.value)


def test_what_if_on_somebody_matched_already_says_with_whom_and_what_to_do(home: Homed) -> None:
    service, _ = home
    _, (match,) = service.run(OPERATOR, MENTOR)
    service.approve(OPERATOR, match.id)
    with pytest.raises(Conflict, match="e0 is matched as mentor with m0 already") as refused:
        service.what_if(OPERATOR, "e0", "m1", MENTOR)
    assert refused.value.cure == f"`match replace {match.id} --with m1` proposes that pair instead."
    replaced, _ = service.replace(OPERATOR, match.id, "m1")
    assert replaced.id == match.id


def test_what_if_on_matched_peers_and_on_a_relationship_says_so(home: Homed, begun: Match) -> None:
    service, _ = home
    with pytest.raises(Conflict) as refused:
        service.what_if(OPERATOR, "e0", "m1", MENTOR)
    assert "ends with `programmes rematch`" in refused.value.cure
    _, (peers,) = service.run(OPERATOR, PEER)
    service.approve(OPERATOR, peers.id)
    with pytest.raises(Conflict, match="matched as peer"):
        service.what_if(OPERATOR, *peers.people, PEER)
