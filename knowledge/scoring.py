"""What speaks for a passage, and how much each of it counts.

Signals, each 0 to 1:
    dense: cosine of the question with the passage, headings before it.
    heading: cosine with the passage's own heading.
    sentence: cosine with the sentence of it that is nearest.
    asked: cosine with the nearest of the questions that its guide says the section answers; 0 where it says none.
    guide: how near the three best passages of its guide are, because a guide on the matter is a better place to look.
    lexical: BM25 over the best one's, as far as the passage holds the question's content words: shared words help
        direct questions and mislead in paraphrases.

The weights were chosen on the development questions of `evals/cases`; `evals/reports/2026-11-22-search-experiments.md`
tells what else was tried, and what it was worth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.ports import Vectors
from knowledge.records import FIXED_ROWS, Candidates

WEIGHTS = {"dense": 0.5, "heading": 0.1, "sentence": 0.4, "asked": 0.5, "guide": 0.3, "lexical": 0.25}
UNASKED = {**WEIGHTS, "asked": 0.0}
BEST_OF_GUIDE = 3

Signals = dict[str, float]
Places = NDArray[np.int64]


class Scored(NamedTuple):
    """A candidate before its text is known; `bound` is the best score it can reach."""

    bound: float
    number: int
    vector: Vectors
    cosines: Vectors
    signals: Signals


def scored(question: Vectors, found: Candidates, lexical: Mapping[int, float]) -> list[Scored]:
    """Every candidate with its signals, most promising first.

    Args:
        question: its vector, shape (d,).
        found: passages with their vectors.
        lexical: passage number → BM25.
    """
    if not len(found.numbers):
        return []
    top = max(lexical.values(), default=0.0) or 1.0
    # One product for all rows of all candidates: there are thousands of them.
    cosines = np.clip(found.vectors @ question, 0.0, 1.0)
    signals = _signals(found, cosines, [lexical.get(number, 0.0) / top for number in found.numbers])
    ranked = [
        Scored(fused(own), number, found.vectors[start], cosines[start + FIXED_ROWS + asked : end], own)
        for own, number, start, end, asked in zip(
            signals, found.numbers, found.starts[:-1], found.starts[1:], found.asked, strict=True
        )
    ]
    return sorted(ranked, key=lambda one: (-one.bound, one.number))


def fused(signals: Signals) -> float:
    """0 to 1: the weighted mean of the signals; `coverage` says how far the lexical one is to be trusted."""
    trusted = {**signals, "lexical": signals["lexical"] * signals["coverage"]}
    # A guide without questions of its own has nothing to lose by it: the others' mean takes their place.
    weights = WEIGHTS if signals["asked"] else UNASKED
    return sum(weight * trusted[name] for name, weight in weights.items()) / sum(weights.values())


def _signals(found: Candidates, cosines: Vectors, lexical: Sequence[float]) -> list[Signals]:
    starts = np.asarray(found.starts[:-1])
    said = starts + FIXED_ROWS
    sentences = said + np.asarray(found.asked)
    columns = {
        "dense": cosines[starts],
        "heading": cosines[starts + 1],
        "asked": _highest(cosines, said, sentences),
        "sentence": _highest(cosines, sentences, np.asarray(found.starts[1:])),
    }
    columns["guide"] = _guides(found.paths, (columns["dense"] + columns["sentence"]) / 2)
    columns |= {"lexical": np.asarray(lexical), "coverage": np.ones(len(lexical))}
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _highest(cosines: Vectors, begins: Places, ends: Places) -> Vectors:
    """The highest cosine of each span of rows; 0 where a span is empty."""
    # A pair of edges for each span; the stretch between two spans is reduced as well and thrown away.
    edges = np.stack([begins, np.maximum(ends, begins + 1)], axis=1).ravel()
    padded = np.append(cosines, [0.0, 0.0]).astype(np.float32)
    highest: Vectors = np.maximum.reduceat(padded, edges)[::2]
    return np.where(begins < ends, highest, np.float32(0.0))


def _guides(paths: Sequence[str], likeness: Vectors) -> Vectors:
    """For each candidate the mean likeness of its guide's best passages."""
    best: dict[str, list[float]] = defaultdict(list)
    for path, value in sorted(zip(paths, likeness.tolist(), strict=True), key=lambda one: -one[1]):
        if len(best[path]) < BEST_OF_GUIDE:
            best[path].append(value)
    return np.array([sum(best[path]) / len(best[path]) for path in paths], dtype=np.float32)
