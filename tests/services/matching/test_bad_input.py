"""Bad inputs a programme really meets, beside those of test_running and test_competing."""

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.errors import NotFound
from tests.services.matching.community import EXPERIENCE, GOALS, homed, mentee, mentor

MENTOR = MatchRole.MENTOR


def test_no_capacity_is_no_place_a_million_is_enough_and_a_negative_one_is_refused():
    seekers = [mentee(f"e{n}", GOALS[0]) for n in range(5)]
    for capacity, matched in ((0, 0), (1_000_000, 5)):
        service, _ = homed([*seekers, mentor("m", EXPERIENCE[0], capacity=capacity)])
        assert len(service.run(OPERATOR, MENTOR)[1]) == matched
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        Member(id="m", name="M", roles=frozenset({"mentor"}), capacity=-1)


def test_vectors_missing_for_half_the_pool_lose_nobody():
    members = [mentee("e", GOALS[0]), *(mentor(f"m{n}", EXPERIENCE[n % 3]) for n in range(12))]
    service, _ = homed(members)
    whole = service.suggest(OPERATOR, "e", MENTOR, 5)
    service.run(OPERATOR, MENTOR)
    service._index.remove([f"m{n}" for n in range(6)])
    assert service.suggest(OPERATOR, "e", MENTOR, 5) == whole


def test_a_programme_that_is_not_there_is_named():
    service, _ = homed([mentee("e", GOALS[0])])
    with pytest.raises(NotFound):
        service.run(OPERATOR, MENTOR, "nowhere")
    assert service.list_matches(OPERATOR) == []
