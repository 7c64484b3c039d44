"""Drafts that belong to a relationship: found for whoever may have them made, and refused where it is over."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.relationships import Relationship
from copilot.errors import Conflict
from copilot.ports import UnitOfWork
from copilot.services.drafting.verbs.making import Making, hidden
from copilot.services.policy import Action


class InRelationships(Making):
    """Finds the relationship a draft is for."""

    def _at_work(self, unit: UnitOfWork, asker: Asker, relationship: str) -> Relationship:
        """NotFound where the asker may have nothing drafted for it, Conflict where it is closed."""
        found = unit.relationships.find(relationship)
        if found is None or not self._policy.allows(asker, Action.DRAFT_MAKE, owners=found.members):
            raise hidden("relationship", relationship)
        if found.state == "closed":
            raise Conflict(
                "This relationship is closed.",
                place=f"relationship {relationship}",
                cure="Start a new one to meet again.",
            )
        return found
