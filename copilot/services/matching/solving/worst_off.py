"""The worst-off first: as many matches as can be, the lowest of their scores as high as can be, then the total."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from ortools.graph.python import max_flow

from copilot.services.matching.solving.assignment import NOBODY, Assignment, assign
from copilot.services.matching.solving.candidates import SCALE, Numbers, Ranked

FIRST_TRIED = 30


@dataclass(frozen=True)
class WorstOffFirst:
    """The assignment, and what it costs beside the one of the highest total.

    Attributes:
        found: the assignment; its total counts what the matches are worth, and its bound is that of the highest total.
        best: the assignment of the highest total.
    """

    found: Assignment
    best: Assignment

    @property
    def lowest(self) -> tuple[float, float]:
        """The lowest score of a match, here and where the total comes first; 0 where nobody is matched."""
        return _lowest(self.found), _lowest(self.best)

    @property
    def matched(self) -> tuple[int, int]:
        """How many are matched, here and where the total comes first."""
        return int((self.found.chosen != NOBODY).sum()), int((self.best.chosen != NOBODY).sum())

    @property
    def price(self) -> float:
        """What the total score loses."""
        return self.best.total_score - self.found.total_score


def solve_worst_off_first(ranked: Ranked, places: Numbers, best: Assignment | None = None) -> WorstOffFirst:
    """Three aims, each before the next: the number of matches, the lowest score among them, the total score.

    The number of matches that a threshold leaves possible is a maximum flow, and falls as the threshold rises: halving
    finds the highest threshold that loses nobody (the bottleneck assignment problem; Burkard, Dell'Amico & Martello,
    Assignment Problems, 2009, section 6.2). Among the arcs above it the highest total of that many matches is a
    min-cost flow in which being matched counts for more than all scores together.

    Args:
        ranked: the arcs. Where they are not complete, the aims are reached over the pairs that were scored.
        places: (partners,), how many each can take on.
        best: the assignment of the highest total, where it is known already.
    """
    best = best or assign(ranked, places)
    above = ranked.worth >= _threshold(ranked, places)
    matched_first = SCALE * (ranked.seekers + 1)
    part = ranked.only(above)
    found = assign(replace(part, worth=part.worth + matched_first), places)
    taken = found.chosen[ranked.rows] == ranked.columns
    total = int(ranked.worth[taken].sum())
    return WorstOffFirst(replace(best, chosen=found.chosen, total=total), best)


def _threshold(ranked: Ranked, places: Numbers) -> int:
    """The highest worth below which all arcs can go without a match less."""
    worths = np.unique(ranked.worth)
    most = _matched(ranked, places)
    low, high = 0, worths.size - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _all_matched(ranked.only(ranked.worth >= worths[middle]), places, most):
            low = middle
        else:
            high = middle - 1
    return int(worths[low]) if worths.size else 0


def _all_matched(ranked: Ranked, places: Numbers, most: int) -> bool:
    """The best arcs of each seeker are tried alone first: they mostly do, and are few."""
    if _matched(ranked.only(ranked.place < FIRST_TRIED), places) == most:
        return True
    return bool((ranked.place >= FIRST_TRIED).any()) and _matched(ranked, places) == most


def _matched(ranked: Ranked, places: Numbers) -> int:
    """How many of the seekers can be matched at once: source → seeker → partner → sink."""
    if not ranked.rows.size:
        return 0
    source, sink = ranked.seekers + ranked.partners, ranked.seekers + ranked.partners + 1
    seekers, partners = np.arange(ranked.seekers), ranked.seekers + np.arange(ranked.partners)
    flow = max_flow.SimpleMaxFlow()
    tails = np.concatenate([np.full(ranked.seekers, source), ranked.rows, partners]).astype(np.int32)
    heads = np.concatenate([seekers, ranked.seekers + ranked.columns, np.full(ranked.partners, sink)])
    single = np.ones(ranked.seekers + ranked.rows.size, dtype=np.int64)
    capacities = np.concatenate([single, np.minimum(places, ranked.seekers)]).astype(np.int64)
    flow.add_arcs_with_capacity(tails, heads.astype(np.int32), capacities)
    status = flow.solve(source, sink)
    if status != flow.OPTIMAL:
        raise ArithmeticError(
            f"the maximum flow ended with status {status}"
        )  # a flow of nothing is always possible
    return int(flow.optimal_flow())


def _lowest(found: Assignment) -> float:
    taken = found.chosen[found.ranked.rows] == found.ranked.columns
    return int(found.ranked.worth[taken].min(initial=SCALE)) / SCALE if taken.any() else 0.0
