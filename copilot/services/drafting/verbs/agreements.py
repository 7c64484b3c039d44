"""Agreements: drafted from both profiles, offered for signature by whoever approves."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.relationships import Agreement
from copilot.services.drafting.approving import Approval
from copilot.services.drafting.facts import AgreementFacts
from copilot.services.drafting.facts.agreement import AgreementAsked
from copilot.services.drafting.verbs.in_relationships import InRelationships
from copilot.services.drafting.verbs.making import names_in
from copilot.services.policy import Action


class Agreements(InRelationships):
    """Drafts agreements."""

    def agreement(self, asker: Asker, relationship: str) -> Draft:
        """An agreement for all of a relationship to read, change and sign."""
        facts = AgreementFacts(self._library, self._policy, self._encoder)
        with self._units.reading() as unit:
            found = self._at_work(unit, asker, relationship)
            gathered = facts.gather(unit, asker, AgreementAsked(found, self._clock.now().date()))
            names = names_in(unit)
        gathered = facts.with_passages(gathered)
        return self._made(
            asker, DraftKind.AGREEMENT, gathered, names, about=found.seeker, people=set(found.members),
            relationship=relationship,
        )  # fmt: skip


def offer_for_signature(approval: Approval) -> None:
    """Put the approved text before all of the relationship; signatures under an earlier one are void."""
    relationship = approval.relationship(Action.RELATIONSHIP_WRITE)
    agreement = Agreement(text=approval.draft.markdown, draft=approval.draft.id)
    approval.unit.relationships.save(relationship.changed(agreement=agreement))
