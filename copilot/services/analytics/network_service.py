"""The network of a programme or of the community, in numbers that lead to nobody."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from copilot.domain.asking import Asker
from copilot.domain.programmes import TAKING_PART
from copilot.domain.records import Value
from copilot.errors import BadInput
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.analytics.network import (
    Bridges,
    Tie,
    across_by_chance,
    bridges_of,
    communities_of,
    functions_of,
    graph_of,
    isolated,
    shape_of,
)
from copilot.services.auditing.disclosure import Share, count_in_fives, in_fives, share_in_fives
from copilot.services.policy import Action, Policy

WEEKS = 26
MOST_WEEKS = 520
PERIODS = 4
FEWEST_FOR_RATES = 10
FEWEST_FOR_GROUPS = 20
"""Ties, in fives: of fewer, how clearly they make groups leads back to how many they are."""


class NetworkThen(Value):
    """One of the periods that are compared: members with a tie and ties, in fives; None where fewer than five, or
    none."""

    first: date
    last: date
    members: int | None
    ties: int | None
    density: float | None


class FunctionsBridged(Value):
    """Ties between functions. `across` with its interval (Wilson 1927; ties are taken to be independent, so it is
    rather too narrow), `hanging_on_one` pairs of functions whose ties hang on one member; None where fewer than five.

    `by_chance` is what the configuration model gives, from the ties' ends in fives; where `across` is hidden, from the
    functions' members in fives, which tell nothing of any tie."""

    functions: int
    across: Share | None
    interval: tuple[float, float] | None
    by_chance: float
    assortativity: float | None
    modularity: float | None
    hanging_on_one: Share | None


class Network(Value):
    """A network in numbers; counts in fives, and None where fewer than five are behind them, or none.

    Attributes:
        members: who takes part, in a programme; everybody, in the community.
        isolated: those of them without a tie in the period; `isolated_members` only for managers of the programme.
        parts: groups that no tie joins. largest: the share of tied members in the largest.
        linchpins: members without whom a group would fall apart.
        groups, modularity: how many groups the ties make by themselves, and how clearly, at least, in tenths.
        growth: four periods of the same length, the present one last.
    """

    programme: str
    first: date
    last: date
    members: int | None
    ties: int | None
    density: float | None
    isolated: Share | None
    parts: int | None
    largest: Share | None
    linchpins: int | None
    groups: int | None
    modularity: float | None
    bridges: FunctionsBridged | None
    growth: tuple[NetworkThen, ...]
    isolated_members: tuple[str, ...] = ()


