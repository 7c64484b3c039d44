"""Role charters."""

from __future__ import annotations

from typing import get_args

from copilot.domain.asking import Asker
from copilot.domain.drafts import CharterRole, Draft, DraftKind
from copilot.domain.programmes import Programme
from copilot.errors import BadInput
from copilot.ports import UnitOfWork
from copilot.services.drafting.facts.charter import CharterFacts
from copilot.services.drafting.facts.time_frame import current_programme
from copilot.services.drafting.verbs.making import Making, hidden, names_in
from copilot.services.policy import Action

ROLES: tuple[str, ...] = get_args(CharterRole)


class Charters(Making):
    """Drafts charters."""

    def charter(self, asker: Asker, role: str, programme: str = "") -> Draft:
        """What is expected of a role, for a community to adapt; without a programme, of the one the asker is in.

        Anyone may have one made; it is the asker's alone.
        """
        if role not in ROLES:
            raise BadInput(
                f"There is no role “{role}”.", place="--role", cure=f"Use one of {', '.join(ROLES)}."
            )
        self._policy.require(asker, Action.DRAFT_MAKE, owners={asker.member})
        facts = CharterFacts(self._library, self._encoder)
        with self._units.reading() as unit:
            names = names_in(unit)
            today = self._clock.now().date()
            frame = self._frame(unit, asker, programme)
            gathered = facts.gather(unit, role, names.get(asker.member, ""), frame, today)
        gathered = facts.with_passages(gathered)
        own = {asker.member} - {""}
        return self._made(asker, DraftKind.CHARTER, gathered, names, about=asker.member, people=own)

    def _frame(self, unit: UnitOfWork, asker: Asker, programme: str) -> Programme | None:
        if not programme:
            return current_programme(unit, asker.member, self._clock.now().date()) if asker.member else None
        found = unit.programmes.find(programme)
        if found is None or not self._policy.allows(asker, Action.PROGRAMMES_READ):
            raise hidden("programme", programme)
        return found
