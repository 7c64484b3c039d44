"""Goal plans."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.objectives import Objective
from copilot.services.drafting.facts import GoalPlanFacts
from copilot.services.drafting.verbs.making import Making, names_in
from copilot.services.objectives.things import is_overdue
from copilot.services.policy import Action


class GoalPlans(Making):
    """Drafts goal plans."""

    def goal_plan(self, asker: Asker, member: str, objectives: Sequence[str] | None = None) -> Draft:
        """A plan from the member's own goals. Raises QuestionsToAsk where she has said none.

        Args:
            asker: who may have it drafted.
            member: whose plan it is.
            objectives: what the community wants to reach, a goal may serve one; its open objectives unless given.
        """
        self._policy.require(asker, Action.DRAFT_MAKE, owners={member})
        facts = GoalPlanFacts(self._library, self._policy, self._encoder, self._signposts)
        today = self._clock.now().date()
        with self._units.reading() as unit:
            person = unit.members.get(member)
            still_ahead = [each for each in unit.objectives.all(state="open") if not is_overdue(each, today)]
            wanted = still_ahead if objectives is None else _in_words(objectives)
            titles = [each.title for each in wanted]
            gathered = facts.gather(unit, asker, person, today, titles)
            names = names_in(unit)
        gathered = facts.with_objectives(facts.with_passages(gathered), wanted)
        return self._made(asker, DraftKind.GOAL_PLAN, gathered, names, about=member, people={member})


def _in_words(objectives: Sequence[str]) -> list[Objective]:
    return [Objective(id=f"given-{n}", title=title) for n, title in enumerate(objectives, start=1)]
