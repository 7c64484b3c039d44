"""What if two were matched who are not: what it costs, and who moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole, Move
from copilot.domain.records import Value
from copilot.errors import Conflict, NotFound
from copilot.services.matching.assignment import NOBODY, Assignment, assign
from copilot.services.matching.candidates import SCALE, Ranked
from copilot.services.matching.peers import pair_up
from copilot.services.matching.pool import Pool, keep_together, pairs_of, solve
from copilot.services.matching.rules import paired_roles
from copilot.services.matching.seeing import Seeing, proposals_of
from copilot.services.policy import Action


class WhatIf(Value):
    """A forced pair: its score, the total score without and with it, and the others who would move."""

    seeker: str
    partner: str
    score: float
    total_before: float
    total_after: float
    cost: float
    moved: tuple[Move, ...] = ()


class Forcing(Seeing):
    """The verb that only asks."""

    def what_if(
        self, asker: Asker, seeker_id: str, partner_id: str, role: MatchRole, programme: str = ""
    ) -> WhatIf:
        """Solve the pool with and without the pair; Conflict where a hard rule forbids it. Nothing is kept."""
        self._policy.require(asker, Action.MATCHES_REVIEW, programme=programme)
        paired_roles(role)
        seen = self._see(programme)
        pool = self._pool(seen, role, programme, 0, None)
        row, column = pool.row_of(seeker_id), pool.column_of(partner_id)
        _check_possible(pool, row, column, seeker_id, partner_id)
        before = {match.seeker: match.partner for match in proposals_of(seen, role, programme)}
        free = keep_together(pool, solve(pool), before)
        forced = _forced(pool, free, row, column)
        return WhatIf(
            seeker=seeker_id,
            partner=partner_id,
            score=pool.pair(row, column)[0],
            total_before=round(free.total_score, 6),
            total_after=round(forced.total_score, 6),
            cost=round(free.total_score - forced.total_score, 6),
            moved=_moved(pool, free, forced, row),
        )


def _check_possible(pool: Pool, row: int, column: int, seeker: str, partner: str) -> None:
    if NOBODY in (row, column):
        missing = seeker if row == NOBODY else partner
        raise NotFound(
            "This member is not in the pool: not enrolled, paused, matched already, or without the role.",
            place=missing,
            cure="Look at the member's roles and matches.",
        )
    broken = pool.rules.broken(row, column)
    if broken:
        raise Conflict(broken[0].sentence, place=f"{seeker} with {partner}", cure="Choose another pair.")


def _forced(pool: Pool, free: Assignment, row: int, column: int) -> Assignment:
    """The seeker's only arc is the pair, worth more than everything else together can be."""
    own = round(pool.pair(row, column)[0] * SCALE)
    weight = SCALE * (len(pool.seekers) + 1)
    lists = {row: (np.array([column]), np.array([own + weight], dtype=np.int64))}
    if pool.role is MatchRole.PEER:
        lists[column] = (np.array([row]), np.array([own + weight], dtype=np.int64))
    ranked = free.ranked.replaced(lists)
    found = pair_up(ranked) if pool.role is MatchRole.PEER else _assigned(pool, ranked)
    return replace(found, total=found.total - weight)


def _assigned(pool: Pool, ranked: Ranked) -> Assignment:
    return assign(ranked, pool.rules.places, candidates=pool.affinity.weights.candidates)


def _moved(pool: Pool, free: Assignment, forced: Assignment, row: int) -> tuple[Move, ...]:
    def partners(found: Assignment) -> dict[int, str]:
        return {seeker: pool.partners[column].member.id for seeker, column in pairs_of(pool, found)}

    before, after = partners(free), partners(forced)
    return tuple(
        Move(
            member=pool.seekers[n].member.id,
            before=before.get(n, ""),
            after=after.get(n, ""),
            why="The pair that was asked about."
            if n == row
            else "The place is needed for the pair that was asked about.",
        )
        for n in sorted(before.keys() | after.keys())
        if before.get(n) != after.get(n)
    )
