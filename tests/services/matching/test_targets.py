from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.members import Profile
from copilot.errors import BadInput, Conflict
from copilot.services.matching.solving.assignment import NOBODY, assign
from copilot.services.matching.solving.candidates import SCALE, Ranked
from copilot.services.matching.solving.targets import (
    SERVES,
    Target,
    price,
    reached,
    read_target,
    with_targets,
)


def ranked_from(scores):
    lists = []
    for row in scores:
        columns = np.flatnonzero(row > 0)
        best_first = columns[np.argsort(-row[columns], kind="stable")]
        lists.append((best_first, np.rint(row[best_first] * SCALE).astype(np.int64)))
    return Ranked.of(lists, scores.shape[1], True)


def best_by_trying(scores, serves, places, share, least_matched):
    best = None
    for chosen in product(range(-1, scores.shape[1]), repeat=scores.shape[0]):
        pairs = [(row, column) for row, column in enumerate(chosen) if column >= 0]
        taken = np.bincount([column for _, column in pairs], minlength=scores.shape[1])
        allowed = all(scores[pair] > 0 for pair in pairs) and (taken <= places).all()
        enough = not pairs or np.mean([serves[pair] for pair in pairs]) >= share - 1e-9
        if allowed and enough and len(pairs) >= least_matched:
            best = max(best or 0, sum(round(scores[pair] * SCALE) for pair in pairs))
    return best


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 3), st.integers(0, 10_000), st.sampled_from([0.3, 0.5, 0.8]))
def test_the_best_total_that_reaches_a_target_is_found_or_the_target_is_refused(
    seekers, partners, seed, share
):
    chance = np.random.default_rng(seed)
    scores = chance.random((seekers, partners)) * (chance.random((seekers, partners)) > 0.2)
    serves = chance.random((seekers, partners)) > 0.5
    places = chance.integers(0, 3, partners)
    ranked = ranked_from(scores)
    free = assign(ranked, places)
    mask = serves[ranked.rows, ranked.columns]
    best = best_by_trying(scores, serves, places, share, int((free.chosen != NOBODY).sum()))
    if best is None:
        with pytest.raises(Conflict, match="is the most"):
            with_targets(free, places, [Target("cross-functional", share)], [mask])
    else:
        found = with_targets(free, places, [Target("cross-functional", share)], [mask])
        assert found.total == best
        assert reached(found, mask) >= share - 1e-9
        assert found.bound >= best
        assert price(free, found) >= 0


def test_two_targets_at_once_are_both_reached():
    chance = np.random.default_rng(3)
    scores = chance.random((30, 20))
    ranked = ranked_from(scores)
    masks = [(chance.random((30, 20)) > 0.7)[ranked.rows, ranked.columns] for _ in range(2)]
    places = np.full(20, 2)
    free = assign(ranked, places)
    targets = [Target("cross-functional", 0.6), Target("cross-country", 0.5)]
    found = with_targets(free, places, targets, masks)
    assert [reached(found, mask) >= each.share for mask, each in zip(masks, targets, strict=True)] == [
        True,
        True,
    ]
    assert 0 < price(free, found) < free.total_score * 0.2


@pytest.mark.parametrize("text", ["cross-functional=40%", "cross-functional = 0.4".replace(" = ", "=")])
def test_a_target_is_read_as_a_manager_writes_it(text):
    assert read_target(text) == Target("cross-functional", 0.4)


@pytest.mark.parametrize(
    "text", ["", "cross-functional", "cross-functional=140%", "women=40%", "cross-functional=-1"]
)
def test_what_is_no_target_is_refused_with_an_example(text):
    with pytest.raises(BadInput) as caught:
        read_target(text)
    assert "cross-functional=40%" in caught.value.cure


def test_who_left_a_field_empty_counts_towards_no_target():
    here, there = Profile(function="Sales"), Profile(function="finance")
    assert SERVES["cross-functional"](here, there)
    assert not SERVES["cross-functional"](here, Profile())
    assert not SERVES["cross-functional"](here, Profile(function=" sales"))
    assert SERVES["cross-country"](Profile(location="Porto, Portugal"), Profile(location="Lyon, France"))
