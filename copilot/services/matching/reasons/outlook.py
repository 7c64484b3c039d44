"""Who else was possible for a seeker, why not they, and what would change it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from copilot.domain.matches import Alternative, MatchRole
from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.solving.assignment import NOBODY, Assignment, assign
from copilot.services.matching.solving.candidates import SCALE
from copilot.services.matching.solving.pool import Pool
from copilot.services.matching.solving.residual import Residual

SHOWN = 2
NOTICED = SCALE // 100
"""A gain of less than a hundredth is not worth a sentence."""
LIKELY = 20
"""Partners nearest by one pooled vector, among whom somebody is looked for who scores higher and is ruled out."""
RULED_OUT = {
    "line_manager": "ruled out: reporting line",
    "reporting_line": "ruled out: reporting line",
    "language": "ruled out: language",
    "level": "ruled out: level",
    "declined": "ruled out: declined before",
    "matched": "ruled out: matched already",
}
"""Rule → the category a manager reads. Whose veto stands between two is nobody's to read."""


class Outlook:
    """What may be said of a solved pool beyond its matches; everything is computed once and when it is asked for.

    Args:
        pool: the pool.
        found: its assignment, perhaps one that moves fewer people within the tolerance.
    """

    def __init__(self, pool: Pool, found: Assignment) -> None:
        self.pool, self.found = pool, found

    @cached_property
    def ids(self) -> list[str]:
        """Of the partners."""
        return [told.member.id for told in self.pool.partners]

    @cached_property
    def best(self) -> Assignment:
        """The assignment of the highest total: the one found, or what a run with tolerance 0 would find instead."""
        if self.pool.role is MatchRole.PEER or self._of_found.is_optimal:
            return self.found
        candidates = self.pool.affinity.weights.candidates
        return assign(self.found.ranked, self.pool.rules.places, candidates=candidates)

    @cached_property
    def residual(self) -> Residual:
        """The residual graph of the highest total."""
        return self._of_found if self.best is self.found else Residual(self.best, self.pool.rules.places)

    @cached_property
    def _of_found(self) -> Residual:
        return Residual(self.found, self.pool.rules.places)

    def alternatives(self, row: int) -> tuple[Alternative, ...]:
        """The two best others, and one whom a rule keeps out though she scores higher: the category, nothing more."""
        arcs = self.found.ranked.of_seeker(row)
        chosen = int(self.found.chosen[row])
        columns, worth = self.found.ranked.columns[arcs].tolist(), self.found.ranked.worth[arcs].tolist()
        others = [pair for pair in zip(columns, worth, strict=True) if pair[0] != chosen][:SHOWN]
        own = self.found.ranked.worth_of(row, chosen) if chosen != NOBODY else 0
        told = [self._alternative(column, each, self._why_not(column, each, own)) for column, each in others]
        return (*told, *self._ruled_out(row, own))

    def would_change(self, row: int) -> tuple[str, ...]:
        """The better partners whom one more place would give to this very seeker, in every best solution with it."""
        chosen = int(self.found.chosen[row])
        if chosen == NOBODY or self.pool.role is MatchRole.PEER or chosen != self.best.chosen[row]:
            return ()
        own = self.found.ranked.worth_of(row, chosen)
        given = [
            (self.found.ranked.worth_of(row, each), each) for each in self.residual.given_to.get(row, ())
        ]
        noticed = sorted(((worth, each) for worth, each in given if worth >= own + NOTICED), reverse=True)
        return tuple(
            f"One more place with {self.pool.partners[column].member.id} would raise this score from "
            f"{own / SCALE:.2f} to {worth / SCALE:.2f}."
            for worth, column in noticed
            if self.counts(column)
        )[:SHOWN]

    def counts(self, column: int) -> bool:
        """Whether one more place would be one more to give: not where more are in use than there are."""
        member, rules = self.pool.partners[column].member, self.pool.rules
        more = member.changed(capacity=member.places() + 1)
        return rules.past.places_left(more) == int(rules.places[column]) + 1

    def _alternative(self, column: int, worth: int, why_not: str) -> Alternative:
        return Alternative(
            member=self.pool.partners[column].member.id, score=round(worth / SCALE, 4), why_not=why_not
        )

    def _why_not(self, column: int, worth: int, own: int) -> str:
        if worth <= own:
            return "lower score" if worth < own else "equal score"
        if self.pool.role is MatchRole.PEER:
            return "paired with another"
        return "full" if self._of_found.places_free[column] <= 0 else "an earlier proposal was kept"

    def _ruled_out(self, row: int, own: int) -> list[Alternative]:
        """The best of those whom a rule that may be named keeps out and who would score noticeably higher."""
        pool, here = self.pool, np.array([row])
        columns = self._nearest(row)
        columns = columns[~pool.rules.allowed(here, columns)[0]]
        if not columns.size:
            return []
        scores = np.nan_to_num(pool.affinity.scores(pool.affinity.parts(here, columns))[0])
        for at in np.argsort(-scores, kind="stable"):
            column, worth = int(columns[at]), round(float(scores[at]) * SCALE)
            if worth < own + NOTICED:
                break
            if why_not := self._rule(row, column):
                return [self._alternative(column, worth, why_not)]
        return []

    def _nearest(self, row: int) -> Rows:
        affinity = self.pool.affinity
        likeness = affinity.partners.offers.means() @ affinity.seekers.needs.means()[row]
        if likeness.size <= LIKELY:
            return np.arange(likeness.size)
        return np.sort(np.argpartition(-likeness, LIKELY)[:LIKELY])

    def _rule(self, row: int, column: int) -> str:
        broken = [rule.name for rule in self.pool.rules.broken(row, column)]
        return (
            "" if "oneself" in broken else next((RULED_OUT[name] for name in broken if name in RULED_OUT), "")
        )
