"""What a manager may set: how much each part of the score weighs, and the limits of a run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from copilot.domain.matches import MatchRole
from copilot.domain.records import Value

PARTS = ("need_offer", "areas", "lexical", "wishes", "hours", "style", "level_fit")
"""The named parts of a score, each from 0 to 1."""
CHOICE: Literal["choice"] = "choice"
"""One more part, there where a seeker ranked her partners herself: it raises a score and never lowers one."""
READING: Literal["reading"] = "reading"
"""One more part, there where a chat model read both texts."""
NEED_PARTS = ("need_offer", "areas", "lexical", READING)
"""The parts that hold what is needed against what is offered."""


class PartWeights(Value):
    """How much each part weighs; only their relation counts."""

    need_offer: float = Field(0.08, ge=0)
    areas: float = Field(0.52, ge=0)
    lexical: float = Field(0.02, ge=0)
    wishes: float = Field(0.15, ge=0)
    hours: float = Field(0.08, ge=0)
    style: float = Field(0.05, ge=0)
    level_fit: float = Field(0.03, ge=0)
    choice: float = Field(0.60, ge=0)
    reading: float = Field(0.30, ge=0)

    @model_validator(mode="after")
    def _something_weighs(self) -> PartWeights:
        if not any(self.of(part) for part in PARTS):
            raise ValueError("at least one part must weigh more than 0")
        return self

    def of(self, part: str) -> float:
        """The weight of one part."""
        return float(getattr(self, part))


class MatchingWeights(Value):
    """The settings of matching, for each role its own weights.

    Attributes:
        floor: no match is proposed below this score.
        tolerance: share of the total score a run may give up so that fewer people move.
        candidates: how many candidates of each seeker the first solve looks at.
        shortlist: how many a pooled vector keeps for exact scoring, in pools of more than `exact_up_to` pairs.
        exact_up_to: pools of at most this many pairs are scored in full; 20 million take some ten seconds.
        midpoint, steepness: x → 1 / (1 + exp(−steepness · (x − midpoint))) turns a cosine into 0 to 1, for need_offer.
        areas_midpoint, areas_steepness: the same for how far offers show the crafts that needs call for.
        plain_midpoint, plain_steepness: the same for the cosine of two texts (style, wishes in other words).
        headline: how much the parts that meet needs count where somebody states no goal and no interest, so that only a
            headline can stand for a need. Two of one trade look all too much alike: counted in full they would come
            before everybody who says what she wants to learn.
        enough_hours: working hours in common from which more of them add nothing.
        read_top: how many candidates of each seeker a chat model reads too, where one is configured; 0 is none.
        read_budget: how often it is asked in one run. What it said is kept, and a later run reads on.
        rephrase: whether a chat model, where one is configured, may say a rationale in its own words; what the evidence
            does not support is dropped.
    """

    mentor: PartWeights = PartWeights()
    sponsor: PartWeights = PartWeights(need_offer=0.08, areas=0.32, wishes=0.15, hours=0.05, level_fit=0.25)
    peer: PartWeights = PartWeights(
        need_offer=0.20, areas=0.25, wishes=0.18, hours=0.13, style=0.10, level_fit=0.05
    )
    reverse: PartWeights = PartWeights(hours=0.10)
    floor: float = Field(0.15, ge=0, le=1)
    tolerance: float = Field(0.005, ge=0, le=1)
    candidates: int = Field(50, ge=1)
    shortlist: int = Field(150, ge=1)
    exact_up_to: int = Field(20_000_000, ge=0)
    midpoint: float = 0.20
    steepness: float = Field(16.0, gt=0)
    areas_midpoint: float = 0.02
    areas_steepness: float = Field(60.0, gt=0)
    plain_midpoint: float = 0.30
    plain_steepness: float = Field(9.0, gt=0)
    headline: float = Field(0.5, ge=0, le=1)
    enough_hours: float = Field(4.0, gt=0, le=8)
    read_top: int = Field(0, ge=0, le=50)
    read_budget: int = Field(200, ge=0)
    rephrase: bool = False

    def for_role(self, role: MatchRole) -> PartWeights:
        """The weights of one of the roles that bring two people together."""
        weights: PartWeights = getattr(self, role.value)
        return weights
