"""Circles in the queue, and what a run says of its aims, its price and its moves."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.citations import ProfileCitation
from copilot.domain.matches import Benefit, Claim, Match, MatchRole, MatchRun, Move, Rationale
from copilot.domain.members import Member
from copilot.services.members.service import Introduction
from tests.ui.web.community import HOSTILE
from ui.web.decision_bar import decided
from ui.web.people import People
from ui.web.queue_pane import everybody_in
from ui.web.run_bar import AIMS, MIXED, aim_of
from ui.web.tabs import ROLES
from ui.web.views.circles import circle_detail
from ui.web.views.comparing import around_a_table
from ui.web.views.matches import asked_of
from ui.web.views.review import queue, whom
from ui.web.views.runs import last_run, outcome

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
NAMES = {"m1": "Ada Moreau", "m2": "Bo Lindqvist", "m3": "Cy Okafor", "m4": "Dee Kim"}
PEOPLE = People({member: Introduction(name=name, headline="") for member, name in NAMES.items()})


def _members(goal: str = "Speak in front of directors") -> list[Member]:
    return [
        Member.model_validate(
            {"id": member, "name": name, "roles": {"peer"},
             "profile": {"goals": (goal, "Sleep"), "function": "Sales", "level": 3, "languages": ("English",)}}
        )
        for member, name in NAMES.items()
    ]  # fmt: skip


def _circle(state: str = "proposed", goal: str = "Speak in front of directors") -> Match:
    citations = tuple(
        ProfileCitation(n=n, member=member, field="goals[0]", quote=goal) for n, member in enumerate(NAMES, 1)
    )
    rationale = Rationale(
        for_=(Claim(claim="Four members share a theme.", evidence=(1, 2, 3, 4), weight=0.7),),
        benefit=Benefit(seeker="Three others.", partner="The same."), citations=citations, confidence="one theme",
    )  # fmt: skip
    return Match.model_validate(
        {"id": "x1", "seeker": "m1", "partner": "m2", "members": tuple(NAMES), "role": "circle", "state": state,
         "score": 0.71, "parts": {"theme": 0.71, "functions": 0.25}, "rationale": rationale, "created": NOW}
    )  # fmt: skip


def _text(markup: object) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def test_every_role_can_be_looked_for() -> None:
    assert {role for _, role in ROLES} == set(MatchRole)


def test_a_circle_stands_in_the_queue_by_its_theme_and_its_people() -> None:
    text = _text(queue([_circle()], "x1", PEOPLE, "/matches?match="))
    assert text == "“Speak in front of directors” Ada, Bo, Cy and Dee 71"
    assert "…”" in _text(queue([_circle(goal="Speak in front of directors " * 9)], "", PEOPLE, ""))


def test_everybody_of_a_circle_has_a_card_with_the_words_that_the_theme_rests_on() -> None:
    table, placed = around_a_table(_members(), _circle().rationale.citations)
    assert placed == {1, 2, 3, 4}
    assert table.count("<mark>Speak in front of directors</mark>") == 4
    html = str(circle_detail(_circle(), _members(), PEOPLE))
    assert "A circle of four" in _text(html)
    assert 'href="#said-4"' in html
    assert "aims close to one theme 71" in _text(html)


def test_hostile_words_of_a_circle_stay_words() -> None:
    html = str(circle_detail(_circle(goal=HOSTILE), _members(HOSTILE), PEOPLE))
    assert "<script" not in html
    assert "alert(2)" in _text(html)
    assert "<script" not in queue([_circle(goal=HOSTILE)], "", PEOPLE, "")


def test_a_decision_on_a_circle_speaks_of_all_and_promises_no_more_than_is_kept() -> None:
    assert whom(_circle(), PEOPLE) == "The circle of Ada Moreau, Bo Lindqvist, Cy Okafor and Dee Kim"
    assert decided(_circle("approved"), PEOPLE).endswith("All of them are asked now.")
    assert decided(_circle("declined"), PEOPLE).endswith("At least two of them will sit elsewhere next time.")
    assert everybody_in([_circle()]) == set(NAMES)


def test_a_match_asks_each_side_in_words_that_are_true_for_it() -> None:
    pair = _circle().model_copy(update={"role": MatchRole.MENTOR, "members": ()})
    assert asked_of(pair, "m1", PEOPLE) == "Bo Lindqvist could be a mentor for you"
    assert asked_of(pair, "m2", PEOPLE) == "You could be a mentor for Ada Moreau"
    assert asked_of(_circle(), "m1", PEOPLE) == "A circle with Bo Lindqvist, Cy Okafor and Dee Kim"


def _run(**more: object) -> MatchRun:
    return MatchRun.model_validate(
        {"id": "run1", "role": "mentor", "total_score": 9.0, "gap": 0.0, "seed": 0, "by": "m1", "created": NOW,
         "proposed": ("x1", "x2"), **more}
    )  # fmt: skip


def test_a_run_says_what_its_aim_costs() -> None:
    aims = ("Worst-off first: 2 matched (2 by the best total), the lowest score 0.41 (0.33).",)
    text = _text(outcome(_run(aims=aims, price=1.0), PEOPLE))
    assert "the lowest score 0.41" in text
    assert "All scores together: 9.00. The aim costs 1.00 (10.0% of what was possible)." in text
    assert "The aim" not in _text(outcome(_run(), PEOPLE))


def test_a_run_of_circles_says_round_whom_they_sit_now() -> None:
    moved = (Move(member="m1", before="m2", after="m3", why="The themes were drawn anew."),)
    text = _text(outcome(_run(role="circle", moved=moved), PEOPLE))
    assert "2 circles proposed" in text
    assert "1 person has another circle than before" in text
    assert "Ada Moreau : the circle around Bo Lindqvist → the circle around Cy Okafor" in text


def test_the_last_run_can_be_read_again() -> None:
    text = _text(last_run(_run(gap=0.003), PEOPLE))
    assert text.startswith("Last run on 3 November 2026 by Ada Moreau: 2 proposed, 0 without one")
    assert "At most 0.30 % from the best total possible." in text
    assert "by the operator" in _text(last_run(_run(by="operator"), PEOPLE))


@given(st.sampled_from(list(MatchRole)), st.sampled_from([aim for _, aim in AIMS]), st.integers(0, 100))
def test_an_aim_that_is_offered_can_be_had_for_the_role(role: MatchRole, aim: str, percent: int) -> None:
    from copilot.services.matching.solving.aims import check_aim

    check_aim(aim_of(role, aim, MIXED[0][1], percent), role)


@pytest.mark.parametrize(("called", "name"), MIXED)
def test_a_share_of_mixed_pairs_is_a_target_the_solver_knows(called: str, name: str) -> None:
    from copilot.services.matching.solving.targets import SERVES

    [target] = aim_of("mentor", "target", name, 40).targets
    assert (target.name, target.share) == (name, 0.4)
    assert name in SERVES, called
