"""What a rationale says outright of a goal and an offer agrees with those who judged the pair."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from copilot.domain.matches import MatchRole
from copilot.language.encoder import load_encoder
from copilot.services.matching.areas.catalogue import shipped_areas
from copilot.services.matching.areas.vectors import area_vectors
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import Gathering
from evals.suites.matching import judged_cases, partner_id, partners_of, seekers_of
from tests.services.matching.community import DAY, mentee, mentor

pytestmark = pytest.mark.slow
GOOD, BAD = 3, 1


@cache
def gathering() -> Gathering:
    encoder = load_encoder("minilm")
    areas = area_vectors(shipped_areas(), encoder)
    return Gathering(encoder, MatchingWeights(), DAY, areas=lambda: areas)


@cache
def judged_claims() -> list[tuple[float, str]]:
    """Of every judged pair whose rationale joins a need and an offer: how it was rated, and the first such claim."""
    cases = judged_cases()
    seekers, partners = seekers_of(cases), partners_of(cases)
    pool = gathering().pool(seekers, partners, MatchRole.MENTOR, roster=[*seekers, *partners])
    explainer = Explainer(pool, gathering().encoder)
    found = []
    for case in cases:
        row = pool.row_of(case.id)
        for each in case.expected["partners"]:
            rationale = explainer.rationale(row, pool.column_of(partner_id(case, each)))
            found += [
                (float(each["rating"]), claim.claim) for claim in rationale.for_ if _joins(claim.claim)
            ][:1]
    return found


def _joins(claim: str) -> bool:
    return any(
        words in claim for words in ("speaks to", "comes nearest", "is what people write", "sounds like")
    )


@pytest.mark.parametrize("words", ["is what people write", "speaks to"])
def test_what_is_said_outright_of_a_goal_is_mostly_judged_good_and_seldom_bad(words: str) -> None:
    ratings = np.array([rating for rating, claim in judged_claims() if words in claim])
    assert ratings.size >= 25
    assert (ratings >= GOOD).mean() >= 0.6
    assert (ratings <= BAD).mean() <= 0.25


def test_what_comes_nearest_is_judged_good_more_than_twice_as_often_as_bad() -> None:
    ratings = np.array([rating for rating, claim in judged_claims() if "comes nearest" in claim])
    assert (ratings >= GOOD).mean() > 2 * (ratings <= BAD).mean()


def test_a_goal_about_a_raise_does_not_sound_like_budgeting() -> None:
    seeker = mentee("e", "I've never asked for a raise. I've thanked for several")
    partner = mentor(
        "m", "Planned three lean years aloud, with every team in the room, instead of by envelope"
    )
    pool = gathering().pool([seeker], [partner], MatchRole.MENTOR, roster=[seeker, partner])
    claims = [claim.claim for claim in Explainer(pool, gathering().encoder).rationale(0, 0).for_]
    assert not any("Budgeting" in claim for claim in claims)
