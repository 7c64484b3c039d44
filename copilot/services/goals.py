"""Goals: what a member works towards, hers to write, her partner's to see where she shares them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.records import new_id
from copilot.domain.relationships import Goal, Milestone, Relationship
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.making import made
from copilot.services.policy import Action, Policy

ALMOST = 95
"""Where a goal that was reached begins again: at 100 it would be reached at once."""


class GoalsService:
    """A member's goals."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def of(self, asker: Asker, member_id: str) -> list[Goal]:
        """Her goals."""
        self._policy.require(asker, Action.GOALS_READ, owners={member_id})
        with self._units.reading() as unit:
            return unit.goals.all(member=member_id)

    def add(
        self,
        asker: Asker,
        member_id: str,
        title: str,
        *,
        why: str = "",
        due: date | None = None,
        share_in: str = "",
        objective: str = "",
    ) -> Goal:
        """Keep a new goal; `share_in` names the relationship that may see it, `objective` the community's it serves."""
        self._policy.require(asker, Action.GOALS_WRITE, owners={member_id})
        if not title.strip():
            raise BadInput(
                "The goal is empty.", place="title", cure="Say it in your own words; one sentence will do."
            )
        with self._units() as unit:
            unit.members.get(member_id)
            if share_in:
                _check_shareable(unit.relationships.find(share_in), share_in, member_id)
            if objective:
                _check_servable(unit, objective)
            goal = made(
                Goal,
                id=new_id("g"),
                member=member_id,
                title=title.strip(),
                why=why,
                due=due,
                relationship=share_in,
                objective=objective,
            )
            unit.goals.add(goal)
            unit.commit()
        return goal

    def update(
        self,
        asker: Asker,
        goal_id: str,
        *,
        progress: int | None = None,
        done: Collection[str] | None = None,
        objective: str | None = None,
    ) -> Goal:
        """Say how far she is.

        Args:
            asker: whose goal it is.
            goal_id: which.
            progress: 0 to 100; at 100 the goal is reached. None leaves it.
            done: the words of the milestones that are done; all others are open. None leaves them.
            objective: the id of the community's objective it serves; empty for none. None leaves it.
        """
        if progress is not None and not 0 <= progress <= 100:
            raise BadInput(
                f"{progress} is not a percentage.", place="progress", cure="Give a number from 0 to 100."
            )
        with self._units() as unit:
            goal = self._own(unit, asker, goal_id)
            if goal.state == "dropped":
                raise Conflict(
                    "This goal was dropped.", place=goal_id, cure="Take it up again if it matters again."
                )
            if done is not None:
                goal = goal.changed(milestones=_ticked(goal, done))
            if progress is not None:
                goal = self._at(goal, progress)
            if objective is not None and objective != goal.objective:
                if objective:
                    _check_servable(unit, objective)
                others = tuple(each for each in goal.refused_objectives if each != objective)
                goal = goal.changed(objective=objective, refused_objectives=others)
            kept = unit.goals.save(goal)
            unit.commit()
        return kept

    def drop(self, asker: Asker, goal_id: str) -> Goal:
        """Set a goal aside; it stays where she can see it. What is reached stays reached."""
        with self._units() as unit:
            goal = self._own(unit, asker, goal_id)
            if goal.state != "open":
                raise Conflict(
                    f"This goal is {goal.state} already.", place=goal_id, cure="Leave it as it is."
                )
            kept = unit.goals.save(goal.changed(state="dropped"))
            unit.commit()
        return kept

    def take_up(self, asker: Asker, goal_id: str) -> Goal:
        """Work again on a goal that she dropped or had reached; one at 100 begins again at 95."""
        with self._units() as unit:
            goal = self._own(unit, asker, goal_id)
            if goal.state == "open":
                raise Conflict("This goal is open already.", place=goal_id, cure="Say how far you are.")
            kept = unit.goals.save(_opened(goal, min(goal.progress, ALMOST)))
            unit.commit()
        return kept

    def share(self, asker: Asker, goal_id: str, relationship_id: str) -> Goal:
        """Show a goal to the other side of one of her relationships; an empty id takes that back."""
        with self._units() as unit:
            goal = self._own(unit, asker, goal_id)
            if relationship_id:
                _check_shareable(unit.relationships.find(relationship_id), relationship_id, goal.member)
            kept = unit.goals.save(goal.changed(relationship=relationship_id))
            unit.commit()
        return kept

    def _at(self, goal: Goal, progress: int) -> Goal:
        """At 100 it is reached today; one that was reached before keeps its day."""
        if progress < 100:
            return _opened(goal, progress)
        on = goal.reached_on if goal.state == "reached" else self._clock.now().date()
        return goal.changed(progress=progress, state="reached", reached_on=on)

    def _own(self, unit: UnitOfWork, asker: Asker, goal_id: str) -> Goal:
        goal = unit.goals.get(goal_id)
        self._policy.require(asker, Action.GOALS_WRITE, owners={goal.member})
        return goal


def _opened(goal: Goal, progress: int) -> Goal:
    return goal.changed(progress=progress, state="open", reached_on=None)


def _ticked(goal: Goal, done: Collection[str]) -> tuple[Milestone, ...]:
    strangers = sorted(set(done) - {step.text for step in goal.milestones})
    if strangers:
        raise NotFound(
            f"This goal has no milestone “{strangers[0]}”.",
            place=goal.id,
            cure="Look at it again: a new plan may have changed its milestones.",
        )
    return tuple(step.model_copy(update={"done": step.text in done}) for step in goal.milestones)


def _check_servable(unit: UnitOfWork, objective_id: str) -> None:
    objective = unit.objectives.find(objective_id)
    if objective is None:
        raise NotFound(
            f"There is no objective “{objective_id[:80]}”.",
            place="objective",
            cure="`objectives list` shows them.",
        )
    if objective.state != "open":
        raise Conflict(
            f"This objective is {objective.state}.",
            place="objective",
            cure="Choose one that is open, or none.",
        )


def _check_shareable(relationship: Relationship | None, wanted: str, member_id: str) -> None:
    if relationship is None or member_id not in relationship.members:
        raise NotFound("She has no such relationship.", place=wanted, cure="`relationships list` shows hers.")
    if relationship.state == "closed":
        raise Conflict(
            "That relationship is closed.",
            place=wanted,
            cure="Share it elsewhere.",
        )
