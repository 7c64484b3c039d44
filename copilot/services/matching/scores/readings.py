"""What a chat model said of pairs, as a part of the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from copilot.domain.verdicts import Verdict
from copilot.services.matching.scores.pooling import Matrix, Rows

Pairs = Mapping[tuple[str, str], Verdict]
"""(Who needs, who offers) → the verdict."""


class Readings:
    """The verdicts on the pairs of a pool.

    Args:
        verdicts: each with words that stand in the partner's texts.
        seekers, partners: ids in the order of the pool.
        mutual: whether both directions count, as between peers; the part is their mean once both were read.
    """

    def __init__(
        self, verdicts: Pairs, seekers: Sequence[str], partners: Sequence[str], *, mutual: bool = False
    ) -> None:
        self._verdicts, self._mutual = verdicts, mutual
        rows, columns = ({each: n for n, each in enumerate(side)} for side in (seekers, partners))
        self._of_row: dict[int, dict[int, float]] = {}
        for seeker, partner in verdicts:
            known = self.of_pair(seeker, partner)
            if known and seeker in rows and partner in columns:
                of_row = self._of_row.setdefault(rows[seeker], {})
                of_row[columns[partner]] = sum(each.value for each in known) / len(known)

    def __bool__(self) -> bool:
        return bool(self._of_row)

    @property
    def worth(self) -> dict[tuple[int, int], float]:
        """(row, column) → the part, 0 to 1, of every pair that was read."""
        return {
            (row, column): value for row, of_row in self._of_row.items() for column, value in of_row.items()
        }

    def of_pair(self, seeker: str, partner: str) -> tuple[Verdict, ...]:
        """The verdict on the partner's offers, and between peers then that on the seeker's; empty if not read."""
        directions = [(seeker, partner), *([(partner, seeker)] if self._mutual else [])]
        if not all(each in self._verdicts for each in directions):
            return ()
        return tuple(self._verdicts[each] for each in directions)

    def values(self, rows: Rows, columns: Rows) -> Matrix:
        """The part: (len(rows), len(columns)), NaN where a pair was not read."""
        values: Matrix = np.full((len(rows), len(columns)), np.nan, dtype=np.float32)
        for at, row in enumerate(rows):
            for column, value in self._of_row.get(int(row), {}).items():
                values[at, columns == column] = value
        return values
