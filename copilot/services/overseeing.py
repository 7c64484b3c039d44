"""Which programmes somebody sees the figures of."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.programmes import Programme
from copilot.ports import UnitsOfWork
from copilot.services.policy import Action, Policy


def overseen(units: UnitsOfWork, policy: Policy, asker: Asker) -> list[Programme]:
    """The programmes whose figures the asker may see, sorted by id. NotAllowed for who may see no programme."""
    policy.require(asker, Action.PROGRAMMES_READ)
    with units.reading() as unit:
        every = unit.programmes.all()
    return [each for each in every if policy.allows(asker, Action.ANALYTICS_READ, programme=each.id)]
