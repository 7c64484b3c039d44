"""The best allowed partners of each seeker, best first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.ports import Progress
from copilot.services.matching.affinity import Affinity
from copilot.services.matching.pooling import Matrix, Rows
from copilot.services.matching.rules import Rules

Numbers = NDArray[np.int64]

SCALE = 1_000_000
"""A score of 1 in the whole numbers the solver counts with."""
BLOCK = 128
"""Seekers scored at once."""


@dataclass(frozen=True)
class Ranked:
    """Arcs of the graph, seeker by seeker, each seeker's best first.

    rows, columns, worth: (arcs,), seeker, partner and score · SCALE. place: (arcs,), 0 for a seeker's best.
    complete: whether every allowed pair above the floor is among them.
    """

    rows: Rows
    columns: Rows
    worth: Numbers
    place: Rows
    seekers: int
    partners: int
    complete: bool

    @classmethod
    def of(cls, lists: list[tuple[Rows, Numbers]], partners: int, complete: bool) -> Ranked:
        """From each seeker's partners and their worth, best first."""
        lengths = [len(columns) for columns, _ in lists]
        return cls(
            rows=np.repeat(np.arange(len(lists)), lengths),
            columns=np.concatenate([np.zeros(0, dtype=np.intp), *(columns for columns, _ in lists)]),
            worth=np.concatenate([np.zeros(0, dtype=np.int64), *(worth for _, worth in lists)]),
            place=np.concatenate([np.zeros(0, dtype=np.intp), *(np.arange(length) for length in lengths)]),
            seekers=len(lists),
            partners=partners,
            complete=complete,
        )

    def of_seeker(self, seeker: int) -> slice:
        """Where one seeker's arcs stand."""
        start, end = np.searchsorted(self.rows, [seeker, seeker + 1])
        return slice(int(start), int(end))

    def worth_of(self, seeker: int, partner: int) -> int:
        """Score · SCALE of a pair, 0 where it is no arc."""
        arcs = self.of_seeker(seeker)
        found = np.flatnonzero(self.columns[arcs] == partner)
        return int(self.worth[arcs][found[0]]) if found.size else 0

    def replaced(self, lists: dict[int, tuple[Rows, Numbers]]) -> Ranked:
        """The same with other lists for some seekers."""
        kept = []
        for seeker in range(self.seekers):
            arcs = self.of_seeker(seeker)
            kept.append(lists.get(seeker, (self.columns[arcs], self.worth[arcs])))
        return Ranked.of(kept, self.partners, self.complete)


class Candidates:
    """Scores pairs and ranks them.

    Pools of at most `exact_up_to` pairs are scored in full. In larger ones a pooled vector a member picks each seeker's
    shortlist, and only that is scored exactly. Equal scores keep the order of the partners, which is that of a hash.
    """

    def __init__(self, affinity: Affinity, rules: Rules) -> None:
        self._affinity, self._rules = affinity, rules
        self._weights = affinity.weights

    def ranked(self, progress: Progress | None = None) -> Ranked:
        """Every seeker's allowed partners above the floor, or her shortlist of them in a large pool."""
        rows, columns = self._affinity.everyone
        exact = rows.size * columns.size <= self._weights.exact_up_to
        lists: list[tuple[Rows, Numbers]] = []
        for start in range(0, rows.size, BLOCK):
            block = rows[start : start + BLOCK]
            lists += self._in_full(block, columns) if exact else self._shortlisted(block, columns)
            if progress:
                progress(start + block.size, rows.size, "scoring")
        return Ranked.of(lists, columns.size, exact)

    def in_full(self, seekers: Rows) -> dict[int, tuple[Rows, Numbers]]:
        """The complete lists of some seekers, for those whose shortlist did not do."""
        lists = self._in_full(seekers, self._affinity.everyone[1])
        return dict(zip(map(int, seekers), lists, strict=True))

    def _in_full(self, block: Rows, columns: Rows) -> list[tuple[Rows, Numbers]]:
        scores = self._affinity.scores(self._affinity.parts(block, columns))
        scores[~self._rules.allowed(block, columns)] = np.nan
        return [self._list(row, columns) for row in scores]

    def _shortlisted(self, block: Rows, columns: Rows) -> list[tuple[Rows, Numbers]]:
        """Only need_offer differs between rough and exact; the other parts are taken over."""
        parts = self._affinity.parts(block, columns, roughly=True)
        rough = self._affinity.scores(parts)
        rough[~self._rules.allowed(block, columns)] = np.nan
        lists = []
        for at, seeker in enumerate(block):
            short = self._shortlist(rough[at])
            exact = {name: values[at : at + 1, short] for name, values in parts.items()}
            exact["need_offer"] = self._affinity.need_offer(np.array([seeker]), columns[short])
            lists.append(self._list(self._affinity.scores(exact)[0], columns[short]))
        return lists

    def _shortlist(self, rough: Matrix) -> Rows:
        """The columns of the best rough scores, in their own order; equal ones by the order of the partners."""
        known = np.flatnonzero(~np.isnan(rough))
        best_first = known[np.argsort(-rough[known], kind="stable")]
        return np.sort(best_first[: self._weights.shortlist])

    def _list(self, scores: Matrix, columns: Rows) -> tuple[Rows, Numbers]:
        worth = np.rint(np.nan_to_num(scores, nan=0).astype(np.float64) * SCALE).astype(np.int64)
        above = np.flatnonzero((worth > 0) & (worth >= round(self._weights.floor * SCALE)))
        best_first = above[np.argsort(-worth[above], kind="stable")]
        return columns[best_first], worth[best_first]
