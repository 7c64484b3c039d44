"""The part of a score that areas give."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.scores.pooling import Matrix, Ragged, Rows, all_or_some, squashed

Texts = tuple[Ragged, Ragged]
"""The needs and the offers of one side."""


class AreasPart:
    """Her needs call for areas; what the partner tells of shows these crafts, or only what lies beside them.

    As far as needs are told plainly (“Learn Rust”) the words themselves say more than any area can: there the part is
    need_offer, so that nobody's way of speaking changes how much her needs weigh.

    Args:
        areas: the catalogue.
        seekers, partners: the texts of both sides.
        mutual: whether both learn from each other, as peers do; then it is the mean of both directions.
        midpoint, steepness: what squashes the likeness into 0 to 1.
    """

    def __init__(
        self,
        areas: AreaVectors,
        seekers: Texts,
        partners: Texts,
        *,
        mutual: bool,
        midpoint: float,
        steepness: float,
    ) -> None:
        self.areas, self._seekers, self._partners, self._mutual = areas, seekers, partners, mutual
        self._midpoint, self._steepness = midpoint, steepness

    def values(self, rows: Rows, columns: Rows, need_offer: Matrix) -> Matrix:
        """The part for all rows and columns, NaN where need_offer is: (len(rows), len(columns))."""
        met = all_or_some(self.called, rows) @ all_or_some(self.shown, columns).T
        if self._mutual:
            back = all_or_some(self._shown_back, rows) @ all_or_some(self._called_back, columns).T
            met = (met + back) * np.float32(0.5)
        met = squashed(met, self._midpoint, self._steepness)
        blended: Matrix = need_offer + self._as_scenes(rows[:, None], columns[None, :]) * (met - need_offer)
        return blended

    def corrected(self, values: Matrix, rows: Rows, columns: Rows, rough: Matrix, exact: Matrix) -> Matrix:
        """Values of single pairs that were made with a rough need_offer, with an exact one instead: (pairs,)."""
        corrected: Matrix = values + (1 - self._as_scenes(rows, columns)) * (exact - rough)
        return corrected

    def _as_scenes(self, rows: Rows, columns: Rows) -> Matrix:
        """How far the needs are told as scenes, 0 to 1; of peers the mean of both."""
        here, there = self._scenes
        return (here[rows] + there[columns]) * np.float32(0.5) if self._mutual else here[rows]

    @cached_property
    def called(self) -> Matrix:
        """What the seekers' needs call for: (seekers, areas)."""
        return self.areas.called_for(self._seekers[0])

    @cached_property
    def shown(self) -> Matrix:
        """What the partners' offers show: (partners, areas)."""
        return self.areas.shown_by(self._partners[1])

    @cached_property
    def _called_back(self) -> Matrix:
        return self.areas.called_for(self._partners[0])

    @cached_property
    def _shown_back(self) -> Matrix:
        return self.areas.shown_by(self._seekers[1])

    @cached_property
    def _scenes(self) -> tuple[Matrix, Matrix]:
        here = self.areas.told_as_scenes(self._seekers[0])
        return here, self.areas.told_as_scenes(self._partners[0]) if self._mutual else here
