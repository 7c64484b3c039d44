"""Goal plans."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.services.drafting.facts import GoalPlanFacts
from copilot.services.drafting.verbs.making import Making, names_in
from copilot.services.policy import Action


class GoalPlans(Making):
    """Drafts goal plans."""

    def goal_plan(self, asker: Asker, member: str, objectives: Sequence[str] = ()) -> Draft:
        """A plan from the member's own goals. Raises QuestionsToAsk where she has said none."""
        self._policy.require(asker, Action.DRAFT_MAKE, owners={member})
        facts = GoalPlanFacts(self._library, self._policy, self._encoder, self._signposts)
        with self._units.reading() as unit:
            person = unit.members.get(member)
            gathered = facts.gather(unit, asker, person, self._clock.now().date(), objectives)
            names = names_in(unit)
        gathered = facts.with_passages(gathered)
        return self._made(asker, DraftKind.GOAL_PLAN, gathered, names, about=member, people={member})
