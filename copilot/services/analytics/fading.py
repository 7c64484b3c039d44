"""The chance that a relationship is fading, or stuck, from its dates.

Fading. Whoever meets in a rhythm is missed once it is broken, and a monthly pair later than a weekly one. The gaps of
a relationship are taken to be gamma distributed, more regular than chance (Platzer and Reutterer 2016, Ticking Away the
Moments, Marketing Science 35:779–799), with a rate of its own that is drawn from the community's: few gaps of one's own
say little, many say all. After each meeting it may have been the last, as in BG/NBD (Fader, Hardie and Lee 2005,
Counting Your Customers the Easy Way, Marketing Science 24:275–284); then Bayes's rule gives how likely silence since
is only a gap. BG/NBD itself takes meetings to come by chance alone (Poisson) and never doubts who has not met at all;
neither is so here. That number and a few plain facts go into a logistic regression whose coefficients are fixed, and
stand in `at_risk.json` for everybody to read; `python -m evals.fit_at_risk` makes it, from simulated communities.

Stuck. A second regression of the same kind, of facts about promises and plans, for relationships that aren't fading.

A meeting today never raises either: its facts are so chosen, and their coefficients held to the signs in the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.services.analytics.evidence import Evidence
from copilot.services.analytics.usual import Usual

Numbers = NDArray[np.float64]

GAPS = 8
"""So many of the last gaps make a rhythm: people change theirs."""
SHORTEST = 5.0
"""Days; a rhythm is not taken to be quicker."""
LAST_PLANS = 8
"""Of so many sessions that lie behind, how many were called off."""
MOST = 3
"""More cancellations or unsettled sessions than this say nothing new."""
UNSIGNED_AFTER = 6.0
"""Weeks after which an unsigned agreement means something."""
FADING = ("silence", "nothing_planned", "never_met", "called_off", "left_open")
STUCK = ("called_off_share", "unsigned", "late_share")


@dataclass(frozen=True)
class GapModel:
    """regularity: shape of the gamma (1 is chance alone). own: gaps after which the pair's rhythm outweighs the
    community's, times the shape. last: the chance that a meeting is the last."""

    regularity: float
    own: float
    last: float


@dataclass(frozen=True)
class Logistic:
    """Bias and a coefficient a fact; `usual` is the mean of each in the communities it was made on."""

    bias: float
    weights: Mapping[str, float]
    usual: Mapping[str, float]

    def chances(self, rows: Numbers) -> Numbers:
        """The probability of each row of facts, in the order of the weights."""
        return _sigmoid(self.bias + rows @ np.array(list(self.weights.values())))

    def carried_by(self, row: Numbers) -> list[str]:
        """Facts that raise the chance above that of a usual relationship, the one that does most first."""
        names = list(self.weights)
        above = {n: self.weights[n] * (v - self.usual[n]) for n, v in zip(names, row, strict=True)}
        return sorted((n for n in names if above[n] > 0), key=lambda n: -above[n])


@dataclass(frozen=True)
class Model:
    """All that was fitted. From `fading_from` and `stuck_from` on a relationship is called so."""

    gaps: GapModel
    fading: Logistic
    stuck: Logistic
    fading_from: float
    stuck_from: float


@dataclass(frozen=True)
class Chance:
    """fading: that they won't meet again unless somebody does something. stuck: that they do, and nothing moves.

    `fading_by`, `stuck_by` are the facts that carry each, the heaviest first.
    """

    fading: float
    stuck: float
    fading_by: tuple[str, ...]
    stuck_by: tuple[str, ...]

    @property
    def risk(self) -> float:
        """That it is one or the other."""
        return min(1.0, self.fading + self.stuck)


@cache
def shipped() -> Model:
    """The model of `at_risk.json`."""
    text = (resources.files("copilot.services.analytics") / "at_risk.json").read_text("utf-8")
    told = json.loads(text)
    return Model(
        GapModel(**{name: told["gaps"][name] for name in ("regularity", "own", "last")}),
        _logistic(told["fading"]),
        _logistic(told["stuck"]),
        told["fading"]["from"],
        told["stuck"]["from"],
    )


