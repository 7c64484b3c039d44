"""What else happens when a draft is approved, in the same transaction: `verbs/on_approval.py` lists the kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft
from copilot.domain.relationships import Relationship
from copilot.errors import Conflict
from copilot.ports import UnitOfWork
from copilot.services.policy import Action, Policy


@dataclass(frozen=True)
class Approval:
    """A draft that has just been approved. What is written in `unit` is kept with the approval or not at all."""

    unit: UnitOfWork
    draft: Draft
    asker: Asker
    policy: Policy
    at: datetime

    def relationship(self, action: Action) -> Relationship:
        """The draft's relationship, where the approver may do this to it. Conflict where it has been closed."""
        found = self.unit.relationships.get(self.draft.relationship)
        self.policy.require(self.asker, action, owners=found.members, programme=found.programme)
        if found.state == "closed":
            raise Conflict(
                "This relationship is closed.",
                place=f"relationship {found.id}",
                cure="Discard the draft, or start a new relationship.",
            )
        return found


OnApproval = Callable[[Approval], None]
"""Raises where the draft can't be approved as it stands; then nothing is kept, and it stays as it was."""
