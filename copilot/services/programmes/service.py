"""Programmes as the faces see them."""

from __future__ import annotations

from copilot.services.programmes.closing import Closing
from copilot.services.programmes.cohorts import Cohorts
from copilot.services.programmes.enrolling import Enrolling
from copilot.services.programmes.keeping import Keeping
from copilot.services.programmes.rematching import Rematching
from copilot.services.programmes.stages import Stages
from copilot.services.programmes.taking_part import TakingPart

__all__ = ["ProgrammesService"]


class ProgrammesService(Keeping, Cohorts, Enrolling, TakingPart, Stages, Rematching, Closing):
    """Frames with dates: adds, changes, shows them and their cohorts; enrols; closes with a look back.

    And what members do for themselves: join, pause, come back, leave, review; see what is due in a relationship, move
    on to its next stage, or start again with somebody else.

    Args:
        units: units of work over the records.
        policy: who may do what; asked before anything is done.
        clock: what time it is.
    """
