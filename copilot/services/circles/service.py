"""Circles as the faces see them."""

from __future__ import annotations

from copilot.services.circles.chairing import Chairing
from copilot.services.circles.leaving import Leaving
from copilot.services.circles.splitting import Splitting
from copilot.services.circles.telling import Telling

__all__ = ["CirclesService"]


class CirclesService(Chairing, Telling, Splitting, Leaving):
    """Circles: seen, brought together, chaired in turn, planned, kept well, split, merged, left; and peers.

    What a circle is beside its relationship stands here. How it comes about is the matching's: a match of several,
    approved by a manager and accepted by everybody in it.
    """
