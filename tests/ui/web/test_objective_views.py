"""The page of objectives: text beside every bar, numbers that lead to nobody, nothing unescaped."""

from __future__ import annotations

from datetime import date

import pytest

from copilot.domain.relationships import Goal
from copilot.services.members.service import Introduction
from copilot.services.objectives.serving import Named, Report, ResultStanding, ServedBy
from copilot.services.objectives.suggesting import Suggestion
from tests.services.objectives.community import ADMIN, ANA, ELSEWHERE, MANAGER
from ui.web.objectives_pane import writes
from ui.web.pages.objectives import may_link
from ui.web.people import People
from ui.web.views.objectives import choice, number, overview, own_goals, serving_none

TODAY = date(2026, 3, 2)
PEOPLE = People({"ada": Introduction(name="Ada <b>Moreau</b>", headline="")})
WICKED = "<script>alert(1)</script>"


def objective(objective_id: str = "speak", **fields: object) -> ServedBy:
    result = ResultStanding(
        number=1, text="Days to the first reply", start=4.5, target=1, now=2.75, unit="days", progress=0.5
    )
    known: dict[str, object] = {
        "id": objective_id, "title": "More of us speak", "why": "", "owner": "", "starts": None, "ends": None,
        "state": "open", "progress": 0.5, "key_results": (result,), "programmes": (), "events": (), "matches": 0,
        "matches_by_goals": None, "goals": None, "served": False,
    }  # fmt: skip
    return ServedBy.model_validate({**known, **fields})


def report(*objectives: ServedBy, **fields: object) -> Report:
    known: dict[str, object] = {
        "on": TODAY, "objectives": objectives, "nobody_serves": (), "programmes_serving_none": (),
        "events_serving_none": (),
    }  # fmt: skip
    return Report.model_validate({**known, **fields})


def page(*objectives: ServedBy) -> str:
    return str(overview(report(*objectives), PEOPLE, writes=False))


def test_where_there_is_none_it_says_what_to_do() -> None:
    assert "Once an admin has set some" in page()
    assert "Add the first below" in str(overview(report(), PEOPLE, writes=True))


def test_a_bar_stands_beside_its_numbers() -> None:
    told = page(objective())
    assert 'aria-label="Days to the first reply, of the way: 50 %"' in told
    assert "<b>2.75</b> days" in told
    assert '<span class="for-readers">from </span>4.5' in told
    assert '<span class="for-readers">to </span>1<' in told
    assert "<b>50%</b>" in told


def test_what_is_not_measured_shows_no_number() -> None:
    told = page(objective(progress=None, key_results=()))
    assert "%" not in told
    assert "nothing says by what you would notice" in told


def test_an_objective_that_nobody_serves_says_so() -> None:
    told = page(objective())
    assert "nobody yet" in told
    assert "goals of fewer than 5 people, or none" in told


def test_what_serves_it_is_named_or_counted() -> None:
    told = page(
        objective(
            programmes=(Named(record="p1", title="Bridges"),), events=(Named(record="e1", title="Say it"),),
            matches=7, goals=15, matches_by_goals=5, served=True,
        )
    )  # fmt: skip
    assert "Bridges" in told
    assert '<a href="/events?event=e1">Say it</a>' in told
    assert "And 7 matches; about 15 goals of members; about 5 pairs share one." in told
    assert "nobody yet" not in told
    assert "1 to 4 matches; goals of fewer than 5 people, or none." in page(
        objective(matches=None, served=True)
    )


def test_what_is_overdue_says_so_and_what_is_over_stands_apart() -> None:
    told = page(objective(overdue=True, programmes_before=(Named(record="p1", title="Bridges"),)))
    assert "overdue" in told
    assert "Before: Bridges." in told
    assert "nobody yet" in told
    assert "overdue" not in page(objective())


def test_settled_ones_stand_below_the_open_ones() -> None:
    told = page(objective(), objective("old", title="Was reached", state="reached"))
    assert told.index("More of us speak") < told.index("Reached and set aside") < told.index("Was reached")
    assert "No objective is open." in page(objective(state="dropped"))


def test_nothing_that_people_wrote_becomes_markup() -> None:
    named = (Named(record="e1", title=WICKED),)
    shown = [
        page(objective(title=WICKED, why=WICKED, owner="ada", programmes=named, events=named, served=True)),
        str(own_goals([Goal(id="g", member="m", title=WICKED, objective=WICKED)], {})),
        str(serving_none(report(objective(), events_serving_none=named))),
    ]
    for told in shown:
        assert "<script>" not in told
        assert "<b>Moreau" not in told


def test_my_goals_say_what_they_serve_and_words_from_before_stay() -> None:
    goals = [
        Goal(id="g1", member="m", title="Speak", objective="speak"),
        Goal(id="g2", member="m", title="Bake"),
        Goal(id="g3", member="m", title="Walk", objective="To be braver"),
    ]
    told = str(own_goals(goals, {"speak": "More of us speak"}))
    assert "serves “More of us speak”" in told
    assert "serves none, as far as you have said" in told
    assert "serves “To be braver”" in told
    assert 'href="/goals"' in str(own_goals([], {}))


def test_what_serves_none_is_only_told_where_something_could_be_served() -> None:
    named = (Named(record="p1", title="Bridges"),)
    assert "Bridges" in str(serving_none(report(objective(), programmes_serving_none=named)))
    assert not serving_none(report(programmes_serving_none=named))
    assert not serving_none(report(objective()))


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.93, "very likely, 93%"), (0.75, "likely, 75%"), (0.5, "more likely than not, 50%")],
)
def test_a_confidence_is_said_in_words_and_per_cent(confidence: float, words: str) -> None:
    suggestion = Suggestion(
        kind="event", record="e1", title="Say it", objective="speak", objective_title="More of us speak",
        confidence=confidence,
    )  # fmt: skip
    assert choice(suggestion) == f"Event “Say it” serves “More of us speak”: {words}"


def test_numbers_read_as_people_write_them() -> None:
    assert [number(each) for each in (1200, 4.5, 0, -3, 0.1)] == ["1,200", "4.5", "0", "-3", "0.1"]


def test_forms_are_for_those_whose_word_counts() -> None:
    assert [may_link(each) for each in (ANA, MANAGER, ELSEWHERE, ADMIN)] == [False, True, True, True]
    assert [writes(each) for each in (ANA, MANAGER, ELSEWHERE, ADMIN)] == [False, False, False, True]
