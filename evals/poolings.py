"""How many cosines between needs and offers become one number: each way on the judged mentees, nothing else counted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from copilot.ports import Encoder, Vectors
from copilot.services.matching.solving.kept_vectors import KeptVectors
from evals.running import Result, run_task
from evals.suites.matching import judged_cases, score
from evals.tasks import Case, Task

Pooling = Callable[[Vectors], float]
"""Cosines of (needs, offers) into one number."""


def log_mean_exp(sharpness: float) -> Pooling:
    """ln(mean(exp(a · cosine))) / a over the offers, then the mean over the needs: between mean and maximum."""

    def pooled(cosines: Vectors) -> float:
        return float((np.log(np.exp(sharpness * cosines).mean(axis=1)) / sharpness).mean())

    return pooled


def best_of(count: int) -> Pooling:
    """The mean of the best few offers of each need, then the mean over the needs."""

    def pooled(cosines: Vectors) -> float:
        return float(np.sort(cosines, axis=1)[:, -count:].mean())

    return pooled


def all_together(cosines: Vectors) -> float:
    """The mean of all."""
    return float(cosines.mean())


POOLINGS: dict[str, Pooling] = {
    "mean": all_together,
    "maximum": best_of(1),
    "mean of the best two": best_of(2),
    "mean of the best three": best_of(3),
    "log-mean-exp × 5": log_mean_exp(5),
    "log-mean-exp × 10": log_mean_exp(10),
    "log-mean-exp × 20": log_mean_exp(20),
}


def compare_poolings(encoder: Encoder) -> dict[str, Result]:
    """Pooling → figures on the judged mentees."""
    cases, remembering = judged_cases(), KeptVectors(encoder)
    results = {}
    for name, pooling in POOLINGS.items():

        def solve(case: Case, pooling: Pooling = pooling) -> list[float]:
            needs = remembering.encode(case.input["goals"])
            offers = [remembering.encode(_offers(each["profile"])) for each in case.expected["partners"]]
            return [pooling(needs @ each.T) for each in offers]

        results[name] = run_task(Task(name, cases, solve, score))
    return results


def _offers(profile: dict[str, list[str]]) -> list[str]:
    return [*profile["experience"], ", ".join(profile["skills"]), str(profile["headline"])]
