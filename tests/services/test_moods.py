"""How it goes, as either side says it: shared or for oneself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.relationships import Feedback, Relationship, Session
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.moods import Mood, MoodsService
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork

SEEKER, PARTNER, STRANGER = Asker(member="m1"), Asker(member="m2"), Asker(member="m7")
MANAGER = Asker(member="m8", manages=frozenset({"p1"}))
ADMIN = Asker(member="m9", roles=frozenset({Role.ADMIN}))
HELD = datetime(2026, 2, 20, 10, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.fixture
def units() -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        unit.members.add(*(Member(id=m, name=m, roles=frozenset({Role.PEER})) for m in ("m1", "m2", "m7")))
        for name, state in (("r1", "active"), ("r2", "closed")):
            unit.relationships.add(
                Relationship(
                    id=name, role=MatchRole.MENTOR, members=("m1", "m2"), programme="p1", state=state,
                    started=date(2026, 1, 5),
                )
            )  # fmt: skip
            unit.sessions.add(
                Session(id=f"{name}.s1", relationship=name, at=HELD, state="held", ratings={}),
                Session(id=f"{name}.s2", relationship=name, at=HELD + timedelta(days=30)),
            )
        unit.commit()
    return units


@pytest.fixture
def moods(units: MemoryUnitsOfWork, clock: FixedClock) -> MoodsService:
    return MoodsService(units, Policy(), clock)


def test_nobody_has_said_anything_at_first(moods: MoodsService) -> None:
    assert moods.of(SEEKER, "r1") == ()


def test_what_is_shared_both_read_and_what_is_private_only_its_author(moods: MoodsService) -> None:
    moods.say(SEEKER, "r1.s1", 2, "I am not sure it helps.")
    moods.say(PARTNER, "r1.s1", 4, "We found the thread.", shared=True)
    assert [(mood.by, mood.rating) for mood in moods.of(SEEKER, "r1")] == [("m1", 2), ("m2", 4)]
    assert [(mood.by, mood.rating) for mood in moods.of(PARTNER, "r1")] == [("m2", 4)]


def test_to_say_it_again_replaces_what_was_said(moods: MoodsService, units: MemoryUnitsOfWork) -> None:
    moods.say(SEEKER, "r1.s1", 2, shared=True)
    moods.say(SEEKER, "r1.s1", 5)
    assert [mood.rating for mood in moods.of(SEEKER, "r1")] == [5]
    assert moods.of(PARTNER, "r1") == (), "what was shared before is taken back"
    with units() as unit:
        assert unit.feedback.count() == 1


def test_the_last_word_counts_and_a_rating_on_the_session_is_one(
    moods: MoodsService, units: MemoryUnitsOfWork
) -> None:
    with units() as unit:
        session = unit.sessions.get("r1.s1")
        unit.sessions.save(session.changed(ratings={"m1": 3, "m9": 1}))
        unit.commit()
    assert moods.of(PARTNER, "r1") == (Mood(by="m1", on=HELD.date(), rating=3),)
    moods.say(SEEKER, "r1.s1", 5, shared=True)
    assert [mood.rating for mood in moods.of(PARTNER, "r1")] == [5]


def test_feedback_from_before_there_was_a_choice_is_its_authors_alone(
    moods: MoodsService, units: MemoryUnitsOfWork
) -> None:
    with units() as unit:
        unit.feedback.add(Feedback(id="f1", relationship="r1", by="m1", on=HELD.date(), rating=1, text="Hm."))
        unit.commit()
    assert moods.of(PARTNER, "r1") == ()
    assert [mood.text for mood in moods.of(SEEKER, "r1")] == ["Hm."]


@pytest.mark.parametrize("asker", [MANAGER, ADMIN, OPERATOR])
def test_managers_admins_and_the_operator_are_not_told(moods: MoodsService, asker: Asker) -> None:
    moods.say(SEEKER, "r1.s1", 2, shared=True)
    for attempt in (lambda: moods.of(asker, "r1"), lambda: moods.say(asker, "r1.s1", 5)):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_stranger_is_not_told_that_there_is_anything(moods: MoodsService) -> None:
    for attempt in (
        lambda: moods.of(STRANGER, "r1"),
        lambda: moods.say(STRANGER, "r1.s1", 5),
        lambda: moods.say(SEEKER, "nothing", 5),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_session_that_was_not_held_has_no_mood_and_a_closed_relationship_keeps_its_own(
    moods: MoodsService,
) -> None:
    with pytest.raises(BadInput, match="was not held"):
        moods.say(SEEKER, "r1.s2", 5)
    with pytest.raises(Conflict, match="closed"):
        moods.say(SEEKER, "r2.s1", 5)


@pytest.mark.parametrize("rating", [0, 6])
def test_a_rating_is_one_of_five(moods: MoodsService, rating: int) -> None:
    with pytest.raises(BadInput, match="rating"):
        moods.say(SEEKER, "r1.s1", rating)
