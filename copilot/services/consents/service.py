"""What a member agreed to, in one place: since when, in which words, who sees it, and how to take it back.

Nobody reads another's ledger: neither managers nor admins, nor the operator. How many agree to what, admins and the
operator are told where it is five and more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from copilot.domain.asking import Asker
from copilot.domain.consents import TERMS, Purpose
from copilot.domain.records import Value
from copilot.errors import BadInput, NotFound
from copilot.ports import UnitsOfWork
from copilot.services.consents.ledger import LineTold, in_ledger
from copilot.services.policy import Action, Policy

FEWEST = 5
"""Fewer people are told of nowhere."""

WaysBack = Mapping[Purpose, Callable[[Asker, str], object]]
"""For each purpose, the verb of the place where it is given that takes it back; it is told what."""


class HowMany(Value):
    """How many members agree to something at the moment; None where they are fewer than five."""

    purpose: Purpose
    members: int | None


class ConsentsService:
    """The ledger, read by whom it is about.

    Args:
        units: units of work over the records.
        policy: who may do what.
        ways_back: gives the places' own verbs, when one is first needed.
    """

    def __init__(self, units: UnitsOfWork, policy: Policy, ways_back: Callable[[], WaysBack]) -> None:
        self._units, self._policy, self._ways_back = units, policy, ways_back

    def mine(self, asker: Asker) -> list[LineTold]:
        """The asker's own lines: those that stand first, then those she took back, the newest first."""
        self._policy.require(asker, Action.CONSENTS_OWN, owners={asker.member} - {""})
        with self._units.reading() as unit:
            return in_ledger(unit, asker.member)

    def withdraw(self, asker: Asker, purpose: str, what: str = "") -> list[LineTold]:
        """Take one's own consent back, by the verb of the place where it was given; the lines that still stand.

        Args:
            asker: whose consent it is.
            purpose: for what it was given.
            what: which record, where there are several of the purpose; the only one where it is left out.

        Raises BadInput where that could be several, NotFound where there is none, and what the place itself refuses.
        """
        self._policy.require(asker, Action.CONSENTS_OWN, owners={asker.member} - {""})
        wanted = _purpose(purpose)
        with self._units.reading() as unit:
            standing = [
                line.what
                for line in in_ledger(unit, asker.member)
                if line.purpose is wanted and line.withdrawn_at is None
            ]
        one = _one_of(standing, wanted, what)
        self._ways_back()[wanted](asker, one)
        return [line for line in self.mine(asker) if line.withdrawn_at is None]

    def how_many(self, asker: Asker) -> list[HowMany]:
        """Of every purpose how many members agree at the moment."""
        self._policy.require(asker, Action.ANALYTICS_READ)
        with self._units.reading() as unit:
            rows = unit.consents.values("purpose", "member", "withdrawn_at")
        agree = {
            purpose: {who for one, who, ended in rows if one == purpose and not ended} for purpose in Purpose
        }
        return [
            HowMany(purpose=purpose, members=len(who) if len(who) >= FEWEST else None)
            for purpose, who in agree.items()
        ]


def _purpose(said: str) -> Purpose:
    try:
        return Purpose(said)
    except ValueError as fault:
        raise BadInput(
            f"“{said[:40]}” is nothing that anybody agrees to here.",
            place="purpose",
            cure=f"It is one of {', '.join(TERMS)}.",
        ) from fault


def _one_of(standing: list[str], purpose: Purpose, what: str) -> str:
    if what in standing:
        return what
    if what or not standing:
        raise NotFound(
            "There is no such consent of yours that stands.",
            place=f"{purpose} {what}".strip(),
            cure="`consents list` shows what you agreed to.",
        )
    if len(standing) > 1:
        raise BadInput(
            f"You agreed to this of {len(standing)} things.",
            place=purpose,
            cure=f"Name one of them: {', '.join(standing[:5])}{' …' if len(standing) > 5 else ''}.",
        )
    return standing[0]
