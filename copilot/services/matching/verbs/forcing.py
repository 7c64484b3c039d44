"""What if two were matched who are not: what it costs, and who moves."""

from __future__ import annotations

from dataclasses import replace

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchRole, MatchState, Move
from copilot.domain.members import Member
from copilot.domain.records import Value
from copilot.errors import Conflict, CopilotError, NotFound
from copilot.services.matching.solving.assignment import NOBODY, Assignment
from copilot.services.matching.solving.candidates import SCALE
from copilot.services.matching.solving.pool import Pool, keep_together, pairs_of, solve
from copilot.services.matching.solving.rules import is_fixed, paired_roles
from copilot.services.matching.solving.solved_pools import ScoredPool, SolvedPool
from copilot.services.matching.verbs.records import BEGUN
from copilot.services.matching.verbs.seeing import Seeing, Seen, proposals_of, seeker_in
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
        """The pool with and without the pair; Conflict where a hard rule forbids it. Nothing is written.

        The pool is solved at the first question and kept until something changes.
        """
        self._policy.require(asker, Action.MATCHES_REVIEW, programme=programme)
        paired_roles(role)
        seen = self._see(programme)
        solved = self._standing(seen, role, programme)
        pool, free = solved.pool, solved.free
        row, column = solved.row_of(seeker_id), pool.column_of(partner_id)
        if row == NOBODY:
            raise _why_not_sought_for(seen, seeker_id, role, programme, partner_id)
        if column == NOBODY:
            raise _why_not_sought(seen, partner_id, role, programme, seeker_id)
        _check_possible(pool, row, column, seeker_id, partner_id)
        forced = _forced(solved, row, column)
        return WhatIf(
            seeker=seeker_id,
            partner=partner_id,
            score=pool.pair(row, column)[0],
            total_before=round(free.total_score, 6),
            total_after=round(forced.total_score, 6),
            cost=round(free.total_score - forced.total_score, 6),
            moved=_moved(pool, free, forced, row),
        )

    def _standing(self, seen: Seen, role: MatchRole, programme: str) -> SolvedPool:
        """The solved pool: as it was, solved again from the scores that were kept, or made from the beginning."""
        today = self._clock.now().date()

        def solved() -> SolvedPool:
            before = {match.seeker: match.partner for match in proposals_of(seen, role, programme)}
            if role is MatchRole.PEER:
                pool = self._read(self._pool(seen, role, programme, 0, None), seen).pool
                return SolvedPool(pool, keep_together(pool, solve(pool), before))
            seeking = {member.id for member in self._seeking(seen, role, programme)}
            return self._scores(seen, role, programme).solved(seen.past, seeking, before)

        return self._solved.get((role, programme, today), (seen.recalled,), solved)

    def _scores(self, seen: Seen, role: MatchRole, programme: str) -> ScoredPool:
        """Everybody who seeks, scored as if there were no matches; kept as long as nobody's profile changes."""

        def scored() -> ScoredPool:
            nobody_matched = replace(seen, matches=(), recalled=None)
            pool = self._pool(nobody_matched, role, programme, 0, None)
            return ScoredPool(self._read(pool, seen).pool, seen.by_id)

        recalled, today = seen.recalled, self._clock.now().date()
        if recalled is None or self._weights.read_top:  # what a chat model said changes with every reading
            return scored()
        made_from = (recalled.everybody, recalled.enrolments, recalled.choices, recalled.nominations)
        return self._scored.get((role, programme, today), made_from, scored)


def _check_possible(pool: Pool, row: int, column: int, seeker: str, partner: str) -> None:
    broken = pool.rules.broken(row, column)
    if broken:
        raise Conflict(broken[0].sentence, place=f"{seeker} with {partner}", cure="Choose another pair.")


def _why_not_sought_for(
    seen: Seen, member_id: str, role: MatchRole, programme: str, partner_id: str
) -> CopilotError:
    """Why a pool has no such seeker: the first reason that holds, and what to do about it."""
    try:
        member = seeker_in(seen, member_id, role, programme)
    except CopilotError as error:
        return error
    match = next(
        (
            each
            for each in seen.matches
            if (each.role, each.programme) == (role, programme)
            and is_fixed(each)
            and member_id in each.seekers
        ),
        None,
    )
    if match is not None:
        return _has_a_match(match, member_id, partner_id)
    if member_id in seen.opted_out(role, programme):
        return Conflict(
            f"{member_id} opted out of being matched with a {role.value}.",
            place=member_id,
            cure="Ask whether the opt-out still holds.",
        )
    return _not_here(member, role)


def _has_a_match(match: Match, member_id: str, partner_id: str) -> Conflict:
    others = " and ".join(each for each in match.people if each != member_id)
    state = "locked" if match.state is MatchState.PROPOSED else match.state.value.replace("_", " ")
    if match.state in BEGUN:
        cure = "Their relationship has begun, and ends with `programmes rematch`."
    elif partner_id in match.people:
        cure = f"`match show {match.id}` tells more of it."
    else:
        cure = f"`match replace {match.id} --with {partner_id}` proposes that pair instead."
    return Conflict(
        f"{member_id} is matched as {match.role.value} with {others} already: {match.id}, {state}.",
        place=member_id,
        cure=cure,
    )


def _why_not_sought(
    seen: Seen, member_id: str, role: MatchRole, programme: str, seeker_id: str
) -> CopilotError:
    if role is MatchRole.PEER:
        return _why_not_sought_for(seen, member_id, role, programme, seeker_id)
    member = seen.by_id.get(member_id)
    if member is None or member_id not in seen.takes_part:
        return NotFound(
            "There is no such member among those who take part.",
            place=member_id,
            cure="Check the id in the list of members, and in which programme they are enrolled.",
        )
    return _not_here(member, role)


def _not_here(member: Member, role: MatchRole) -> Conflict:
    if member.paused:
        return Conflict(
            f"{member.id} is paused at the moment.", place=member.id, cure="Wait for the pause to end."
        )
    return Conflict(
        f"{member.id} is nobody whom a {role.value} run looks at.",
        place=member.id,
        cure="Look at the member's roles: who is sought has to offer this one.",
    )


def _forced(solved: SolvedPool, row: int, column: int) -> Assignment:
    pool, free = solved.pool, solved.free
    # As the solver counts it, not as it is shown: rounded, one of twenty alike would cost something.
    own = free.ranked.worth_of(row, column) or round(pool.score(row, column) * SCALE)
    if pool.role is MatchRole.PEER:
        chosen = solved.repairing.forced(row, column)
        counted = (free.ranked.rows < free.ranked.columns) & (free.ranked.rows != min(row, column))
    else:
        chosen = solved.rerouting.forced(row, column)
        counted = free.ranked.rows != row
    others = (chosen[free.ranked.rows] == free.ranked.columns) & counted
    return replace(free, chosen=chosen, total=own + int(free.ranked.worth[others].sum()))


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
