"""Fits the judge of `knowledge.abstaining`: `python -m evals.fit_abstention FOLDER`, FOLDER a home for the index.

Logistic regression with an L2 penalty by iteratively reweighted least squares (Hastie, Tibshirani and Friedman,
2009, The Elements of Statistical Learning, section 4.4.1). The questions of `evals/cases` that guides answer are
the positives, those of `unanswerable.jsonl` the negatives; each class weighs one half. The figures printed come
from leaving questions out in five folds, the coefficients from all questions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import create_engine

from copilot.language.encoder import load_encoder
from knowledge import records
from knowledge.abstaining import FEATURES, features
from knowledge.library import Library

CASES = Path(__file__).parent / "cases"
PENALTY = 5.0
FOLDS = 5
ANSWERED = 0.9

Array = NDArray[np.float64]


def questions(pattern: str) -> list[str]:
    """The questions of the case files whose names match, each once."""
    files = sorted(CASES.glob(pattern))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines() if line]
    return list(dict.fromkeys(str(json.loads(line)["question"]) for line in lines))


def seen(library: Library, asked: Iterable[str]) -> Array:
    """One row of features a question; nothing found is a row of zeros."""
    rows = []
    for question in asked:
        evidence = library.evidence(question)
        found = features(evidence) if evidence.hits else dict.fromkeys(FEATURES, 0.0)
        rows.append([found[name] for name in FEATURES])
    return np.array(rows)


def fit(rows: Array, labels: Array) -> Array:
    """Bias and weights, shape (1 + features,), for standardised rows."""
    design = np.column_stack([np.ones(len(rows)), rows])
    share = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    penalty = np.diag([0.0, *[PENALTY] * rows.shape[1]])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        curve = (design * (share * chance * (1 - chance))[:, None]).T @ design + penalty
        slope = design.T @ (share * (labels - chance)) - penalty @ weights
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def left_out(rows: Array, labels: Array) -> Array:
    """The probability of each question from a model that never saw it."""
    chance = np.zeros(len(rows))
    for fold in range(FOLDS):
        test = np.arange(len(rows)) % FOLDS == fold
        weights = fit(rows[~test], labels[~test])
        chance[test] = 1 / (1 + np.exp(-(weights[0] + rows[test] @ weights[1:])))
    return chance


def auroc(chance: Array, labels: Array) -> float:
    """The probability that an answerable question scores above an unanswerable one; ties count one half."""
    apart = chance[labels == 1][:, None] - chance[labels == 0][None, :]
    return float((apart > 0).mean() + (apart == 0).mean() / 2)


def threshold(chance: Array, labels: Array) -> float:
    """Where balanced accuracy is highest, among thresholds that answer at least nine of ten answerable questions."""
    positives, negatives = chance[labels == 1], chance[labels == 0]
    tried = [t for t in np.unique(chance) if (positives >= t).mean() >= ANSWERED]
    return float(max(tried, key=lambda t: ((positives >= t).mean() + (negatives < t).mean(), -t)))


def main() -> None:
    """Fit, print what it is worth, and write `knowledge/abstaining.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{folder / 'guides.db'}")
    records.metadata.create_all(engine)
    library = Library(engine, load_encoder(), folder / "chroma")
    library.add([], builtin=True)
    positives, negatives = (
        seen(library, questions("retrieval*.jsonl")),
        seen(library, questions("unanswerable*.jsonl")),
    )
    rows, labels = (
        np.vstack([positives, negatives]),
        np.array([1.0] * len(positives) + [0.0] * len(negatives)),
    )
    means, scales = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    standard = (rows - means) / scales
    chance, weights = left_out(standard, labels), fit(standard, labels)
    print(
        f"{len(positives)} answerable, {len(negatives)} not; AUROC of left-out questions {auroc(chance, labels):.3f}"
    )
    cut = threshold(chance, labels)
    right = (chance[labels == 1] >= cut).mean(), (chance[labels == 0] < cut).mean()
    print(
        f"threshold {cut:.2f}: answers {right[0]:.2f} of the answerable, refuses {right[1]:.2f} of the others"
    )
    fitted = {
        "weights": dict(zip(FEATURES, np.round(weights[1:], 4).tolist(), strict=True)),
        "means": dict(zip(FEATURES, np.round(means, 4).tolist(), strict=True)),
        "scales": dict(zip(FEATURES, np.round(scales, 4).tolist(), strict=True)),
        "bias": round(float(weights[0]), 4),
        "threshold": round(cut, 3),
    }
    target = Path(str(resources.files("knowledge"))) / "abstaining.json"
    target.write_text(json.dumps(fitted, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
