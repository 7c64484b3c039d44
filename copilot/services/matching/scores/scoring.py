"""Scores of every pair of two rosters: affinity only, no hard rules, no home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.ports import Encoder, Progress
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import Gathering
from copilot.services.matching.solving.rules import paired_roles

BLOCK = 64

ScoredPair = tuple[str, str, float, dict[str, float]]
"""Seeker, partner, score and known parts, 0 to 1."""


def score_pairs(
    seekers: Sequence[Member],
    partners: Sequence[Member],
    role: MatchRole,
    *,
    encoder: Encoder,
    on: date,
    weights: MatchingWeights | None = None,
    areas: Callable[[], AreaVectors] | None = None,
    progress: Progress | None = None,
) -> Iterator[ScoredPair]:
    """Every pair, in the order of the rosters; a score of 0 where needs or offers are unknown.

    Args:
        seekers, partners: the two rosters; who stands in both is never compared with herself.
        role: what the partner is to the seeker; decides the weights.
        encoder: words into vectors.
        on: the date whose daylight saving counts.
        weights: the settings; the defaults where None.
        areas: gives the catalogue of areas as vectors; without it that part of the score is unknown.
        progress: told of the encoding and the scoring.
    """
    paired_roles(role)
    roster = list({member.id: member for member in (*seekers, *partners)}.values())
    gathering = Gathering(encoder, weights or MatchingWeights(), on, areas=areas)
    pool = gathering.pool(seekers, partners, role, roster=roster, progress=progress)
    rows = {told.member.id: n for n, told in enumerate(pool.seekers)}
    columns = {told.member.id: n for n, told in enumerate(pool.partners)}
    chosen = np.array([columns[member.id] for member in partners], dtype=np.intp)
    for start in range(0, len(seekers), BLOCK):
        block = seekers[start : start + BLOCK]
        parts = pool.affinity.parts(np.array([rows[member.id] for member in block], dtype=np.intp), chosen)
        scores = np.nan_to_num(pool.affinity.scores(parts))
        for at, seeker in enumerate(block):
            for column, partner in enumerate(partners):
                if seeker.id != partner.id:
                    known = {name: float(value[at, column]) for name, value in parts.items()}
                    yield (
                        seeker.id,
                        partner.id,
                        round(float(scores[at, column]), 4),
                        {name: round(value, 4) for name, value in known.items() if value == value},
                    )
        if progress:
            progress(start + len(block), len(seekers), "scoring")