class NetworkService:
    """Reads; changes nothing."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def show(self, asker: Asker, programme: str = "", weeks: int = WEEKS) -> Network:
        """The network of the last weeks, of one programme or of the community.

        Raises:
            NotAllowed: she sees no analytics there.
            NotFound: there is no such programme.
            BadInput: weeks is below 4 or beyond ten years.
        """
        if not 4 <= weeks <= MOST_WEEKS:
            raise BadInput(
                f"{weeks} weeks can't be told.", place="weeks", cure=f"Give 4 to {MOST_WEEKS} weeks."
            )
        self._policy.require(asker, Action.ANALYTICS_READ, programme=programme)
        today = self._clock.now().date()
        with self._units.reading() as unit:
            if programme:
                unit.programmes.get(programme)
            members, ties = _members(unit, programme), _ties(unit, programme, today)
        return _told(programme, members, ties, (today, weeks), names=programme in asker.manages)


def _members(unit: UnitOfWork, programme: str) -> dict[str, str]:
    """Member → her function."""
    told = {
        each: (profile or {}).get("function", "") for each, profile in unit.members.values("id", "profile")
    }
    if not programme:
        return told
    there = {m for (m,) in unit.enrolments.values("member", programme=programme, state=TAKING_PART)}
    return {each: function for each, function in told.items() if each in there}


def _ties(unit: UnitOfWork, programme: str, today: date) -> list[Tie]:
    """Relationships from their start until they closed, or as far as anybody knows; and help that was given."""
    only = {"programme": programme} if programme else {}
    rows = unit.relationships.values("id", "members", "state", "started", **only)
    last = _last_held(unit, {name for name, _, state, _ in rows if state == "closed"})
    found = [
        Tie(tuple(members), started, last.get(name, started) if state == "closed" else max(today, started))
        for name, members, state, started in rows
    ]
    helped = unit.help_requests.values("member", "helper", "asked", "closed", state="done", **only)
    return found + [
        Tie((one, other), asked.date(), (closed or asked).date())
        for one, other, asked, closed in helped
        if other
    ]


def _last_held(unit: UnitOfWork, closed: set[str]) -> dict[str, date]:
    """When a closed relationship last met: no record says when it was closed."""
    last: dict[str, date] = {}
    for name, at in unit.sessions.values("relationship", "at", state="held"):
        if name in closed:
            last[name] = max(last.get(name, at.date()), at.date())
    return last


def _told(
    programme: str, members: Mapping[str, str], ties: list[Tie], until: tuple[date, int], *, names: bool
) -> Network:
    (today, weeks), functions = until, functions_of(members)
    periods = _periods(today, weeks)
    first, last = periods[-1]
    graph = graph_of(members, _alive(ties, first, last))
    shape, groups, bridges = shape_of(graph), communities_of(graph), bridges_of(graph, functions)
    enough = shape.tied >= FEWEST_FOR_RATES
    without = isolated(graph)
    return Network(
        programme=programme, first=first, last=last,
        members=count_in_fives(shape.members), ties=count_in_fives(shape.ties),
        density=_density(shape.members, shape.ties) if enough else None,
        isolated=share_in_fives(len(without), shape.members),
        parts=count_in_fives(shape.parts), largest=share_in_fives(shape.largest, shape.tied),
        linchpins=count_in_fives(shape.linchpins),
        groups=count_in_fives(groups[0]) if groups else None,
        modularity=_tenths(groups[1]) if groups and enough and in_fives(shape.ties) >= FEWEST_FOR_GROUPS else None,
        bridges=_bridged(bridges) if bridges and bridges.ties >= FEWEST_FOR_RATES else None,
        growth=tuple(_then(members, ties, *each) for each in periods),
        isolated_members=tuple(without) if names else (),
    )  # fmt: skip


def _periods(today: date, weeks: int) -> list[tuple[date, date]]:
    """Four of the same length, the last one ending today."""
    length = timedelta(weeks=weeks)
    ends = [today - n * length for n in reversed(range(PERIODS))]
    return [(end - length + timedelta(days=1), end) for end in ends]


def _alive(ties: Iterable[Tie], first: date, last: date) -> list[Tie]:
    return [each for each in ties if each.is_alive(first, last)]


def _then(members: Mapping[str, str], ties: Iterable[Tie], first: date, last: date) -> NetworkThen:
    """Of those who are here today: who has left in between is in no period."""
    graph = graph_of(members, _alive(ties, first, last))
    tied = sum(1 for _, degree in graph.degree() if degree)
    return NetworkThen(
        first=first, last=last, members=count_in_fives(tied), ties=count_in_fives(graph.number_of_edges()),
        density=_density(tied, graph.number_of_edges()) if tied >= FEWEST_FOR_RATES else None,
    )  # fmt: skip


def _bridged(found: Bridges) -> FunctionsBridged:
    """What is worked out of hidden counts is hidden too, and of rounded ones rounded: or it led back to them."""
    from scipy.stats import binomtest

    across = share_in_fives(found.across, found.ties)
    hidden = across is None or across.count is None
    by_chance = round(across_by_chance([in_fives(n) for n in (found.sizes if hidden else found.ends)]), 2)
    told: dict[str, float] = {}
    interval = None
    if across and across.count is not None:
        low, high = binomtest(across.count, across.of).proportion_ci(method="wilson")
        interval = round(low, 2), round(high, 2)
        told["modularity"] = round(by_chance - across.count / across.of, 2)
        if by_chance:
            told["assortativity"] = round(1 - across.count / across.of / by_chance, 2)
    return FunctionsBridged(
        functions=found.functions, across=across, interval=interval, by_chance=by_chance,
        assortativity=told.get("assortativity"), modularity=told.get("modularity"),
        hanging_on_one=share_in_fives(found.on_one, found.linked),
    )  # fmt: skip


def _density(members: int, ties: int) -> float | None:
    """From numbers in fives, as everything that is told."""
    known, could = in_fives(ties), in_fives(members) * (in_fives(members) - 1) / 2
    return _rounded(known / could) if could else None


def _tenths(value: float) -> float:
    """Downwards: n separate pairs have 1 − 1 / n, which rounding to the nearest would cut in two at 20."""
    return math.floor(10 * value) / 10


def _rounded(value: float | None) -> float | None:
    """Two digits that matter."""
    return None if value is None else float(f"{value:.2g}")
