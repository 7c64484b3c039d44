"""Chapter 8: what the community wants to reach, and what serves it."""

from __future__ import annotations

from copilot.domain.events import Event
from copilot.domain.programmes import Programme
from copilot.domain.relationships import Relationship
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL, in_fives
from copilot.services.objectives.things import serving_now
from copilot.services.playbook.community import Community
from copilot.services.playbook.measures import TOO_FEW, Measure, named


def gather(here: Community) -> list[Measure]:
    """Open objectives, their key results, and which are served."""
    return [_open(here), _measured(here), _served(here), _by_goals(here)]


def _open(here: Community) -> Measure:
    titles = [each.title for each in here.objectives if each.state == "open"]
    told = f"Open objectives: {named(titles)}." if titles else "No objective is open."
    return Measure("objectives_open", len(titles), told, "objectives list", field="objectives_open")


def _measured(here: Community) -> Measure:
    open_ = [each for each in here.objectives if each.state == "open"]
    measured = sum(bool(each.key_results) for each in open_)
    return _of_those_open("with_key_results", measured, len(open_), "have a key result")


def _served(here: Community) -> Measure:
    open_ = {each.id for each in here.objectives if each.state == "open"}
    things: list[Programme | Event | Relationship] = [*here.programmes, *here.events, *here.relationships]
    served = {link.objective for link in serving_now(here.objectives, here.links, things, here.now)} & open_
    return _of_those_open("served", len(served), len(open_), "are served by a programme, an event or a match")


def _of_those_open(name: str, n: int, of: int, which: str) -> Measure:
    told = f"Of the open objectives, {n} of {of} {which}." if of else ""
    return Measure(name, n / of if of else 0, told, "objectives list", field=name)


def _by_goals(here: Community) -> Measure:
    """In fives, as `objectives serving` tells goals: between an exact number and those fives stands a person."""
    open_ = {each.id for each in here.objectives if each.state == "open"}
    n = len({goal.member for goal in here.goals if goal.objective in open_ and goal.state != "dropped"})
    if n < FEWEST_IN_A_CELL:
        told = "Goals that two share serve an open objective for fewer than five people, or for nobody."
        return Measure("goals_that_serve", TOO_FEW, told, field="goals_that_serve")
    told = f"Among the goals that two share, those of about {in_fives(n):,} people serve an open objective."
    return Measure("goals_that_serve", in_fives(n), told, field="goals_that_serve")
