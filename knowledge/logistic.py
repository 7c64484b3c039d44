"""A fitted logistic regression that ships as numbers: one set of coefficients for each encoder it was fitted with."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

FALLBACK = "all-mpnet-base-v2"
"""Whose coefficients serve an encoder that was never measured."""
_MOST = 30.0
"""Log-odds beyond it are certainty, and would overflow."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Logistic:
    """log-odds = bias + Σ weight × (feature − mean) / scale. A feature that is unknown counts as its mean."""

    weights: Mapping[str, float]
    means: Mapping[str, float]
    scales: Mapping[str, float]
    bias: float

    def chance(self, seen: Mapping[str, float | None]) -> float:
        """The probability, 0 to 1, at these features."""
        log_odds = self.bias + sum(
            weight * (value - self.means[name]) / self.scales[name]
            for name, weight in self.weights.items()
            if (value := seen[name]) is not None
        )
        return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, log_odds))))

    def chances(self, rows: Numbers) -> Numbers:
        """The probability, 0 to 1, of each row of features in the order of the weights, shape (rows,)."""
        means, scales = (
            np.array([told[name] for name in self.weights]) for told in (self.means, self.scales)
        )
        log_odds = self.bias + ((rows - means) / scales) @ np.array(list(self.weights.values()))
        found: Numbers = 1 / (1 + np.exp(-np.clip(log_odds, -_MOST, _MOST)))
        return found


FittedModel = TypeVar("FittedModel", bound=Logistic)


def fitted_for(encoder: str, model: type[FittedModel], package: str, file: str) -> FittedModel:
    """What a file of a package holds for an encoder, by its name; for one never measured, what the default has."""
    told = _coefficients(package, file)
    return model(**told.get(encoder.split(":")[0], told[FALLBACK]))


@cache
def _coefficients(package: str, file: str) -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = json.loads((resources.files(package) / file).read_text("utf-8"))
    return told
