"""A fresh start: by either of the two or the manager, without blame and without a reason."""

from __future__ import annotations

import pytest

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.relationships import Relationship
from copilot.errors import Conflict, NotAllowed, NotFound
from copilot.services.matching.service import MatchingService
from copilot.services.policy import Policy
from copilot.services.programmes.service import ProgrammesService
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, mentee, mentor
from tests.services.programmes.community import ADA, ADMIN, BEA, CEM, ELSEWHERE, MANAGER, Community

ANN = Asker(member="ann", manages=frozenset({"spring"}))


@pytest.fixture
def community() -> Community:
    community = Community()
    community.enrolled("ada", "bea", "cem")
    community.paired("r1", "ada", "bea")
    return community


@pytest.mark.parametrize("asker", [ADA, BEA, MANAGER])
def test_the_relationship_ends_with_a_neutral_sentence(community: Community, asker: Asker) -> None:
    done = community.service.rematch(asker, "r1")
    ended = community.relationship("r1")
    assert (ended.state, ended.reason) == ("closed", done.sentence)
    assert "blame" in done.sentence
    assert community.states() == {"ada": "enrolled", "bea": "enrolled", "cem": "enrolled"}


def test_nobody_reads_which_of_the_two_wished_it(community: Community) -> None:
    community.service.rematch(BEA, "r1")
    with community.units.reading() as unit:
        told = [unit.relationships.get("r1").model_dump_json(exclude={"members", "agreement"})]
        told += [entry.model_dump_json() for entry in unit.audit_log.all()]
    assert "bea" not in " ".join(told)


@pytest.mark.parametrize("asker", [CEM, ELSEWHERE, Asker()])
def test_others_do_not_even_learn_that_it_is_there(community: Community, asker: Asker) -> None:
    with pytest.raises(NotFound):
        community.service.rematch(asker, "r1")


def test_an_admin_sees_its_status_and_decides_nothing(community: Community) -> None:
    with pytest.raises(NotAllowed):
        community.service.rematch(ADMIN, "r1")


def test_what_has_ended_does_not_end_again(community: Community) -> None:
    community.service.rematch(ADA, "r1")
    with pytest.raises(Conflict, match="ended already"):
        community.service.rematch(BEA, "r1")


def test_a_circle_is_not_taken_apart_by_one(community: Community) -> None:
    community.paired("r2", "ada", "bea", "cem")
    with pytest.raises(Conflict, match="A circle is of several"):
        community.service.rematch(ADA, "r2")


def matched() -> tuple[MatchingService, MemoryUnitsOfWork, Relationship]:
    """Two mentees, two mentors, and the first pair at work."""
    matching, units = homed(
        [*(mentee(f"e{n}", GOALS[0]) for n in range(2)), *(mentor(f"m{n}", EXPERIENCE[0]) for n in range(2))]
    )
    enrolled(units, "spring", ["e0", "e1", "m0", "m1"], ["ann"])
    match = next(one for one in matching.run(ANN, MatchRole.MENTOR, "spring")[1] if one.seeker == "e0")
    matching.approve(ANN, match.id)
    for member in match.people:
        matching.accept(Asker(member=member), match.id)
    with units.reading() as unit:
        [relationship] = unit.relationships.all()
    return matching, units, relationship


def test_the_pair_is_never_proposed_again_and_both_are_sought_for_in_the_next_run() -> None:
    matching, units, relationship = matched()
    seeker, partner = relationship.members
    ProgrammesService(units, Policy(), FixedClock()).rematch(Asker(member=partner), relationship.id)
    with units.reading() as unit:
        assert unit.matches.get(relationship.match).state is MatchState.CLOSED
    _run, again = matching.run(ANN, MatchRole.MENTOR, "spring")
    assert (seeker, partner) not in {(one.seeker, one.partner) for one in again}
    assert seeker in {one.seeker for one in again}
    assert partner in {one.partner for one in again}
