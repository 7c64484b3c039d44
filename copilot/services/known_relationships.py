"""The relationship that somebody names, where she may know of it; and all that she may know of."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.relationships import Relationship
from copilot.errors import NotFound
from copilot.ports import UnitOfWork
from copilot.services.policy import Action, Policy


def known_relationship(unit: UnitOfWork, policy: Policy, asker: Asker, relationship_id: str) -> Relationship:
    """The relationship; NotFound, in the same words, where there is none and where the asker may not see its status."""
    found = unit.relationships.find(relationship_id)
    if found is None or not policy.allows(
        asker, Action.RELATIONSHIP_STATUS, owners=found.members, programme=found.programme
    ):
        raise NotFound(
            f"There is no relationship “{relationship_id}” that you may see.",
            place=relationship_id,
            cure="`relationships list` shows yours.",
        )
    return found


def known_relationships(unit: UnitOfWork, policy: Policy, asker: Asker) -> list[Relationship]:
    """Those whose status she may see, sorted by id: of a large community these are many, of a member's a few."""
    if policy.allows(asker, Action.RELATIONSHIP_STATUS):
        return unit.relationships.all()
    named = unit.relationships.mentioning([asker.member]) if asker.member else []
    managed = unit.relationships.all(programme=asker.manages) if asker.manages else []
    found = {
        each.id: each
        for each in (*named, *managed)
        if policy.allows(asker, Action.RELATIONSHIP_STATUS, owners=each.members, programme=each.programme)
    }
    return [found[id_] for id_ in sorted(found)]
