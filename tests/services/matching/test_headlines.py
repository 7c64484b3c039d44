"""A headline says who somebody is, not what she needs: as the only need it counts for less, and it is said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.matches import MatchRole, Rationale
from copilot.domain.members import Role
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.scores.weights import NEED_PARTS, MatchingWeights
from copilot.services.matching.solving.candidates import Candidates
from copilot.services.matching.solving.pool import Pool, pairs_of, solve
from tests.fakes import WordEncoder
from tests.services.matching.community import EXPERIENCE, GOALS, mentee, mentor, pool_of

TRADE = "Negotiates prices with suppliers"
SAME_TRADE = mentor("m", "Negotiates prices with suppliers in Asia", time_zone="Asia/Tokyo")


def parts_of(pool: Pool) -> dict[str, float]:
    return pool.pair(0, 0)[1]


def explained(pool: Pool) -> Rationale:
    return Explainer(pool, WordEncoder()).rationale(pool.row_of("e"), pool.column_of("m"))


def test_a_headline_counts_half_of_what_the_same_words_count_as_a_goal() -> None:
    said = parts_of(pool_of([mentee("e", TRADE, time_zone="Asia/Tokyo"), SAME_TRADE]))
    only = parts_of(pool_of([mentee("e", headline=TRADE, time_zone="Asia/Tokyo"), SAME_TRADE]))
    assert {"need_offer", "lexical", "hours"} <= set(said) == set(only)
    for name, value in said.items():
        assert only[name] == pytest.approx(value * (0.5 if name in NEED_PARTS else 1), abs=1e-4)


def test_who_says_what_she_needs_comes_before_who_only_has_the_mentors_trade() -> None:
    seekers = [mentee("trade", headline=SAME_TRADE.profile.experience[0]), mentee("said", GOALS[0])]
    pool = pool_of([*seekers, SAME_TRADE.changed(capacity=1)])
    ((row, _),) = pairs_of(pool, solve(pool))
    assert pool.seekers[row].member.id == "said"
    in_full = pool_of([*seekers, SAME_TRADE.changed(capacity=1)], weights=MatchingWeights(headline=1))
    ((row, _),) = pairs_of(in_full, solve(in_full))
    assert in_full.seekers[row].member.id == "trade"


def test_who_has_only_a_headline_is_still_matched_where_there_is_a_place() -> None:
    pool = pool_of([mentee("e", headline=TRADE), SAME_TRADE])
    assert len(pairs_of(pool, solve(pool))) == 1


def test_an_interest_is_said_and_counts_in_full() -> None:
    said = parts_of(pool_of([mentee("e", interests=(TRADE,), headline="Clerk"), SAME_TRADE]))
    assert said == parts_of(pool_of([mentee("e", TRADE), SAME_TRADE]))


def test_between_peers_half_is_taken_from_the_one_side_that_names_no_goal() -> None:
    def peers(*goals: str) -> Pool:
        one = mentee("e", *goals, headline=TRADE, experience=(EXPERIENCE[1],))
        other = mentor("m", *SAME_TRADE.profile.experience, goals=(GOALS[1],))
        return pool_of([each.changed(roles={Role.PEER}) for each in (one, other)], MatchRole.PEER)

    said, only = (pool.pair(pool.row_of("e"), pool.column_of("m"))[1] for pool in (peers(TRADE), peers()))
    assert only["need_offer"] == pytest.approx(said["need_offer"] * 0.75, abs=1e-4)
    back = Explainer(peers(), WordEncoder()).rationale(peers().row_of("m"), peers().column_of("e"))
    for rationale, who in ((explained(peers()), "first"), (back, "second")):
        (told,) = [claim.claim for claim in rationale.against if "named no goal" in claim.claim]
        assert told.startswith(f"The {who} peer")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.booleans(), min_size=2, max_size=6), st.sampled_from([MatchRole.MENTOR, MatchRole.PEER]))
def test_scored_pair_by_pair_a_headline_counts_as_it_does_in_full(named: list[bool], role: MatchRole) -> None:
    roles = {Role.MENTEE, Role.MENTOR, Role.PEER}
    people = [
        mentee(
            f"p{n}", *GOALS[n : n + 1] * named[n], headline=EXPERIENCE[-n], experience=EXPERIENCE[n : n + 2]
        )
        for n in range(len(named))
    ]
    pools = [
        pool_of(
            [each.changed(roles=roles) for each in people], role, weights=MatchingWeights(exact_up_to=most)
        )
        for most in (0, 10**6)
    ]
    rough, full = (Candidates(pool.affinity, pool.rules).ranked() for pool in pools)
    assert rough.columns.tolist() == full.columns.tolist()
    assert np.abs(rough.worth - full.worth).max(initial=0) <= 2


def test_whoever_reads_the_match_is_told_and_told_the_cure() -> None:
    rationale = explained(pool_of([mentee("e", headline=TRADE), SAME_TRADE]))
    first = rationale.against[0]
    assert (
        first.claim == "The mentee has named no goal; this rests on the headline only, which counts for less."
    )
    assert [each.quote for each in rationale.citations if each.n in first.evidence] == [TRADE]
    assert rationale.would_change[0] == (
        "If the mentee added a goal, it would count in full, and other mentors might suit better."
    )
    assert rationale.benefit.seeker == f"Somebody whose work lies near “{TRADE}”."


def test_with_a_goal_nothing_is_said_of_a_headline() -> None:
    rationale = explained(pool_of([mentee("e", TRADE, headline=TRADE), SAME_TRADE]))
    told = [*(claim.claim for claim in rationale.against), *rationale.would_change, rationale.confidence]
    assert not [each for each in told if "goal" in each]


def test_a_headline_alone_is_no_good_fit_however_alike_two_are() -> None:
    told = {"level": 3, "time_zone": "UTC", "working_style": "calls", "languages": ("English",)}
    partner = mentor("m", TRADE, TRADE, TRADE, **told | {"level": 5})
    fits = {
        named: explained(pool_of([mentee("e", *[TRADE] * named, headline=TRADE, **told), partner])).confidence
        for named in (True, False)
    }
    assert fits == {True: "very good fit", False: "fair fit, one unknown (goals)"}
