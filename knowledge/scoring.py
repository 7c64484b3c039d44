"""What speaks for a passage, and how much each of it counts.

Signals, each 0 to 1:
    dense: cosine of the question with the passage, headings before it.
    heading: cosine with the passage's own heading.
    sentence: cosine with the sentence of it that is nearest.
    asked: cosine with the nearest of the questions that its guide says the section answers; 0 where it says none.
    guide: how near the three best passages of its guide are, because a guide on the matter is a better place to look.
    lexical: BM25 over the best one's, as far as the passage holds the question's content words: shared words help
        direct questions and mislead in paraphrases.

The weights were chosen on the development questions of `evals/cases` by `python -m evals.fit_search`; the report in
`evals/reports` holds what else was tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from knowledge.ports import Vectors
from knowledge.records import FIXED_ROWS, Indexed

WEIGHTS = {"dense": 0.5, "heading": 0.1, "sentence": 0.4, "asked": 0.6, "guide": 0.3, "lexical": 0.3}
BEST_OF_GUIDE = 3

Signals = dict[str, float]


class Scored(NamedTuple):
    """A candidate before its text is known; `bound` is the best score it can reach."""

    bound: float
    number: int
    vector: Vectors
    cosines: Vectors
    signals: Signals


def scored(question: Vectors, candidates: Sequence[Indexed], lexical: Mapping[int, float]) -> list[Scored]:
    """Every candidate with its signals, most promising first.

    Args:
        question: its vector, shape (d,).
        candidates: passages with their vectors.
        lexical: passage number → BM25.
    """
    top = max(lexical.values(), default=0.0) or 1.0
    cosines = [np.clip(one.vectors @ question, 0.0, 1.0) for one in candidates]
    guides = _guides(candidates, cosines)
    found = [
        _scored(one, own, lexical.get(one.number, 0.0) / top, guides[one.path])
        for one, own in zip(candidates, cosines, strict=True)
    ]
    return sorted(found, key=lambda one: (-one.bound, one.number))


def fused(signals: Signals) -> float:
    """0 to 1: the weighted mean of the signals; `coverage` says how far the lexical one is to be trusted."""
    trusted = {**signals, "lexical": signals["lexical"] * signals["coverage"]}
    # A guide without questions of its own has nothing to lose by it: the others' mean takes their place.
    weights = WEIGHTS if signals["asked"] else {**WEIGHTS, "asked": 0.0}
    return sum(weight * trusted[name] for name, weight in weights.items()) / sum(weights.values())


def _scored(candidate: Indexed, cosines: Vectors, lexical: float, guide: float) -> Scored:
    first = FIXED_ROWS + candidate.asked
    signals = {
        "dense": float(cosines[0]),
        "heading": float(cosines[1]),
        "sentence": float(cosines[first:].max(initial=0.0)),
        "asked": float(cosines[FIXED_ROWS:first].max(initial=0.0)),
        "guide": guide,
        "lexical": lexical,
        "coverage": 1.0,
    }
    return Scored(fused(signals), candidate.number, candidate.vectors[0], cosines[first:], signals)


def _guides(candidates: Sequence[Indexed], cosines: Sequence[Vectors]) -> dict[str, float]:
    """Path → the mean likeness of the guide's best passages among the candidates."""
    likeness: dict[str, list[float]] = defaultdict(list)
    for candidate, own in zip(candidates, cosines, strict=True):
        sentence = own[FIXED_ROWS + candidate.asked :].max(initial=0.0)
        likeness[candidate.path].append(float(own[0] + sentence) / 2)
    return {path: float(np.mean(sorted(every)[-BEST_OF_GUIDE:])) for path, every in likeness.items()}
