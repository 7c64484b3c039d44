"""Matching as the faces see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.ports import Progress
from copilot.services.matching.accepting import Accepting
from copilot.services.matching.forcing import Forcing, WhatIf
from copilot.services.matching.reviewing import Reviewing
from copilot.services.matching.running import Running
from copilot.services.matching.scoring import ScoredPair, score_pairs
from copilot.services.matching.suggesting import Suggesting

__all__ = ["MatchingService", "ScoredPair", "WhatIf", "score_pairs"]


class MatchingService(Suggesting, Running, Forcing, Reviewing, Accepting):
    """Suggests, runs, asks what if; approves, declines, locks, replaces, undoes; accepts.

    Args:
        units: units of work over the records.
        encoder: words into vectors.
        index: profile vectors by nearness, for suggestions in large pools.
        policy: who may do what; asked before anything is done.
        clock: what time it is.
        weights: the settings of matching; the defaults where None.
    """

    def score_pairs(
        self,
        seekers: Sequence[Member],
        partners: Sequence[Member],
        role: MatchRole,
        progress: Progress | None = None,
    ) -> Iterator[ScoredPair]:
        """Scores of every pair of two rosters: affinity only, no hard rules, no record read or written."""
        on = self._clock.now().date()
        return score_pairs(
            seekers, partners, role, encoder=self._encoder, on=on, weights=self._weights, progress=progress
        )
