"""Chapter 6: the guides, the tracks, and the workshops."""

from __future__ import annotations

from copilot.domain.events import EventKind
from copilot.services.playbook.community import YEAR, Community
from copilot.services.playbook.measures import Measure, of_people, of_things


def gather(here: Community) -> list[Measure]:
    """What can be read, what can be followed, and what was practised together."""
    return [_guides(here), _tracks(here), _workshops(here), _came(here)]


def _guides(here: Community) -> Measure:
    return of_things(
        "guides", here.guides, "Guides that can be asked: {}.", "No guide is loaded.", "guides search"
    )


def _tracks(here: Community) -> Measure:
    return of_things(
        "tracks", here.tracks, "Learning tracks: {}.", "There is no learning track.", "guides search"
    )


def _workshops(here: Community) -> Measure:
    workshops = [each for each in here.events_within(YEAR) if each.kind is EventKind.WORKSHOP]
    return of_things(
        "workshops", len(workshops), "Workshops held in the last twelve months or planned: {}.",
        "No workshop was held in the last twelve months.", "events list",
    )  # fmt: skip


def _came(here: Community) -> Measure:
    workshops = {each.id for each in here.events_within(YEAR) if each.kind is EventKind.WORKSHOP}
    people = {one.member for one in here.registrations if one.event in workshops and one.attended}
    nobody = "Nobody has been marked as present at a workshop yet."
    return of_people(
        "at_workshops", people, "In the last twelve months {} came to a workshop.", nobody, "events list"
    )
