"""The network: its numbers on graphs whose numbers are known, and what of it is told to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.help_requests import HelpRequest
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import Relationship, Session
from copilot.errors import BadInput, NotAllowed, NotFound
from copilot.services.analytics.network import (
    OTHER,
    Tie,
    bridges_of,
    communities_of,
    functions_of,
    graph_of,
    isolated,
    shape_of,
)
from copilot.services.analytics.network_service import NetworkService
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
MANAGER = Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))


def tie(*members: str) -> Tie:
    return Tie(members, TODAY, TODAY)


def test_two_pairs_and_one_alone() -> None:
    graph = graph_of("abcde", [tie("a", "b"), tie("c", "d"), tie("a", "b"), tie("e", "z")])
    shape = shape_of(graph)
    assert (shape.members, shape.tied, shape.ties, shape.parts, shape.largest) == (5, 4, 2, 2, 2)
    assert shape.density == 2 / 10
    assert isolated(graph) == ["e"]


def test_a_circle_ties_everybody_in_it_and_weighs_no_more_than_a_pair() -> None:
    graph = graph_of("abcdx", [tie("a", "b", "c", "d"), tie("a", "x")])
    assert graph.number_of_edges() == 7
    assert graph.degree("b", weight="weight") == pytest.approx(1)
    assert graph.degree("x", weight="weight") == 1
    assert shape_of(graph).linchpins == 1


def test_nobody_and_nothing_divide_by_nothing() -> None:
    empty = graph_of([], [])
    assert (shape_of(empty).density, shape_of(empty).largest, communities_of(empty)) == (None, 0, None)
    assert bridges_of(graph_of("ab", [tie("a", "b")]), {"a": "law", "b": "law"}) is None


functions = st.dictionaries(
    st.sampled_from("abcdefghijkl"), st.sampled_from(["law", "sales", "care"]), min_size=4
)
pairs = st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.sampled_from("abcdefghijkl")), min_size=1)


@given(functions, pairs)
def test_assortativity_and_modularity_are_those_of_networkx(
    told: dict[str, str], every: list[tuple[str, str]]
) -> None:
    graph = graph_of(set(told), [tie(*pair) for pair in every if pair[0] != pair[1]])
    found = bridges_of(graph, told)
    if found is None or found.assortativity is None:
        return
    nx.set_node_attributes(graph, told, "function")
    assert found.assortativity == pytest.approx(nx.attribute_assortativity_coefficient(graph, "function"))
    groups = [{each for each in told if told[each] == name} for name in set(told.values())]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, groups, weight=None))


def test_functions_that_hang_on_one_member() -> None:
    told = {"a": "law", "b": "law", "x": "sales", "y": "sales", "k": "care", "m": "care"}
    one = bridges_of(graph_of(told, [tie("a", "x"), tie("a", "y")]), told)
    two = bridges_of(graph_of(told, [tie("a", "x"), tie("b", "y"), tie("a", "k"), tie("b", "k")]), told)
    assert one is not None
    assert (one.on_one, one.linked) == (1, 1)
    assert two is not None
    assert (two.on_one, two.linked) == (1, 2)


def test_small_functions_count_together_until_they_are_five() -> None:
    told = (
        {f"l{n}": "Law" for n in range(9)} | {f"s{n}": "sales " for n in range(6)} | {"c": "Care", "n": " "}
    )
    found = functions_of(told)
    assert found["l0"] == "law"
    assert found["c"] == found["s0"] == OTHER
    assert "n" not in found
    assert set(functions_of({"a": "x", "b": "y"}).values()) == {OTHER}


def community(pairs: int = 20, *, within: int = 0) -> MemoryUnitsOfWork:
    """Pairs across two functions but for those `within` one, a circle that met a year ago, and one alone."""
    home = MemoryUnitsOfWork()
    with home() as unit:
        unit.programmes.add(Programme(id="p1", name="One", starts=date(2026, 1, 1), ends=date(2027, 1, 1)))
        for n in range(pairs):
            for side, function in (("e", "Research"), ("o", "Research" if n < within else "Sales")):
                _add(unit, f"{side}{n}", function)
            unit.relationships.add(_relationship(f"r{n}", (f"e{n}", f"o{n}"), "active", 60))
        _add(unit, "alone", "Research")
        unit.relationships.add(
            _relationship("old", ("e0", "e1", "e2", "e3", "alone"), "closed", 500, MatchRole.CIRCLE)
        )
        unit.sessions.add(Session(id="s", relationship="old", at=NOW - 400 * DAY, state="held"))
        unit.help_requests.add(
            HelpRequest(id="h", member="e0", text="Words", by=TODAY, state="done", helper="e5", programme="p1",
                        asked=NOW - 9 * DAY, closed=NOW - 8 * DAY),
            HelpRequest(id="open", member="alone", text="Words", by=TODAY, programme="p1", asked=NOW),
        )  # fmt: skip
        unit.commit()
    return home


def _add(unit, member: str, function: str) -> None:  # type: ignore[no-untyped-def]  # the memory's unit
    profile = Profile(function=function)
    unit.members.add(Member(id=member, name=member, roles=frozenset({Role.PEER}), profile=profile))
    unit.enrolments.add(Enrolment(id=member, programme="p1", member=member))


def _relationship(
    name: str, members: tuple[str, ...], state: str, days: int, role: MatchRole = MatchRole.MENTOR
) -> Relationship:
    return Relationship(
        id=name, role=role, members=members, programme="p1", state=state, started=TODAY - days * DAY,  # type: ignore[arg-type]  # one of the states
    )  # fmt: skip


def service(home: MemoryUnitsOfWork) -> NetworkService:
    return NetworkService(home, Policy(), FixedClock(NOW))


def test_a_manager_is_told_numbers_in_fives_and_who_is_without_a_tie() -> None:
    found = service(community()).show(MANAGER, "p1")
    assert (found.members, found.ties, found.parts) == (40, 20, 20)
    assert found.isolated_members == ("alone",)
    assert found.isolated is not None
    assert found.isolated.count is None
    assert found.bridges is not None
    assert found.bridges.across is not None
    assert found.bridges.across.told == "all of about 20, or all but fewer than 5"
    assert (found.bridges.assortativity, found.bridges.modularity) == (None, None), "they would lead back"
    assert found.modularity == 0.9


def test_bridges_are_told_beside_what_chance_would_give() -> None:
    bridges = service(community(within=6)).show(OPERATOR, "p1").bridges
    assert bridges is not None
    assert bridges.across is not None
    assert (bridges.across.told, bridges.by_chance) == ("about 15 of 20 (75%)", 0.44)
    assert bridges.interval == (0.53, 0.89)
    assert (bridges.assortativity, bridges.modularity) == (-0.7, -0.31)


@pytest.mark.parametrize("side", [0, 20])
def test_how_few_ties_cross_functions_or_do_not_changes_nothing_that_is_told(side: int) -> None:
    told = {
        service(_house(20, across=abs(side - few))).show(OPERATOR).model_dump_json(include={"bridges"})
        for few in range(5)
    }
    assert len(told) == 1


@pytest.mark.parametrize("pairs", [range(8, 13), range(13, 18), range(18, 23)])
def test_modularity_tells_no_more_of_separate_pairs_than_their_number_in_fives(pairs: range) -> None:
    """Of n separate pairs it is 1 - 1 / n."""
    told = {service(_house(n, across=0)).show(OPERATOR).modularity for n in pairs}
    assert told == ({None} if pairs.start < 18 else {0.9})


def _house(pairs: int, *, across: int) -> MemoryUnitsOfWork:
    """Pairs of two functions, some across both; of each function as many more without a tie, whatever the pairs."""
    home = MemoryUnitsOfWork()
    with home() as unit:
        for n in range(50):
            _add(unit, f"c{n}", "Care")
            _add(unit, f"l{n}", "Law")
        for n in range(pairs):
            both = (f"c{n}", f"l{n}") if n < across else (f"c{n}", f"c{49 - n}")
            unit.relationships.add(_relationship(f"r{n}", both, "active", 60))
        unit.commit()
    return home


def test_a_tie_belongs_to_the_time_it_was_alive_in() -> None:
    growth = service(community()).show(OPERATOR, "p1").growth
    assert [each.ties for each in growth] == [None, 10, None, 20]
    assert [each.members for each in growth] == [None, 5, None, 40]


def test_admins_and_the_operator_are_told_no_member() -> None:
    for asker in (OPERATOR, Asker(member="root", roles=frozenset({Role.ADMIN}))):
        assert service(community()).show(asker, "p1").isolated_members == ()
        assert service(community()).show(asker).isolated_members == ()
    with pytest.raises(NotAllowed):
        service(community()).show(MANAGER)
    with pytest.raises(NotAllowed):
        service(community()).show(Asker(member="e1"), "p1")


def test_of_a_handful_nothing_is_told() -> None:
    found = service(community(pairs=2)).show(OPERATOR, "p1")
    assert (found.density, found.bridges, found.modularity) == (None, None, None)


@pytest.mark.parametrize("pairs", range(5))
def test_none_is_not_told_apart_from_few(pairs: int) -> None:
    found = service(_house(pairs, across=0)).show(OPERATOR)
    assert (found.ties, found.parts, found.groups, found.linchpins) == (None,) * 4
    assert {each.ties for each in found.growth} == {None}
    assert service(MemoryUnitsOfWork()).show(OPERATOR).members is None


def test_bad_input_is_a_sentence() -> None:
    with pytest.raises(BadInput, match="0 weeks can't be told"):
        service(community()).show(OPERATOR, weeks=0)
    with pytest.raises(NotFound):
        service(community()).show(OPERATOR, "p9")
