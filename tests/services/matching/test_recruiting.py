"""Which kinds of partners a pool lacks."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.errors import BadInput, NotAllowed
from copilot.services.matching.reasons.outlook import Outlook
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.assignment import NOBODY, assign
from copilot.services.matching.solving.candidates import Ranked
from copilot.services.matching.solving.pool import solve
from copilot.services.matching.verbs.recruiting import MissingKind, alike, grouped, missing_kinds
from tests.services.matching.community import (
    EXPERIENCE,
    GOALS,
    communities,
    enrolled,
    homed,
    mentee,
    mentor,
    pool_of,
)


def kinds_in(members: list[Member], role: MatchRole = MatchRole.MENTOR) -> list[MissingKind]:
    return homed(members)[0].recruit(OPERATOR, role)


def crowded() -> list[Member]:
    """Five want to speak before directors, and nobody does that; one wants prices, and has somebody."""
    wanting = [
        mentee(
            f"s{n}",
            f"Speak in front of directors {where}",
            level=2 + n,
            languages=("Polish", "English") if n else ("Polish",),
            time_zone="Europe/Warsaw",
        )
        for n, where in enumerate(
            ("calmly", "without slides", "in the boardroom", "without freezing", "at last")
        )
    ]
    return [*wanting, mentee("e", GOALS[0]), mentor("m", EXPERIENCE[0], languages=("English",), capacity=1)]


def test_the_kind_that_most_wait_for_comes_first() -> None:
    kinds = kinds_in(crowded())
    first = kinds[0]
    assert (first.waiting, first.unmatched) == (5, 5)
    assert "directors" in first.need
    assert {"speak", "directors"} <= set(first.example_words)
    assert first.languages == ("Polish", "English")
    assert first.time_zones == ("Europe/Warsaw",)
    assert first.levels == (3, 4, 5, 6, 7)
    assert first.adds > 0


def test_a_community_whose_needs_are_met_lacks_nobody() -> None:
    assert kinds_in([mentee("e", GOALS[0]), mentor("m", EXPERIENCE[0])]) == []


def test_a_match_that_leaves_a_need_unanswered_waits_for_another_kind() -> None:
    kinds = kinds_in([mentee("e", GOALS[0], "Breed bees"), mentor("m", EXPERIENCE[0])])
    assert [(kind.need, kind.waiting, kind.unmatched) for kind in kinds] == [("Breed bees", 1, 0)]


def test_a_community_without_mentors_hears_what_everybody_wants() -> None:
    kinds = kinds_in([mentee(f"e{n}", goal) for n, goal in enumerate(GOALS)])
    assert sum(kind.waiting for kind in kinds) == len(GOALS)
    assert all(kind.adds > 0 for kind in kinds)


def test_who_has_only_a_headline_lacks_a_goal_and_no_mentor() -> None:
    silent = mentee("e")
    silent = silent.changed(profile=silent.profile.model_copy(update={"goals": (), "headline": "Keeps bees"}))
    assert kinds_in([silent]) == []


def test_names_are_taken_out_of_what_is_wanted() -> None:
    kinds = kinds_in([mentee("e", "Speak like Wilhelmina Okonkwo", name="Wilhelmina Okonkwo")])
    assert not any("Okonkwo" in kind.need for kind in kinds)


def with_a_new_partner(outlook: Outlook, rows: list[int], worth: int) -> int:
    """The total of the same pool with one more partner, who has one place and is worth this to these seekers."""
    ranked, places = outlook.found.ranked, outlook.pool.rules.places
    new = np.array([worth], dtype=np.int64)
    lists = []
    for row in range(ranked.seekers):
        arcs = ranked.of_seeker(row)
        columns, worths = ranked.columns[arcs], ranked.worth[arcs]
        if row in rows:
            columns, worths = np.append(columns, ranked.partners), np.append(worths, new)
        order = np.argsort(-worths, kind="stable")
        lists.append((columns[order], worths[order]))
    return assign(Ranked.of(lists, ranked.partners + 1, complete=True), np.append(places, 1)).total


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(communities())
def test_what_one_more_adds_is_what_the_pool_solved_anew_with_one_more_has(members: list[Member]) -> None:
    pool = pool_of(members, weights=MatchingWeights(floor=0.01))
    outlook = Outlook(pool, solve(pool))
    chosen = outlook.found.chosen
    worths = [outlook.found.ranked.worth_of(row, int(c)) for row, c in enumerate(chosen) if c != NOBODY]
    typical = round(float(np.median(worths))) if worths else 500_000
    for kind, rows in grouped(outlook):
        gained = with_a_new_partner(outlook, rows, typical) - outlook.found.total
        assert kind.adds * 1_000_000 == pytest.approx(gained, abs=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(communities())
def test_everybody_who_waits_with_a_need_is_counted_in_some_kind(members: list[Member]) -> None:
    for role in (MatchRole.MENTOR, MatchRole.PEER):
        pool = pool_of(members, role)
        outlook = Outlook(pool, solve(pool))
        alone = [n for n, told in enumerate(pool.seekers) if told.needs and outlook.found.chosen[n] == NOBODY]
        kinds = missing_kinds(outlook)
        assert sum(kind.unmatched for kind in kinds) >= len(alone)
        assert all(kind.need and kind.waiting >= kind.unmatched for kind in kinds)


def test_groups_are_those_that_are_alike() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.9, 0.436], [0.95, 0.312]], dtype=np.float32)
    groups = [sorted(group.tolist()) for group in alike(vectors, 0.85)]
    assert groups == [[0, 2, 3], [1]]
    assert alike(np.zeros((0, 2), dtype=np.float32)) == []


def test_only_who_reviews_matches_may_ask() -> None:
    service, units = homed(crowded())
    enrolled(units, "spring", ["s0", "m"], ["boss"])
    boss = Asker(member="boss", manages=frozenset({"spring"}))
    assert service.recruit(boss, MatchRole.MENTOR, "spring")[0].waiting == 1
    with pytest.raises(NotAllowed):
        service.recruit(boss, MatchRole.MENTOR)
    with pytest.raises(BadInput):
        service.recruit(boss, MatchRole.MENTOR, "spring", most=0)
