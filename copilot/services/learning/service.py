"""Learning as the faces see it."""

from __future__ import annotations

from copilot.services.learning.certifying import Certifying

__all__ = ["LearningService"]


class LearningService(Certifying):
    """Guides read, understood and practised; tracks finished and certified; readiness; what to learn next.

    Whatever somebody does here is hers alone: no manager and no admin sees it, and the log says nothing of it.

    Args:
        units: units of work over the records.
        policy: who may do what; asked before anything is done.
        clock: what time it is.
        library: the guides' index, opened when a goal is looked up.
        encoder: tells which sentence of a passage is nearest to a goal.
        commentator: comments answers to scenarios.
        certifier: gives the certificates.
        signposts: hears what is heavy in an answer, oblique speech too.
        goal_signposts: hears it in a goal, by patterns alone.
        shelf: what there is to learn from.
    """
