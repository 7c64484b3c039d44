"""Circles at work on the page: whose turn it is, who came, what there is to look at, and what managers don't see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from copilot.domain.circles import Circle
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.relationships import Relationship, Session
from copilot.services.circles.guide_words import About
from copilot.services.circles.health import Finding
from copilot.services.circles.leaving import Peer, Peers
from copilot.services.circles.seeing import CircleShown, CircleStatus, Forming, MeetingTold, Turn
from copilot.services.circles.splitting import Change, NewCircle
from copilot.services.circles.telling import Health
from copilot.services.members.service import Introduction
from tests.fakes import WordEncoder
from tests.ui.web.building import asking, built, handlers, updates
from tests.ui.web.community import HOSTILE, open_community
from ui.web.desk import Desk
from ui.web.pages.circles import PAGE
from ui.web.people import People
from ui.web.views.circle_health import health_told, peers_told
from ui.web.views.circles_at_work import (
    circle_cards,
    circle_head,
    forming_told,
    meetings_told,
    next_meeting,
    no_circle,
)
from ui.web.views.circles_made import named_apart, overseen, what_if

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
PEOPLE = People(
    {
        member: Introduction(name=name, headline="")
        for member, name in {"m1": "Ada Moreau", "m2": "Bo Lindqvist", "m3": HOSTILE, "m4": "Dee Kim"}.items()
    }
)


def status(**more: Any) -> CircleStatus:
    known: dict[str, Any] = {
        "id": "r1", "theme": "Saying no", "members": ("m1", "m2", "m3", "m4"), "programme": "p", "state": "active",
        "started": date(2026, 1, 5), "held": 3, "last_held": date(2026, 11, 1), "next_planned": date(2026, 11, 27),
        "standing": "meets regularly",
    }  # fmt: skip
    return CircleStatus.model_validate({**known, **more})


def meeting(session: str = "s1", days: int = -20, state: str = "held", **more: Any) -> MeetingTold:
    known = {
        "session": session,
        "at": NOW + timedelta(days=days),
        "minutes": 60,
        "topic": "One case",
        "state": state,
    }
    return MeetingTold.model_validate({**known, **more})


def circle(**more: Any) -> CircleShown:
    turn = Turn(circle="r1", chair="m2", why="Next in turn.", then=("m1", "m4", "m3"), chaired={"m1": 2})
    known = {"turn": turn, "next": meeting("s2", 4, "planned"), "meetings": (meeting(),)}
    return CircleShown.model_validate({**dict(status()), **known, "inside": True, **more})


def test_the_seats_stand_in_turn_and_whoever_chairs_next_comes_first() -> None:
    told = unescape(str(circle_head(circle(), PEOPLE, "m1")))
    assert told.index("Bo") < told.index("You") < told.index("Dee")
    assert "chairs next" in told
    assert "chaired twice" in told
    assert 'href="/spaces?space=space-r1"' in told


def test_her_own_turn_is_said_to_her() -> None:
    assert "Bo Lindqvist chairs." in str(next_meeting(circle(), PEOPLE, "m1", None, TODAY))
    told = str(next_meeting(circle(), PEOPLE, "m2", None, TODAY))
    assert "It is your turn to chair." in told
    assert "in 4 days" in told
    assert "No next meeting is planned" in str(next_meeting(circle(next=None), PEOPLE, "m1", None, TODAY))


def test_how_many_came_is_said_in_words_beside_the_dots_and_not_guessed() -> None:
    noted = meeting(came=("m1", "m2"), noted=True, chair="m1")
    told = str(meetings_told(circle(meetings=(noted, meeting("s0", -50))), PEOPLE, None))
    assert "2 of 4" in told
    assert "Ada and Bo came." in told
    assert "nobody noted who came" in told
    assert "You have not met yet." in str(meetings_told(circle(meetings=()), PEOPLE, None))


def test_what_is_cancelled_is_not_counted_as_met_by_anybody() -> None:
    told = str(meetings_told(circle(meetings=(meeting(state="cancelled"),)), PEOPLE, None))
    assert "cancelled" in told
    assert " of 4" not in told


def test_who_was_missed_is_named_in_words_and_not_by_id() -> None:
    finding = Finding(
        about=About.MISSED, words="Nobody has seen m4 since 1 May 2026; would somebody write?", evidence="As noted.",
        next_step="A line.", members=("m4",),
    )  # fmt: skip
    well = Finding(about=About.CHAIR, words="The chair is shared.", evidence="So it is.", good=True)
    told = str(health_told(Health(circle="r1", standing="", findings=(finding, well)), PEOPLE))
    assert "Nobody has seen Dee since" in told
    assert told.index("A line.") < told.index("The chair is shared.")


def test_managers_see_themes_and_dates_and_no_member() -> None:
    told = str(
        overseen([status(), status(id="r2", standing="has not met for 84 days", next_planned=None)], TODAY)
    )
    assert "has not met for 84 days" in told
    assert "not planned" in told
    assert not any(name in told for name in ("Ada", "Bo", "Dee"))
    assert "There are no circles here yet." in str(overseen([], TODAY))


def test_an_admin_reads_that_a_circle_is_there_and_that_its_dates_are_its_managers() -> None:
    dates = dict.fromkeys(("started", "held", "last_held", "next_planned"))
    told = str(overseen([status(standing="is at work", **dates)], TODAY))
    assert "is at work" in told
    assert "for its manager" in told
    assert "not planned" not in told


def test_a_split_is_shown_with_its_reasons_and_what_it_means() -> None:
    halves = (
        NewCircle(theme="Saying no", members=("m1", "m2")),
        NewCircle(theme="Saying no", members=("m4",)),
    )
    told = str(
        what_if(Change(done=False, of=("r1",), circles=halves, why=("So.",), means=("Then.",)), PEOPLE)
    )
    for said in ("What would be", "Ada Moreau", "So.", "Then."):
        assert said in told


def test_what_waits_says_how_many_have_said_yes() -> None:
    forming = Forming(match="x1", theme="", members=("m1", "m2"), programme="", said_yes=1, mine=True)
    told = str(forming_told([forming], PEOPLE, "m1"))
    assert "1 of 2 have said yes" in told
    assert "With you and Bo. If you would rather not, tell whoever manages your programme" in told


def test_the_circle_it_came_from_is_linked_and_of_what_it_became_only_her_own_by_name() -> None:
    told = str(circle_head(circle(came_from=("r0",)), PEOPLE, "m1", {"r0": "Saying yes", "r1": "Saying no"}))
    assert '<a href="/circles?circle=r0">Saying yes</a>' in told
    over = circle(state="closed", became=("r2", "r3"))
    told = str(circle_head(over, PEOPLE, "m1", {"r1": "Saying no", "r3": "Saying no, aloud"}))
    assert '<a href="/circles?circle=r3">Saying no, aloud</a>' in told
    assert "circle=r2" not in told


def test_what_is_planned_behind_the_next_meeting_is_listed() -> None:
    nearest, later = meeting("s2", 4, "planned"), meeting("s3", 30, "planned", topic="A second case")
    told = words(next_meeting(circle(next=nearest, meetings=(nearest, later)), PEOPLE, "m1", None, TODAY))
    assert "After that: Wed 23 December 2026, 09:00 : A second case" in told
    assert "After that" not in str(
        next_meeting(circle(next=nearest, meetings=(nearest,)), PEOPLE, "m1", None, TODAY)
    )


def test_halves_of_one_theme_are_told_apart_by_first_names() -> None:
    halves = [status(), status(id="r2", members=("m4", "m1")), status(id="r3", theme="Another")]
    assert list(named_apart(halves, PEOPLE).values()) == [
        "Saying no: Ada, Bo …",
        "Saying no: Dee, Ada",
        "Another",
    ]
    assert "Saying no: Dee, Ada" in unescape(str(overseen(halves, TODAY, PEOPLE)))
    assert 'class="wide"' in str(overseen(halves, TODAY, PEOPLE))


def test_cards_appear_with_the_second_circle() -> None:
    assert not circle_cards([status()], "r1", TODAY)
    told = str(circle_cards([status(), status(id="r2", state="closed")], "r2", TODAY))
    assert told.count('aria-current="true"') == 1
    assert "over" in told


def test_peers_are_shown_and_who_has_none_is_told_what_to_do() -> None:
    peer = Peer(
        relationship="r9",
        member="m2",
        programme="",
        state="active",
        last_held=None,
        next_planned=date(2026, 11, 24),
    )
    assert "next session tomorrow" in str(
        peers_told(Peers(peers=(peer,), ways=(), seeks=True), PEOPLE, TODAY)
    )
    assert "Find a peer" in str(peers_told(Peers(peers=(), ways=(), seeks=True), PEOPLE, TODAY))
    assert "role peer" in str(peers_told(Peers(peers=(), ways=(), seeks=False), PEOPLE, TODAY))
    assert "four to eight people" in str(no_circle())


@pytest.mark.parametrize("me", ["m1", "m3"])
def test_nothing_that_was_typed_is_rendered_live(me: str) -> None:
    noted = meeting(came=("m3",), noted=True, chair="m3", topic=HOSTILE)
    one = circle(theme=HOSTILE, meetings=(noted,), next=noted)
    told = "".join(
        str(part)
        for part in (
            circle_head(one, PEOPLE, me), next_meeting(one, PEOPLE, me, None, TODAY), meetings_told(one, PEOPLE, None),
            overseen([status(theme=HOSTILE)], TODAY),
        )
    )  # fmt: skip
    assert "<script" not in told
    assert "<img" not in told


PEOPLE_THERE = ["m1", "m2", "m6", "m7", "m8", "g1", "g2", "g3"]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[dict[str, Callable[..., Any]]]:
    """The page over a home with one circle of eight that meets in three days."""
    copilot = open_community(tmp_path / "home")
    vars(copilot)["encoder"] = WordEncoder()
    with copilot.units() as unit:
        unit.members.add(
            *(
                Member(id=each, name=f"Guest {each}", roles=frozenset({Role.PEER}))
                for each in PEOPLE_THERE[5:]
            )
        )
        unit.relationships.add(
            Relationship(
                id="c1", role=MatchRole.CIRCLE, members=tuple(PEOPLE_THERE), programme="p1", started=TODAY
            )
        )
        unit.circles.add(Circle(id="c1", theme="Saying no", by="m3", created=NOW))
        unit.sessions.add(Session(id="c1-1", relationship="c1", at=datetime.now(UTC) - timedelta(days=20)))
        unit.sessions.add(Session(id="c1-2", relationship="c1", at=datetime.now(UTC) + timedelta(days=3)))
        unit.commit()
    yield handlers(built(PAGE, Desk(copilot)))
    copilot.close()


def words(markup: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def said(answer: Any) -> str:
    return unescape(str(updates(answer)))


def test_a_member_notes_who_came_agrees_on_a_chair_passes_and_leaves(
    page: dict[str, Callable[..., Any]],
) -> None:
    first = said(page["_look"](asking("m1", circle="c1")))
    assert "Saying no" in first
    assert "Circles you look after" not in first
    assert "Noted" not in first
    assert "2 of 8" in said(page["_noted"]("c1-1", ["m1", "m2"], "m2", "c1", asking("m1")))
    assert "It is your turn to chair" in said(page["_agreed"]("m1", "c1", asking("m1")))
    assert "Passed on." in said(page["_passed"]("c1", asking("m1")))
    assert "Saying yes" in said(page["_renamed"]("Saying yes", "c1", asking("m1")))
    assert "the circle goes on without you" in said(page["_left"]("c1", asking("m1")))
    assert "You don’t sit in a circle yet." in said(page["_look"](asking("m1")))


def test_a_manager_sees_what_a_split_would_be_and_does_just_that(page: dict[str, Callable[..., Any]]) -> None:
    assert "has not met yet" in said(page["_look"](asking("m3")))
    look = page["look"]("c1", "", asking("m3"))
    told = said(look)
    assert "What would be" in told
    shown_for = updates(look)[-1]
    assert shown_for.startswith("c1||")
    assert "two circles go on" in said(page["done"](shown_for, asking("m3")))
    for outsider in ("m1", "m4"):
        with pytest.raises(gr.Error):
            page["done"](shown_for, asking(outsider))


def test_a_circle_is_not_offered_to_be_merged_with_itself(page: dict[str, Callable[..., Any]]) -> None:
    assert "merge it with" not in said(page["_look"](asking("m3")))
    assert "merge it with" not in said(page["other_circle"]("c1", asking("m3")))


def test_an_address_of_a_circle_that_is_not_hers_says_so(page: dict[str, Callable[..., Any]]) -> None:
    assert "You don’t sit in the circle of this address." in said(page["_look"](asking("m1", circle="c9")))
    assert "of this address" not in said(page["_look"](asking("m1", circle="c1")))


def test_what_is_not_chosen_is_said(page: dict[str, Callable[..., Any]]) -> None:
    for handler, arguments in (
        ("_agreed", (None, "c1")), ("_noted", ("c1-1", [], None, "c1")), ("look", (None, "")),
        ("added", (["m1"], "x", "p1")), ("_say_yes", (None,)), ("_put_down", ("", "", 60, "", "c1")),
    ):  # fmt: skip
        with pytest.raises(gr.Error):
            page[handler](*arguments, asking("m3" if handler in ("look", "added") else "m1"))
