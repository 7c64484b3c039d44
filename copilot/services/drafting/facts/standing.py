"""Where a relationship stands, as an agenda takes it: its first meeting, well under way, slowed down, near its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Literal

from copilot.domain.programmes import Programme
from copilot.domain.relationships import Session, Stage

Standing = Literal["first", "middle", "stuck", "ending"]

ENDING = timedelta(days=30)
LATE = timedelta(days=14)
SLOW = timedelta(days=30)
SILENT = timedelta(days=60)

LOOKED_UP = {
    "first": "what to talk about in a first mentoring meeting: expectations and agreement",
    "stuck": "what to do when a mentoring relationship is stuck",
    "ending": "how to end a mentoring relationship well",
    "circle": "how to facilitate a mentoring circle: an opening round, one case in four steps, a closing round",
    "middle": "open questions a mentor asks in a session: goal, reality, options, next step",
}
"""What is looked up in the guides for each."""


def stage_on(day: date, stage: Stage, programme: Programme | None) -> Stage:
    """The stage of a relationship; in the last month of its programme it is coming apart, whatever was recorded."""
    return Stage.SEPARATION if programme and programme.ends - day <= ENDING else stage


def is_stuck(due_days: Collection[date | None], held: Sequence[Session], today: date) -> bool:
    """No meeting for two months; or none for one, and two promises more than two weeks late.

    Args:
        due_days: of the promises that are open.
        held: the sessions that took place, oldest first.
    """
    if not held:
        return False
    since = today - held[-1].at.date()
    late = sum(1 for due in due_days if due and today - due > LATE)
    return since > SILENT or (since > SLOW and late >= 2)


def where_it_stands(stage: Stage, sessions_held: int, stuck: bool) -> Standing:
    """The one word for it."""
    if stage in {Stage.SEPARATION, Stage.REDEFINITION}:
        return "ending"
    return "first" if sessions_held == 0 else "stuck" if stuck else "middle"
