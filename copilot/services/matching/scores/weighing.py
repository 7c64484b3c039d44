"""The parts of a score summed by their weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from copilot.services.matching.scores.pooling import Matrix
from copilot.services.matching.scores.weights import CHOICE, NEED_PARTS, PARTS, READING, PartWeights


def weighed_sum(parts: Mapping[str, Matrix], weights: PartWeights) -> Matrix:
    """The weighed sum of the known parts, divided by their weights, 0 to 1; NaN where needs or offers are unknown."""
    total: Matrix = np.zeros(parts["need_offer"].shape, dtype=np.float32)
    known: Matrix = np.zeros_like(total)
    for name in (each for each in (*PARTS, READING) if each in parts):
        weight = np.float32(weights.of(name))
        values = _read_or_not(parts) if name == READING else parts[name]
        is_known = ~np.isnan(values)
        np.add(total, values * weight, out=total, where=is_known)
        known += is_known * weight
    scores = np.divide(total, known, out=np.zeros_like(total), where=known > 0)
    if CHOICE in parts:
        weight = np.float32(weights.of(CHOICE))
        np.fmax(scores, (total + weight * parts[CHOICE]) / (known + weight), out=scores)
    scores[np.isnan(parts["need_offer"])] = np.nan
    return scores


def as_far_as_said(parts: Mapping[str, Matrix], said: Matrix) -> dict[str, Matrix]:
    """The parts, each of those that hold needs against offers times how far the needs are said, 0 to 1."""
    return {name: values * said if name in NEED_PARTS else values for name, values in parts.items()}


def without_lowering_choices(parts: Mapping[str, Matrix], weights: PartWeights) -> Mapping[str, Matrix]:
    """The parts without the choices that would lower a score, and so do not count."""
    if CHOICE not in parts:
        return parts
    without = {name: values for name, values in parts.items() if name != CHOICE}
    raises = weighed_sum(parts, weights) > weighed_sum(without, weights)
    return {**without, CHOICE: np.where(raises, parts[CHOICE], np.nan)}


def _read_or_not(parts: Mapping[str, Matrix]) -> Matrix:
    filled: Matrix = np.where(np.isnan(parts[READING]), parts["need_offer"], parts[READING])
    return filled
