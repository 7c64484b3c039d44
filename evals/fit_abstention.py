"""Fits the judge of `knowledge.abstaining`: `python -m evals.fit_abstention`, with the encoder that is set.

Only questions that are not held out are fitted on; the last line printed is what the fit is worth on those that are.
Questions over handbooks join in where `MENTORING_HANDBOOKS` names their folder (`evals.handbooks`).
"""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np

from copilot.app import Copilot
from evals.fitting import chance_of, fit, keep
from evals.handbooks import handbooks_folder, handbooks_home
from evals.metrics import auroc
from evals.suites.answers import cases
from evals.suites.homes import guides_home
from evals.suites.retrieval import sections_wanted
from evals.tasks import Case
from knowledge.abstaining import FEATURES, features
from knowledge.library import Library
from knowledge.logistic import Numbers

PENALTY = 5.0
FOLDS = 5
ANSWERED = 0.9


def seen(copilot: Copilot, case: Case) -> list[float]:
    """A question's features; nothing found is a row of zeros."""
    library = copilot.library
    assert isinstance(library, Library)  # noqa: S101 — the port doesn't show evidence
    evidence = library.evidence(case.input)
    found = features(evidence) if evidence.hits else dict.fromkeys(FEATURES, 0.0)
    return [found[name] for name in FEATURES]


def left_out(rows: Numbers, labels: Numbers) -> Numbers:
    """The probability of each question from a model that never saw it."""
    chance = np.zeros(len(rows))
    for fold in range(FOLDS):
        test = np.arange(len(rows)) % FOLDS == fold
        chance[test] = chance_of(fit(rows[~test], labels[~test], PENALTY, balanced=True), rows[test])
    return chance


def threshold(chance: Numbers, labels: Numbers) -> float:
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
    weights = fit(standard[~held], labels[~held], PENALTY, balanced=True)
    chance = left_out(standard[~held], labels[~held])
    cut = threshold(chance, labels[~held])
    _say("development, left out in folds", chance, labels[~held], cut)
    _say("held out", chance_of(weights, standard[held]), labels[held], cut)
    model = (weights, means, scales)
    keep("knowledge", "abstaining.json", encoder, FEATURES, model, threshold=round(cut, 3))


def _say(what: str, chance: Numbers, labels: Numbers, cut: float) -> None:
    answers, refuses = (chance[labels == 1] >= cut).mean(), (chance[labels == 0] < cut).mean()
    apart = auroc(chance.tolist(), (labels == 1).tolist())
    print(
        f"{what}: {len(labels)} questions, AUROC {apart:.3f}; threshold {cut:.2f} answers {answers:.2f} of the "
        f"answerable and refuses {refuses:.2f} of the others"
    )


if __name__ == "__main__":
    main()
