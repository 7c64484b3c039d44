"""Fitting logistic regressions, and keeping their coefficients in the JSON file that ships (`knowledge.logistic`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from knowledge.logistic import Numbers

STEPS = 50


def fit(rows: Numbers, labels: Numbers, penalty: float, *, balanced: bool = False) -> Numbers:
    """Bias and weights, shape (1 + features,), for standardised rows.

    Iteratively reweighted least squares with an L2 penalty on all but the bias (Hastie, Tibshirani and Friedman, 2009,
    The Elements of Statistical Learning, section 4.4.1); where it is `balanced`, each class weighs one half.
    """
    design = np.column_stack([np.ones(len(rows)), rows])
    even = np.ones(len(rows))
    share = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean())) if balanced else even
    ridge = np.diag([0.0, *[penalty] * rows.shape[1]])
    weights: Numbers = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-design @ weights))
        curve = (design * (share * chance * (1 - chance))[:, None]).T @ design + ridge
        slope = design.T @ (share * (labels - chance)) - ridge @ weights
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def chance_of(weights: Numbers, rows: Numbers) -> Numbers:
    """The probability of each row."""
    chance: Numbers = 1 / (1 + np.exp(-(weights[0] + rows @ weights[1:])))
    return chance


def keep(
    package: str,
    file: str,
    encoder: str,
    features: Sequence[str],
    model: tuple[Numbers, Numbers, Numbers],
    **cuts: float,
) -> None:
    """Write an encoder's part of the file: weights with the bias first, means and scales, and where it cuts."""
    weights, means, scales = model
    target = Path(str(resources.files(package))) / file
    told = json.loads(target.read_text("utf-8"))
    told[encoder] = {
        "weights": _named(features, weights[1:]),
        "means": _named(features, means),
        "scales": _named(features, scales),
        "bias": round(float(weights[0]), 4),
        **cuts,
    }
    target.write_text(json.dumps(dict(sorted(told.items())), indent=2) + "\n", "utf-8")


def _named(features: Sequence[str], values: Numbers) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(features, values, strict=True)}
