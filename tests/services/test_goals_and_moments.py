"""A member's own goals and what others saw her do: hers to change, to share and to let be told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.relationships import Goal, Milestone, Relationship
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.goals import GoalsService
from copilot.services.moments import MomentsService
from copilot.services.policy import Policy
from copilot.services.relationships import RelationshipsService
from tests.fakes import FixedClock, MemoryUnitsOfWork

AMARA, INGRID, STRANGER = Asker(member="m1"), Asker(member="m2"), Asker(member="m7")
MANAGER = Asker(member="m8", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
ADMIN = Asker(member="m9", roles=frozenset({Role.ADMIN}))
OTHERS = (INGRID, STRANGER, MANAGER, ADMIN, OPERATOR)
SEEN = {"situation": "In the Monday review", "behaviour": "Asked the first question"}


@pytest.fixture
def units() -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        for member in ("m1", "m2", "m7", "m8", "m9"):
            unit.members.add(Member(id=member, name=f"Name {member}", roles=frozenset({Role.PEER})))
        for name, state in (("r1", "active"), ("r2", "closed")):
            unit.relationships.add(
                Relationship.model_validate(
                    {"id": name, "role": MatchRole.MENTOR, "members": ("m1", "m2"), "programme": "p1",
                     "state": state, "started": date(2026, 1, 5)}
                )
            )  # fmt: skip
        steps = (Milestone(text="Ask Ingrid"), Milestone(text="Rehearse", done=True))
        unit.goals.add(Goal(id="g1", member="m1", title="Speak", progress=40, milestones=steps))
        unit.commit()
    return units


@pytest.fixture
def goals(units: MemoryUnitsOfWork) -> GoalsService:
    return GoalsService(units, Policy(), FixedClock())


@pytest.fixture
def moments(units: MemoryUnitsOfWork) -> MomentsService:
    return MomentsService(units, Policy(), FixedClock())


def test_milestones_are_ticked_and_unticked_in_one_go(goals: GoalsService) -> None:
    kept = goals.update(AMARA, "g1", done=["Ask Ingrid"])
    assert [step.done for step in kept.milestones] == [True, False]
    assert (kept.progress, kept.state) == (40, "open")


def test_progress_leaves_the_milestones_and_reaching_the_goal_too(goals: GoalsService) -> None:
    reached = goals.update(AMARA, "g1", progress=100)
    assert reached.state == "reached"
    assert [step.done for step in reached.milestones] == [False, True]


def test_a_milestone_of_an_older_plan_is_refused_in_a_sentence(goals: GoalsService) -> None:
    with pytest.raises(NotFound, match="no milestone “Write it down”") as refused:
        goals.update(AMARA, "g1", done=["Write it down"])
    assert "new plan" in refused.value.cure


def test_a_goal_is_set_aside_and_taken_up_again_where_it_was(goals: GoalsService) -> None:
    assert goals.drop(AMARA, "g1").state == "dropped"
    with pytest.raises(Conflict, match="dropped already"):
        goals.drop(AMARA, "g1")
    again = goals.take_up(AMARA, "g1")
    assert (again.state, again.progress) == ("open", 40)
    with pytest.raises(Conflict, match="open already"):
        goals.take_up(AMARA, "g1")


def test_a_reached_goal_that_is_taken_up_is_not_reached_at_once_again(goals: GoalsService) -> None:
    goals.update(AMARA, "g1", progress=100)
    again = goals.take_up(AMARA, "g1")
    assert (again.state, again.progress) == ("open", 95)


def test_a_goal_is_shared_with_her_partner_and_taken_back(
    goals: GoalsService, units: MemoryUnitsOfWork
) -> None:
    relationships = RelationshipsService(units, Policy(), FixedClock(datetime(2026, 3, 2, tzinfo=UTC)))
    goals.share(AMARA, "g1", "r1")
    assert [goal.id for goal in relationships.shared(INGRID, "r1").goals] == ["g1"]
    goals.share(AMARA, "g1", "")
    assert relationships.shared(INGRID, "r1").goals == ()
    with pytest.raises(Conflict, match="closed"):
        goals.share(AMARA, "g1", "r2")
    with pytest.raises(NotFound):
        goals.share(AMARA, "g1", "r9")


@pytest.mark.parametrize("asker", OTHERS)
def test_nobody_else_changes_her_goals(goals: GoalsService, asker: Asker) -> None:
    for change in (
        lambda: goals.update(asker, "g1", done=[]),
        lambda: goals.drop(asker, "g1"),
        lambda: goals.take_up(asker, "g1"),
        lambda: goals.share(asker, "g1", "r1"),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert goals.of(AMARA, "m1")[0].state == "open"


def test_a_tick_can_be_taken_back(units: MemoryUnitsOfWork) -> None:
    service = RelationshipsService(units, Policy(), FixedClock(datetime(2026, 3, 2, tzinfo=UTC)))
    met = service.add_session(AMARA, "r1", at=datetime(2026, 2, 1, 10, tzinfo=UTC))
    item = service.add_action(AMARA, met.id, owner="m1", text="Send the slides")
    assert service.finish_action(AMARA, item.id).done
    assert not service.finish_action(AMARA, item.id, done=False).done


def test_a_moment_keeps_when_it_was_logged_beside_the_day_it_was_on(moments: MomentsService) -> None:
    now = FixedClock().now()
    kept = moments.add(INGRID, "m1", on=now.date() - timedelta(days=40), **SEEN)
    assert kept.at == now


@pytest.mark.parametrize("days", [1, -731, -9_000])
def test_a_moment_to_come_or_of_long_ago_is_refused(moments: MomentsService, days: int) -> None:
    with pytest.raises(BadInput, match="a day that has been"):
        moments.add(INGRID, "m1", on=FixedClock().now().date() + timedelta(days=days), **SEEN)


def test_only_she_lets_a_moment_be_told_and_only_she_takes_it_back(moments: MomentsService) -> None:
    kept = moments.add(INGRID, "m1", **SEEN)
    assert not kept.public
    assert moments.agree(AMARA, kept.id, public=True).public
    assert not moments.agree(AMARA, kept.id, public=False).public


@pytest.mark.parametrize("asker", [INGRID, OPERATOR])
def test_whoever_may_read_a_moment_may_still_not_let_it_be_told(
    moments: MomentsService, asker: Asker
) -> None:
    kept = moments.add(INGRID, "m1", **SEEN)
    with pytest.raises(NotAllowed, match="agree that others read this moment"):
        moments.agree(asker, kept.id, public=True)


@pytest.mark.parametrize("asker", [STRANGER, MANAGER, ADMIN])
def test_a_moment_that_is_not_there_and_one_that_is_hidden_are_refused_alike(
    moments: MomentsService, asker: Asker
) -> None:
    kept = moments.add(INGRID, "m1", **SEEN)
    said = set()
    for wanted in (kept.id, "o-none"):
        with pytest.raises(NotFound) as refused:
            moments.agree(asker, wanted, public=True)
        said.add(refused.value.message)
    assert len(said) == 1


def test_a_goal_keeps_the_day_on_which_it_was_reached(units: MemoryUnitsOfWork) -> None:
    clock = FixedClock()
    goals = GoalsService(units, Policy(), clock)
    goal = goals.add(AMARA, "m1", "Give a talk")
    assert goal.reached_on is None
    first = clock.now().date()
    assert goals.update(AMARA, goal.id, progress=100).reached_on == first
    clock.move(timedelta(days=3))
    assert goals.update(AMARA, goal.id, progress=100).reached_on == first
    assert goals.update(AMARA, goal.id, progress=80).reached_on is None
    assert goals.update(AMARA, goal.id, progress=100).reached_on == clock.now().date()
    assert goals.take_up(AMARA, goal.id).reached_on is None
