"""Fits the judge of `services.objectives.judging`: `python -m evals.fit_objectives`, with the encoder that is set.

Platt's logistic regression with an L2 penalty, by iteratively reweighted least squares (Hastie, Tibshirani and
Friedman, 2009, The Elements of Statistical Learning, section 4.4.1). What is learnt is whether the nearest objective is
the one a thing serves. Only the communities that are not held out are fitted on; the first line printed is of models
that never saw the community they judge, the last is what the fit is worth on the communities held out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from copilot.services.objectives.judging import FEATURES, Nearness, Numbers
from evals.metrics import auroc
from evals.suites.homes import empty_home
from evals.suites.objectives import calibration_error, cases, objectives_of, thing_of
from evals.tasks import Case

PENALTY = 1.0


def fit(rows: Numbers, labels: Numbers, penalty: float = PENALTY) -> Numbers:
    """Bias and weights, shape (1 + features,), for standardised rows."""
    design = np.column_stack([np.ones(len(rows)), rows])
    ridge = np.diag([0.0, *[penalty] * rows.shape[1]])
    weights: Numbers = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        weights = weights + np.linalg.solve(curve, design.T @ (labels - chance) - ridge @ weights)
    return weights


def chance_of(weights: Numbers, rows: Numbers) -> Numbers:
    """The probability of each row."""
    chance: Numbers = 1 / (1 + np.exp(-(weights[0] + rows @ weights[1:])))
    return chance


def seen(nearness: Nearness, chosen: Sequence[Case]) -> tuple[Numbers, Numbers]:
    """Features, shape (cases, features), and whether the nearest objective is the one served."""
    rows, labels = [], []
    for case in chosen:
        found = nearness.nearest([thing_of(case)], objectives_of(case.expected["community"]))[0]
        assert found is not None  # noqa: S101 - nothing was refused
        rows.append([float(getattr(found, name)) for name in FEATURES])
        labels.append(float(found.objective == case.expected["serves"]))
    return np.array(rows), np.array(labels)


def left_out(rows: Numbers, labels: Numbers, communities: Sequence[str]) -> Numbers:
    """The probability of each thing from a model that never saw its community."""
    chance: Numbers = np.zeros(len(rows))
    for community in dict.fromkeys(communities):
        test = np.array([each == community for each in communities])
        chance[test] = chance_of(fit(rows[~test], labels[~test]), rows[test])
    return chance


def main() -> None:
    """Fit, print what it is worth, and write the encoder's part of `confidence.json`."""
    every = cases()
    own = [case for case in every if not case.expected["held_out"]]
    others = [case for case in every if case.expected["held_out"]]
    with empty_home() as copilot:
        nearness = Nearness(copilot.encoder)
        (rows, labels), (held, held_labels) = seen(nearness, own), seen(nearness, others)
        encoder = copilot.encoder.name.split(":")[0]
    means, scales = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    standard = (rows - means) / scales
    weights = fit(standard, labels)
    communities = [case.expected["community"] for case in own]
    _say("development, each community left out in turn", own, left_out(standard, labels, communities), labels)
    _say("held out", others, chance_of(weights, (held - means) / scales), held_labels)
    _write(encoder, weights, means, scales)


def _say(what: str, chosen: Sequence[Case], chance: Numbers, labels: Numbers) -> None:
    any_of_them = auroc(chance.tolist(), [bool(case.expected["serves"]) for case in chosen])
    near = calibration_error("chance", "is")({"chance": chance, "is": labels}, np.ones((1, len(chance))))[0]
    print(
        f"{what}: {len(labels)} things, AUROC of serving any {any_of_them:.3f}, "
        f"Brier {((chance - labels) ** 2).mean():.3f}, calibration error {1 - near:.3f}"
    )


def _write(encoder: str, weights: Numbers, means: Numbers, scales: Numbers) -> None:
    target = Path(str(resources.files("copilot.services.objectives"))) / "confidence.json"
    told = json.loads(target.read_text("utf-8"))
    told[encoder] = {
        "weights": _named(weights[1:]),
        "means": _named(means),
        "scales": _named(scales),
        "bias": round(float(weights[0]), 4),
    }
    target.write_text(json.dumps(dict(sorted(told.items())), indent=2) + "\n", "utf-8")


def _named(values: Numbers) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(FEATURES, values, strict=True)}


if __name__ == "__main__":
    main()
