"""The audit's statistics beside values computed by hand and by fairlearn."""

from __future__ import annotations

import numpy as np
import pytest
from fairlearn.metrics import MetricFrame, demographic_parity_ratio, selection_rate
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.services.auditing.chance import adjusted, group_ps, mean_interval
from copilot.services.auditing.comparing import compared
from copilot.services.auditing.rates import fisher_p, more_needed, wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_wilsons_interval_has_the_values_of_a_hand_calculation(
    count: int, of: int, low: float, high: float
) -> None:
    assert wilson(count, of) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_fishers_p_is_that_of_the_lady_tasting_tea() -> None:
    """3 of 4 against 1 of 4: tables as unlikely or more have (1 + 16 + 16 + 1) / 70."""
    assert fisher_p(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_fishers_p_of_a_group_left_out_altogether() -> None:
    """0 of 5 against 5 of 5: two tables of C(10, 5) = 252."""
    assert fisher_p(0, 5, 5, 5) == pytest.approx(2 / 252)


def test_people_needed_are_those_missing_to_four_fifths_of_the_best_rate() -> None:
    assert more_needed(10, 40, 0.5) == 6
    assert more_needed(16, 40, 0.5) == 0


def test_a_part_of_a_person_needed_is_one_more_person() -> None:
    """0.8 · 0.5 · 11 are 4.4 people: four would stay below the line."""
    assert more_needed(1, 11, 0.5) == 4


def test_adjusted_p_values_are_those_of_the_paper() -> None:
    """The fifteen p values of Benjamini & Hochberg 1995, section 3.2: at 5 % four are rejected."""
    ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719]
    ps += [0.6528, 0.7590, 1.0]
    assert sum(p < 0.05 for p in adjusted(ps)) == 4
    assert adjusted([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert adjusted([]) == []


people = st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=40, max_size=120)


@settings(max_examples=40, deadline=None)
@given(people)
def test_rates_and_impact_ratios_are_those_of_fairlearn(rows: list[tuple[str, bool]]) -> None:
    groups = np.array([group for group, _ in rows])
    chosen = np.array([int(yes) for _, yes in rows])
    cells = {
        str(name): (int(chosen[groups == name].sum()), int((groups == name).sum())) for name in set(groups)
    }
    ours = compared(cells, (int(chosen.sum()), len(rows)), fewest=1)
    theirs = MetricFrame(
        metrics=selection_rate, y_true=chosen, y_pred=chosen, sensitive_features=groups
    ).by_group
    for name, found in ours.items():
        assert found.cell[0] / found.cell[1] == pytest.approx(theirs[name])
    if chosen.any():
        worst = demographic_parity_ratio(chosen, chosen, sensitive_features=groups)
        assert min(found.ratio or 0.0 for found in ours.values()) == pytest.approx(worst)


def test_shuffling_gives_a_uniform_p_where_groups_mean_nothing() -> None:
    rng = np.random.default_rng(5)
    ps = [group_ps(rng.exponential(size=60), np.ones(60), [20, 40], seed)[0] for seed in range(300)]
    assert 0.02 <= np.mean(np.array(ps) <= 0.05) <= 0.08
    assert 0.4 < np.mean(ps) < 0.6


def test_shuffling_sees_a_group_that_gets_half_of_its_due() -> None:
    rng = np.random.default_rng(5)
    due = rng.uniform(1, 2, size=60)
    gain = due * np.where(np.arange(60) < 30, 0.5, 1.0)
    assert max(group_ps(gain, due, [30, 30], 0)) < 1e-6


def test_the_bootstrap_interval_is_that_of_scipy() -> None:
    from scipy.stats import bootstrap

    values = np.random.default_rng(1).beta(2, 3, size=80)
    theirs = bootstrap((values,), np.mean, method="percentile", rng=np.random.default_rng(2))
    assert mean_interval(values, seed=3) == pytest.approx(tuple(theirs.confidence_interval), abs=0.006)
