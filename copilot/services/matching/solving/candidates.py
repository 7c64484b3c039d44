"""The best allowed partners of each seeker, best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from copilot.ports import Progress
from copilot.services.matching.scores.affinity import Affinity, Parts
from copilot.services.matching.scores.pooling import Matrix, Rows
from copilot.services.matching.scores.weights import CHOICE
from copilot.services.matching.solving.rules import Rules

Numbers = NDArray[np.int64]

SCALE = 1_000_000
"""A score of 1 in the whole numbers the solver counts with."""
PAIRS_AT_ONCE = 640_000
"""Scores of a block: the dozens of passes over them stay in the cache."""
MOST_IN_FULL = 4_000_000
"""Pairs that are scored in full for those whom their shortlist left without a partner."""
HUGE = 500_000_000
"""From this many pairs on half of the usual shortlist has to do."""

Arcs = tuple[Rows, Rows, Numbers]
"""Seekers, partners and worth, seeker by seeker, each seeker's best first."""


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
        rows = np.repeat(np.arange(len(lists)), [len(columns) for columns, _ in lists])
        return cls.from_arcs([(rows, *_joined(lists))], len(lists), partners, complete)

    @classmethod
    def from_arcs(cls, blocks: Iterable[Arcs], seekers: int, partners: int, complete: bool) -> Ranked:
        """From blocks of arcs, the seekers in ascending order."""
        blocks = [*blocks, (_NO_ROWS, _NO_ROWS, np.zeros(0, dtype=np.int64))]
        rows, columns, worth = (np.concatenate([block[n] for block in blocks]) for n in range(3))
        place = np.arange(rows.size) - np.searchsorted(rows, np.arange(seekers))[rows]
        return cls(rows, columns, worth, place, seekers, partners, complete)

    @cached_property
    def starts(self) -> Rows:
        """Where each seeker's arcs begin: (seekers + 1,)."""
        return np.searchsorted(self.rows, np.arange(self.seekers + 1))

    def of_seeker(self, seeker: int) -> slice:
        """Where one seeker's arcs stand."""
        return slice(int(self.starts[seeker]), int(self.starts[seeker + 1]))

    def pairs_of(self, seekers: Rows) -> tuple[Rows, Rows]:
        """The arcs of several seekers: which of these seekers, and the partner."""
        counts = self.starts[seekers + 1] - self.starts[seekers]
        arcs = np.repeat(self.starts[seekers] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        return np.repeat(np.arange(len(seekers)), counts), self.columns[arcs]

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

    def only(self, arcs: Rows | NDArray[np.bool_]) -> Ranked:
        """The same with some of the arcs, which keep their places."""
        return replace(
            self,
            rows=self.rows[arcs],
            columns=self.columns[arcs],
            worth=self.worth[arcs],
            place=self.place[arcs],
        )

    def joined(self, blocks: Iterable[Arcs]) -> Ranked:
        """With further arcs, none of which is there already."""
        arcs = best_first(
            *(
                np.concatenate(each)
                for each in zip((self.rows, self.columns, self.worth), *blocks, strict=True)
            )
        )
        return Ranked.from_arcs([arcs], self.seekers, self.partners, self.complete)


_NO_ROWS: Rows = np.zeros(0, dtype=np.intp)


def _joined(lists: list[tuple[Rows, Numbers]]) -> tuple[Rows, Numbers]:
    return (
        np.concatenate([_NO_ROWS, *(columns for columns, _ in lists)]),
        np.concatenate([np.zeros(0, dtype=np.int64), *(worth for _, worth in lists)]),
    )


def by_column(columns: Rows) -> Rows:
    """The arcs partner by partner, in their own order; small numbers are sorted by their digits, many times faster."""
    few = columns.astype(np.uint16) if columns.size and int(columns.max()) < 2**16 else columns
    order: Rows = np.argsort(few, kind="stable")
    return order


def best_first(rows: Rows, columns: Rows, worth: Numbers) -> Arcs:
    """Arcs seeker by seeker, the best first; of equal ones the lower column, whose order is that of a hash."""
    if not rows.size:
        return rows, columns, worth
    most, width = int(worth.max()) + 1, int(columns.max()) + 1
    if int(rows.max()) * most * width < 2**62:  # one number to sort by is several times faster than three
        order = np.argsort((rows * most + (most - 1 - worth)) * width + columns)
    else:
        order = np.lexsort((columns, -worth, rows))
    return rows[order], columns[order], worth[order]


class Candidates:
    """Scores pairs and ranks them.

    Pools of at most `exact_up_to` pairs are scored in full. In larger ones a pooled vector a member picks each seeker's
    shortlist, and only that is scored exactly. Equal scores keep the order of the partners, which is that of a hash.
    """

    def __init__(self, affinity: Affinity, rules: Rules) -> None:
        self._affinity, self._rules = affinity, rules
        self._weights = affinity.weights

    @cached_property
    def is_huge(self) -> bool:
        """Whether even comparing everybody roughly takes minutes."""
        rows, columns = self._affinity.everyone
        return rows.size * columns.size >= HUGE

    @property
    def shortlist(self) -> int:
        """How many partners of each seeker are scored exactly in a large pool."""
        return max(1, self._weights.shortlist // 2) if self.is_huge else self._weights.shortlist

    def ranked(self, progress: Progress | None = None) -> Ranked:
        """Every seeker's allowed partners above the floor, or her shortlist of them in a large pool."""
        rows, columns = self._affinity.everyone
        exact = rows.size * columns.size <= self._weights.exact_up_to
        blocks: list[Arcs] = []
        for block in in_blocks(rows, columns.size):
            blocks.append(self._in_full(block, columns) if exact else self.shortlisted(block))
            if progress:
                progress(int(block[-1]) + 1, rows.size, "scoring")
        return Ranked.from_arcs(blocks, rows.size, columns.size, exact)

    def widened(self, ranked: Ranked, seekers: Rows, prices: Numbers) -> Ranked:
        """With further arcs of these seekers, whose shortlist did not do.

        All of them where they are few; else a second shortlist, of the places that are free or cheap.
        """
        columns = self._affinity.everyone[1]
        few = seekers.size < ranked.seekers and seekers.size * columns.size <= MOST_IN_FULL
        blocks = [
            self._in_full(block, columns, ranked) if few else self._priced(block, ranked, prices)
            for block in in_blocks(seekers, columns.size)
        ]
        return ranked.joined(blocks)

    def _in_full(self, block: Rows, columns: Rows, known: Ranked | None = None) -> Arcs:
        scores = self._affinity.scores(self._affinity.parts(block, columns))
        scores[~self._rules.allowed(block, columns)] = np.nan
        if known:
            scores[known.pairs_of(block)] = np.nan
        at, found = np.nonzero(~np.isnan(scores))
        return self._arcs(block[at], columns[found], scores[at, found])

    def shortlisted(self, block: Rows) -> Arcs:
        """Exact scores of the pairs whose rough ones are the best of a seeker."""
        parts, rough = self._roughly(block)
        return self._exactly(block, parts, *highest(rough, self.shortlist))

    def _priced(self, block: Rows, ranked: Ranked, prices: Numbers) -> Arcs:
        """The same of pairs that are no arcs yet, by rough scores less the prices of the places."""
        parts, rough = self._roughly(block)
        rough -= (prices / SCALE).astype(np.float32)
        rough[ranked.pairs_of(block)] = np.nan
        return self._exactly(block, parts, *highest(rough, max(1, self.shortlist // 3)))

    def _roughly(self, block: Rows) -> tuple[Parts, Matrix]:
        columns = self._affinity.everyone[1]
        parts = self._affinity.parts(block, columns, roughly=True)
        rough = self._affinity.scores(parts)
        rough[~self._rules.allowed(block, columns)] = np.nan
        if CHOICE in parts:
            rough[~np.isnan(parts[CHOICE])] += 1  # whom she ranked herself is always scored exactly
        return parts, rough

    def _exactly(self, block: Rows, parts: Parts, at: Rows, columns: Rows) -> Arcs:
        """Only need_offer differs between rough and exact; the other parts are taken over."""
        known = {name: values[at, columns] for name, values in parts.items()}
        exact = self._affinity.parts_of(block[at], columns, known)
        return self._arcs(block[at], columns, self._affinity.scores(exact))

    def _arcs(self, rows: Rows, columns: Rows, scores: Matrix) -> Arcs:
        worth = np.rint(np.nan_to_num(scores).astype(np.float64) * SCALE).astype(np.int64)
        above = np.flatnonzero((worth > 0) & (worth >= round(self._weights.floor * SCALE)))
        return best_first(rows[above], columns[above], worth[above])


def in_blocks(rows: Rows, columns: int) -> list[Rows]:
    """Seekers in runs whose scores with everybody are worked on at once."""
    size = max(1, PAIRS_AT_ONCE // max(1, columns))
    return [rows[start : start + size] for start in range(0, rows.size, size)]


def highest(scores: Matrix, most: int) -> tuple[Rows, Rows]:
    """Where the `most` highest of each row stand, NaN never; of equal ones those that come first."""
    if scores.shape[1] <= most:
        at, found = np.nonzero(~np.isnan(scores))
        return at, found
    comparable = np.nan_to_num(scores, nan=-np.inf)
    least = np.partition(comparable, -most, axis=1)[:, -most]
    at, found = np.nonzero((comparable >= least[:, None]) & (comparable > -np.inf))
    if not at.size or np.bincount(at).max() <= most:
        return at, found
    above = comparable[at, found] > least[at]
    room = most - np.bincount(at[above], minlength=len(scores))
    equal = np.cumsum(~above)
    before = np.concatenate([[0], equal])[np.searchsorted(at, np.arange(len(scores)))]
    kept = above | (equal - before[at] <= room[at])
    return at[kept], found[kept]
