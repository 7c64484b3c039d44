"""The network of a community: who met, helped or mentored whom, as a graph; its shape, its growth, its bridges.

Members are nodes. Two are tied where a relationship of theirs was alive in the period or one helped the other; a
circle ties each of its n members to each other with weight 1 / (n − 1), so that a circle of eight is no stronger than a
pair (Newman 2001, Physical Review E 64:016132). Nothing is worked out here that takes longer than a walk over all ties:
no betweenness, which would take hours at 10,000 members.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

OTHER = "other"
FEWEST_OF_A_FUNCTION = 5
SEED = 20_261_123


@dataclass(frozen=True)
class Tie:
    """Two or more who had to do with each other from one day to another; several are a circle."""

    members: tuple[str, ...]
    begins: date
    ends: date

    def is_alive(self, first: date, last: date) -> bool:
        """Whether it was in the period, both days in it."""
        return self.begins <= last and self.ends >= first


@dataclass(frozen=True)
class Shape:
    """A graph in numbers.

    Attributes:
        members, ties: nodes and edges.
        tied: members with a tie at all.
        parts, largest: groups of tied members that no tie joins, and how many are in the largest.
        linchpins: members without whom one such group would fall apart (articulation points; Tarjan 1972).
    """

    members: int
    tied: int
    ties: int
    parts: int
    largest: int
    linchpins: int

    @property
    def density(self) -> float | None:
        """Ties, of all there could be; None for fewer than two."""
        could = self.members * (self.members - 1) / 2
        return self.ties / could if could else None


@dataclass(frozen=True)
class Bridges:
    """Ties between functions, beside what chance would give.

    Attributes:
        functions: how many were told apart; small ones count together as one.
        ties, across: ties of members with a function, and those of them between two functions.
        by_chance: the share that would be between two functions if everybody kept her number of ties and they fell at
            random (configuration model: 1 − Σ (degree of the function / all degrees)²).
        assortativity: 1 where all ties stay within functions, 0 as by chance, below 0 where they seek others (Newman
            2003, Mixing patterns in networks, Physical Review E 67:026126, equation 2).
        modularity: of the functions taken as groups (Newman and Girvan 2004, Physical Review E 69:026113).
        on_one: pairs of functions all of whose ties, two or more, hang on one member: without her they'd be cut apart.
        linked: pairs of functions with two ties or more.
        ends: how many of the ties' ends are in each function.
        sizes: how many members have each function.
    """

    functions: int
    ties: int
    across: int
    by_chance: float
    assortativity: float | None
    modularity: float
    on_one: int
    linked: int
    ends: tuple[int, ...]
    sizes: tuple[int, ...]


def graph_of(members: Collection[str], ties: Iterable[Tie]) -> nx.Graph[str]:
    """The graph of these members; ties to others are left out, and of a circle those within it remain."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(members))
    for tie in ties:
        inside = sorted(set(tie.members) & graph.nodes)
        for one, other in combinations(inside, 2):
            weight = 1 / (len(set(tie.members)) - 1)
            known = graph.get_edge_data(one, other, {"weight": 0.0})["weight"]
            graph.add_edge(one, other, weight=known + weight)
    return graph


def shape_of(graph: nx.Graph[str]) -> Shape:
    """Its numbers; all none for nobody."""
    import networkx as nx

    tied = graph.subgraph([each for each, degree in graph.degree() if degree])
    parts = [len(each) for each in nx.connected_components(tied)]
    return Shape(
        graph.number_of_nodes(),
        tied.number_of_nodes(),
        graph.number_of_edges(),
        len(parts),
        max(parts, default=0),
        sum(1 for _ in nx.articulation_points(tied)),
    )


def isolated(graph: nx.Graph[str]) -> list[str]:
    """Members without a tie."""
    return sorted(each for each, degree in graph.degree() if not degree)


def functions_of(told: Mapping[str, str]) -> dict[str, str]:
    """Member → her function, in small letters; those with fewer than five members count together as `other`.

    Who named none is left out. Where `other` would itself have fewer than five, the next smallest joins it.
    """
    names = {member: " ".join(name.casefold().split()) for member, name in told.items() if name.strip()}
    sizes = Counter(names.values())
    small = {name for name, size in sizes.items() if size < FEWEST_OF_A_FUNCTION}
    for name, _ in sorted(sizes.items(), key=lambda each: (each[1], each[0])):
        if not small or sum(sizes[each] for each in small) >= FEWEST_OF_A_FUNCTION:
            break
        small.add(name)
    return {member: OTHER if name in small else name for member, name in names.items()}


def bridges_of(graph: nx.Graph[str], functions: Mapping[str, str]) -> Bridges | None:
    """Ties between functions; None where fewer than two functions or no tie can be told apart."""
    known = [
        (one, other, functions[one], functions[other])
        for one, other in graph.edges()
        if one in functions and other in functions
    ]
    if not known or len(set(functions.values())) < 2:
        return None
    across = sum(here != there for _, _, here, there in known)
    degrees = Counter(name for _, _, *both in known for name in both)
    by_chance = across_by_chance(degrees.values())
    within = 1 - across / len(known)
    # Newman's e_ii summed is the share within, and the sum of a_i b_i is what chance would leave within.
    assortativity = (within - (1 - by_chance)) / by_chance if by_chance else None
    on_one, linked = _hanging(known)
    return Bridges(
        len(set(functions.values())), len(known), across, by_chance, assortativity,
        within - (1 - by_chance), on_one, linked,
        tuple(degrees.values()), tuple(Counter(functions.values()).values()),
    )  # fmt: skip


def across_by_chance(sizes: Collection[int]) -> float:
    """How likely two drawn at random are of different kinds, of which there are so many each."""
    return 1 - sum((each / sum(sizes)) ** 2 for each in sizes) if any(sizes) else 0.0


def _hanging(known: Sequence[tuple[str, str, str, str]]) -> tuple[int, int]:
    """Pairs of functions with two ties or more whose ties share one member, and all such pairs."""
    between: dict[frozenset[str], list[set[str]]] = {}
    for one, other, here, there in known:
        if here != there:
            between.setdefault(frozenset((here, there)), []).append({one, other})
    several = [ties for ties in between.values() if len(ties) > 1]
    return sum(bool(set.intersection(*ties)) for ties in several), len(several)


def communities_of(graph: nx.Graph[str]) -> tuple[int, float] | None:
    """How many groups the ties themselves make, and how clearly (modularity, 0 to 1); None without a tie.

    Groups by Louvain's method (Blondel et al. 2008, Journal of Statistical Mechanics P10008), with a fixed seed.
    """
    import networkx as nx

    if not graph.number_of_edges():
        return None
    tied = graph.subgraph([each for each, degree in graph.degree() if degree])
    groups = nx.community.louvain_communities(tied, weight="weight", seed=SEED)
    return len(groups), float(nx.community.modularity(tied, groups, weight="weight"))
