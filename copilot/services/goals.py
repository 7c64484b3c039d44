"""Goals: what a member works towards, hers to write, her partner's to see where she shares them."""

from __future__ import annotations

from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.records import new_id
from copilot.domain.relationships import Goal, Relationship
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitsOfWork
from copilot.services.making import made
from copilot.services.policy import Action, Policy


class GoalsService:
    """A member's goals."""

    def __init__(self, units: UnitsOfWork, policy: Policy) -> None:
        self._units = units
        self._policy = policy

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
    ) -> Goal:
        """Keep a new goal; `share_in` names the relationship that may see it."""
        self._policy.require(asker, Action.GOALS_WRITE, owners={member_id})
        if not title.strip():
            raise BadInput(
                "The goal is empty.", place="title", cure="Say it in your own words; one sentence will do."
            )
        with self._units() as unit:
            unit.members.get(member_id)
            if share_in:
                _check_shareable(unit.relationships.find(share_in), share_in, member_id)
            goal = made(
                Goal,
                id=new_id("g"),
                member=member_id,
                title=title.strip(),
                why=why,
                due=due,
                relationship=share_in,
            )
            unit.goals.add(goal)
            unit.commit()
        return goal

    def update(self, asker: Asker, goal_id: str, *, progress: int) -> Goal:
        """Say how far she is, 0 to 100; at 100 the goal is reached."""
        if not 0 <= progress <= 100:
            raise BadInput(
                f"{progress} is not a percentage.", place="progress", cure="Give a number from 0 to 100."
            )
        with self._units() as unit:
            goal = unit.goals.get(goal_id)
            self._policy.require(asker, Action.GOALS_WRITE, owners={goal.member})
            if goal.state == "dropped":
                raise Conflict(
                    "This goal was dropped.", place=goal_id, cure="Add it anew if it matters again."
                )
            state = "reached" if progress == 100 else "open"
            kept = unit.goals.save(goal.changed(progress=progress, state=state))
            unit.commit()
        return kept


def _check_shareable(relationship: Relationship | None, wanted: str, member_id: str) -> None:
    if relationship is None or member_id not in relationship.members:
        raise NotFound("She has no such relationship.", place=wanted, cure="`relationships list` shows hers.")
    if relationship.state == "closed":
        raise Conflict(
            "That relationship is closed.",
            place=wanted,
            cure="Share it elsewhere.",
        )
