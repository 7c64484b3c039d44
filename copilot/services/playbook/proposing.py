"""Analytics propose revisions: what two groups differ in, said as a sentence for the chapter it belongs to."""

from __future__ import annotations

from datetime import timedelta

from copilot.domain.asking import Asker
from copilot.domain.playbook import Compared, PlaybookOffer
from copilot.domain.records import Value
from copilot.ports import UnitOfWork
from copilot.services.playbook.comparisons import RULES
from copilot.services.playbook.keeping import Keeping
from copilot.services.playbook.looking import Look, look_at
from copilot.services.policy import Action

BY = "analytics"
NOT_AGAIN_FOR = timedelta(days=180)
"""What an editor took in or declined is not proposed again for so long after she answered."""
_CHAPTERS = {rule.name: rule.chapter for rule in RULES}


class Proposed(Value):
    """What is proposed now, as offers; and everything that was compared, with why the rest is not proposed."""

    proposed: tuple[PlaybookOffer, ...]
    looked_at: tuple[Look, ...]


class Proposing(Keeping):
    """Looks at the numbers, and offers what they show."""

    def propose(self, asker: Asker) -> Proposed:
        """Compare anew, and offer what holds. A proposal that waits and no longer holds goes."""
        self._policy.require(asker, Action.PLAYBOOK_WRITE)
        self._policy.require(asker, Action.ANALYTICS_READ)
        looks = look_at(self._community())
        with self._units() as unit:
            found = [(look, look.compared) for look in looks if look.compared]
            kept = [offer for look, compared in found if (offer := self._offer(unit, look, compared))]
            self._forget_what_holds_no_more(unit, {offer.id for offer in kept})
            self._log(unit, asker, "propose", "playbook", {"proposed": str(len(kept))})
            unit.commit()
        return Proposed(proposed=tuple(kept), looked_at=tuple(looks))

    def _offer(self, unit: UnitOfWork, look: Look, compared: Compared) -> PlaybookOffer | None:
        """A new offer, or the waiting one with today's figures; None where it was answered lately."""
        way = "more" if compared.difference > 0 else "less"
        new = PlaybookOffer(
            id=f"rev-{look.rule}-{way}", chapter=_CHAPTERS[look.rule], kind="revision", text=look.sentence,
            evidence=look.evidence, compared=compared, by=BY, at=self._clock.now(),
        )  # fmt: skip
        old = unit.playbook_offers.find(new.id)
        if old is None:
            unit.playbook_offers.add(new)
            return new
        if old.state != "offered" and new.at - (old.answered or old.at) < NOT_AGAIN_FOR:
            return None
        return unit.playbook_offers.save(new.changed(revision=old.revision))

    def _forget_what_holds_no_more(self, unit: UnitOfWork, kept: set[str]) -> None:
        for old in unit.playbook_offers.all(kind="revision", state="offered"):
            if old.id not in kept:
                unit.playbook_offers.remove(old.id)
