"""A pool of seekers and partners, read, encoded and put into an order that no name decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from copilot.domain.choices import Choice
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.ports import Encoder, Progress
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.scores.affinity import Affinity, Side, encoded
from copilot.services.matching.scores.chosen import Chosen
from copilot.services.matching.scores.evidence import Told, told_by
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.assignment import NOBODY, Assignment, assign, staying
from copilot.services.matching.solving.candidates import Candidates, Ranked
from copilot.services.matching.solving.kept_profiles import KeptProfiles
from copilot.services.matching.solving.peers import pair_up, staying_peers
from copilot.services.matching.solving.rules import Past, Rules, paired_roles


@dataclass(frozen=True)
class Pool:
    """Who is to be paired, with all that is needed to score, forbid and explain a pair."""

    role: MatchRole
    seekers: tuple[Told, ...]
    partners: tuple[Told, ...]
    affinity: Affinity
    rules: Rules

    def row_of(self, member_id: str) -> int:
        """Where a seeker stands, NOBODY where she is not in the pool."""
        return next((n for n, told in enumerate(self.seekers) if told.member.id == member_id), NOBODY)

    def column_of(self, member_id: str) -> int:
        """Where a partner stands, NOBODY where she is not in the pool."""
        return next((n for n, told in enumerate(self.partners) if told.member.id == member_id), NOBODY)

    def score(self, row: int, column: int) -> float:
        """The score of one pair, not rounded, whatever the rules say of it; 0 where needs or offers are unknown."""
        parts = self.affinity.counted(self.affinity.parts(np.array([row]), np.array([column])))
        return float(np.nan_to_num(self.affinity.scores(parts)[0, 0]))

    def pair(self, row: int, column: int) -> tuple[float, dict[str, float]]:
        """Score and known parts of one pair, whatever the rules say of it; 0 where needs or offers are unknown."""
        parts = self.affinity.counted(self.affinity.parts(np.array([row]), np.array([column])))
        score = float(np.nan_to_num(self.affinity.scores(parts)[0, 0]))
        return round(score, 4), {
            name: round(float(value[0, 0]), 4) for name, value in parts.items() if not np.isnan(value[0, 0])
        }


@dataclass(frozen=True)
class Gathering:
    """What a pool is made with: the same for every pool of one installation.

    `stripping` takes the names of a roster; only the audit hands in another, to measure what the real one is worth.
    `areas` gives the catalogue of areas as vectors; without it that part of the score is unknown.
    `kept` are the profiles of a roster that were read already.
    """

    encoder: Encoder
    weights: MatchingWeights
    on: date
    stripping: Callable[[Iterable[str]], Stripper] = Stripper
    areas: Callable[[], AreaVectors] | None = None
    kept: KeptProfiles | None = None

    def pool(
        self,
        seekers: Sequence[Member],
        partners: Sequence[Member],
        role: MatchRole,
        *,
        roster: Sequence[Member],
        past: Past | None = None,
        choices: Mapping[str, Choice] | None = None,
        seed: int = 0,
        progress: Progress | None = None,
    ) -> Pool:
        """Read the profiles; everybody's names on the roster are taken out of everybody's texts.

        `choices` are the rankings of those seekers who made one.
        """
        read = self._reader(roster)
        told = {member.id: read(member) for member in (*seekers, *partners)}
        here, there = (_ordered([told[member.id] for member in side], seed) for side in (seekers, partners))
        places, vectors = encoded(list(told.values()), self.encoder, progress)
        sides = Side.of(here, places, vectors), Side.of(there, places, vectors)
        everybody = self._by_id(roster)
        rules = Rules(
            [one.member for one in here], [one.member for one in there], everybody, role, past or Past()
        )
        areas = self.areas() if self.areas else None
        chosen = Chosen(
            choices or {},
            [one.member.id for one in here],
            [one.member.id for one in there],
            mutual=role is MatchRole.PEER,
        )
        return Pool(role, here, there, Affinity(*sides, role, self.weights, self.on, chosen, areas), rules)

    def _reader(self, roster: Sequence[Member]) -> Callable[[Member], Told]:
        """How a profile is read; by what was kept only where that is of this very roster."""
        if self.kept and self.kept.is_of(roster):
            return self.kept.told
        stripper = self.stripping(member.name for member in roster)
        return lambda member: told_by(member, stripper)

    def _by_id(self, roster: Sequence[Member]) -> Mapping[str, Member]:
        if self.kept and self.kept.is_of(roster):
            return self.kept.members
        return {member.id: member for member in roster}


def _ordered(told: Sequence[Told], seed: int) -> tuple[Told, ...]:
    return tuple(sorted(told, key=lambda one: one.order(seed)))


def has_a_role(member: Member, role: MatchRole, *, seeking: bool) -> bool:
    """Whether she seeks, or offers, matches of this role."""
    return bool(member.roles & paired_roles(role)[0 if seeking else 1])


def solve(pool: Pool, progress: Progress | None = None) -> Assignment:
    """The assignment of the highest total score."""
    candidates = Candidates(pool.affinity, pool.rules)
    ranked = candidates.ranked(progress)
    if pool.role is MatchRole.PEER:
        return pair_up(_with_places(ranked, pool))

    return assign(
        ranked,
        pool.rules.places,
        candidates=pool.affinity.weights.candidates,
        widen=None if ranked.complete else candidates.widened,
        widen_all=not candidates.is_huge,
    )


def _with_places(ranked: Ranked, pool: Pool) -> Ranked:
    """Without the peers who have no place: in a pairing nobody else counts places."""
    free = pool.rules.places > 0
    lists = {}
    for row in range(ranked.seekers):
        arcs = ranked.of_seeker(row)
        keep = free[ranked.columns[arcs]] & free[row]
        lists[row] = ranked.columns[arcs][keep], ranked.worth[arcs][keep]
    return ranked.replaced(lists)


def keep_together(pool: Pool, best: Assignment, before: dict[str, str]) -> Assignment:
    """Within the tolerance of the best total, one that leaves more of the earlier proposals as they were.

    Args:
        before: seeker → the partner proposed to her before.
    """
    rows = {told.member.id: n for n, told in enumerate(pool.seekers)}
    columns = {told.member.id: n for n, told in enumerate(pool.partners)}
    earlier = np.full(len(pool.seekers), NOBODY, dtype=np.intp)
    for seeker, partner in before.items():
        if seeker in rows and partner in columns:
            earlier[rows[seeker]] = columns[partner]
            if pool.role is MatchRole.PEER:
                earlier[columns[partner]] = rows[seeker]
    tolerance = pool.affinity.weights.tolerance
    if pool.role is MatchRole.PEER:
        return staying_peers(best, earlier, tolerance)
    return staying(best, pool.rules.places, earlier, tolerance)


def pairs_of(pool: Pool, found: Assignment) -> list[tuple[int, int]]:
    """Row and column of every match; two peers make one, the first in order as its seeker."""
    pairs = [(row, int(column)) for row, column in enumerate(found.chosen) if column != NOBODY]
    return [pair for pair in pairs if pool.role is not MatchRole.PEER or pair[0] < pair[1]]