def _logistic(told: Mapping[str, Any]) -> Logistic:
    facts: Mapping[str, Mapping[str, float]] = told["facts"]
    weights, usual = ({name: each[what] for name, each in facts.items()} for what in ("weight", "usual"))
    return Logistic(told["bias"], weights, usual)


def chances(every: Sequence[Evidence], usual: Usual, model: Model | None = None) -> list[Chance]:
    """What is likely of each; their order changes nothing, nor does that of their sessions."""
    if not every:
        return []
    model = model or shipped()
    fading_rows, stuck_rows = facts_of_fading(every, usual, model.gaps), facts_of_stuck(every)
    fading = model.fading.chances(fading_rows)
    stuck = (1 - fading) * model.stuck.chances(stuck_rows)
    return [
        Chance(
            float(fading[n]),
            float(stuck[n]),
            tuple(model.fading.carried_by(fading_rows[n])),
            tuple(model.stuck.carried_by(stuck_rows[n])),
        )
        for n in range(len(every))
    ]


def facts_of_fading(every: Sequence[Evidence], usual: Usual, gaps: GapModel) -> Numbers:
    """Rows of FADING. silence: the log odds, −6 to 6, that the last meeting was the last by the gap model."""
    silent = _silence(every, usual, gaps)
    rows = [
        (
            silent[n],
            not each.ahead,
            each.last is None,
            math.log1p(min(MOST, len(each.called_off_since()))),
            math.log1p(min(MOST, len(each.left_open_since()))),
        )
        for n, each in enumerate(every)
    ]
    return np.array(rows, dtype=np.float64)


def facts_of_stuck(every: Sequence[Evidence]) -> Numbers:
    """Rows of STUCK; the first is the share of the last plans called off, drawn towards a fifth by two plans more."""
    return np.array([_stuck_row(each) for each in every], dtype=np.float64)


def _stuck_row(each: Evidence) -> tuple[float, ...]:
    plans = sorted(
        [(day, False) for day in each.held] + [(day, True) for day in each.cancelled if day <= each.today],
        key=lambda plan: (plan[0], not plan[1]),
    )[-LAST_PLANS:]
    items = each.done + each.late
    return (
        (sum(fell for _, fell in plans) + 0.4) / (len(plans) + 2),
        float(not each.signed and each.weeks_old > UNSIGNED_AFTER),
        (each.late + 0.5) / (items + 2),
    )


def _silence(every: Sequence[Evidence], usual: Usual, gaps: GapModel) -> Numbers:
    from scipy.special import betaincc

    posterior = np.array([_rhythm(each, usual, gaps) for each in every])
    elapsed = np.array([usual.between(each.since, each.today) for each in every])
    # A gamma gap with a gamma rate is beta prime: how likely a gap as long as this one already is.
    reach = gaps.regularity * elapsed / posterior[:, 1]
    going_on = (1 - gaps.last) * betaincc(gaps.regularity, posterior[:, 0], reach / (1 + reach))
    odds: Numbers = np.log(gaps.last) - np.log(np.maximum(going_on, 1e-12))
    return np.clip(odds, -6.0, 6.0)


def _rhythm(each: Evidence, usual: Usual, gaps: GapModel) -> tuple[float, float]:
    """Shape and scale of what is known of its rate: the community's or the agreed rhythm, then its own gaps."""
    expected = max(SHORTEST, 7.0 * each.agreed_weeks if each.agreed_weeks else usual.gap)
    days = each.meetings[-GAPS - 1 :]
    own = [max(SHORTEST, usual.between(earlier, later)) for earlier, later in pairwise(days)]
    shape = 1 + gaps.own + gaps.regularity * len(own)
    return shape, gaps.own * expected + gaps.regularity * sum(own)


def _sigmoid(values: Numbers) -> Numbers:
    chance: Numbers = 1 / (1 + np.exp(-values))
    return chance
