"""Reading what a pool is made from."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.domain.members import Member
from copilot.errors import Conflict
from copilot.ports import Progress, UnitOfWork
from copilot.services.matching.pool import Pool, has_a_role
from copilot.services.matching.records import MatchRecords
from copilot.services.matching.rules import Past, is_fixed


@dataclass(frozen=True)
class Seen:
    """What a solve started from; if it is not so any more when the solve ends, the result is stale."""

    members: tuple[Member, ...]
    takes_part: frozenset[str]
    matches: tuple[Match, ...]

    @property
    def revisions(self) -> dict[str, int]:
        """Every record with the revision it was read at."""
        return {record.id: record.revision for record in (*self.members, *self.matches)}


class Seeing(MatchRecords):
    """Who seeks and who is sought, as the records say at this moment."""

    def _see(self, programme: str) -> Seen:
        with self._units.reading() as unit:
            return self._see_in(unit, programme)

    def _see_in(self, unit: UnitOfWork, programme: str) -> Seen:
        members = tuple(unit.members.all())
        takes_part = frozenset(member.id for member in members)
        if programme:
            unit.programmes.get(programme)
            enrolled = unit.enrolments.all(programme=programme, state="enrolled")
            takes_part &= {enrolment.member for enrolment in enrolled}
        return Seen(members, takes_part, tuple(unit.matches.all()))

    def _check_unchanged(self, unit: UnitOfWork, seen: Seen, programme: str, place: str) -> None:
        """Words are encoded between two units of work, since an open one keeps other writers out, the vector cache too.

        So the second has to ask whether all is as the first saw it.
        """
        now = self._see_in(unit, programme)
        if (now.revisions, now.takes_part) != (seen.revisions, seen.takes_part):
            raise Conflict(
                "Members or matches changed while the matches were computed.",
                place=place,
                cure="Start it again.",
            )

    def _sought(self, seen: Seen, role: MatchRole) -> list[Member]:
        return [
            member
            for member in seen.members
            if member.id in seen.takes_part and not member.paused and has_a_role(member, role, seeking=False)
        ]

    def _seeking(self, seen: Seen, role: MatchRole, programme: str) -> list[Member]:
        """Those who seek and have no fixed match of this role in this programme yet."""
        fixed = [
            match
            for match in seen.matches
            if (match.role, match.programme) == (role, programme) and is_fixed(match)
        ]
        provided = {match.seeker for match in fixed}
        provided |= {match.partner for match in fixed if role is MatchRole.PEER}
        return [
            member
            for member in seen.members
            if member.id in seen.takes_part - provided
            and not member.paused
            and has_a_role(member, role, seeking=True)
        ]

    def _pool(
        self, seen: Seen, role: MatchRole, programme: str, seed: int, progress: Progress | None
    ) -> Pool:
        seekers = self._seeking(seen, role, programme)
        partners = seekers if role is MatchRole.PEER else self._sought(seen, role)
        return self._gathering().pool(
            seekers,
            partners,
            role,
            roster=seen.members,
            past=Past(seen.matches),
            seed=seed,
            progress=progress,
        )


def proposals_of(seen: Seen, role: MatchRole, programme: str) -> list[Match]:
    """Earlier proposals of this role and programme that a run may replace."""
    return [
        match
        for match in seen.matches
        if (match.role, match.programme, match.state) == (role, programme, MatchState.PROPOSED)
        and not match.locked
    ]
