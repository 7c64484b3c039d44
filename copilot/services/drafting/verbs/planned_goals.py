"""What approving a goal plan does: each goal of it becomes, or updates, a goal of hers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from copilot.domain.citations import RecordCitation
from copilot.domain.drafts import Draft, GoalPlan, PlannedGoal
from copilot.domain.relationships import Goal, Milestone
from copilot.ports import UnitOfWork
from copilot.services.drafting.approving import Approval
from copilot.services.drafting.plan_lines import WrittenGoal, goals_as_planned, goals_written_in
from copilot.services.making import made
from copilot.services.policy import Action


def keep_planned_goals(approval: Approval) -> None:
    """Keep the goals of the approved text with its milestones, where she approves whom the plan is about.

    A goal she has already keeps its title and all that no plan is about; one she has reached or dropped stays so.
    """
    draft = approval.draft
    if not draft.about or approval.asker.member != draft.about:
        return
    approval.policy.require(approval.asker, Action.GOALS_WRITE, owners={draft.about})
    ids = _objectives_by_title(approval.unit)
    for n, written in enumerate(_written(draft), start=1):
        objective = ids.get(_said(written.objective), "")
        known = _known(approval.unit, draft, written.planned)
        if known is None:
            approval.unit.goals.add(_new(draft, written, n, objective))
        elif known.state == "open":
            approval.unit.goals.save(_updated(known, written, objective))


def _written(draft: Draft) -> list[WrittenGoal]:
    plan = GoalPlan.model_validate(draft.body)
    if not draft.versions:
        return goals_as_planned(plan.goals)
    return goals_written_in(draft.markdown, plan.goals, draft.versions[-1].at.date())


def _known(unit: UnitOfWork, draft: Draft, planned: PlannedGoal) -> Goal | None:
    """The goal whose words it cites, or an open one of hers in the very same words."""
    cited = [one for one in draft.citations if one.n in planned.evidence]
    records = [one.record for one in cited if isinstance(one, RecordCitation) and one.kind == "goal"]
    found = [goal for one in records if (goal := unit.goals.find(one)) and goal.member == draft.about]
    same = [
        goal
        for goal in unit.goals.all(member=draft.about, state="open")
        if _said(goal.title) == _said(_title(planned))
    ]
    return next(iter((*found, *same)), None)


def _objectives_by_title(unit: UnitOfWork) -> dict[str, str]:
    """Title → id of the open objectives; of two that are called alike, the first by id."""
    found = sorted(unit.objectives.all(state="open"), key=lambda each: each.id, reverse=True)
    return {_said(each.title): each.id for each in found}


def _new(draft: Draft, written: WrittenGoal, n: int, objective: str) -> Goal:
    return made(
        Goal,
        id=f"g{draft.id}-{n}",
        member=draft.about,
        title=_title(written.planned),
        measure=written.measure or (written.planned.her_measure.text if written.planned.her_measure else ""),
        milestones=written.milestones,
        due=_last_day(written.milestones),
        objective=objective,
    )


def _updated(goal: Goal, written: WrittenGoal, objective: str) -> Goal:
    """The objective she has named herself stays; else it is the plan's, since she approved it."""
    return goal.changed(
        objective=goal.objective or objective,
        milestones=_with_what_is_done(goal.milestones, written.milestones),
        measure=written.measure or goal.measure,
        due=_last_day(written.milestones) or goal.due,
    )


def _with_what_is_done(old: Sequence[Milestone], new: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """The new milestones; what she has done already stays done, whether the plan names it or not."""
    done = {_said(one.text): one for one in old if one.done}
    named = {_said(one.text) for one in new}
    kept = [one for text, one in done.items() if text not in named]
    ticked = [one.model_copy(update={"done": one.done or _said(one.text) in done}) for one in new]
    return (*kept, *ticked)


def _last_day(milestones: Sequence[Milestone]) -> date | None:
    return max((one.due for one in milestones if one.due), default=None)


def _title(planned: PlannedGoal) -> str:
    return planned.in_her_words or planned.title


def _said(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
