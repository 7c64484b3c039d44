"""A goal plan names the community's objective that a goal serves, and taking the plan up keeps the link."""

from __future__ import annotations

import pytest

from copilot.domain.drafts import DraftKind, GoalPlan
from copilot.domain.objectives import Objective
from copilot.errors import Conflict, NotFound
from copilot.language.asked.goal_plan import asked_goal_plan, goal_plan_from
from copilot.services.drafting.checks.grounded import grounded
from copilot.services.drafting.facts import GoalPlanFacts
from copilot.services.drafting.material import Material
from copilot.services.goals import GoalsService
from copilot.services.policy import Policy
from tests.fakes import FixedClock
from tests.fakes.records import MemoryUnitsOfWork
from tests.services.drafting.test_drafting import ANA, drafting, units

FITS = "Directors hear the delivery figures from those who present them"
HERS = "Present the delivery figures to the directors without notes"


@pytest.fixture
def community() -> MemoryUnitsOfWork:
    home = units()
    with home() as unit:
        unit.objectives.add(
            Objective(id="heard", title=FITS),
            Objective(id="trees", title="Plant four hundred trees"),
            Objective(id="old", title=f"{FITS}, as last year", state="reached"),
        )
        unit.commit()
    return home


def planned(community: MemoryUnitsOfWork) -> dict[str, str]:
    plan = GoalPlan.model_validate(drafting(community).goal_plan(ANA, "ana").body)
    return {goal.in_her_words: goal.objective for goal in plan.goals}


def objectives_of(community: MemoryUnitsOfWork) -> dict[str, str]:
    with community.reading() as unit:
        return {goal.title: goal.objective for goal in unit.goals.all(member="ana")}


def test_the_open_objectives_of_the_community_are_looked_at_unasked(community: MemoryUnitsOfWork) -> None:
    assert planned(community)[HERS] == FITS
    draft = drafting(community).goal_plan(ANA, "ana")
    assert f"**Serves the community’s objective.** {FITS}" in draft.markdown
    assert "trees" not in draft.markdown
    assert all(check.passed for check in draft.checks if check.name == "grounded")


def test_taking_up_the_plan_keeps_the_link_as_the_objectives_id(community: MemoryUnitsOfWork) -> None:
    service = drafting(community)
    service.approve(ANA, service.goal_plan(ANA, "ana").id)
    assert objectives_of(community)[HERS] == "heard"


def test_a_line_that_she_deletes_links_nothing_and_one_that_she_types_links_what_it_names(
    community: MemoryUnitsOfWork,
) -> None:
    service = drafting(community)
    draft = service.goal_plan(ANA, "ana")
    line = f"**Serves the community’s objective.** {FITS}"
    service.edit(ANA, draft.id, draft.markdown.replace(line, ""))
    service.approve(ANA, draft.id)
    assert objectives_of(community)[HERS] == ""
    other = service.goal_plan(ANA, "ana")
    service.edit(ANA, other.id, other.markdown.replace(FITS, "Plant four hundred trees"))
    service.approve(ANA, other.id)
    assert objectives_of(community)[HERS] == "trees"


def test_what_she_named_herself_stays_and_is_told_by_its_title(community: MemoryUnitsOfWork) -> None:
    with community() as unit:
        unit.goals.save(unit.goals.get("g1").changed(objective="trees"))
        unit.commit()
    assert planned(community)[HERS] == "Plant four hundred trees"
    service = drafting(community)
    service.approve(ANA, service.goal_plan(ANA, "ana").id)
    assert objectives_of(community)[HERS] == "trees"


def test_what_she_refused_stands_in_no_plan_whoever_writes_it(community: MemoryUnitsOfWork) -> None:
    with community() as unit:
        unit.goals.save(unit.goals.get("g1").changed(refused_objectives=("heard",)))
        unit.commit()
    assert planned(community)[HERS] != FITS


def _material(community: MemoryUnitsOfWork) -> Material:
    service = drafting(community)
    facts = GoalPlanFacts(service._library, Policy(), service._encoder)
    with community.reading() as unit:
        wanted = unit.objectives.all(state="open")
        gathered = facts.gather(
            unit, ANA, unit.members.get("ana"), service._clock.now().date(), [one.title for one in wanted]
        )
    gathered = facts.with_objectives(facts.with_passages(gathered), wanted)
    plan = GoalPlan.model_validate(service.goal_plan(ANA, "ana").body)
    form = goal_plan_from(asked_goal_plan(plan), gathered.brief)
    return Material(kind=DraftKind.GOAL_PLAN, form=form, gathered=gathered, names={})


def test_a_chat_model_that_names_none_leaves_the_one_that_was_found(community: MemoryUnitsOfWork) -> None:
    form = _material(community).form
    assert isinstance(form, GoalPlan)
    assert {goal.in_her_words: goal.objective for goal in form.goals}[HERS] == FITS


def test_an_objective_that_nobody_set_is_not_grounded(community: MemoryUnitsOfWork) -> None:
    material = _material(community)
    form = material.form
    assert isinstance(form, GoalPlan)
    first = form.goals[0].model_copy(update={"objective": "Everybody becomes a director"})
    spoiled = Material(
        kind=DraftKind.GOAL_PLAN,
        form=form.model_copy(update={"goals": (first, *form.goals[1:])}),
        gathered=material.gathered,
        names={},
    )
    assert "Everybody becomes a director" not in grounded(material).reason
    assert "The community has no objective “Everybody becomes a director”." in grounded(spoiled).reason


def test_a_goal_says_itself_which_objective_it_serves(community: MemoryUnitsOfWork) -> None:
    goals = GoalsService(community, Policy(), FixedClock())
    kept = goals.add(ANA, "ana", "Water the oaks", objective="trees")
    assert goals.update(ANA, kept.id, progress=10).objective == "trees"
    assert goals.update(ANA, kept.id, objective="").objective == ""
    with pytest.raises(NotFound, match="no objective “moon”"):
        goals.update(ANA, kept.id, objective="moon")
    with pytest.raises(Conflict, match="reached"):
        goals.add(ANA, "ana", "Water the oaks", objective="old")
