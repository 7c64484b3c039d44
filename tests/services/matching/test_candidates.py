"""Picking the few of many pairs that are scored exactly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.matches import MatchRole
from copilot.services.matching.scores.pooling import (
    USUAL_OFFERS,
    Ragged,
    need_meets_offer,
    need_meets_offer_of,
)
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.scores.wished import Wished, mean_of_known
from copilot.services.matching.scores.wishes import Crowd
from copilot.services.matching.solving.candidates import Candidates, best_first, highest, in_blocks
from copilot.services.matching.solving.pool import solve
from tests.services.matching.community import EXPERIENCE, GOALS, mentee, mentor, pool_of


@st.composite
def raggeds(draw: st.DrawFn) -> Ragged:
    counts = draw(st.lists(st.integers(0, 4), min_size=1, max_size=12))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    vectors = rng.standard_normal((sum(counts), 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kind = draw(st.sampled_from([np.float32, np.float16]))
    return Ragged(vectors.astype(kind), np.concatenate([[0], np.cumsum(counts)]).astype(np.intp))


@settings(max_examples=80, deadline=None)
@given(raggeds(), raggeds(), st.integers(0, 10**6))
def test_single_pairs_pool_to_what_all_pairs_together_do(needs: Ragged, offers: Ragged, seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("copilot.services.matching.scores.pooling.TEXTS_AT_ONCE", 5)
        patch.setattr("copilot.services.matching.scores.pooling.NOT_SHARED", 64)
        chosen = np.random.default_rng(seed).random((len(needs.counts), len(offers.counts))) < 0.5
        rows, columns = np.nonzero(chosen)
        single = need_meets_offer_of(needs, offers, rows, columns)
    assert np.allclose(single, need_meets_offer(needs, offers)[rows, columns], atol=1e-5, equal_nan=True)


@settings(max_examples=80, deadline=None)
@given(raggeds(), raggeds(), st.integers(9, 60), st.integers(1, 9))
def test_pooling_in_blocks_of_any_size_is_what_the_formula_says(
    needs: Ragged, offers: Ragged, largest: int, at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("copilot.services.matching.scores.pooling.LARGEST_BLOCK", largest)
        patch.setattr("copilot.services.matching.scores.pooling.NEEDS_AT_ONCE", at_once)
        pooled = need_meets_offer(needs, offers)
    for i, j in np.ndindex(pooled.shape):
        asked, told = (side.wide[slice(*side.starts[n : n + 2])] for side, n in ((needs, i), (offers, j)))
        if not (len(asked) and len(told)):
            assert np.isnan(pooled[i, j])
            continue
        missing = max(0, USUAL_OFFERS - len(told))
        terms = np.pad(np.exp(10 * (asked @ told.T)), ((0, 0), (0, missing)), constant_values=1)
        assert pooled[i, j] == pytest.approx(np.mean(np.log(terms.mean(axis=1)) / 10), abs=1e-5)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 8))
def test_the_highest_are_found_and_of_equal_ones_the_first(seed: int, columns: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 4, (5, columns)).astype(np.float32)
    scores[rng.random(scores.shape) < 0.3] = np.nan
    rows, found = highest(scores, most)
    for row in range(5):
        known = [n for n in range(columns) if not np.isnan(scores[row, n])]
        expected = sorted(known, key=lambda n: (-scores[row, n], n))[:most]
        assert found[rows == row].tolist() == sorted(expected)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_arcs_are_ordered_by_seeker_worth_and_partner(seed: int, immense: bool) -> None:
    rng = np.random.default_rng(seed)
    pairs = np.flatnonzero(rng.random(60) < 0.6)
    rows, columns = np.divmod(rng.permutation(pairs), 10)
    worth = rng.integers(1, 5, pairs.size) * (2**58 if immense else 1)
    ordered = list(zip(*(each.tolist() for each in best_first(rows, columns, worth)), strict=True))
    expected = zip(rows.tolist(), columns.tolist(), worth.tolist(), strict=True)
    assert ordered == sorted(expected, key=lambda arc: (arc[0], -arc[2], arc[1]))


def test_blocks_hold_everybody_once() -> None:
    rows = np.arange(1_000)
    for columns in (0, 1, 7_000, 10**9):
        assert np.array_equal(np.concatenate(in_blocks(rows, columns)), rows)


def test_whom_no_shortlist_named_is_found_by_the_prices() -> None:
    """Everybody's shortlist holds the one mentor who suits best; the others come in once she is full."""
    members = [
        *(mentee(f"e{n}", GOALS[0]) for n in range(6)),
        mentor("star", EXPERIENCE[0], capacity=1),
        *(mentor(f"m{n}", f"{EXPERIENCE[n]} and prices", capacity=1) for n in range(1, 6)),
    ]
    exact = solve(pool_of(members, weights=MatchingWeights(floor=0)))
    short = solve(pool_of(members, weights=MatchingWeights(floor=0, exact_up_to=0, shortlist=1)))
    assert (short.chosen >= 0).all()
    assert short.total == pytest.approx(exact.total, abs=len(members))


def test_each_seeker_of_a_large_pool_keeps_her_shortlist_and_no_more() -> None:
    members = [
        *(mentee(f"e{n}", GOALS[n]) for n in range(6)),
        *(mentor(f"m{n}", EXPERIENCE[n]) for n in range(6)),
    ]
    pool = pool_of(members, weights=MatchingWeights(floor=0, exact_up_to=0, shortlist=2))
    ranked = Candidates(pool.affinity, pool.rules).ranked()
    assert np.bincount(ranked.rows, minlength=6).max() <= 2
    assert not ranked.complete


WISHES = (
    "another function",
    "someone who speaks German",
    "two levels further",
    "somebody who knits",
    "same country",
)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_wishes_of_many_are_judged_as_one_by_one(data: st.DataObject) -> None:
    def fields(n: int) -> dict[str, object]:
        return {
            "wishes": tuple(data.draw(st.lists(st.sampled_from(WISHES), max_size=3, unique=True))),
            "function": data.draw(st.sampled_from(["", "Law", "Sales"])),
            "level": data.draw(st.sampled_from([None, 2, 5])),
            "languages": tuple(data.draw(st.sets(st.sampled_from(["German", "Hausa"])))),
            "location": data.draw(st.sampled_from(["", "Porto, Portugal", "Lagos, Nigeria"])),
        }

    members = [*(mentee(f"e{n}", GOALS[n], **fields(n)) for n in range(4))]
    members += [mentor(f"m{n}", EXPERIENCE[n], **fields(n)) for n in range(4)]
    pool = pool_of(members, MatchRole.MENTOR)
    here, there, weights = pool.affinity.seekers, pool.affinity.partners, pool.affinity.weights
    wished = Wished(here.told, here.wishes, there.profiles, there.offers, weights)
    rows, columns = np.arange(4), np.array(data.draw(st.permutations(range(4))))[:3]
    if not wished.anything:
        return
    met = wished.met(rows, columns)
    for row in rows:
        crowd, told = Crowd([there.profiles[n] for n in columns]), here.told[row]
        judged = [wish.judge(told.member.profile, crowd) for wish in told.read_wishes if wish.judge]
        own = slice(*here.wishes.starts[row : row + 2])
        cosines = here.wishes.vectors[own] @ there.offers.means()[columns].T
        judged += list(1 / (1 + np.exp(-weights.plain_steepness * (cosines - weights.plain_midpoint))))
        expected = mean_of_known(judged) if judged else np.full(3, np.nan)
        assert np.allclose(met[row], expected, atol=1e-5, equal_nan=True)
