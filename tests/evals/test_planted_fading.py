"""The simulation of fading: drawn the same each time, true to what it says, and judged on what nobody fitted."""

from __future__ import annotations

import numpy as np
import pytest

from evals.fit_at_risk import SEEDS as DEVELOPED_ON
from evals.planted_fading import DAYS_OF_LOOKING, DEVELOPMENT, HELD_OUT, KINDS, planted
from evals.suites.at_risk import CALLS, METRICS, SEEDS, average_precision_of, cases, judged, numbers


def test_a_community_is_drawn_from_its_seed() -> None:
    assert planted("busy", 3, 20) == planted("busy", 3, 20)
    assert planted("busy", 3, 20) != planted("busy", 4, 20)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_truth_fits_the_records(kind: str) -> None:
    for each in planted(kind, 5):
        seen = each.evidence
        assert seen.today in DAYS_OF_LOOKING
        assert all(seen.started < day <= seen.today for day in (*seen.held, *seen.unsettled))
        assert all(day > seen.today for day in seen.ahead)
        if each.state in ("fading", "ended well"):
            assert each.since is not None
            assert all(day <= each.since for day in seen.held), "nobody meets once it is over"
        assert (each.state == "fine") == (each.since is None)


def test_each_kind_has_some_of_every_state() -> None:
    for kind in KINDS:
        assert {each.state for seed in (1, 2, 3) for each in planted(kind, seed)} == {
            "fine", "fading", "stuck", "ended well",
        }  # fmt: skip


def test_what_was_developed_on_is_not_what_is_judged() -> None:
    assert not set(DEVELOPED_ON) & set(SEEDS)
    assert not set(DEVELOPMENT) & set(HELD_OUT)
    assert {case.kind for case in cases(quick=True)} == set(KINDS)


def test_a_manager_is_sent_to_five() -> None:
    found = judged("steady", SEEDS[0])
    assert sum(each.called for each in found) == CALLS
    assert min(each.risk for each in found if each.called) >= max(e.risk for e in found if not e.called)


def test_only_those_not_fading_are_asked_whether_they_are_stuck() -> None:
    rows = [(each, numbers(each, held_out=True)) for each in judged("bursts", SEEDS[0])]
    assert all(("stuck" in row) == (each.planted.state != "fading") for each, row in rows)
    assert {"AUROC, fading", "right of five calls"} <= set(METRICS)


def test_average_precision_is_one_where_all_that_count_come_first() -> None:
    columns = {"score": np.array([0.9, 0.8, 0.3, 0.1]), "is": np.array([1.0, 1.0, 0.0, 0.0])}
    assert average_precision_of("score", "is")(columns, np.ones((1, 4)))[0] == 1
    columns["is"] = np.array([0.0, 1.0, 0.0, 1.0])
    assert average_precision_of("score", "is")(columns, np.ones((1, 4)))[0] == 0.5
