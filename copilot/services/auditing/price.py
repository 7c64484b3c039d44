"""The price of fairness: what of the total score would go if no group's rate lay below the 0.80 line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.pools import Listed
from copilot.services.auditing.rates import LINE
from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.solving.assignment import NOBODY
from copilot.services.matching.solving.candidates import SCALE

MOST_ARCS = 300_000
FEWEST_CANDIDATES = 50
"""Each seeker's best candidates enter the solve: all of them in small pools, at least these in large ones."""
_STEPS = 16
_FORCED = 2 * SCALE
"""More than any match is worth."""

Bounds = tuple[int, int]
"""The fewest and the most of a group who may get a match."""


class PriceRow(Value):
    """What it would cost to bring every group of an attribute to 0.80 of the best-off group's rate.

    Measured on a solve of the whole pool as if nobody were matched yet, with every hard rule kept.

    Attributes:
        total_score, fair_total_score: of the best assignment, and of the best one in which the rates hold; None where
            there is none.
        price: the share of the total given up.
    """

    role: MatchRole
    attribute: str
    total_score: float
    fair_total_score: float | None
    price: float | None
    sentence: str


def price(listed: Listed, groupings: Sequence[Grouping]) -> list[PriceRow]:
    """A row for every attribute of which two groups are large enough; none for peers, who are paired otherwise."""
    if listed.pool.role is MatchRole.PEER:
        return []
    return [
        _row(listed, grouping, _Solver(listed, groups))
        for grouping in groupings
        if not grouping.crossed and len(groups := listed.rows_of(grouping)) > 1
    ]


class _Solver:
    """The best assignment in which each group gets at least so many matches, and at most so many.

    Min-cost flow in which the members of a group who stay unmatched all pass one arc: the bounds of that arc are the
    bounds of the group, and the flow stays whole (Ahuja, Magnanti & Orlin 1993, chapter 9).
    """

    def __init__(self, listed: Listed, groups: Mapping[str, Rows]) -> None:
        ranked, self.groups = listed.ranked, groups
        keep = ranked.place < max(FEWEST_CANDIDATES, MOST_ARCS // max(1, ranked.seekers))
        self._rows, self._columns, self._worth = ranked.rows[keep], ranked.columns[keep], ranked.worth[keep]
        self._places = np.minimum(listed.pool.rules.places, ranked.seekers)
        self._seekers, self._partners = ranked.seekers, ranked.partners

    def counts(self, chosen: Rows) -> dict[str, int]:
        """How many of each group get a match."""
        return {group: int((chosen[own] != NOBODY).sum()) for group, own in self.groups.items()}

    def total(self, chosen: Rows) -> float:
        """The sum of the scores."""
        return float(self._worth[chosen[self._rows] == self._columns].sum()) / SCALE

    def chosen(self, bounds: Mapping[str, Bounds]) -> Rows | None:
        """(seekers,), the partner or NOBODY; None where no assignment keeps the bounds."""
        flow = _Flow()
        first_group = self._seekers + self._partners
        sink = first_group + len(self.groups)
        flow.arcs(self._rows, self._seekers + self._columns, np.ones_like(self._worth), -self._worth)
        columns = self._seekers + np.arange(self._partners)
        flow.arcs(columns, np.full_like(columns, sink), self._places, np.zeros_like(columns))
        self._unmatched(flow, first_group, sink, bounds)
        used = flow.solved(self._seekers, sink)
        if used is None:
            return None
        chosen = np.full(self._seekers, NOBODY, dtype=np.intp)
        taken = np.flatnonzero(used[: self._rows.size])
        chosen[self._rows[taken]] = self._columns[taken]
        return chosen if self._keeps(chosen, bounds) else None

    def _unmatched(self, flow: _Flow, first_group: int, sink: int, bounds: Mapping[str, Bounds]) -> None:
        way_out = np.full(self._seekers, sink, dtype=np.int64)
        for n, (group, own) in enumerate(self.groups.items()):
            way_out[own] = first_group + n
            least, most = bounds[group]
            forced, free = own.size - most, most - least
            flow.arcs([first_group + n] * 2, [sink] * 2, [forced, free], [-_FORCED, 0])
        flow.arcs(np.arange(self._seekers), way_out, np.ones_like(way_out), np.zeros_like(way_out))

    def _keeps(self, chosen: Rows, bounds: Mapping[str, Bounds]) -> bool:
        counts = self.counts(chosen)
        return all(least <= counts[group] <= most for group, (least, most) in bounds.items())


class _Flow:
    def __init__(self) -> None:
        self._solver = min_cost_flow.SimpleMinCostFlow()
        self._many = 0

    def arcs(self, *columns: NDArray[np.int64] | NDArray[np.intp] | Sequence[int]) -> None:
        """Tails, heads, capacities and costs."""
        tails, heads, capacities, costs = (np.asarray(column, dtype=np.int64) for column in columns)
        self._solver.add_arcs_with_capacity_and_unit_cost(
            tails.astype(np.int32), heads.astype(np.int32), capacities, costs
        )
        self._many += tails.size

    def solved(self, sources: int, sink: int) -> NDArray[np.int64] | None:
        """What flows in each arc when one unit leaves each source; None where it can't."""
        supplies = np.zeros(sink + 1, dtype=np.int64)
        supplies[:sources], supplies[sink] = 1, -sources
        self._solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supplies)
        if self._solver.solve() != self._solver.OPTIMAL:
            return None
        return np.asarray(self._solver.flows(np.arange(self._many, dtype=np.int32)), dtype=np.int64)


