"""A mentor's relationships at a glance, and the guides for the moment each is in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Programme
from copilot.domain.relationships import ActionItem, Goal, Relationship, Session, Stage
from copilot.domain.wording import stems
from copilot.errors import NotAllowed, NotFound
from copilot.services.glances import GlancesService, open_topics
from copilot.services.moods import MoodsService
from copilot.services.policy import Policy
from copilot.services.relationships import RelationshipsService
from knowledge.words import Found, Guide, Passage, Within
from tests.fakes import FixedClock, MemoryUnitsOfWork

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MENTOR, MENTEE = Asker(member="m2"), Asker(member="m1")
ENDING = "To end a mentoring relationship well, look back together at what has changed."
SPEAKING = "To open a talk without notes, learn the first sentence of the talk by heart."
STARTING = "In a first mentoring meeting talk about what you expect and agree how often you meet."


class Shelf:
    """A library of three guides of one sentence each; finds by words in common."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.texts = {"end.md": ENDING, "speak.md": SPEAKING, "start.md": STARTING}

    def search(self, text: str, k: int = 5, within: Within | None = None) -> list[Found]:
        """The guide that shares most words with the text first."""
        self.asked.append(text)
        assert within == Within(audience="mentor")
        wanted = stems(text)
        ordered = sorted(self.texts.items(), key=lambda one: (-len(wanted & stems(one[1])), one[0]))
        return [
            Found(
                passage=Passage(
                    id=path, path=path, title=path, section=path, start=0, end=len(words), text=words
                ),
                score=0.9,
            )
            for path, words in ordered
        ]

    def guide(self, path: str) -> Guide:
        return Guide(path=path, title=path, text=self.texts[path], content_hash=path)


@pytest.fixture
def units() -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        unit.members.add(*(Member(id=m, name=m, roles=frozenset({Role.PEER})) for m in ("m1", "m2", "m3")))
        for number, days in enumerate((200, 20)):
            unit.programmes.add(
                Programme(
                    id=f"p{number}", name="P", starts=date(2026, 1, 1), ends=NOW.date() + timedelta(days=days)
                )
            )
        unit.relationships.add(
            _relationship("r1", "m1", "p0"),
            _relationship("r2", "m3", "p1"),
            _relationship("r3", "m1", "p0", "closed"),
        )
        unit.commit()
    return units


def _relationship(name: str, mentee: str, programme: str, state: str = "active") -> Relationship:
    return Relationship.model_validate(
        {"id": name, "role": MatchRole.MENTOR, "members": (mentee, "m2"), "programme": programme,
         "state": state, "stage": Stage.CULTIVATION, "started": date(2026, 1, 5)}
    )  # fmt: skip


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def glances(units: MemoryUnitsOfWork, shelf: Shelf) -> GlancesService:
    policy, clock = Policy(), FixedClock(NOW)
    relationships, moods = RelationshipsService(units, policy, clock), MoodsService(units, policy, clock)
    return GlancesService(units, relationships, moods, shelf, policy, clock)  # type: ignore[arg-type]  # all it uses


def keep(
    units: MemoryUnitsOfWork, sessions: Sequence[Session] = (), actions: Sequence[ActionItem] = ()
) -> None:
    with units() as unit:
        unit.sessions.add(*sessions)
        unit.actions.add(*actions)
        unit.commit()


def held(days_ago: int) -> Session:
    return Session(id=f"s{days_ago}", relationship="r1", at=NOW - timedelta(days=days_ago), state="held")


def late(name: str, days: int) -> ActionItem:
    return ActionItem(
        id=name, relationship="r1", owner="m1", text="Send it", due=NOW.date() - timedelta(days=days)
    )


def test_a_mentor_sees_whom_she_accompanies_active_ones_first_and_her_own_mentor_not(
    glances: GlancesService,
) -> None:
    assert [glance.id for glance in glances.given_by(MENTOR)] == ["r1", "r2", "r3"]
    assert glances.given_by(MENTEE) == []


def test_a_relationship_stands_where_an_agenda_would_say_it_stands(
    glances: GlancesService, units: MemoryUnitsOfWork
) -> None:
    assert glances.of(MENTOR, "r1").standing == "first"
    assert glances.of(MENTOR, "r2").standing == "ending", "its programme ends in 20 days"
    keep(units, [held(35)])
    assert glances.of(MENTOR, "r1").standing == "middle"
    keep(units, actions=[late("i1", 15), late("i2", 16)])
    assert glances.of(MENTOR, "r1").standing == "stuck"


def test_promises_that_were_kept_make_nobody_stuck(glances: GlancesService, units: MemoryUnitsOfWork) -> None:
    keep(units, [held(35)], [late("i1", 15), late("i2", 16).changed(done=True)])
    assert glances.of(MENTOR, "r1").standing == "middle"


@pytest.mark.parametrize("asker", [OPERATOR, Asker(member="m9", roles=frozenset({Role.ADMIN}))])
def test_who_sees_status_only_gets_no_glance(glances: GlancesService, asker: Asker) -> None:
    for attempt in (glances.of, glances.passages):
        with pytest.raises(NotAllowed):
            attempt(asker, "r1")


def test_a_stranger_gets_none_either(glances: GlancesService) -> None:
    with pytest.raises(NotFound):
        glances.of(Asker(member="m3"), "r1")


def test_the_guides_are_asked_for_the_open_topic_and_for_the_stage(
    glances: GlancesService, units: MemoryUnitsOfWork, shelf: Shelf
) -> None:
    coming = Session(
        id="s9", relationship="r1", at=NOW + timedelta(days=3), topic="open the talk without notes"
    )
    keep(units, [coming])
    found = glances.passages(MENTOR, "r1")
    assert [one.quote for one in found] == [SPEAKING, STARTING]
    assert "open the talk without notes" in shelf.asked[0]
    assert [shelf.texts[one.path][one.start : one.end] for one in found] == [one.quote for one in found]


def test_an_ending_is_read_about_before_it_comes(glances: GlancesService) -> None:
    assert ENDING in [one.quote for one in glances.passages(MENTOR, "r2")]


def test_the_topic_of_the_next_session_comes_before_the_goal(
    glances: GlancesService, units: MemoryUnitsOfWork
) -> None:
    with units() as unit:
        unit.goals.add(Goal(id="g1", member="m1", title="Speak freely", relationship="r1"))
        unit.goals.add(Goal(id="g2", member="m1", title="Done", relationship="r1", state="reached"))
        unit.commit()
    assert open_topics(glances.of(MENTOR, "r1").things) == ["Speak freely"]
    keep(units, [Session(id="s9", relationship="r1", at=NOW + timedelta(days=3), topic="The opening")])
    assert open_topics(glances.of(MENTOR, "r1").things) == ["The opening", "Speak freely"]
