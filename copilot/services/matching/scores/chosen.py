"""Whom the seekers ranked, as a part of the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from copilot.domain.choices import Choice
from copilot.services.matching.scores.pooling import Matrix, Rows

WORTH = (1.0, 0.9, 0.8)
"""What the first, second and third of a ranking are worth; everybody else is unknown, not worth less."""


class Chosen:
    """The rankings of a pool's seekers.

    Args:
        choices: seeker → her ranking.
        seekers, partners: ids in the order of the pool; who is ranked and not among the partners counts for nothing.
        mutual: whether a ranking counts in both directions, as between peers; of two the higher holds.
    """

    def __init__(
        self,
        choices: Mapping[str, Choice],
        seekers: Sequence[str],
        partners: Sequence[str],
        *,
        mutual: bool = False,
    ) -> None:
        self.choices = choices
        self._worth: dict[int, dict[int, float]] = {}
        rows, columns = ({each: n for n, each in enumerate(side)} for side in (seekers, partners))
        for seeker, choice in choices.items():
            for partner, worth in zip(choice.ranked, WORTH, strict=False):
                self._keep(rows.get(seeker), columns.get(partner), worth)
                if mutual:
                    self._keep(rows.get(partner), columns.get(seeker), worth)

    def _keep(self, row: int | None, column: int | None, worth: float) -> None:
        if row is not None and column is not None:
            of_row = self._worth.setdefault(row, {})
            of_row[column] = max(worth, of_row.get(column, 0.0))

    def __bool__(self) -> bool:
        return bool(self._worth)

    def values(self, rows: Rows, columns: Rows) -> Matrix:
        """What the rankings say: (len(rows), len(columns)), NaN where nothing."""
        values: Matrix = np.full((len(rows), len(columns)), np.nan, dtype=np.float32)
        for at, row in enumerate(rows):
            for column, worth in self._worth.get(int(row), {}).items():
                values[at, columns == column] = worth
        return values
