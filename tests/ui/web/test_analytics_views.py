"""Figures as they are drawn: what is hidden as hidden, each plot in words, reasons with a step; the page's handlers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from copilot.app import Copilot
from copilot.domain.matches import MatchRole
from copilot.errors import NotAllowed
from copilot.services.analytics.at_risk import Reading
from copilot.services.analytics.at_risk_service import AtRisk, AtRiskList, Kindly, NotLookedAt
from copilot.services.analytics.told import Figure, Part
from copilot.services.auditing.disclosure import share
from copilot.services.members.service import Introduction
from tests.ui.web.building import asking, built, handlers
from tests.ui.web.community import open_community
from ui.web.desk import Desk
from ui.web.pages.analytics import PAGE
from ui.web.people import People
from ui.web.views.analytics import numbers, periods_to_choose, plot_words, rows_of
from ui.web.views.at_risk import at_risk, kindly
from ui.web.views.plots import Row, bars, columns, dots, for_gradio

TODAY = date(2026, 11, 23)
LIVE = "<img src=x onerror=alert(1)>"
MET = Figure(
    key="met", name="Met", counts="Of the active ones.", unit="share", value=0.62, low=0.48, high=0.74, n=50
)
FEW = Figure(
    key="few",
    name="Few",
    counts="Of them.",
    unit="share",
    low=0.0,
    high=0.08,
    n=50,
    hidden=True,
    why="Fewer than 5.",
)
NOBODY = Figure(key="nobody", name="Nobody", counts="Of them.", unit="share", hidden=True, why="Nobody yet.")
ABSENT = Figure(key="absent", name="Absent", counts="Of them.", unit="share", why="Ask for a quarter.")
READING = Reading(path="relationships/when-it-goes-silent.md", section="Day 10")


def risk(**said: Any) -> AtRisk:
    fields = {
        "relationship": "r1", "programme": "p1", "role": MatchRole.MENTOR, "members": ("m1", "m2"), "status": "fading",
        "chance": 0.9, "last_met": TODAY, "next_planned": None, "reason": "They met until May.", "step": "Ask both.",
        "reading": READING, "call": True,
    }  # fmt: skip
    return AtRisk.model_validate(fields | said)


def risks(*found: AtRisk, **said: Any) -> AtRiskList:
    fading = share(5, 20)
    assert fading
    fields = {"on": TODAY, "looked_at": 20, "counts": {"fading": fading}, "left_out": ()}
    return AtRiskList.model_validate({**fields, "at_risk": found, **said})


PEOPLE = People({"m1": Introduction(name=LIVE, headline=""), "m2": Introduction(name="Grace", headline="")})


def test_what_is_hidden_is_drawn_over_all_it_may_be_and_what_is_absent_not_at_all() -> None:
    rows = rows_of([MET, FEW, NOBODY, ABSENT])
    assert [(row.name, row.value, row.low, row.high) for row in rows] == [
        ("Met", 0.62, 0.48, 0.74), ("Few", None, 0.0, 0.08), ("Nobody", None, 0.0, 1.0)
    ]  # fmt: skip
    for figure in (bars(rows, most=1, percent=True), dots(rows)):
        veil = figure.data[-1]
        assert list(veil.y) == ["Few", "Nobody"]
        assert list(veil.base) == [0.0, 0.0]
        assert list(veil.x) == [0.08, 1.0]
        assert veil.marker.pattern.shape == "/"


def test_a_name_with_tags_is_drawn_as_it_is_written() -> None:
    evil = '<a href="http://evil.example">Sales</a>'
    drawn = bars([Row(evil, 0.5, evil)], most=1).to_json()
    assert "<a" not in drawn.replace("\\u003c", "<")
    assert "&lt;a" in drawn.replace("\\u0026", "&")


def test_a_month_of_few_is_hatched_and_never_zero() -> None:
    shown, veiled = columns(rows_of([MET, FEW])).data
    assert list(shown.x) == ["Met"]
    assert list(veiled.x) == ["Few"]
    assert list(veiled.text) == ["few"]


def test_a_plot_comes_without_tools_and_of_nothing_there_is_none() -> None:
    assert '"displayModeBar": false' in for_gradio(bars(rows_of([MET]), most=1)).plot
    assert for_gradio(None) is None


def test_a_plot_is_told_in_words_and_its_table_gives_interval_number_and_reason() -> None:
    words = plot_words("Engagement, drawn.", rows_of([MET, FEW]))
    assert "Met: 62% (48% to 74%) of about 50 members; Few: Fewer than 5" in words
    table = numbers(Part(key="p", title="Part", figures=(MET, FEW), cannot_tell=("First.", "Second.")))
    assert "48% to 74%" in table
    assert "about 50 members" in table
    assert '<td colspan="3">Fewer than 5.</td>' in table
    assert table.index("First.") < table.index("<details") < table.index("Second.")


def test_a_manager_reads_why_and_one_step_and_an_admin_only_how_many() -> None:
    found = at_risk(risks(risk(), left_out=(NotLookedAt(relationship="r9", why="It is paused."),)), PEOPLE)
    assert "They met until May." in found
    assert 'href="/guide/relationships/when-it-goes-silent.md"' in found
    assert 'href="/programme?programme=p1"' in found
    assert "It is paused: 1" in found
    assert "<img" not in found
    only = at_risk(risks(others=True), PEOPLE)
    assert "the managers of a programme see" in only
    assert "r1" not in only
    assert "Nothing to look at yet" in at_risk(risks(looked_at=0, counts={}), PEOPLE)


def test_a_member_reads_a_kind_step_of_hers_and_can_take_it_at_once() -> None:
    found = kindly(
        [Kindly(relationship="r1", reason="You met.", step="Write.", reading=READING)], {"r1": LIVE}
    )
    assert 'href="/sessions?relationship=r1"' in found
    assert "<img" not in found
    assert kindly([], {}) == ""


def test_quarters_and_months_go_back_over_the_new_year() -> None:
    values = [value for _, value in periods_to_choose(date(2026, 1, 5), programme=True)]
    assert values[:3] == ["2026-Q1", "2025-Q4", "2025-Q3"]
    assert "2025-12" in values
    assert values[-2:] == ["life", "all"]
    assert "life" not in [value for _, value in periods_to_choose(TODAY, programme=False)]


@pytest.fixture(scope="module")
def copilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    folder: Path = tmp_path_factory.mktemp("analytics") / "home"
    copilot = open_community(folder)
    yield copilot
    copilot.close()


def texts(answer: dict[Any, Any]) -> str:
    return " ".join(str(value) for value in answer.values())


def test_a_manager_opens_her_programme_and_another_one_is_refused(copilot: Copilot) -> None:
    page = handlers(built(PAGE, Desk(copilot)))
    opened = texts(page["_open"](asking("m3")))
    assert "Spring mentoring" in opened
    assert "/analytics.csv?programme=p1" in opened
    assert "need a word" in page["_at_risk"]("p1", asking("m3"))
    assert "Members" in texts(page["_hang_together"]("p1", asking("m3")))
    assert "Months in numbers" in texts(page["_month_by_month"](["p1", ""], asking("m3")))
    for verb, given in (("_at_risk", "p1"), ("_hang_together", ""), ("_month_by_month", ["p1", ""])):
        with pytest.raises(gr.Error, match=r"\w"):
            page[verb](given, asking("m1"))


def test_a_member_who_manages_nothing_sees_her_own_figures_alone(copilot: Copilot) -> None:
    page = handlers(built(PAGE, Desk(copilot)))
    opened = texts(page["_open"](asking("m1", programme="p1")))
    assert "Engagement" not in opened
    assert page["_at_risk"](None, asking("m1")) == ""
    assert "meetings held" in page["_hers"]([None, "2026-Q4"], asking("m1"))
    with pytest.raises(NotAllowed):
        copilot.analytics.show(copilot.askers.identify("m1"), "p1")


def test_leaving_the_list_without_a_choice_changes_nothing(copilot: Copilot) -> None:
    page = handlers(built(PAGE, Desk(copilot)))
    assert len(page["_choose"]("p1", "2026-Q4", ["p1", "2026-Q4"], asking("m3"))) == 1
    again = texts(page["_choose"]("p1", "all", ["p1", "2026-Q4"], asking("m3")))
    assert "Spring mentoring" in again
    assert "Looking at how people hang together" not in again
