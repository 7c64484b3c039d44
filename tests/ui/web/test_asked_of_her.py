"""What the community asks of somebody, as it stands on her first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.events import EventKind
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship, Session
from copilot.domain.sponsorship import AdvocacyKind, Pledge
from tests.ui.web.community import open_community
from ui.web.asked_of_her import asked_of_her
from ui.web.desk import Desk
from ui.web.pages.home import _below, relationships_of


@pytest.fixture
def copilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    copilot = open_community(tmp_path_factory.mktemp("asked") / "home")
    yield copilot
    copilot.close()


def as_(copilot: Copilot, member: str) -> Asker:
    return copilot.askers.identify(member)


def words(copilot: Copilot, member: str) -> list[str]:
    return [waiting.words for waiting in asked_of_her(copilot, as_(copilot, member))]


def test_nobody_asks_anything_of_somebody_new(copilot: Copilot) -> None:
    assert words(copilot, "m4") == []


def test_a_speaker_is_asked_until_she_has_answered(copilot: Copilot) -> None:
    at = (copilot.clock.now() + timedelta(days=5)).replace(tzinfo=None, second=0, microsecond=0)
    event = copilot.events.add(
        OPERATOR, kind=EventKind.AMA, title="Ask me", at=at, time_zone="Europe/Lisbon", hosts=["m2"], speakers=["m1"]
    ).event.id  # fmt: skip
    assert words(copilot, "m1") == ["You are asked to speak: Ask me"]
    assert words(copilot, "m2") == []
    copilot.events.speak(as_(copilot, "m1"), event, yes=True)
    assert words(copilot, "m1") == []
    desk = Desk(copilot)
    asker = as_(copilot, "m1")
    assert "Your next events" in _below(desk, asker, relationships_of(desk, asker))


def test_a_story_a_pointer_and_an_offer_wait_until_they_are_answered(copilot: Copilot) -> None:
    host, member = as_(copilot, "m2"), as_(copilot, "m1")
    space = next(line.id for line in copilot.spaces.list(host).mine if "m1" in line.people)
    story = copilot.stories.tell(host, space, "She opened the review without notes", about=["m1"]).id
    talk = copilot.opportunities.post(host, "talk", "Ten minutes at the fair", "Who comes?").id
    pointer = copilot.opportunities.point(host, talk, "m1", "As you told it on Monday").id
    asked = copilot.help_requests.ask(
        member, "Who reads my talk?", by=copilot.clock.now().date() + timedelta(days=3)
    ).id
    copilot.help_requests.offer(host, asked, "I could")
    assert words(copilot, "m1") == [
        "A story about you waits for your yes",
        "Somebody thought of you: Ten minutes at the fair",
        "1 offer for: Who reads my talk?",
    ]
    copilot.stories.agree(member, story)
    copilot.opportunities.answer(member, pointer, "interested")
    copilot.help_requests.take(member, asked, "m2")
    assert words(copilot, "m1") == []


def test_what_was_done_for_her_waits_for_her_word_and_an_overdue_pledge_for_the_sponsors(
    copilot: Copilot,
) -> None:
    today = copilot.clock.now().date()
    hers = {"relationship": "rs", "sponsor": "m2", "member": "m1"}
    late = Pledge(
        id="pl", what="Say her name", until=today - timedelta(days=1), made=copilot.clock.now(), **hers
    )
    with copilot.units() as unit:
        pair = Relationship(
            id="rs", role=MatchRole.SPONSOR, members=("m1", "m2"), started=today - timedelta(days=9)
        )
        unit.relationships.add(pair)
        unit.pledges.add(late)
        unit.commit()
    act = copilot.sponsorship.log(as_(copilot, "m2"), "rs", AdvocacyKind.NOMINATED, room="the board").id
    [confirm] = asked_of_her(copilot, as_(copilot, "m1"))
    assert (confirm.words, confirm.href) == ("You were spoken for: the board", "/sponsorship?sponsorship=rs")
    assert words(copilot, "m2") == ["The day of your pledge is over: Say her name"]
    copilot.sponsorship.confirm(as_(copilot, "m1"), act, yes=True)
    copilot.sponsorship.keep(as_(copilot, "m2"), "pl")
    assert words(copilot, "m1") == words(copilot, "m2") == []


def test_whose_turn_it_is_to_chair_is_told_to_her_alone_until_she_passes(copilot: Copilot) -> None:
    circle = ("m1", "m2", "m6", "m7")
    at = copilot.clock.now() + timedelta(days=5)
    with copilot.units() as unit:
        unit.relationships.add(
            Relationship(id="c1", role=MatchRole.CIRCLE, members=circle, programme="p1", started=at.date())
        )
        unit.commit()
    assert not any("chair" in each for member in circle for each in words(copilot, member)), "no meeting yet"
    with copilot.units() as unit:
        unit.sessions.add(Session(id="s77", relationship="c1", at=at, minutes=60))
        unit.commit()
    chair = copilot.circles.chair(as_(copilot, "m1"), "c1").chair
    asked = {member: asked_of_her(copilot, as_(copilot, member)) for member in circle}
    assert [each.href for each in asked[chair]] == ["/circles?circle=c1"]
    assert not any(asked[member] for member in circle if member != chair)
    assert not words(copilot, "m3"), "who manages the programme is not asked"
    copilot.circles.pass_on(as_(copilot, chair), "c1")
    assert not words(copilot, chair)
