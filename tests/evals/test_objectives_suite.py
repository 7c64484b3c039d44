"""The suite on objectives: its cases are whole, its measures are right, and the judge that ships is the one it fits."""

from __future__ import annotations

import numpy as np
import pytest

from copilot.services.objectives.judging import FEATURES, Judge, Nearest, judge_for
from evals.fitting import chance_of, fit
from evals.intervals import value
from evals.running import run_task
from evals.suites.objectives import (
    always_the_same,
    calibration_error,
    cases,
    objectives_of,
    task,
)
from tests.fakes import WordEncoder


def test_every_community_has_its_objectives_and_things_some_of_which_serve_none() -> None:
    by_community: dict[str, list[str]] = {}
    for case in cases():
        by_community.setdefault(case.expected["community"], []).append(case.expected["serves"])
    assert len(by_community) == 8
    for community, served in by_community.items():
        known = {each.id for each in objectives_of(community)}
        assert 4 <= len(known) <= 7
        assert len(served) >= 25
        assert set(served) == {*known, ""}
        assert 6 <= served.count("") <= 12


def test_a_community_is_held_out_whole_or_not_at_all() -> None:
    halves = {(case.expected["community"], case.expected["held_out"]) for case in cases()}
    assert len(halves) == 8
    assert sum(held for _, held in halves) == 4


def test_the_calibration_error_is_that_of_the_bins() -> None:
    columns = {"said": np.array([0.95, 0.95, 0.15, 0.15]), "was": np.array([1.0, 0.0, 0.0, 0.0])}
    # Two bins: 0.95 said and 0.5 true, 0.15 said and 0 true; each holds half.
    assert value(calibration_error("said", "was"), columns) == pytest.approx(1 - (0.45 + 0.15) / 2)
    assert value(always_the_same("was"), columns) == pytest.approx(1 - 0.25 * 0.75)


def test_what_is_sure_of_a_coin_is_found_out_and_what_says_a_half_is_not() -> None:
    was = np.array([1.0, 0.0] * 50)
    sure, honest = np.full(100, 0.99), np.full(100, 0.5)
    assert value(calibration_error("said", "was"), {"said": sure, "was": was}) == pytest.approx(0.51)
    assert value(calibration_error("said", "was"), {"said": honest, "was": was}) == pytest.approx(1)


def test_the_fit_finds_the_probabilities_that_made_the_labels() -> None:
    rng = np.random.default_rng(7)
    rows = rng.normal(size=(4_000, 1))
    true = 1 / (1 + np.exp(-(0.5 + 1.5 * rows[:, 0])))
    weights = fit(rows, (rng.random(4_000) < true).astype(float), penalty=0.01)
    assert weights == pytest.approx([0.5, 1.5], abs=0.15)
    assert np.abs(chance_of(weights, rows) - true).max() < 0.05


def test_the_suite_runs_over_any_encoder() -> None:
    result = run_task(task(WordEncoder(), held_out=True))
    assert result.n == 116
    assert 0 < result.metrics["top-1"] < 1
    assert result.metrics["1 − Brier, always none"] < result.metrics["1 − Brier, always the same"]


def test_an_encoder_that_was_never_measured_is_judged_as_the_default() -> None:
    assert judge_for("words-256") == judge_for("all-mpnet-base-v2:1234")
    assert judge_for("all-MiniLM-L6-v2:1:float32") != judge_for("words-256")


def test_more_affinity_never_makes_the_judge_less_sure() -> None:
    for encoder in ("all-MiniLM-L6-v2", "all-mpnet-base-v2"):
        judge = judge_for(encoder)
        told = [judge.confidence(Nearest("o", each / 20, each / 20, 0.1)) for each in range(-20, 21)]
        assert told == sorted(told)
        assert 0 <= told[0] < told[-1] <= 1


def test_what_is_unknown_counts_as_the_mean() -> None:
    judge = Judge(
        dict.fromkeys(FEATURES, 1.0), dict.fromkeys(FEATURES, 0.2), dict.fromkeys(FEATURES, 0.1), 0.0
    )
    assert judge.confidence(Nearest("o", 0.2, None, None)) == pytest.approx(0.5)
    assert judge.confidence(Nearest("o", 0.2, 0.2, 0.2)) == pytest.approx(0.5)


@pytest.mark.encoder
def test_with_the_real_encoder_it_is_far_better_than_shared_words() -> None:
    from copilot.language.encoder import load_encoder

    result = run_task(task(load_encoder("minilm", "float32", None), held_out=True))
    assert result.metrics["top-1 above TF-IDF"] > 0.3
    assert result.metrics["1 − Brier"] > result.metrics["1 − Brier, always the same"]