def _row(listed: Listed, grouping: Grouping, solver: _Solver) -> PriceRow:
    plain = solver.chosen({group: (0, own.size) for group, own in solver.groups.items()})
    if plain is None:  # always feasible: everybody may stay unmatched
        raise ArithmeticError("the min-cost flow of the whole pool found no assignment")
    total, fair = solver.total(plain), _fair(solver, plain)
    fair_total = None if fair is None else solver.total(fair)
    given_up = None if fair_total is None or not total else max(0.0, (total - fair_total) / total)
    return PriceRow(
        role=listed.pool.role,
        attribute=grouping.attribute,
        total_score=round(total, 2),
        fair_total_score=None if fair_total is None else round(fair_total, 2),
        price=None if given_up is None else round(given_up, 5),
        sentence=_sentence(plain, fair, given_up),
    )


def _sentence(plain: Rows, fair: Rows | None, given_up: float | None) -> str:
    if fair is None or given_up is None:
        return "Other pairs can't bring the rates to 0.80: people or places are missing, or a rule stands between."
    if fair is plain:
        return "Nothing to pay: the best matches as they come keep every group at or above the line."
    return f"Rates at or above the line would cost {given_up:.2%} of the total score."


def _fair(solver: _Solver, plain: Rows) -> Rows | None:
    """The best assignment in which no group's rate lies below 0.80 of another's; None where there is none.

    Whatever the highest rate, all groups must lie between 0.80 of it and itself. The best total is a concave function
    of that rate but for rounding to whole people, so that a coarse look and a fine one beside its best do.
    """
    counts = solver.counts(plain)
    rates = [counts[group] / own.size for group, own in solver.groups.items()]
    if min(rates) >= LINE * max(rates) - 1e-12:
        return plain
    coarse = _best(solver, [n / _STEPS for n in range(1, _STEPS + 1)])
    if coarse is None:
        return None
    near = [coarse[1] + n / _STEPS**2 for n in range(-_STEPS, _STEPS + 1, 2)]
    fine = _best(solver, [rate for rate in near if 0 < rate <= 1])
    return max((found for found in (coarse, fine) if found), key=lambda found: solver.total(found[0]))[0]


def _best(solver: _Solver, highest_rates: Sequence[float]) -> tuple[Rows, float] | None:
    found = [(solver.chosen(bounds), rate) for rate in highest_rates if (bounds := _bounds(solver, rate))]
    kept = [(chosen, rate) for chosen, rate in found if chosen is not None and (chosen != NOBODY).any()]
    return max(kept, key=lambda one: solver.total(one[0]), default=None)


def _bounds(solver: _Solver, highest: float) -> dict[str, Bounds] | None:
    """For each group how many; None where no whole number of people lies between."""
    bounds = {
        group: (int(np.ceil(LINE * highest * own.size - 1e-9)), int(np.floor(highest * own.size + 1e-9)))
        for group, own in solver.groups.items()
    }
    return bounds if all(least <= most for least, most in bounds.values()) else None
