"""What happens between two people, and who may see it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.relationships import Relationship
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.goals import GoalsService
from copilot.services.moments import MomentsService
from copilot.services.policy import Policy
from copilot.services.relationships import RelationshipsService
from tests.fakes import FixedClock, MemoryUnitsOfWork

SEEKER, PARTNER, STRANGER = Asker(member="m1"), Asker(member="m2"), Asker(member="m7")
MANAGER = Asker(member="m8", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
ADMIN = Asker(member="m9", roles=frozenset({Role.ADMIN}))
BEFORE = datetime(2026, 2, 1, 10, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.fixture
def units() -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        for member in ("m1", "m2", "m7", "m8", "m9"):
            unit.members.add(Member(id=member, name=f"Name {member}", roles=frozenset({Role.PEER})))
        for name, state in (("r1", "active"), ("r2", "closed")):
            unit.relationships.add(
                Relationship(
                    id=name, role=MatchRole.MENTOR, members=("m1", "m2"), programme="p1", state=state,
                    reason="a reason nobody else should read", started=date(2026, 1, 5),
                )
            )  # fmt: skip
        unit.commit()
    return units


@pytest.fixture
def service(units: MemoryUnitsOfWork, clock: FixedClock) -> RelationshipsService:
    return RelationshipsService(units, Policy(), clock)


def test_a_private_note_is_its_writers_and_a_shared_one_is_the_pairs(service: RelationshipsService) -> None:
    session = service.add_session(SEEKER, "r1", at=BEFORE)
    service.add_note(SEEKER, session.id, "I was afraid to say it")
    service.add_note(PARTNER, session.id, "We practised", shared=True)
    assert {n.text for n in service.shared(SEEKER, "r1").notes} == {"I was afraid to say it", "We practised"}
    assert {n.text for n in service.shared(PARTNER, "r1").notes} == {"We practised"}


@pytest.mark.parametrize("asker", [MANAGER, ADMIN, OPERATOR])
def test_managers_admins_and_the_operator_see_nothing_that_was_said(
    service: RelationshipsService, asker: Asker
) -> None:
    session = service.add_session(SEEKER, "r1", at=BEFORE, topic="my fear of the board")
    with pytest.raises(NotAllowed):
        service.shared(asker, "r1")
    with pytest.raises(NotAllowed):
        service.add_note(asker, session.id, "I looked in")
    status = service.status(asker, "r1")
    assert status.state == "active"
    assert "fear" not in status.model_dump_json()
    assert "reason" not in status.model_dump_json()


@pytest.mark.parametrize("asker", [SEEKER, MANAGER, ADMIN.model_copy(update={"manages": frozenset({"p1"})})])
def test_when_two_people_met_is_told_to_them_and_to_who_manages_their_programme(
    service: RelationshipsService, asker: Asker
) -> None:
    service.add_session(SEEKER, "r1", at=BEFORE)
    for status in (service.status(asker, "r1"), service.visible_to(asker)[0]):
        assert (status.dated, status.started) == (True, date(2026, 1, 5))
        assert (status.held, status.last_held) == (1, BEFORE.date())


@pytest.mark.parametrize("asker", [ADMIN, OPERATOR])
def test_admins_and_the_operator_are_told_the_status_and_no_date_and_no_count(
    service: RelationshipsService, asker: Asker
) -> None:
    service.add_session(SEEKER, "r1", at=BEFORE)
    service.add_session(SEEKER, "r1", at=datetime(2026, 3, 9, 9, tzinfo=UTC))
    for status in (service.status(asker, "r1"), service.visible_to(asker)[0]):
        assert (status.state, status.members, status.dated) == ("active", ("m1", "m2"), False)
        assert (status.started, status.held, status.last_held, status.next_planned) == (None,) * 4


def test_a_stranger_is_not_told_that_the_relationship_exists(service: RelationshipsService) -> None:
    for ask in (service.status, service.shared):
        with pytest.raises(NotFound):
            ask(STRANGER, "r1")
    assert service.visible_to(STRANGER) == []
    other_programme = MANAGER.model_copy(update={"manages": frozenset({"p2"})})
    assert service.visible_to(other_programme) == []


def test_a_planned_session_becomes_held_when_somebody_says_so(
    service: RelationshipsService, clock: FixedClock
) -> None:
    session = service.add_session(SEEKER, "r1", at=clock.now() + timedelta(days=2))
    assert service.status(SEEKER, "r1").next_planned == session.at.date()
    with pytest.raises(BadInput, match="lies ahead"):
        service.settle_session(SEEKER, session.id, "held")
    clock.move(timedelta(days=3))
    assert service.status(SEEKER, "r1").next_planned is None
    service.settle_session(PARTNER, session.id, "held")
    assert service.status(SEEKER, "r1").held == 1
    with pytest.raises(Conflict):
        service.settle_session(PARTNER, session.id, "cancelled")


def test_a_closed_relationship_takes_nothing_new(
    service: RelationshipsService, units: MemoryUnitsOfWork
) -> None:
    with pytest.raises(Conflict, match="closed"):
        service.add_session(SEEKER, "r2", at=BEFORE)
    with pytest.raises(Conflict, match="closed"):
        GoalsService(units, Policy(), FixedClock()).add(SEEKER, "m1", "Give a talk", share_in="r2")


def test_an_action_item_belongs_to_one_of_the_two(service: RelationshipsService) -> None:
    session = service.add_session(SEEKER, "r1", at=BEFORE)
    item = service.add_action(SEEKER, session.id, owner="m2", text="Send the slides")
    assert service.finish_action(PARTNER, item.id).done
    with pytest.raises(BadInput, match="not part of"):
        service.add_action(SEEKER, session.id, owner="m7", text="Send the slides")


@pytest.mark.parametrize("text", ["", "  ", "x" * 100_001])
def test_an_empty_or_endless_note_is_refused_in_a_sentence(service: RelationshipsService, text: str) -> None:
    session = service.add_session(SEEKER, "r1", at=BEFORE)
    with pytest.raises(BadInput) as refusal:
        service.add_note(SEEKER, session.id, text)
    assert refusal.value.cure


def test_a_goal_is_its_owners_and_a_dropped_one_stays_dropped(units: MemoryUnitsOfWork) -> None:
    goals = GoalsService(units, Policy(), FixedClock())
    goal = goals.add(SEEKER, "m1", "Give a talk", share_in="r1")
    for asker in (PARTNER, MANAGER, ADMIN, OPERATOR):
        with pytest.raises(NotAllowed):
            goals.of(asker, "m1")
        with pytest.raises(NotAllowed):
            goals.update(asker, goal.id, progress=10)
    assert goals.update(SEEKER, goal.id, progress=100).state == "reached"
    with units() as unit:
        unit.goals.save(unit.goals.get(goal.id).changed(state="dropped"))
        unit.commit()
    with pytest.raises(Conflict, match="dropped"):
        goals.update(SEEKER, goal.id, progress=30)
    with pytest.raises(BadInput, match="longer than 2000"):
        goals.add(SEEKER, "m1", "x" * 2_001)
    with pytest.raises(NotFound):
        goals.add(SEEKER, "m1", "Give a talk", share_in="r9")


def test_nobody_praises_herself_and_only_those_involved_read_a_moment(
    units: MemoryUnitsOfWork, clock: FixedClock
) -> None:
    moments = MomentsService(units, Policy(), clock)
    seen = {"situation": "At the review", "behaviour": "asked the question everybody avoided"}
    moments.add(PARTNER, "m1", **seen)
    with pytest.raises(BadInput, match="of her own"):
        moments.add(SEEKER, "m1", **seen)
    counts = [len(moments.of(asker, "m1")) for asker in (SEEKER, PARTNER, STRANGER, MANAGER, OPERATOR)]
    assert counts == [1, 1, 0, 0, 1]
