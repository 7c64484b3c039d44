"""Fits the judge of `services.learning.commenting`: `python -m evals.fit_practice`, with the encoder that is set.

A logistic regression with an L2 penalty over pieces of answers, of which only the likeliest speaks for its answer: fit,
choose the likeliest piece of each answer anew, fit again (Dietterich, Lathrop and Lozano-Pérez, 1997, Artificial
Intelligence 89:31–71, call such a set a bag). Only guides that are not held out are fitted on. The two cuts are chosen
on probabilities of models that never saw the guide they judge: of what is said to be met, and of what is said to be
missing, at least `SURE` is right, with as little as possible left undecided.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.services.learning.likeness import FEATURES, Numbers
from evals.fitting import chance_of, fit, keep
from evals.metrics import auroc
from evals.suites.homes import empty_home
from evals.suites.practice import Labelled, labelled

PENALTY = 3.0
ROUNDS = 8
FOLDS = 6
SURE = 0.94
"""The share that has to be right of what is said to be met, and of what is said to be missing."""
BEST = FEATURES.index("best")


def fitted(points: Sequence[Labelled]) -> tuple[Numbers, Numbers, Numbers]:
    """Weights with the bias first, means and scales, of the likeliest piece of each answer."""
    told = [one for one in points if len(one.rows)]
    made = np.array([float(one.made) for one in told])
    every = np.concatenate([one.rows for one in told])
    means, scales = every.mean(axis=0), every.std(axis=0) + 1e-9
    chosen = np.array([one.rows[one.rows[:, BEST].argmax()] for one in told])
    for _ in range(ROUNDS):
        weights = fit((chosen - means) / scales, made, PENALTY)
        chosen = np.array([one.rows[(((one.rows - means) / scales) @ weights[1:]).argmax()] for one in told])
    return weights, means, scales


def chances(points: Sequence[Labelled], model: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """The probability of each point."""
    weights, means, scales = model
    return np.array(
        [chance_of(weights, (one.rows - means) / scales).max() if len(one.rows) else 0.0 for one in points]
    )


def left_out(points: Sequence[Labelled]) -> Numbers:
    """The probability of each point from a model that never saw its guide."""
    guides = sorted({one.guide for one in points})
    found: Numbers = np.zeros(len(points))
    for fold in range(FOLDS):
        test = np.array([guides.index(one.guide) % FOLDS == fold for one in points])
        if test.any():
            model = fitted([one for one, is_test in zip(points, test, strict=True) if not is_test])
            found[test] = chances([one for one, is_test in zip(points, test, strict=True) if is_test], model)
    return found


def cuts(chance: Numbers, made: Numbers) -> tuple[float, float]:
    """(met, perhaps): the lowest cut above which enough are made, the highest one below which enough are not."""
    tried = np.round(np.arange(0.05, 0.96, 0.01), 2)
    met = [cut for cut in tried if (chance >= cut).any() and made[chance >= cut].mean() >= SURE]
    missing = [cut for cut in tried if (chance < cut).any() and 1 - made[chance < cut].mean() >= SURE]
    high = float(min(met, default=tried[-1]))
    low = float(max(missing, default=tried[0]))
    return high, min(low, high)


def main() -> None:
    """Fit, print what it is worth, and write the encoder's part of `commenting.json`."""
    with empty_home() as copilot:
        own, others = (labelled(copilot.encoder, held_out=held) for held in (False, True))
        encoder = copilot.encoder.name.split(":")[0]
    made, held = (np.array([float(one.made) for one in each]) for each in (own, others))
    chance, model = left_out(own), fitted(own)
    met, perhaps = cuts(chance, made)
    _say("development, guides left out in turn", chance, made, met, perhaps)
    _say("held out", chances(others, model), held, met, perhaps)
    words = np.array([one.words for one in own])
    print(f"TF-IDF: the best cut on development is {best_cut(words, made):.3f}")
    cut = {"met": round(met, 2), "perhaps": round(perhaps, 2)}
    keep("copilot.services.learning", "commenting.json", encoder, FEATURES, model, **cut)


def best_cut(scores: Numbers, made: Numbers) -> float:
    """The cut with the highest F1."""
    tried = np.unique(scores)
    f1 = [2 * made[scores >= cut].sum() / ((scores >= cut).sum() + made.sum()) for cut in tried]
    return float(tried[int(np.argmax(f1))])


def _say(what: str, chance: Numbers, made: Numbers, met: float, perhaps: float) -> None:
    said, denied = chance >= met, chance < perhaps
    print(
        f"{what}: {len(made)} points, {made.mean():.2f} made, "
        f"AUROC {auroc(chance.tolist(), (made == 1).tolist()):.3f}, "
        f"Brier {((chance - made) ** 2).mean():.3f}; met from {met:.2f}: {said.mean():.2f} of them, "
        f"{made[said].mean():.2f} right; missing below {perhaps:.2f}: {denied.mean():.2f}, "
        f"{1 - made[denied].mean():.2f} right"
    )


if __name__ == "__main__":
    main()
