"""The whole pool at once: the matches of the highest total score, and the proof of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.solving.candidates import SCALE, Numbers, Ranked, by_column

Active = NDArray[np.bool_]
"""(arcs,), whether the solver looks at an arc."""

NOBODY = -1
MANY_AT_ONCE = 10
"""How many further arcs of a seeker a round of pricing may bring in."""

NEARLY = SCALE // 100
MOST_WIDENINGS = 4
"""Rounds in which those left without a partner are given further arcs; a later one finds next to nothing."""

Widen = Callable[[Ranked, Rows, Numbers], Ranked]
"""Gives the graph anew with further arcs for these seekers, at these prices of the places."""


@dataclass(frozen=True)
class Assignment:
    """Who gets whom.

    chosen: (seekers,), the partner or NOBODY. prices: (partners,), what one more place with each would add to the
    total, in the solver's whole numbers. bound: no assignment of the known arcs can have more than this in total.
    before, bonus, counted_prices: where few people were to move, the earlier partners (seekers,), what keeping one
    counted for, and the prices with that counted.
    """

    ranked: Ranked
    chosen: Rows
    total: int
    bound: int
    prices: Numbers
    before: Rows | None = None
    bonus: int = 0
    counted_prices: Numbers | None = None

    @property
    def counted(self) -> Numbers:
        """(arcs,): their worth as the solver counted it, with the bonus for pairs that stay."""
        if self.before is None or not self.bonus:
            return self.ranked.worth
        stays = self.before[self.ranked.rows] == self.ranked.columns
        counted: Numbers = self.ranked.worth + self.bonus * stays
        return counted

    @property
    def total_score(self) -> float:
        """The sum of the scores of all matches."""
        return self.total / SCALE

    @property
    def gap(self) -> float:
        """(bound − total) / bound, 0 where the assignment is optimal."""
        return max(0.0, (self.bound - self.total) / self.bound) if self.bound > 0 else 0.0


def assign(
    ranked: Ranked,
    places: Numbers,
    *,
    candidates: int = 50,
    widen: Widen | None = None,
    widen_all: bool = True,
    prices: Numbers | None = None,
) -> Assignment:
    """Solve on the best candidates, then bring in every arc that could still raise the total, until none is left.

    The prices of the places prove the result: an arc outside the graph can only help if its worth exceeds the price
    of the place and what its seeker gains already (column generation; Dantzig & Wolfe 1960). `widen` gives everybody
    further arcs at these prices, then those who are still without a partner; without `widen_all` only the latter, and
    only where a place is free. Where `ranked` is complete the result is
    the optimum over all pairs; otherwise over the pairs that were scored. With the `prices` of a like pool fewer
    candidates do for a beginning.
    """
    first = ranked.place < candidates if prices is None else _attractive(ranked, prices)
    found = _priced_out(ranked, places, first)
    waiting = np.arange(ranked.seekers) if widen_all else _alone_beside_free_places(found, places)
    for _ in range(MOST_WIDENINGS):
        if widen is None or not waiting.size:
            break
        before, found = found, _wider(found, places, widen(found.ranked, waiting, found.prices))
        waiting = np.flatnonzero((found.chosen == NOBODY) & (found.total > before.total))
    return replace(found, bound=_bound(found, places))


def _attractive(ranked: Ranked, prices: Numbers) -> Active:
    """The arcs that a seeker would choose, or nearly, at these prices."""
    surplus = ranked.worth - prices[ranked.columns]
    best = np.zeros(ranked.seekers, dtype=np.int64)
    some = np.flatnonzero(np.diff(ranked.starts))
    if some.size:
        best[some] = np.maximum.reduceat(surplus, ranked.starts[some])
    result: Active = surplus >= best[ranked.rows] - NEARLY
    return result


def _alone_beside_free_places(found: Assignment, places: Numbers) -> Rows:
    used = np.bincount(found.chosen[found.chosen != NOBODY], minlength=places.size)
    return np.flatnonzero(found.chosen == NOBODY) if (used < places).any() else np.zeros(0, dtype=np.intp)


def _wider(found: Assignment, places: Numbers, ranked: Ranked) -> Assignment:
    """The best with the further arcs: those that were taken, and those that could raise the total."""
    wider = replace(found, ranked=ranked)
    tight = _surplus(wider) >= _gains(wider)[ranked.rows]
    return _priced_out(ranked, places, tight) if ranked.rows.size > found.ranked.rows.size else found


def _priced_out(ranked: Ranked, places: Numbers, active: Active) -> Assignment:
    """Solve with the active arcs, and again with every other that would raise the total, until there is none."""
    while True:
        found = _solved(ranked, places, active)
        missing = _worth_adding(found, active)
        if not missing.any():
            return found
        active = active | missing


def staying(best: Assignment, places: Numbers, before: Rows, tolerance: float) -> Assignment:
    """Among assignments within the tolerance of the best total one that moves few people.

    Every pair of before gets a bonus, the largest (found by halving) that costs no more than the tolerance.

    Args:
        best: the assignment of the highest total.
        before: (seekers,), the partner proposed before, or NOBODY.
        tolerance: share of the total score that may be given up.
    """
    ranked = best.ranked
    kept = before[ranked.rows] == ranked.columns
    least = best.total - int(best.total * tolerance)
    active = (ranked.place < MANY_AT_ONCE) | kept | (best.chosen[ranked.rows] == ranked.columns)
    bonus = SCALE
    while bonus >= 1 and kept.any():
        trial = _priced_out(replace(ranked, worth=ranked.worth + bonus * kept), places, active)
        total = _total(ranked, trial.chosen)
        if total >= least:
            return replace(
                best,
                chosen=trial.chosen,
                total=total,
                before=before,
                bonus=bonus,
                counted_prices=trial.prices,
            )
        bonus //= 4
    return best


def _solved(ranked: Ranked, places: Numbers, active: Active) -> Assignment:
    part = ranked.only(active)
    chosen = _flow(part, places)
    total = _total(part, chosen)
    return Assignment(ranked, chosen, total, total, prices_of(part, part.worth, chosen, places))


def _flow(ranked: Ranked, places: Numbers) -> Rows:
    """Min-cost flow: seeker → partner → sink, and seeker → sink for staying unmatched at no worth."""
    chosen = np.full(ranked.seekers, NOBODY, dtype=np.intp)
    if not ranked.seekers:
        return chosen
    sink = ranked.seekers + ranked.partners
    seekers, partners = np.arange(ranked.seekers), np.arange(ranked.partners)
    tails = np.concatenate([ranked.rows, ranked.seekers + partners, seekers])
    heads = np.concatenate([ranked.seekers + ranked.columns, np.full(partners.size + seekers.size, sink)])
    capacities = np.concatenate(
        [np.ones(ranked.rows.size), np.minimum(places, ranked.seekers), np.ones(seekers.size)]
    ).astype(np.int64)
    costs = np.concatenate([-ranked.worth, np.zeros(partners.size + seekers.size, dtype=np.int64)])
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), capacities, costs
    )
    supplies = np.concatenate([np.ones(seekers.size), np.zeros(partners.size), [-seekers.size]]).astype(
        np.int64
    )
    solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supplies)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(
            f"the min-cost flow ended with status {status}"
        )  # always feasible: all may stay unmatched
    used = np.flatnonzero(solver.flows(np.arange(ranked.rows.size, dtype=np.int32)))
    chosen[ranked.rows[used]] = ranked.columns[used]
    return chosen


def _total(ranked: Ranked, chosen: Rows) -> int:
    return int(ranked.worth[chosen[ranked.rows] == ranked.columns].sum())


def prices_of(ranked: Ranked, worth: Numbers, chosen: Rows, places: Numbers) -> Numbers:
    """The lowest prices of places at which nobody wants another partner (Shapley & Shubik 1971).

    SimpleMinCostFlow gives no duals, so that they are found as longest paths in the residual graph (Bellman–Ford): the
    price of a place is what the best use of one more would add, 0 wherever a place is free.
    """
    prices = np.zeros(ranked.partners, dtype=np.int64)
    worth_now = np.zeros(ranked.seekers, dtype=np.int64)
    taken = chosen[ranked.rows] == ranked.columns
    worth_now[ranked.rows[taken]] = worth[taken]
    full = np.bincount(chosen[chosen != NOBODY], minlength=ranked.partners) >= places
    other = np.flatnonzero(~taken & full[ranked.columns])
    arcs = other[by_column(ranked.columns[other])]
    if not arcs.size:
        return prices
    rows, columns = ranked.rows[arcs], ranked.columns[arcs]
    raises = worth[arcs] - worth_now[rows]
    starts = np.flatnonzero(np.diff(columns, prepend=-1))
    for _ in range(ranked.partners + 1):
        own_price = np.where(chosen[rows] == NOBODY, 0, prices[chosen[rows]])
        wanted = np.maximum(np.maximum.reduceat(raises + own_price, starts), 0)
        if np.array_equal(wanted, prices[columns[starts]]):
            break
        prices[columns[starts]] = wanted
    return prices


def _surplus(found: Assignment) -> Numbers:
    """For each arc what its seeker would gain by it beyond the price of the place."""
    return found.ranked.worth - found.prices[found.ranked.columns]


def _gains(found: Assignment) -> Numbers:
    gains = np.zeros(found.ranked.seekers, dtype=np.int64)
    taken = found.chosen[found.ranked.rows] == found.ranked.columns
    gains[found.ranked.rows[taken]] = _surplus(found)[taken]
    return gains


def _worth_adding(found: Assignment, active: Active) -> Active:
    """The arcs outside the graph that could raise the total, at most MANY_AT_ONCE of each seeker."""
    rows = found.ranked.rows
    missing = ~active & (_surplus(found) > _gains(found)[rows])
    before = np.concatenate([[0], np.cumsum(missing)])
    count_in_row = before[1:] - before[found.ranked.starts[:-1]][rows]
    result: Active = missing & (count_in_row <= MANY_AT_ONCE)
    return result


def _bound(found: Assignment, places: Numbers) -> int:
    """Weak duality: the price of all places, and what each seeker could gain at best at these prices."""
    best = np.zeros(found.ranked.seekers, dtype=np.int64)
    np.maximum.at(best, found.ranked.rows, _surplus(found))
    return int((np.minimum(places, found.ranked.seekers) * found.prices).sum() + best.sum())
