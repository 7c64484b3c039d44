"""A pair forced into a solved pool: who moves, found in the residual graph instead of by solving anew.

The forced seeker leaves her place, and the place she takes is lost to the others. The first frees one unit of flow,
the second removes one; after each the optimum is one shortest augmenting path away (Ahuja, Magnanti & Orlin, Network
Flows, 1993, section 9.7). Paths are found by Dijkstra over the partners with the prices as potentials (Edmonds & Karp
1972), so that only the neighbourhood of the pair is looked at.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.solving.assignment import NOBODY, Assignment
from copilot.services.matching.solving.candidates import Numbers, by_column

_FAR = np.iinfo(np.int64).max // 4


@dataclass
class _State:
    """A solution while it changes: chosen (seekers,), prices and free places (partners,), gains (seekers,)."""

    chosen: Rows
    prices: Numbers
    gains: Numbers
    free: Numbers


@dataclass(frozen=True)
class _Step:
    """The end of a path: what it costs, the partner before it, and the seeker who takes it (NOBODY: a place)."""

    cost: int
    partner: int
    seeker: int


class Rerouting:
    """A solved pool, ready to be asked about any pair.

    Args:
        found: an assignment that is optimal for `found.counted`.
        places: (partners,), the places it was solved with.
    """

    def __init__(self, found: Assignment, places: Numbers) -> None:
        self._ranked, self._chosen, self._places = found.ranked, found.chosen, places
        self._worth = found.counted
        self._prices = found.prices if found.counted_prices is None else found.counted_prices

    def forced(self, row: int, column: int) -> Rows:
        """(seekers,): the best partners of all others where this seeker has this partner, who must have a place."""
        if self._chosen[row] == column:
            return self._chosen.copy()
        state = self._start()
        left = int(state.chosen[row])
        state.chosen[row], state.gains[row] = NOBODY, 0
        if left != NOBODY:
            state.free[left] += 1
            self._fill(state, left, row)
        if state.free[column] > 0:
            state.free[column] -= 1
        else:
            self._displace(state, column, row)
        state.chosen[row] = column
        return state.chosen

    def _start(self) -> _State:
        used = np.bincount(self._chosen[self._chosen != NOBODY], minlength=self._ranked.partners)
        gains = np.zeros(self._ranked.seekers, dtype=np.int64)
        taken = self._chosen[self._ranked.rows] == self._ranked.columns
        rows = self._ranked.rows[taken]
        gains[rows] = self._worth[taken] - self._prices[self._chosen[rows]]
        return _State(self._chosen.copy(), self._prices.copy(), gains, self._places - used)

    def _fill(self, state: _State, freed: int, out: int) -> None:
        """Give a place that came free to whom it serves best, and hers on, until somebody waiting has one."""

        def steps(partner: int) -> tuple[list[_Step], Rows, Rows, Numbers]:
            arcs = self._arcs_of(partner)
            seekers = self._ranked.rows[arcs]
            costs = state.gains[seekers] + state.prices[partner] - self._worth[arcs]
            other = (seekers != out) & (state.chosen[seekers] != partner)
            seekers, costs = seekers[other], costs[other]
            waits = state.chosen[seekers] == NOBODY
            ends = [_Step(int(state.prices[partner]), partner, NOBODY)]
            ends += _cheapest(costs[waits], partner, seekers[waits])
            return ends, seekers[~waits], state.chosen[seekers[~waits]], costs[~waits]

        distance, before, end = self._search(freed, steps)
        self._reprice(state, distance, end.cost, -1)
        state.free[freed] -= 1
        state.free[end.partner] += 1
        if end.seeker != NOBODY:
            state.chosen[end.seeker] = end.partner
            state.free[end.partner] -= 1
        for seeker, origin, _ in _way_back(before, end.partner):
            state.chosen[seeker] = origin

    def _displace(self, state: _State, wanted: int, out: int) -> None:
        """Take one place away from those who have it: one of them moves on to a free place, or stays alone."""
        holders = self._holders(state.chosen)

        def steps(partner: int) -> tuple[list[_Step], Rows, Rows, Numbers]:
            ends = [_Step(0, partner, NOBODY)] if partner != wanted and state.free[partner] > 0 else []
            found = [(seeker, self._ranked.of_seeker(seeker)) for seeker in holders.get(partner, ())]
            ends += [_Step(int(state.gains[seeker]), partner, seeker) for seeker, _ in found]
            columns = np.concatenate([_NOTHING, *(self._ranked.columns[arcs] for _, arcs in found)])
            seekers = np.repeat(
                [seeker for seeker, _ in found], [arcs.stop - arcs.start for _, arcs in found]
            )
            worth = np.concatenate([_NOTHING, *(self._worth[arcs] for _, arcs in found)])
            costs = state.gains[seekers.astype(np.intp)] + state.prices[columns] - worth
            possible = (columns != partner) & (self._places[columns] > 0)
            return ends, seekers.astype(np.intp)[possible], columns[possible], costs[possible]

        _, before, end = self._search(wanted, steps)
        if end.seeker == NOBODY:
            state.free[end.partner] -= 1
        else:
            state.chosen[end.seeker] = NOBODY
        for seeker, _, reached in _way_back(before, end.partner):
            state.chosen[seeker] = reached

    def _search(
        self, start: int, steps: Callable[[int], tuple[list[_Step], Rows, Rows, Numbers]]
    ) -> tuple[Numbers, dict[int, tuple[int, int]], _Step]:
        """Dijkstra: distances, how each partner was reached (seeker, from which partner), and the cheapest end."""
        distance = np.full(self._ranked.partners, _FAR, dtype=np.int64)
        distance[start] = 0
        before: dict[int, tuple[int, int]] = {}
        end = _Step(_FAR, start, NOBODY)
        open_ = [(0, start)]
        while open_:
            reached, partner = heapq.heappop(open_)
            if reached >= end.cost:
                break
            if reached > distance[partner]:
                continue
            ends, seekers, partners, costs = steps(partner)
            found = [_Step(reached + each.cost, each.partner, each.seeker) for each in ends]
            end = min([end, *found], key=lambda each: each.cost)
            for at in _nearer(distance, partners, reached + costs):
                other = int(partners[at])
                distance[other] = reached + costs[at]
                before[other] = (int(seekers[at]), partner)
                heapq.heappush(open_, (int(distance[other]), other))
        return distance, before, end

    def _reprice(self, state: _State, distance: Numbers, cost: int, sign: int) -> None:
        """Prices and gains that prove the changed solution: what was nearer than the end moves by the difference."""
        change = np.maximum(cost - distance, 0)
        state.prices += sign * change
        matched = np.flatnonzero(state.chosen != NOBODY)
        state.gains[matched] -= sign * change[state.chosen[matched]]

    def _arcs_of(self, partner: int) -> Rows:
        order, starts = self._by_partner
        return order[starts[partner] : starts[partner + 1]]

    @cached_property
    def _by_partner(self) -> tuple[Rows, Rows]:
        order = by_column(self._ranked.columns)
        return order, np.searchsorted(self._ranked.columns[order], np.arange(self._ranked.partners + 1))

    def _holders(self, chosen: Rows) -> dict[int, list[int]]:
        holders: dict[int, list[int]] = {}
        for seeker in np.flatnonzero(chosen != NOBODY).tolist():
            holders.setdefault(int(chosen[seeker]), []).append(seeker)
        return holders


_NOTHING: Numbers = np.zeros(0, dtype=np.int64)


def _cheapest(costs: Numbers, partner: int, seekers: Rows) -> list[_Step]:
    if not costs.size:
        return []
    at = int(costs.argmin())
    return [_Step(int(costs[at]), partner, int(seekers[at]))]


def _nearer(distance: Numbers, partners: Rows, costs: Numbers) -> list[int]:
    """Where a partner is reached at a lower cost than before; of each partner the cheapest, the first of equal ones."""
    better = np.flatnonzero(costs < distance[partners])
    order = better[np.lexsort((better, costs[better], partners[better]))]
    firsts = np.flatnonzero(np.diff(partners[order], prepend=-1))
    return [int(at) for at in order[firsts]]


def _way_back(before: dict[int, tuple[int, int]], partner: int) -> Iterator[tuple[int, int, int]]:
    """From the end of a path to its start: seeker, the partner it came from, and the one that was reached."""
    while partner in before:
        seeker, origin = before[partner]
        yield seeker, origin, partner
        partner = origin
