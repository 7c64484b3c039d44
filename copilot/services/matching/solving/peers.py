"""Peers are paired among themselves: a matching in a graph with one kind of member only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.solving.assignment import NOBODY, Assignment, assign
from copilot.services.matching.solving.candidates import SCALE, Numbers, Ranked

MOST_PROMISING = 10
"""Arcs of each peer that the exact pairing looks at; the bound is over all of them."""
NEIGHBOURS = 300
"""Peers who are paired anew around two that are forced together."""
PATIENCE_SECONDS = 120
"""After which the best pairing so far is taken, with its gap: thousands of peers take a few seconds."""


def pair_up(ranked: Ranked) -> Assignment:
    """The pairs of the highest total score: the heaviest matching in a graph that is not bipartite.

    Args:
        ranked: arcs in which seekers and partners are the same members in the same order, worth the same both ways.

    Returns:
        chosen[i] is i's peer and chosen[chosen[i]] is i; the total counts each pair once. The bound is half of the best
        assignment in which everybody seeks once and is sought once, since no pairing can have more; prices and gains
        are those of that assignment.
    """
    relaxed = assign(ranked, np.ones(ranked.partners, dtype=np.int64))
    arcs = _most_promising(relaxed)
    chosen, total = _paired(ranked, arcs, np.zeros(ranked.rows.size, dtype=np.int64))
    every_arc = ranked.complete and arcs.size == ranked.rows.size
    return replace(relaxed, chosen=chosen, total=total, bound=total if every_arc else relaxed.bound // 2)


def staying_peers(best: Assignment, before: Rows, tolerance: float) -> Assignment:
    """As `assignment.staying`, for peers."""
    ranked = best.ranked
    kept = before[ranked.rows] == ranked.columns
    taken = best.chosen[ranked.rows] == ranked.columns
    arcs = np.union1d(np.flatnonzero(kept | taken), _most_promising(best))
    least = best.total - int(best.total * tolerance)
    bonus = SCALE
    while bonus >= 1 and kept.any():
        chosen, total = _paired(ranked, arcs, bonus * kept.astype(np.int64))
        if total >= least:
            return replace(best, chosen=chosen, total=total)
        bonus //= 10
    return best


class Repairing:
    """A pairing, ready to be asked about any two.

    Args:
        best: as `pair_up` gives it.
    """

    def __init__(self, best: Assignment) -> None:
        self._ranked, self._chosen = best.ranked, best.chosen
        arcs = _most_promising(best)
        kept = np.flatnonzero(best.chosen[best.ranked.rows] == best.ranked.columns)
        self._arcs: Rows = np.union1d(arcs, kept)

    def forced(self, one: int, other: int) -> Rows:
        """(peers,): the pairing in which these two are a pair.

        Paired anew are those near the two and their peers, nearest first, up to `NEIGHBOURS`: of a pool no larger that
        is the best of all pairings, of a larger one the best that leaves the far ones as they are.
        """
        chosen, near = self._chosen.copy(), self._near([one, other])
        free = near.copy()
        free[[one, other]] = False
        chosen[near] = NOBODY
        rows, columns = self._ranked.rows[self._arcs], self._ranked.columns[self._arcs]
        arcs = self._arcs[free[rows] & free[columns]]
        anew, _ = _paired(self._ranked, arcs, np.zeros(self._ranked.rows.size, dtype=np.int64))
        chosen[free] = anew[free]
        chosen[one], chosen[other] = other, one
        return chosen

    def _near(self, start: list[int]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whole pairs, so that nobody outside loses a peer."""
        near = np.zeros(self._ranked.seekers, dtype=np.bool_)
        wave = np.array(start)
        rows, columns = self._ranked.rows[self._arcs], self._ranked.columns[self._arcs]
        while wave.size and near.sum() < NEIGHBOURS:
            paired = self._chosen[wave]
            near[wave] = near[paired[paired != NOBODY]] = True
            reached = np.unique(columns[near[rows]])
            wave = reached[~near[reached]][: NEIGHBOURS - int(near.sum())]
        return near


def _most_promising(relaxed: Assignment) -> Rows:
    """The arcs whose worth comes nearest to what both ends gain elsewhere."""
    ranked = relaxed.ranked
    gains = np.zeros(ranked.seekers, dtype=np.int64)
    np.maximum.at(gains, ranked.rows, ranked.worth - relaxed.prices[ranked.columns])
    value = gains + relaxed.prices
    shortfall = value[ranked.rows] + value[ranked.columns] - 2 * ranked.worth
    order = np.lexsort((ranked.place, shortfall, ranked.rows))
    place = np.arange(order.size) - np.searchsorted(ranked.rows, ranked.rows[order])
    return np.sort(order[place < MOST_PROMISING])


def _paired(
    ranked: Ranked, arcs: Rows, bonus: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[Rows, int]:
    """Each pair is taken or not, and nobody twice: a 0-1 program, solved by HiGHS (Huangfu & Hall 2018)."""
    one = np.minimum(ranked.rows[arcs], ranked.columns[arcs])
    other = np.maximum(ranked.rows[arcs], ranked.columns[arcs])
    _, firsts = np.unique(one * ranked.partners + other, return_index=True)
    one, other, worth = one[firsts], other[firsts], ranked.worth[arcs[firsts]]
    chosen = np.full(ranked.seekers, NOBODY, dtype=np.intp)
    taken = _taken(one, other, worth + bonus[arcs[firsts]], ranked.seekers)
    chosen[one[taken]], chosen[other[taken]] = other[taken], one[taken]
    return chosen, int(worth[taken].sum())


def _taken(one: Rows, other: Rows, wanted: Numbers, peers: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if not one.size:
        return np.zeros(0, dtype=np.bool_)
    pairs = np.arange(one.size)
    ends = np.concatenate([one, other]), np.tile(pairs, 2)
    each_once = sparse.csr_array((np.ones(2 * one.size), ends), shape=(peers, one.size))
    found = milp(
        -wanted.astype(np.float64),
        constraints=LinearConstraint(each_once, -np.inf, 1),
        integrality=np.ones(one.size, dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": PATIENCE_SECONDS},
    )
    if found.x is None:
        raise ArithmeticError(
            f"the pairing ended with: {found.message}"
        )  # always feasible: all may stay alone
    taken: np.ndarray[tuple[int], np.dtype[np.bool_]] = found.x > 0.5
    return taken
