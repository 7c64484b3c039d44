"""Peers are paired among themselves: a matching in a graph with one kind of member only."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np

from copilot.services.matching.assignment import NOBODY, Assignment, assign
from copilot.services.matching.candidates import SCALE, Ranked
from copilot.services.matching.pooling import Rows

MOST_PROMISING = 10
"""Arcs of each peer that the exact pairing looks at; the bound is over all of them."""


def pair_up(ranked: Ranked) -> Assignment:
    """The pairs of the highest total score (Edmonds' blossoms, in networkx; Galil 1986).

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
    graph = nx.Graph()
    graph.add_nodes_from(range(ranked.seekers))
    for arc in arcs:
        worth = int(ranked.worth[arc])
        graph.add_edge(
            int(ranked.rows[arc]), int(ranked.columns[arc]), worth=worth, wanted=worth + int(bonus[arc])
        )
    chosen = np.full(ranked.seekers, NOBODY, dtype=np.intp)
    pairs = nx.max_weight_matching(graph, weight="wanted")
    for one, other in pairs:
        chosen[one], chosen[other] = other, one
    return chosen, sum(graph.edges[pair]["worth"] for pair in pairs)
