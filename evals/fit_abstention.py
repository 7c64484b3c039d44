"""Fits the judge of `knowledge.abstaining`: `python -m evals.fit_abstention`, with the encoder that is set.

Logistic regression with an L2 penalty by iteratively reweighted least squares (Hastie, Tibshirani and Friedman,
2009, The Elements of Statistical Learning, section 4.4.1); each class weighs one half. Only questions that are not
held out are fitted on; the last line printed is what the fit is worth on those that are. Questions over handbooks
join in where `MENTORING_HANDBOOKS` names their folder (`evals.handbooks`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.app import Copilot
from evals.handbooks import handbooks_folder, handbooks_home
from evals.metrics import auroc
from evals.suites.answers import cases
from evals.suites.homes import guides_home
from evals.suites.retrieval import sections_wanted
from evals.tasks import Case
from knowledge.abstaining import FEATURES, features
from knowledge.library import Library

PENALTY = 5.0
FOLDS = 5
ANSWERED = 0.9

Array = NDArray[np.float64]


def seen(copilot: Copilot, case: Case) -> list[float]:
    """A question's features; nothing found is a row of zeros."""
    library = copilot.library
    assert isinstance(library, Library)  # noqa: S101 — the port doesn't show evidence
    evidence = library.evidence(case.input)
    found = features(evidence) if evidence.hits else dict.fromkeys(FEATURES, 0.0)
    return [found[name] for name in FEATURES]


def fit(rows: Array, labels: Array, penalty: float = PENALTY) -> Array:
    """Bias and weights, shape (1 + features,), for standardised rows."""
    design = np.column_stack([np.ones(len(rows)), rows])
    share = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    ridge = np.diag([0.0, *[penalty] * rows.shape[1]])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        curve = (design * (share * chance * (1 - chance))[:, None]).T @ design + ridge
        slope = design.T @ (share * (labels - chance)) - ridge @ weights
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def chance_of(weights: Array, rows: Array) -> Array:
    """The probability of each row."""
    chance: Array = 1 / (1 + np.exp(-(weights[0] + rows @ weights[1:])))
    return chance


def left_out(rows: Array, labels: Array) -> Array:
    """The probability of each question from a model that never saw it."""
    chance = np.zeros(len(rows))
    for fold in range(FOLDS):
        test = np.arange(len(rows)) % FOLDS == fold
        chance[test] = chance_of(fit(rows[~test], labels[~test]), rows[test])
    return chance


def threshold(chance: Array, labels: Array) -> float:
    """Where balanced accuracy is highest, among thresholds that answer at least nine of ten answerable questions."""
    positives, negatives = chance[labels == 1], chance[labels == 0]
    tried = [t for t in np.unique(chance) if (positives >= t).mean() >= ANSWERED]
    return float(max(tried, key=lambda t: ((positives >= t).mean() + (negatives < t).mean(), -t)))


def main() -> None:
    """Fit, print what it is worth, and write the encoder's part of `knowledge/abstaining.json`."""
    with ExitStack() as stack:
        copilot = stack.enter_context(guides_home())
        asked = list(cases())
        rows = [seen(copilot, case) for case in asked]
        encoder = copilot.encoder.name.split(":")[0]
        if handbooks_folder() is not None:
            others = cases("handbooks.jsonl", "handbooks-unanswerable.jsonl")
            handbooks = stack.enter_context(handbooks_home())
            rows += [seen(handbooks, case) for case in others]
            asked += others
    labels = np.array([float(bool(sections_wanted(case))) for case in asked])
    held = np.array([bool(case.expected.get("held_out")) for case in asked])
    table = np.array(rows)
    means, scales = table[~held].mean(axis=0), table[~held].std(axis=0) + 1e-9
    standard = (table - means) / scales
    weights = fit(standard[~held], labels[~held])
    chance = left_out(standard[~held], labels[~held])
    cut = threshold(chance, labels[~held])
    _say("development, left out in folds", chance, labels[~held], cut)
    _say("held out", chance_of(weights, standard[held]), labels[held], cut)
    _write(encoder, weights, means, scales, cut)


def _say(what: str, chance: Array, labels: Array, cut: float) -> None:
    answers, refuses = (chance[labels == 1] >= cut).mean(), (chance[labels == 0] < cut).mean()
    apart = auroc(chance.tolist(), (labels == 1).tolist())
    print(
        f"{what}: {len(labels)} questions, AUROC {apart:.3f}; threshold {cut:.2f} answers {answers:.2f} of the "
        f"answerable and refuses {refuses:.2f} of the others"
    )


def _write(encoder: str, weights: Array, means: Array, scales: Array, cut: float) -> None:
    target = Path(str(resources.files("knowledge"))) / "abstaining.json"
    told = json.loads(target.read_text("utf-8"))
    told[encoder] = {
        "weights": _named(weights[1:]),
        "means": _named(means),
        "scales": _named(scales),
        "bias": round(float(weights[0]), 4),
        "threshold": round(cut, 3),
    }
    target.write_text(json.dumps(dict(sorted(told.items())), indent=2) + "\n", "utf-8")


def _named(values: Sequence[float] | Array) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(FEATURES, values, strict=True)}


if __name__ == "__main__":
    main()
