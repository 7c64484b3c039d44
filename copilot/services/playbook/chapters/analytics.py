"""Chapter 5: whether people meet, say how it goes, and work towards a goal both know."""

from __future__ import annotations

from datetime import timedelta

from copilot.services.auditing.disclosure import share
from copilot.services.playbook.community import QUARTER, Community
from copilot.services.playbook.measures import Measure, of_people, of_share

LATELY = timedelta(weeks=6)


def gather(here: Community) -> list[Measure]:
    """Cadence, ratings, shared goals, and feedback about relationships."""
    return [_met(here), _rated(here), _goals(here), _reached(here), _feedback(here)]


def _met(here: Community) -> Measure:
    since = here.now - LATELY
    met = {each.relationship for each in here.held if since <= each.at <= here.now}
    found = share(sum(each.id in met for each in here.active), len(here.active))
    which = "met in the last six weeks"
    return of_share("met_lately", found, "the active relationships", which, "programmes health")


def _rated(here: Community) -> Measure:
    people = _in_relationships(here)
    said = {one for each in here.held if here.now - each.at <= QUARTER for one in each.ratings}
    found = share(len(said & people), len(people))
    which = "said in the last ninety days how a session went"
    return of_share("rated", found, "those in an active relationship", which, "relationships list")


def _goals(here: Community) -> Measure:
    seekers = {each.seeker for each in here.active}
    under_way = {each.id for each in here.active}
    sharing = {
        goal.member for goal in here.goals if goal.state != "dropped" and goal.relationship in under_way
    }
    found = share(len(seekers & sharing), len(seekers))
    return of_share(
        "with_a_goal",
        found,
        "those who seek somebody",
        "share a goal with their partner",
        "programmes health",
    )


def _reached(here: Community) -> Measure:
    reached = {goal.member for goal in here.goals if goal.state == "reached"}
    nobody = "No goal that two share has been reached yet."
    return of_people(
        "reached_a_goal", reached, "So far {} reached a goal they had shared with their partner.", nobody
    )


def _feedback(here: Community) -> Measure:
    people = {one.by for one in here.feedback if here.today - one.on <= QUARTER}
    nobody = "Nobody gave feedback on a relationship in the last ninety days."
    return of_people(
        "gave_feedback", people, "In the last ninety days {} gave feedback on their relationship.", nobody
    )


def _in_relationships(here: Community) -> set[str]:
    return {member for each in here.active for member in each.members}
