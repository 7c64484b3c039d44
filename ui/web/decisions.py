"""What a draft waits for from whoever is looking at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.errors import NotFound
from copilot.services.agreements import AgreementStanding
from copilot.services.drafting.verbs.consenting import GIVEN, may_still_agree, only_agrees

if TYPE_CHECKING:
    from copilot.app import Copilot

Decision = Literal["", "approve", "wait", "agree", "sign"]
OPEN = ("offered", "edited")
"""States of a draft that nobody has decided on."""
ABOUT_SOMEBODY = (DraftKind.RECOGNITION, DraftKind.BRIEF)
"""Kinds of words that are told of somebody, who agrees to it first."""


class Decisions:
    """Tells which decision on a draft is the asker's; the services check it again when she decides."""

    def __init__(self, copilot: Copilot) -> None:
        self._copilot = copilot

    def of(self, asker: Asker, draft: Draft) -> Decision:
        """What she may decide; `wait` where another's approval is waited for, nothing where all is decided."""
        if only_agrees(draft, asker) and draft.consent == GIVEN:
            return "wait"
        if draft.state in OPEN:
            return "wait" if draft.kind is DraftKind.BRIEF and draft.about != asker.member else "approve"
        if may_still_agree(draft, asker):
            return "agree"
        standing = self.standing(asker, draft) if draft.state == "approved" else None
        return "sign" if standing and _is_to_sign(standing, draft, asker) else ""

    def standing(self, asker: Asker, draft: Draft) -> AgreementStanding | None:
        """Who has signed the agreement of this relationship, for its members; None for every other draft."""
        if draft.kind is not DraftKind.AGREEMENT:
            return None
        try:
            found = self._copilot.agreements.show(asker, draft.relationship)
        except NotFound:
            # The relationship has ended with a member's leaving; the words are still hers to read.
            return None
        return found if isinstance(found, AgreementStanding) else None

    def waiting(self, asker: Asker) -> list[tuple[Draft, Decision]]:
        """Her drafts that wait for a decision of hers, the newest first."""
        found = ((draft, self.of(asker, draft)) for draft in self._copilot.drafting.list(asker))
        return [(draft, decision) for draft, decision in found if decision not in ("", "wait")]


def _is_to_sign(standing: AgreementStanding, draft: Draft, asker: Asker) -> bool:
    return (
        standing.draft == draft.id
        and asker.member in standing.signed
        and standing.signed[asker.member] is None
    )
