"""Is the objective that a goal, a programme or an event serves found, and is the confidence worth its number?

Eight communities with 4 to 7 objectives each, and for each 28 or 29 things in people's words; a third serves none, many
of these share a word with an objective. What serves what was written down before anything was computed. The
coefficients were fitted on four communities; the figures here are of the four others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from copilot.domain.objectives import Objective
from copilot.ports import Encoder
from copilot.services.objectives.judging import THRESHOLD, Nearest, Nearness, Numbers, Thing
from copilot.services.objectives.reading import read_key_results
from evals.metrics import Columns, Statistic, Values, auroc_of, mean_of, ratio_of
from evals.suites.homes import empty_home
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress

BINS = 10
"""Of equal width; the calibration error is taken over these."""


@dataclass(frozen=True)
class Found:
    """The nearest objective with its confidence, and what shared words alone say."""

    nearest: Nearest
    confidence: float
    by_words: str
    shared: float


def calibration_error(confidence: str, right: str) -> Statistic:
    """1 − the expected calibration error (Naeini, Cooper & Hauskrecht 2015, AAAI), so that higher is better."""

    def statistic(columns: Columns, weights: Values) -> Values:
        said, was = columns[confidence], columns[right]
        bins = np.minimum((said * BINS).astype(int), BINS - 1)
        apart = [np.abs(weights[:, bins == each] @ (said - was)[bins == each]) for each in range(BINS)]
        error: Values = 1 - np.sum(apart, axis=0) / weights.sum(axis=1)
        return error

    return statistic


def always_the_same(right: str) -> Statistic:
    """1 − the Brier score of saying the share of right ones every time: the best that can be said unread."""
    mean = mean_of(right)

    def statistic(columns: Columns, weights: Values) -> Values:
        share = mean(columns, weights)
        closeness: Values = 1 - share * (1 - share)
        return closeness

    return statistic


METRICS: Mapping[str, Statistic] = {
    "top-1": mean_of("found"),
    "top-1 above TF-IDF": mean_of("found above words"),
    "serves any AUROC": auroc_of("confidence", "serves"),
    "serves any AUROC, TF-IDF": auroc_of("shared", "serves"),
    "1 − Brier": mean_of("closeness"),
    "1 − Brier, always the same": always_the_same("right"),
    "1 − Brier, always none": mean_of("closeness of none"),
    "1 − calibration error": calibration_error("confidence", "right"),
    "suggested and right": ratio_of("suggested right", "suggested"),
    "served and suggested": mean_of("suggested where it serves"),
    "left alone": mean_of("left alone"),
    "decided": mean_of("decided"),
    "decided, always none": mean_of("none"),
}


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Found]]:
    """The held-out communities, with the encoder that is set."""
    with empty_home() as copilot:
        yield task(copilot.encoder, held_out=True)


def task(encoder: Encoder, *, held_out: bool) -> Task[Found]:
    """The communities of one half; `found_in` computes each once."""
    chosen = [case for case in cases() if case.expected["held_out"] == held_out]
    found = found_in(encoder, chosen)
    return Task("objectives", chosen, lambda case: found[case.id], score, METRICS)


def cases() -> tuple[Case, ...]:
    """The things, each with the objective it serves, empty for none."""
    return read_cases("objectives.jsonl", given="thing")


@cache
def objectives_of(community: str) -> tuple[Objective, ...]:
    """What a community wants to reach."""
    told = json.loads((resources.files("evals") / "cases" / "objectives-communities.json").read_text("utf-8"))
    return tuple(
        Objective(
            id=each["id"], title=each["title"], why=each["why"], key_results=read_key_results(each["key_results"])
        )
        for each in told[community]["objectives"]
    )  # fmt: skip


def thing_of(case: Case) -> Thing:
    """The thing as the service reads it."""
    told = case.input
    return Thing(kind=case.kind, record=case.id, title=told["title"], more=told.get("more", ""))


def found_in(encoder: Encoder, chosen: Sequence[Case]) -> dict[str, Found]:
    """Case → what was found for it, community by community."""
    nearness = Nearness(encoder)
    found: dict[str, Found] = {}
    for community in dict.fromkeys(case.expected["community"] for case in chosen):
        own = [case for case in chosen if case.expected["community"] == community]
        objectives, things = objectives_of(community), [thing_of(case) for case in own]
        words = shared_words(things, objectives)
        for case, nearest, shared in zip(own, nearness.nearest(things, objectives), words, strict=True):
            assert nearest is not None  # noqa: S101 - nothing was refused
            best = objectives[int(shared.argmax())].id
            confidence = nearness.judge.confidence(nearest)
            found[case.id] = Found(nearest, confidence, best, float(shared.max()))
    return found


def shared_words(things: Sequence[Thing], objectives: Sequence[Objective]) -> Numbers:
    """TF-IDF cosines (Salton & Buckley 1988), shape (things, objectives)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    whole = [" ".join([each.title, each.why, *(one.text for one in each.key_results)]) for each in objectives]
    texts = [thing.text for thing in things] + whole
    weighed = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    product: Numbers = (weighed[: len(things)] @ weighed[len(things) :].T).toarray()
    return product


def score(case: Case, found: Found) -> Mapping[str, float]:
    """`right`: the nearest is the one it serves. `decided`: it was suggested and right, or rightly left alone."""
    serves = case.expected["serves"]
    right, suggested = found.nearest.objective == serves, found.confidence >= THRESHOLD
    numbers = {
        "serves": bool(serves),
        "confidence": found.confidence,
        "shared": found.shared,
        "right": right,
        "closeness": 1 - (found.confidence - right) ** 2,
        "closeness of none": 1 - float(right),
        "suggested": suggested,
        "suggested right": suggested and right,
        "decided": right if suggested else not serves,
        "none": not serves,
    }
    if not serves:
        return numbers | {"left alone": not suggested}
    by_words = found.by_words == serves and found.shared > 0
    return numbers | {
        "found": right,
        "found above words": float(right) - by_words,
        "suggested where it serves": suggested and right,
    }
