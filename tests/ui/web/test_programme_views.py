"""A programme at a glance: what waits, what is hidden, whom a manager may want a word with."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import Stage
from copilot.services.auditing.disclosure import share_in_fives as share
from copilot.services.members.service import Introduction, Listed
from copilot.services.programme_health import (
    Cadence,
    GoalsReached,
    Health,
    Month,
    RoleReach,
    Waiting,
    _breakdown,
)
from copilot.services.relationships import RelationshipStatus
from tests.ui.web.community import HOSTILE
from ui.web.pages.programme import may_see_a_programme
from ui.web.people import People
from ui.web.views.programme import columns, health, no_programme, one_by_one, shares
from ui.web.views.taking_part import managers, taking_part

TODAY = date(2026, 11, 20)
PEOPLE = People({"m1": Introduction(name="Ada", headline=""), "m2": Introduction(name=HOSTILE, headline="")})


def _health(**more: object) -> Health:
    programme = Programme(
        id="p1",
        name=HOSTILE,
        purpose=HOSTILE,
        starts=TODAY,
        ends=date(2027, 1, 1),
        managers=frozenset({"m1", "m2"}),
    )
    cadence = Cadence(
        with_a_rhythm=share(30, 45), keeping_it=share(20, 30), held=90, expected=100, next_missing=share(12, 45),
        quiet=share(3, 45), months=(Month(first=date(2026, 10, 1), held=12), Month(first=date(2026, 11, 1), held=None)),
    )  # fmt: skip
    return Health.model_validate(
        {
            "programme": programme, "on": TODAY, "taking_part": share(90, 100),
            "states": _breakdown({"active": 45, "paused": 2, "closed": 13}),
            "stages": _breakdown({"initiation": 20, "cultivation": 25}),
            "signed": share(30, 45), "offered": share(10, 45), "cadence": cadence,
            "goals": GoalsReached(with_a_goal=share(58, 100), reached_one=share(23, 58), set=60, reached=25),
            "reach": (RoleReach(role=MatchRole.MENTOR, asked=share(60, 100), matched=share(45, 100)),),
            "waiting": (Waiting(role=MatchRole.CIRCLE, to_decide=4, second_review=0, answers=None),),
            **more,
        }
    )  # fmt: skip


def _text(markup: object) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def test_it_says_what_waits_and_leads_there() -> None:
    told = str(health(_health(), PEOPLE, decides=True))
    assert "4 circles to decide" in _text(told)
    assert "hasn’t answered" not in _text(told)
    assert "Where no number stands, fewer than five wait, or none." in _text(told)
    assert 'href="/matches?programme=p1&amp;role=circle&amp;state=proposed"' in told


def test_who_does_not_decide_is_led_nowhere() -> None:
    assert "/matches" not in health(_health(), PEOPLE)


def test_meetings_are_told_against_what_was_agreed() -> None:
    text = _text(health(_health(), PEOPLE))
    assert "keep the rhythm they agreed on about 20 of 30 (67%)" in text
    assert "about 90 meetings were held of about 100 that their agreements make by now (90%)" in text


def test_small_numbers_are_veiled_in_words_and_in_the_picture() -> None:
    html = str(health(_health(), PEOPLE))
    assert "quiet for six weeks fewer than 5 of about 45" in _text(html)
    assert "paused fewer than 5 of about 60, or none" in _text(html)
    assert 'class="veil"' in html
    assert "too few to say" in _text(shares("Shares", {"anything": None}))


@given(st.integers(0, 60), st.integers(5, 60))
def test_no_bar_is_longer_than_its_rail(count: int, of: int) -> None:
    drawn = str(shares("Shares", {"one": share(min(count, of), of)}))
    assert all(0 <= float(each) <= 100 for each in re.findall(r"(?:width|left):([\d.]+)%", drawn))


def test_months_are_columns_that_can_be_read_out() -> None:
    assert _text(columns(_health().cadence.months)) == "12 Oct few Nov"
    assert _text(columns([Month(first=TODAY, held=0)])) == "0 Nov"


def test_a_young_programme_says_what_to_do() -> None:
    empty = {"states": {}, "stages": {}, "signed": None, "offered": None, "reach": (), "waiting": ()}
    text = _text(health(_health(**empty), PEOPLE))
    assert "Too few relationships to be counted. Run matching" in text
    assert "Nothing waits." in text
    assert "begins one and says who manages it" in _text(no_programme())


def _status(relationship: str, last: date | None, planned: date | None = None) -> RelationshipStatus:
    return RelationshipStatus(
        id=relationship, role=MatchRole.MENTOR, members=("m1", "gone"), programme="p1", state="active",
        stage=Stage.CULTIVATION, started=date(2026, 6, 1), held=2, last_held=last, next_planned=planned,
    )  # fmt: skip


def test_who_may_want_a_word_stands_first() -> None:
    busy, quiet = _status("r1", date(2026, 11, 18), date(2026, 11, 25)), _status("r2", date(2026, 8, 1))
    text = _text(one_by_one([busy, quiet], PEOPLE, TODAY))
    assert text.index("quiet for six weeks") < text.index("in full swing")
    assert "Ada and a former member" in text
    assert not one_by_one([], PEOPLE, TODAY)


def test_a_long_list_is_folded_and_nobody_is_lost() -> None:
    many = [_status(f"r{n}", date(2026, 8, 1)) for n in range(20)]
    text = _text(one_by_one(many, PEOPLE, TODAY))
    assert "8 relationships more" in text
    assert text.count("Ada and") == 20


def test_who_takes_part_is_listed_by_name_with_pauses() -> None:
    listed = [
        Listed(
            id=f"m{n}",
            name=name,
            roles=(Role.MENTEE,),
            function="Sales",
            level=2,
            capacity=None,
            paused=False,
        )
        for n, name in enumerate(("Zoe", HOSTILE, "Ada"))
    ]
    rested = Enrolment(id="p1:m2", programme="p1", member="m2", state="paused")
    text = _text(taking_part(listed, [rested]))
    assert text.index("Ada on a pause mentee Sales") < text.index("Zoe")
    assert "3 people take part, 1 of them on a pause" in text
    assert "Nobody is enrolled." in _text(taking_part([], []))
    assert "<script" not in taking_part(listed, [])


def test_names_of_managers_stay_text() -> None:
    assert "<script" not in managers(["m1", "m2"], PEOPLE)
    assert "<script" not in health(_health(), PEOPLE)
    assert "alert(2)" in _text(health(_health(), PEOPLE))


@pytest.mark.parametrize(
    ("asker", "may"),
    [
        (Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"})), True),
        (Asker(member="m4", roles=frozenset({Role.ADMIN})), True),
        (Asker(member="m1", roles=frozenset({Role.MENTEE, Role.MENTOR, Role.MANAGER})), False),
        (Asker(), False),
    ],
)
def test_managers_and_admins_are_offered_the_page(asker: Asker, may: bool) -> None:
    assert may_see_a_programme(asker) == may
