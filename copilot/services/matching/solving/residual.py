"""What one more place would do: the longest augmenting paths in the residual graph of a solved pool.

One more place with B raises the total by the best path that ends there: a seeker moves to B, another takes the place
she leaves, and so on until somebody who waits comes in (or the place left stays empty). Successive shortest paths: the
optimum with the place is the optimum without it plus that path (Ahuja, Magnanti & Orlin, Network Flows, 1993, chapter
9). What is said of a seeker here is true of every optimum with the place, not of one of several: it is said only where
her best path beats every path without her, and by more than rounding can turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.solving.assignment import NOBODY, Assignment
from copilot.services.matching.solving.candidates import Numbers, by_column

NO_ORIGIN = -1
"""The path of nobody who waits: the place is left empty, or taken by somebody whose own place stays free."""
MARGIN = 20
"""By so much a path must be better than every other, in the solver's whole numbers: what rounding could turn is no more
than a tie (scores of the same texts differ by a millionth or two with the order and number of those scored)."""
_NEVER = np.iinfo(np.int64).min // 4


@dataclass(frozen=True)
class _Best:
    """Of each partner the path of the highest gain, whose origin it is, and the arc by which it comes in."""

    gain: Numbers
    origin: Rows
    arc: Rows


class Residual:
    """The residual graph of an assignment that is optimal for its arcs; `is_optimal` says whether it is one.

    Args:
        found: the assignment.
        places: (partners,), the places it was solved with.
    """

    def __init__(self, found: Assignment, places: Numbers) -> None:
        self._ranked, self._chosen = found.ranked, found.chosen
        ranked, chosen = found.ranked, found.chosen
        taken = chosen[ranked.rows] == ranked.columns
        self._worth_now = np.zeros(ranked.seekers, dtype=np.int64)
        self._worth_now[ranked.rows[taken]] = ranked.worth[taken]
        self.places_free: Numbers = places - np.bincount(chosen[chosen != NOBODY], minlength=ranked.partners)
        full = self.places_free <= 0
        possible = ~taken & full[ranked.columns]
        waits = chosen[ranked.rows] == NOBODY
        arcs = np.concatenate(
            [np.flatnonzero(possible & ~waits), self._two_best(np.flatnonzero(possible & waits))]
        )
        self._arcs: Rows = arcs[by_column(ranked.columns[arcs])]
        self._rows, self._columns = ranked.rows[self._arcs], ranked.columns[self._arcs]
        self._raises: Numbers = ranked.worth[self._arcs] - self._worth_now[self._rows]
        self._starts: Rows = np.flatnonzero(np.diff(self._columns, prepend=-1))
        own = chosen[self._rows]
        self._waits = own == NOBODY
        self._comes_from: Rows = np.where(self._waits, 0, own)
        self._left_full = ~self._waits & full[self._comes_from]

    def _two_best(self, arcs: Rows) -> Rows:
        """Of those who wait for a partner the two who would gain most: of the others no path is the best or second."""
        kept = []
        for _ in range(2):
            columns, worth = self._ranked.columns[arcs], self._ranked.worth[arcs]
            best = np.zeros(self._ranked.partners, dtype=np.int64)
            np.maximum.at(best, columns, worth)
            at_best = np.flatnonzero(worth == best[columns])
            firsts = at_best[np.unique(columns[at_best], return_index=True)[1]]
            kept.append(arcs[firsts])
            arcs = np.delete(arcs, firsts)
        return np.concatenate(kept)

    @cached_property
    def is_optimal(self) -> bool:
        """Whether no chain of moves raises the total: none leads to a free place, none round in a circle."""
        if self._best is None:
            return False
        ranked, gain = self._ranked, self._best.gain
        to_free = np.flatnonzero((self.places_free > 0)[ranked.columns])
        rows = ranked.rows[to_free]
        own = self._chosen[rows]
        left = np.where((own != NOBODY) & (self.places_free <= 0)[own], gain[own], 0)
        return not np.any(ranked.worth[to_free] - self._worth_now[rows] + left > 0)

    def gain(self, partner: int) -> int:
        """What one more place with a partner adds to the total."""
        return int(self._best.gain[partner]) if self._best else 0

    @cached_property
    def brings_in(self) -> dict[int, list[int]]:
        """Seeker who waits → the partners with whom one more place would match her, in every optimum."""
        first, second = self._best, self._second
        if first is None or second is None:
            return {}
        sure = np.flatnonzero((first.origin != NO_ORIGIN) & (first.gain > second + MARGIN))
        found: dict[int, list[int]] = {}
        for partner in sure[np.argsort(-first.gain[sure], kind="stable")].tolist():
            found.setdefault(int(first.origin[partner]), []).append(partner)
        return found

    @cached_property
    def given_to(self) -> dict[int, list[int]]:
        """Seeker → the partners of whom she herself would get one more place, in every optimum."""
        if self._best is None or not self._arcs.size:
            return {}
        values = self._raises + np.where(self._left_full, self._best.gain[self._comes_from], 0)
        bests = np.maximum.reduceat(values, self._starts)
        runs = np.repeat(np.arange(self._starts.size), np.diff(self._starts, append=values.size))
        near_best = values >= bests[runs] - MARGIN
        alone = np.bincount(runs[near_best], minlength=self._starts.size) == 1
        found: dict[int, list[int]] = {}
        for arc in np.flatnonzero(near_best & alone[runs] & (bests[runs] > MARGIN)).tolist():
            found.setdefault(int(self._rows[arc]), []).append(int(self._columns[arc]))
        return found

    def movers(self, partner: int) -> list[int]:
        """Who would move, by the best path: first whoever takes the new place, last whoever comes in."""
        movers: list[int] = []
        while self._best and (arc := int(self._best.arc[partner])) != NO_ORIGIN:
            movers.append(int(self._rows[arc]))
            if not self._left_full[arc]:
                break
            partner = int(self._comes_from[arc])
        return movers

    @cached_property
    def _best(self) -> _Best | None:
        """Bellman–Ford over the partners; None where it does not end, since then a circle raises the total."""
        partners = self._ranked.partners
        best = _Best(np.zeros(partners, np.int64), np.full(partners, NO_ORIGIN), np.full(partners, NO_ORIGIN))
        for _ in range(partners + 1):
            better = self._round(best)
            if np.array_equal(better.gain, best.gain):
                return best
            if np.any(better.gain > self._highest):
                return None
            best = better
        return None

    @cached_property
    def _highest(self) -> int:
        """No place adds more than the best pair is worth, unless a circle does."""
        return int(self._ranked.worth.max(initial=0))

    def _round(self, best: _Best) -> _Best:
        """A path that is as long as before stays as it is, so that the arcs make a tree."""
        if not self._arcs.size:
            return best
        values = self._raises + np.where(self._left_full, best.gain[self._comes_from], 0)
        columns, arcs = _highest_of_each(values, self._starts, self._columns)
        better = values[arcs] > best.gain[columns]
        columns, arcs = columns[better], arcs[better]
        gain, origin, arc = best.gain.copy(), best.origin.copy(), best.arc.copy()
        gain[columns], arc[columns] = values[arcs], arcs
        origin[columns] = self._origins(best.origin)[arcs]
        return _Best(gain, origin, arc)

    def _origins(self, origin: Rows) -> Rows:
        """Of the path that ends with each arc."""
        from_full = np.where(self._left_full, origin[self._comes_from], NO_ORIGIN)
        return np.where(self._waits, self._rows, from_full)

    @cached_property
    def _second(self) -> Numbers | None:
        """Of each partner the highest gain of a path of another origin than the best one's."""
        if self._best is None:
            return None
        origin = self._best.origin
        second = np.where(origin == NO_ORIGIN, _NEVER, 0).astype(np.int64)
        if not self._arcs.size:
            return second
        ends, from_full = origin[self._columns], self._left_full
        for _ in range(self._ranked.partners + 1):
            same = from_full & (origin[self._comes_from] == ends)
            before = np.where(same, second[self._comes_from], self._best.gain[self._comes_from])
            values = self._raises + np.where(from_full, before, 0)
            own_origin = np.where(self._waits, self._rows, NO_ORIGIN)
            values = np.where(~from_full & (own_origin == ends), _NEVER, np.maximum(values, _NEVER))
            columns, arcs = _highest_of_each(values, self._starts, self._columns)
            wanted = second.copy()
            wanted[columns] = np.maximum(second[columns], values[arcs])
            if np.array_equal(wanted, second):
                return second
            second = wanted
        return None


def _highest_of_each(values: Numbers, starts: Rows, columns: Rows) -> tuple[Rows, Rows]:
    """The columns, and of each the first of its arcs with the highest value."""
    bests = np.maximum.reduceat(values, starts)
    runs = np.repeat(np.arange(starts.size), np.diff(starts, append=values.size))
    at_best = np.flatnonzero(values == bests[runs])
    firsts: Rows = at_best[np.unique(runs[at_best], return_index=True)[1]]
    return columns[starts], firsts
