"""Pools that were solved, kept as long as nothing changed that they were made from.

A decision about a match changes neither profiles nor scores: it takes a seeker out, uses or frees a place, or forbids
a pair. So the scores of everybody who seeks are kept apart from what earlier matches leave of them, and a new solve
starts from the prices of the last one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np

from copilot.domain.members import Member
from copilot.services.matching.solving.assignment import NOBODY, Assignment, assign
from copilot.services.matching.solving.candidates import Candidates, Numbers, Ranked
from copilot.services.matching.solving.peers import Repairing
from copilot.services.matching.solving.pool import Pool, keep_together
from copilot.services.matching.solving.rerouting import Rerouting
from copilot.services.matching.solving.rules import Past, Rules

T = TypeVar("T")

MOST_KEPT = 3
"""A pool of thousands takes some hundred megabytes."""


@dataclass(frozen=True)
class SolvedPool:
    """A pool and its assignment, ready to be asked what else could be."""

    pool: Pool
    free: Assignment
    seeking: Collection[str] | None = None

    def row_of(self, member_id: str) -> int:
        """Where a seeker stands, NOBODY where she does not seek any more."""
        seeks = self.seeking is None or member_id in self.seeking
        return self.pool.row_of(member_id) if seeks else NOBODY

    @cached_property
    def rerouting(self) -> Rerouting:
        """The residual graph."""
        return Rerouting(self.free, self.pool.rules.places)

    @cached_property
    def repairing(self) -> Repairing:
        """The same of a pairing of peers."""
        return Repairing(self.free)


class ScoredPool:
    """Everybody who seeks and is sought, scored as if there were no earlier matches.

    Args:
        pool: everybody, whether or not somebody was found for them already.
        roster: the whole roster by id, for the reporting lines.
    """

    def __init__(self, pool: Pool, roster: Mapping[str, Member]) -> None:
        self._pool, self._roster = pool, roster
        self._prices: Numbers | None = None

    def solved(self, past: Past, seeking: Collection[str], before: Mapping[str, str]) -> SolvedPool:
        """What earlier matches leave of it, solved.

        Args:
            past: the earlier matches.
            seeking: who still seeks.
            before: seeker → the partner proposed to her before.
        """
        pool = replace(self._pool, rules=self._rules(past))
        ranked = self._ranked.only(self._open(past, seeking))
        best = assign(
            ranked, pool.rules.places, candidates=pool.affinity.weights.candidates, prices=self._prices
        )
        self._prices = best.prices
        return SolvedPool(pool, keep_together(pool, best, dict(before)), seeking)

    @cached_property
    def _ranked(self) -> Ranked:
        return Candidates(self._pool.affinity, self._pool.rules).ranked()

    def _rules(self, past: Past) -> Rules:
        seekers, partners = self._pool.rules.seekers, self._pool.rules.partners
        return Rules(seekers, partners, self._roster, self._pool.role, past)

    def _open(self, past: Past, seeking: Collection[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """(arcs,): whose seeker still seeks, and which no earlier match forbids."""
        ranked, rows = self._ranked, {told.member.id: n for n, told in enumerate(self._pool.seekers)}
        columns = {told.member.id: n for n, told in enumerate(self._pool.partners)}
        seeks = np.array([told.member.id in seeking for told in self._pool.seekers], dtype=np.bool_)
        forbidden = [
            rows[one] * ranked.partners + columns[other]
            for pairs in (past.declined, past.matched)
            for one, others in pairs.items()
            for other in others
            if one in rows and other in columns
        ]
        open_: np.ndarray[tuple[int], np.dtype[np.bool_]] = seeks[ranked.rows]
        if forbidden:
            open_ &= ~np.isin(ranked.rows * ranked.partners + ranked.columns, forbidden)
        return open_


class Kept(Generic[T]):
    """The last few of a kind. Threads may share it; two that ask for the same at once may both make it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Hashable, tuple[Sequence[object], T]] = {}

    def get(self, which: Hashable, made_from: Sequence[object], make: Callable[[], T]) -> T:
        """The one that was kept, or a new one.

        Args:
            which: which one.
            made_from: what it is made from; another object among them means that something changed.
            make: makes it.
        """
        with self._lock:
            known = self._kept.get(which)
        if known and all(one is other for one, other in zip(known[0], made_from, strict=True)):
            return known[1]
        made = make()
        with self._lock:
            self._kept.pop(which, None)
            self._kept[which] = made_from, made
            while len(self._kept) > MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
        return made
