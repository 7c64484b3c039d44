"""The hard rules over a thousand random communities, told a second time by evals/suites/communities.py."""

from hypothesis import HealthCheck, given, settings

from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.services.matching.reasons.unmatched import explain_unmatched
from copilot.services.matching.solving.assignment import NOBODY
from copilot.services.matching.solving.pool import pairs_of, solve
from evals.suites.communities import Community, broken
from tests.services.matching.community import communities, pool_of


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(communities())
def test_no_hard_rule_is_broken_in_a_thousand_communities_and_everybody_is_placed_or_told_why(members):
    pool = pool_of(members)
    found = solve(pool)
    pairs = [
        (pool.seekers[row].member.id, pool.partners[column].member.id)
        for row, column in pairs_of(pool, found)
    ]
    # Levels are compared only where both are stated, which the second telling of the rules doesn't know.
    known = [one.changed(profile=one.profile.model_copy(update={"level": None})) for one in members]
    assert not [
        fault for fault in broken(Community("c", tuple(known), ()), pairs) if "wrong levels" not in fault
    ]
    for seeker, partner in pairs:
        levels = [next(one for one in members if one.id == each).profile.level for each in (seeker, partner)]
        assert None in levels or levels[1] > levels[0]
    for row in range(len(pool.seekers)):
        if found.chosen[row] == NOBODY:
            left = explain_unmatched(pool, found, row)
            assert left.reason
            assert left.cure
    assert pool.role is MatchRole.MENTOR
    assert all(Role.MENTEE in told.member.roles for told in pool.seekers)
