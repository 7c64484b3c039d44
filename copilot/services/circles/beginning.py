"""What was said of a circle while it waited for everybody's yes goes with it when it begins."""

from __future__ import annotations

from copilot.domain.matches import Match, MatchRole
from copilot.domain.relationships import Relationship
from copilot.ports import UnitOfWork


def begin(unit: UnitOfWork, match: Match, relationship: Relationship) -> None:
    """Keep a circle's theme under its own id: until then it stood under that of its match."""
    waiting = unit.circles.find(match.id) if match.role is MatchRole.CIRCLE else None
    if waiting is not None:
        unit.circles.remove(waiting.id)
        unit.circles.add(waiting.changed(id=relationship.id, revision=0))
