"""Whom the last run left out, for the managers of its programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole, Unmatched
from copilot.services.policy import Action

if TYPE_CHECKING:
    from copilot.app import Copilot


def last_unmatched(copilot: Copilot, asker: Asker, programme: str, role: MatchRole) -> tuple[Unmatched, ...]:
    """The people of the newest run in this programme who got nobody; NotAllowed for who may not see matches."""
    copilot.policy.require(asker, Action.MATCHES_READ, programme=programme)
    with copilot.units() as unit:
        runs = unit.runs.all(programme=programme, role=role)
    newest = max(runs, key=lambda run: (run.created, run.id), default=None)
    return newest.unmatched if newest else ()
