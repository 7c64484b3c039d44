"""Who may see which figures, whatever the community; and that taking reports from one another tells nothing."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Role
from copilot.errors import BadInput, NotAllowed, NotFound
from copilot.services.analytics.csv_lines import HEADER, csv_lines, harmless
from copilot.services.analytics.service import AnalyticsService
from copilot.services.analytics.told import Figure, Report
from tests.fakes import MemoryUnitsOfWork
from tests.services.analytics.community import (
    Q4,
    TODAY,
    add_goal,
    add_members,
    add_pairs,
    add_posts,
    add_programme,
    figure,
    homed,
)

MANAGER = Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"p"}))
ADMIN = Asker(member="adm", roles=frozenset({Role.ADMIN}))


def figures(report: Report) -> list[Figure]:
    found = [each for part in report.parts for each in part.figures]
    return found + [each for metric in report.chaoss.metrics for each in metric.figures]


def test_a_manager_sees_her_programme_and_an_admin_everything() -> None:
    service, units = homed()
    with units() as unit:
        add_programme(unit, "p")
        add_programme(unit, "q", manager="else")
        add_pairs(unit, 20, [Q4], programme="p")
        add_pairs(unit, 20, named="q", programme="q")
        unit.commit()
    assert figure(service.show(MANAGER, "p").engagement, "met").n == 20
    assert figure(service.show(ADMIN).engagement, "met").value == 0.5
    assert [each.id for each in service.overseen(MANAGER)] == ["p"]
    assert [each.id for each in service.overseen(ADMIN)] == ["p", "q"]
    for asker, programme in ((MANAGER, "q"), (MANAGER, ""), (Asker(member="s1"), "p"), (Asker(), "")):
        with pytest.raises(NotAllowed):
            service.show(asker, programme)
        with pytest.raises(NotAllowed):
            service.table(asker, programme)
    with pytest.raises(NotFound):
        service.show(ADMIN, "nowhere")


def test_of_a_period_that_has_not_begun_no_number_is_told() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 12, [Q4])
        unit.commit()
    report = service.show(OPERATOR, period="2027-Q1")
    told = [*figures(report), report.engagement.index]
    assert {(each.value, each.low, each.n, each.before, each.why) for each in told} == {
        (None, None, None, None, "This period has not begun.")
    }


def test_a_programme_that_has_not_begun_has_nothing_to_count() -> None:
    service, units = homed()
    with units() as unit:
        add_programme(unit, "p", starts=TODAY + timedelta(days=30))
        unit.commit()
    report = service.show(MANAGER, "p", period="life")
    assert not report.period.begun
    assert any("begins on" in note for note in report.notes)
    assert all(each.value is None for each in figures(report))


def test_a_life_and_everything_have_no_period_before() -> None:
    service, units = homed()
    with units() as unit:
        add_programme(unit, "p")
        add_pairs(unit, 20, [Q4], programme="p")
        unit.commit()
    for period in ("life", "all"):
        report = service.show(MANAGER, "p", period=period)
        assert report.before is None
        assert figure(report.retention, "all").why == "It compares two periods: ask for a quarter or a month."
        assert not figure(report.retention, "all").hidden
        assert figure(report.engagement, "met").n == 20


def test_bad_words_are_refused_before_anything_is_read() -> None:
    service, _ = homed()
    for words in ("2026-05-02..2026-05-01", "yesterday"):
        with pytest.raises(BadInput):
            service.show(OPERATOR, period=words)
        with pytest.raises(BadInput):
            service.mine(Asker(member="x"), period=words)


def test_her_own_figures_are_exact_and_hers_alone() -> None:
    service, units = homed()
    with units() as unit:
        add_pairs(unit, 2, [Q4, Q4 + timedelta(days=9)])
        add_posts(unit, Q4, "s0", "s1")
        add_goal(unit, "s0", reached=Q4)
        unit.commit()
    own = service.mine(Asker(member="s0"))
    assert (own.meetings, own.relationships_met, own.days_with_a_trace, own.goals_reached) == (2, 1, 2, 1)
    for nobody in (OPERATOR, Asker(), Asker(member="stranger")):
        with pytest.raises(NotFound):
            service.mine(nobody)


def test_every_figure_is_a_line_and_no_line_runs_in_a_spreadsheet() -> None:
    service, units = homed()
    with units() as unit:
        add_programme(unit, "=1+1")
        add_pairs(unit, 20, [Q4], programme="=1+1")
        unit.commit()
    rows = service.table(OPERATOR, "=1+1")
    assert len(rows) == len(figures(service.show(OPERATOR, "=1+1"))) + 1
    lines = list(csv.DictReader(io.StringIO(csv_lines(rows))))
    assert tuple(lines[0]) == HEADER
    assert {line["programme"] for line in lines} == {"'=1+1"}
    assert {line["hidden"] for line in lines} == {"yes", "no"}
    assert all(harmless(begins + "x") == f"'{begins}x" for begins in ("=", "+", "-", "@", "\t", " ="))
    assert harmless("Met") == "Met"


def community(pairs: list[tuple[bool, int]]) -> tuple[AnalyticsService, MemoryUnitsOfWork]:
    """Each pair is in the programme or in none, and met on that day of the last hundred, or (0) never."""
    service, units = homed()
    with units() as unit:
        add_programme(unit, "p")
        for n, (inside, ago) in enumerate(pairs):
            met = [TODAY - timedelta(days=ago)] if ago else []
            add_pairs(unit, 1, met, named=f"{n}-", programme="p" if inside else "")
        unit.commit()
    return service, units


PAIRS = st.lists(st.tuples(st.booleans(), st.integers(0, 100)), max_size=40)


@given(PAIRS)
@settings(max_examples=25, deadline=None)
def test_every_number_that_is_printed_is_in_fives(pairs: list[tuple[bool, int]]) -> None:
    service, _ = community(pairs)
    for programme in ("", "p"):
        for each in figures(service.show(OPERATOR, programme)):
            assert (each.value is None) == bool(each.why)
            assert each.n is None or each.n % 5 == 0
            if each.value is not None and each.unit == "count":
                assert each.value >= 5
                assert each.value % 5 == 0
            if each.value is not None and each.unit == "share":
                assert each.n
                assert (each.value * each.n) % 5 == pytest.approx(0, abs=0.1) or (
                    each.value * each.n
                ) % 5 == pytest.approx(5, abs=0.1)


@given(PAIRS, st.integers(0, 80))
@settings(max_examples=25, deadline=None)
def test_a_pair_more_or_less_is_never_seen_by_moving_a_window_or_taking_a_programme_away(
    pairs: list[tuple[bool, int]], ago: int
) -> None:
    """Two windows that end on adjacent days, and the whole less its programme."""
    service, _ = community(pairs)
    first, last = date(2026, 8, 15), TODAY - timedelta(days=ago)
    one, other = (
        service.show(OPERATOR, period=f"{first}..{max(first, last - timedelta(days=less))}")
        for less in (0, 1)
    )
    assert one.period.last == other.period.last or (one.period.last - other.period.last).days >= 28
    whole, part = service.show(OPERATOR), service.show(OPERATOR, "p")
    met, inside = figure(whole.cadence, "held"), figure(part.cadence, "held")
    if met.value is not None and inside.value is not None:
        possible = {small for small in range(1, 5) if abs(met.value - inside.value - small) <= 4}
        assert possible in ({1, 2, 3, 4}, set()), "which small number it is can't be seen"


def test_a_report_becomes_json_and_comes_back() -> None:
    service, units = homed()
    with units() as unit:
        add_members(unit, "m")
        unit.commit()
    report = service.show(OPERATOR)
    assert Report.model_validate_json(report.model_dump_json()) == report
