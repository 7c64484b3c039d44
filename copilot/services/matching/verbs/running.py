"""Proposing matches for a whole pool."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from copilot.domain.asking import Asker
from copilot.domain.matches import (
    Match,
    MatchRole,
    MatchRun,
    MatchState,
    Move,
)
from copilot.domain.records import new_id
from copilot.errors import Unavailable
from copilot.ports import Progress
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.reasons.outlook import Outlook
from copilot.services.matching.reasons.unmatched import explain_unmatched
from copilot.services.matching.solving.aims import Aim, aimed, check_aim
from copilot.services.matching.solving.assignment import NOBODY, Assignment
from copilot.services.matching.solving.pool import Pool, keep_together, pairs_of, solve
from copilot.services.matching.verbs.circling import Circling
from copilot.services.matching.verbs.indexing import refresh
from copilot.services.matching.verbs.modes import check_run
from copilot.services.matching.verbs.seeing import Seen, proposals_of
from copilot.services.policy import Action

log = logging.getLogger(__name__)
THE_TOTAL = Aim()


class Running(Circling):
    """The verb that proposes."""

    def run(
        self,
        asker: Asker,
        role: MatchRole,
        programme: str = "",
        seed: int = 0,
        progress: Progress | None = None,
        *,
        opt_out: bool = False,
        aim: Aim = THE_TOTAL,
    ) -> tuple[MatchRun, list[Match]]:
        """Propose matches for everybody in a programme (or the community) who seeks; one transaction.

        Approved, locked and later matches stay and use their places. Earlier proposals are kept where the new result
        says the same, and replaced otherwise. Conflict where somebody changed members or matches in the meantime.
        With `opt_out` those seek too who were nominated and did not opt out. With another `aim` than the total, fewest
        moves don't count, and the run says what the aim costs. Conflict where members choose for themselves, but for
        sponsors.
        """
        self._policy.require(asker, Action.MATCHES_REVIEW, programme=programme)
        check_aim(aim, role)
        self._check_runs_here(programme, role)
        seen = self._see(programme)
        earlier = proposals_of(seen, role, programme)
        if role is MatchRole.CIRCLE:
            gathered = self._gather_circles(seen, programme, seed, progress)
            return self._keep(
                asker, seen, *self._circles_run(asker, gathered, programme, seed, earlier), earlier
            )
        pool = self._pool(seen, role, programme, seed, progress, opt_out=opt_out)
        read = self._read(pool, seen, budget=self._weights.read_budget, progress=progress)
        pool = read.pool
        aimed_at = aimed(pool, solve(pool, progress), aim)
        found = aimed_at.found
        if aim.is_the_total:
            found = keep_together(pool, found, {match.seeker: match.partner for match in earlier})
        outlook = Outlook(pool, found)
        run = self._run_record(asker, seen, outlook, programme, seed, earlier)
        run = run.changed(warnings=read.warnings, price=round(aimed_at.price, 6), aims=aimed_at.told)
        matches = self._proposed(outlook, run, earlier, progress)
        kept = self._keep(asker, seen, run, matches, earlier)
        self._refresh_index(pool, seen)
        return kept

    def _check_runs_here(self, programme: str, role: MatchRole) -> None:
        if programme:
            with self._units.reading() as unit:
                check_run(unit.programmes.get(programme), role)

    def _refresh_index(self, pool: Pool, seen: Seen) -> None:
        """Only the speed of later suggestions rests on the index: where it is out of reach, a run goes on."""
        try:
            refresh(self._index, self._encoder, pool.partners, {member.id for member in seen.members})
        except Unavailable as error:
            log.warning("The profile index stays as it was: %s", error)

    def _run_record(
        self,
        asker: Asker,
        seen: Seen,
        outlook: Outlook,
        programme: str,
        seed: int,
        earlier: Sequence[Match],
    ) -> MatchRun:
        pool, found = outlook.pool, outlook.found
        paused = len(self._paused(seen, pool.role))
        alone = np.flatnonzero(found.chosen == NOBODY)
        return MatchRun(
            id=new_id("run"),
            role=pool.role,
            programme=programme,
            unmatched=tuple(explain_unmatched(pool, found, int(row), outlook, paused) for row in alone),
            total_score=round(found.total_score, 6),
            gap=found.gap,
            seed=seed,
            moved=_moves(pool, found, earlier),
            by=asker.name_in_log,
            created=self._clock.now(),
        )

    def _proposed(
        self,
        outlook: Outlook,
        run: MatchRun,
        earlier: Sequence[Match],
        progress: Progress | None,
    ) -> list[Match]:
        pool, found = outlook.pool, outlook.found
        explainer = Explainer(pool, self._encoder)
        kept = {(match.seeker, match.partner): match for match in earlier}
        pairs = pairs_of(pool, found)
        matches = []
        for done, (row, column) in enumerate(pairs, start=1):
            match = self._proposal(outlook, explainer, run, row, column)
            before = kept.get((match.seeker, match.partner))
            if pool.role is MatchRole.PEER:
                before = before or kept.get((match.partner, match.seeker))
            matches.append(_renewed(before, match) if before else match)
            if progress:
                progress(done, len(pairs), "explaining")
        return matches

    def _proposal(
        self, outlook: Outlook, explainer: Explainer, run: MatchRun, row: int, column: int
    ) -> Match:
        pool = outlook.pool
        score, parts = pool.pair(row, column)
        return Match(
            id=new_id("x"),
            seeker=pool.seekers[row].member.id,
            partner=pool.partners[column].member.id,
            role=pool.role,
            score=score,
            parts=parts,
            rationale=explainer.rationale(row, column, outlook.alternatives(row), outlook.would_change(row)),
            programme=run.programme,
            run=run.id,
            created=run.created,
        )

    def _keep(
        self, asker: Asker, seen: Seen, run: MatchRun, matches: list[Match], earlier: Sequence[Match]
    ) -> tuple[MatchRun, list[Match]]:
        run = run.changed(proposed=tuple(match.id for match in matches))
        with self._units() as unit:
            self._check_unchanged(unit, seen, run.programme, f"match run --role {run.role.value}")
            known = {match.id for match in earlier}
            unit.matches.add(*(match for match in matches if match.id not in known))
            kept = [unit.matches.save(match) if match.id in known else match for match in matches]
            proposed = set(run.proposed)
            for match in earlier:
                if match.id not in proposed:
                    self._move(unit, asker, match, MatchState.REPLACED, "replaced", f"by {run.id}")
            unit.runs.add(run)
            self._log(unit, asker, run.id, "run", kind="run", role=run.role.value, proposed=str(len(matches)))
            unit.commit()
        return run, kept


def _renewed(before: Match, match: Match) -> Match:
    """The earlier proposal of the same pair, with its id, and what the new run says of it."""
    new = {"score": match.score, "parts": match.parts, "rationale": match.rationale, "run": match.run}
    return before.changed(**new, seeker=match.seeker, partner=match.partner)


def _moves(pool: Pool, found: Assignment, earlier: Sequence[Match]) -> tuple[Move, ...]:
    """Earlier proposals that are no more, with the partner now and why."""
    partners = {
        pool.seekers[row].member.id: pool.partners[column].member.id for row, column in pairs_of(pool, found)
    }
    if pool.role is MatchRole.PEER:
        partners |= {partner: seeker for seeker, partner in partners.items()}
    return tuple(
        Move(
            member=match.seeker,
            before=match.partner,
            after=partners.get(match.seeker, ""),
            why=_why_moved(pool, found, match),
        )
        for match in earlier
        if partners.get(match.seeker) != match.partner
    )


def _why_moved(pool: Pool, found: Assignment, match: Match) -> str:
    row, column = pool.row_of(match.seeker), pool.column_of(match.partner)
    if row == NOBODY or column == NOBODY:
        return "One of the two is no longer in the pool."
    broken = pool.rules.broken(row, column)
    if broken:
        return broken[0].sentence
    now = int(found.chosen[row])
    if now != NOBODY and found.ranked.worth_of(row, now) > found.ranked.worth_of(row, column):
        return "A better fit has become possible."
    return "The place went to somebody else, which raises the total score."
