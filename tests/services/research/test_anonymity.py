"""Every combination that leaves stands for k people; nobody can be found by what others know of her."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.services.research import ladders as told
from copilot.services.research.anonymity import Anonymised, Table, anonymised

LADDERS = {"level": told.LEVEL, "function": told.AS_TOLD, "languages": told.LANGUAGES}
ROWS = st.lists(
    st.tuples(
        st.sampled_from([*map(str, range(1, 11)), told.UNTOLD]),
        st.sampled_from(["data", "food", "care"]),
        st.sampled_from(["english", "english+urdu", "welsh", told.UNTOLD]),
    ),
    max_size=60,
)


def table_of(rows: list[tuple[str, ...]], people: list[tuple[str, ...]] | None = None) -> Table:
    each = people or [(f"m{n}",) for n in range(len(rows))]
    return Table("members", LADDERS, rows, each, ("n",), [(str(n),) for n in range(len(rows))])


def people_of_each_class(
    found: Anonymised, people: list[tuple[str, ...]]
) -> dict[tuple[str, ...], list[set[str]]]:
    """For each combination in the output the people on each side; the outcome says which row it was."""
    classes: dict[tuple[str, ...], list[set[str]]] = defaultdict(lambda: [set() for _ in people[0]])
    for row in found.rows:
        for side, person in zip(classes[row[:-1]], people[int(row[-1])], strict=True):
            side.add(person)
    return classes


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(2, 8))
def test_every_combination_in_the_output_stands_for_k_people(rows: list[tuple[str, ...]], k: int) -> None:
    found = anonymised(table_of(rows), k)
    classes = people_of_each_class(found, [(f"m{n}",) for n in range(len(rows))] or [("",)])
    sizes = [len(side) for sides in classes.values() for side in sides]
    assert all(size >= k for size in sizes)
    assert found.k == min(sizes, default=0)
    assert len(found.rows) + found.suppressed == found.rows_before == len(rows)
    assert found.withheld or found.suppressed <= len(rows) / 2
    if found.risk:
        assert found.risk.max == round(1 / found.k, 4)
        assert found.risk.mean == pytest.approx(len(classes) / len(found.rows), abs=1e-4)
        assert found.unique_after == 0


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_many_rows_of_few_people_are_few_people(data: st.DataObject) -> None:
    """Five sessions of one pair are one pair: on neither side may a class stand for fewer than k."""
    rows = data.draw(ROWS)
    someone = st.sampled_from([f"m{n}" for n in range(9)])
    people = data.draw(st.lists(st.tuples(someone, someone), min_size=len(rows), max_size=len(rows)))
    k = data.draw(st.integers(2, 5))
    found = anonymised(table_of(rows, people), k)
    for sides in people_of_each_class(found, people).values() if rows else ():
        assert min(map(len, sides)) >= k


def test_what_loses_least_is_chosen_and_the_rare_one_is_left_out() -> None:
    rows = [("4", "data", "english")] * 20 + [("9", "care", "welsh")]
    found = anonymised(table_of(rows), 5)
    assert (found.suppressed, found.k, found.unique_before) == (1, 20, 1)
    assert found.told_as == {"level": "1 to 10", "function": "as told", "languages": "which"}


def test_levels_are_told_more_coarsely_where_that_keeps_more_people() -> None:
    rows = [(str(n % 4 + 1), "data", "english") for n in range(12)]
    found = anonymised(table_of(rows), 5)
    assert (found.told_as["level"], found.suppressed) == ("in pairs", 0)


def test_people_who_are_all_different_are_withheld_rather_than_told_as_nothing() -> None:
    rows = [(str(n), f"f{n}", "l+m" if n % 2 else f"l{n}") for n in range(1, 9)]
    found = anonymised(table_of(rows), 8)
    assert found.withheld
    assert found.rows == ()


def test_an_empty_table_is_withheld_without_a_division() -> None:
    found = anonymised(table_of([]), 5)
    assert (found.withheld, found.risk) == ("There is nothing to tell.", None)


def test_a_class_of_one_outcome_is_told_by_l() -> None:
    rows = [("4", "data", "english")] * 6
    same = Table("members", LADDERS, rows, [(f"m{n}",) for n in range(6)], ("o",), [("0",)] * 6)
    risk = anonymised(same, 5).risk
    assert risk is not None
    assert risk.l == 1


@pytest.mark.parametrize(
    "ladder", [told.LEVEL, told.MONTH, told.ROLES, told.LANGUAGES, told.HOURS, told.COUNT]
)
def test_each_step_of_a_ladder_joins_what_the_one_before_joined(ladder: told.Ladder) -> None:
    """Otherwise a coarser step could tell two apart that a finer one doesn't."""
    values = [
        told.UNTOLD, "mentee", "mentor", "mentee+mentor", "sponsor", "peer", "other",
        "english", "english+urdu", "0–2", "3–4", "5–8", "9+", "3+",
    ]  # fmt: skip
    if ladder is told.LEVEL:
        values = [*map(str, range(1, 11)), told.UNTOLD]
    if ladder is told.MONTH:
        values = [f"202{year}-{month:02}" for year in (5, 6) for month in range(1, 13)]
    for finer, coarser in pairwise(ladder):
        joined: dict[str, set[str]] = defaultdict(set)
        for value in values:
            joined[finer.of(value)].add(coarser.of(value))
        assert all(len(above) == 1 for above in joined.values()), (finer.called, joined)
    assert {ladder[-1].of(value) for value in values} == {told.ANY}


@pytest.mark.parametrize(
    ("zone", "region"),
    [("Europe/Lisbon", "Europe"), ("America/Indiana/Knox", "America"), ("UTC", told.UNTOLD), ("", told.UNTOLD),
     ("Etc/GMT+3", told.UNTOLD), ("US/Hawaii", "America"), ("Pacific/Auckland", "Australia and the Pacific")],
)  # fmt: skip
def test_of_a_time_zone_only_the_part_of_the_world_is_told(zone: str, region: str) -> None:
    assert told.region_told(zone) == region
