"""What is due for whom just now, before anybody's wishes are asked.

Each key is made of what a nudge is about and never of the moment somebody looked, so that two processes that look at
once find the same, and the outbox keeps it once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from copilot.ports import UnitOfWork
from copilot.services.nudges.finding.answers import answers_waiting, requests_closed
from copilot.services.nudges.finding.meetings import events_soon, nothing_planned, sessions_soon, turns
from copilot.services.nudges.finding.own_things import (
    actions_due,
    digests,
    milestones_due,
    surveys_due,
)
from copilot.services.nudges.finding.scene import LONGEST_KEY, Due, Scene
from copilot.services.nudges.settings import Community

__all__ = ["LONGEST_KEY", "Due", "due_now"]

_SEARCHES: tuple[Callable[[Scene], Iterable[Due]], ...] = (
    sessions_soon,
    events_soon,
    answers_waiting,
    requests_closed,
    actions_due,
    milestones_due,
    surveys_due,
    nothing_planned,
    turns,
    digests,
)


def due_now(unit: UnitOfWork, now: datetime, community: Community, *, only: str = "") -> list[Due]:
    """Every nudge that is due now, of use still, for somebody who is here, and not in the outbox yet; sorted by key.

    With `only`, those of one member. Reads each table at most once, so that the time it takes grows with what is kept
    and not faster.
    """
    scene = Scene(unit, now, community, only)
    known = {each.id for each in scene.outbox}
    found = {each.key: each for search in _SEARCHES for each in search(scene) if scene.is_on(each)}
    return [found[key] for key in sorted(found) if key not in known]
