"""Chapter 9: circles, peers, and a hand with one thing."""

from __future__ import annotations

from copilot.domain.events import EventKind
from copilot.domain.matches import MatchRole
from copilot.services.playbook.community import QUARTER, Community
from copilot.services.playbook.measures import Measure, of_people, of_things


def gather(here: Community) -> list[Measure]:
    """Who is in a circle, who has a peer, who got a hand, and which circles meet as events."""
    return [
        _in(
            here,
            "in_circles",
            MatchRole.CIRCLE,
            "At present {} are in a circle.",
            "Nobody is in a circle yet.",
        ),
        _in(here, "in_peer_pairs", MatchRole.PEER, "At present {} have a peer.", "Nobody has a peer yet."),
        _helped(here),
        _circle_events(here),
    ]


def _in(here: Community, name: str, role: MatchRole, sentence: str, nobody: str) -> Measure:
    people = {member for each in here.active_in(role) for member in each.members}
    return of_people(name, people, sentence, nobody, "relationships list")


def _helped(here: Community) -> Measure:
    met = [each for each in here.requests if each.state == "done"]
    done = [each for each in met if here.now - (each.closed or each.asked) <= QUARTER]
    nobody = "No request for a hand was met in the last ninety days."
    sentence = "In the last ninety days {} got a hand with one thing."
    return of_people("helped", {each.member for each in done}, sentence, nobody, "requests list")


def _circle_events(here: Community) -> Measure:
    circles = [each for each in here.events_within(QUARTER) if each.kind is EventKind.CIRCLE]
    return of_things(
        "circle_events", len(circles), "Circles that met as an event in the last ninety days, or will: {}.",
        "No circle met as an event in the last ninety days.", "events list",
    )  # fmt: skip
