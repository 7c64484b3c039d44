"""Matching as the faces see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.ports import Progress
from copilot.services.matching.reasons.rephrasing import Rephrasing
from copilot.services.matching.scores.scoring import ScoredPair, score_pairs
from copilot.services.matching.verbs.accepting import Accepting
from copilot.services.matching.verbs.asking import Asking
from copilot.services.matching.verbs.declines import Declining
from copilot.services.matching.verbs.expiring import Expiring
from copilot.services.matching.verbs.filling import Filling
from copilot.services.matching.verbs.forcing import Forcing, WhatIf
from copilot.services.matching.verbs.history import Telling
from copilot.services.matching.verbs.lending import Lending
from copilot.services.matching.verbs.nominating import Nominating
from copilot.services.matching.verbs.reach import Reaching
from copilot.services.matching.verbs.recruiting import Recruiting
from copilot.services.matching.verbs.running import Running
from copilot.services.matching.verbs.suggesting import Suggesting

__all__ = ["MatchingService", "ScoredPair", "WhatIf", "score_pairs"]


class MatchingService(
    Lending,
    Suggesting,
    Running,
    Forcing,
    Expiring,
    Declining,
    Telling,
    Asking,
    Nominating,
    Reaching,
    Accepting,
    Filling,
    Recruiting,
    Rephrasing,
):
    """Suggests, runs, asks what if; approves, declines, locks, replaces, undoes, one or many; accepts.

    And what members choose: whom they rank, whom they ask directly, whether they want to be asked, whom a programme
    reaches.
    Which empty field would help a member most, and which kinds of partners a pool lacks; a match
    in words; who could lend a hand with one thing.

    Args:
        units: units of work over the records.
        encoder: words into vectors.
        index: profile vectors by nearness, for suggestions in large pools.
        policy: who may do what; asked before anything is done.
        clock: what time it is.
        weights: the settings of matching; the defaults where None.
        areas: gives the catalogue of areas as vectors when first asked; without it that part of the score is unknown.
        reader: a chat model that reads the top candidates too, where the settings ask for it; None where there is none.
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
            seekers,
            partners,
            role,
            encoder=self._encoder,
            on=on,
            weights=self._weights,
            areas=self._areas,
            progress=progress,
        )
