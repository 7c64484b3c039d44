"""Who is met in relationships, as a page names them: people by name, circles by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copilot.domain.asking import Asker
from copilot.domain.relationships import Relationship
from copilot.services.relationships import RelationshipStatus
from ui.web.desk import Desk
from ui.web.people import People
from ui.web.views.relationships import is_circle


def people_in(desk: Desk, asker: Asker, relationships: Sequence[Relationship | RelationshipStatus]) -> People:
    """The names of everybody in these relationships of hers, with the themes of those that are circles."""
    people = desk.people(asker, {member for each in relationships for member in each.members})
    if not any(map(is_circle, relationships)):
        return people
    found = desk.copilot.circles.every(asker, closed=True).circles
    return replace(people, circles={each.id: each.theme for each in found if each.inside})
