"""Reading what a pool is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from copilot.domain.choices import Choice, Nomination
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.domain.members import Member
from copilot.domain.programmes import MatchingMode, Programme
from copilot.domain.records import Record
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Progress, UnitOfWork
from copilot.services.matching.solving.pool import Pool, has_a_role
from copilot.services.matching.solving.rules import Past, is_fixed, paired_roles
from copilot.services.matching.verbs.reading import Read, Reading
from copilot.services.matching.verbs.recall import KINDS, Recalled
from copilot.services.matching.verbs.records import MatchRecords
from copilot.services.pausing import end_pauses


@dataclass(frozen=True)
class Seen:
    """What a solve started from; if it is not so any more when the solve ends, the result is stale."""

    members: tuple[Member, ...]
    takes_part: frozenset[str]
    matches: tuple[Match, ...]
    choices: tuple[Choice, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    recalled: Recalled | None = field(default=None, compare=False)
    opt_out: bool = False
    """Whether the programme seeks for those who were nominated, whoever runs it."""

    @cached_property
    def by_id(self) -> Mapping[str, Member]:
        """The members by their ids."""
        return self.recalled.members if self.recalled else {member.id: member for member in self.members}

    @cached_property
    def past(self) -> Past:
        """What these matches forbid."""
        return self.recalled.past if self.recalled else Past(self.matches)

    @property
    def revisions(self) -> dict[str, int]:
        """Every record with the revision it was read at."""
        records: tuple[tuple[Record, ...], ...] = (self.members, self.matches, self.choices, self.nominations)
        return {record.id: record.revision for kind in records for record in kind}

    def choices_for(self, role: MatchRole, programme: str) -> dict[str, Choice]:
        """Seeker → her ranking: the one made for this programme before the one that holds in all of hers."""
        found = [each for each in self.choices if each.role is role and each.programme in ("", programme)]
        return {each.member: each for each in sorted(found, key=lambda each: bool(each.programme))}

    def provided(self, role: MatchRole, programme: str) -> set[str]:
        """Who has a fixed match of this role in this programme already."""
        return {
            member
            for match in self.matches
            if (match.role, match.programme) == (role, programme) and is_fixed(match)
            for member in match.seekers
        }

    def nominated(self, role: MatchRole, programme: str) -> set[str]:
        """Who is sought for without having asked, unless she opted out."""
        return self._in_state("nominated", role, programme) - self.opted_out(role, programme)

    def opted_out(self, role: MatchRole, programme: str) -> set[str]:
        """Who does not want to be asked."""
        return self._in_state("opted_out", role, programme)

    def _in_state(self, state: str, role: MatchRole, programme: str) -> set[str]:
        return {
            each.member
            for each in self.nominations
            if (each.state, each.role) == (state, role) and each.programme in ("", programme)
        }


class Seeing(MatchRecords):
    """Who seeks and who is sought, as the records say at this moment."""

    def _see(self, programme: str) -> Seen:
        self._end_pauses()
        with self._units.reading() as unit:
            return self._recalled_in(unit, programme)

    def _end_pauses(self) -> None:
        """Whose pause is over takes part again from here on."""
        end_pauses(self._units, self._clock.now().date())

    def _recalled_in(self, unit: UnitOfWork, programme: str) -> Seen:
        """As `_see_in`, by what is remembered; only in a unit that reads."""
        recalled = self._recall.follow(unit)
        self._profiles.follow(recalled)
        takes_part, opt_out = recalled.ids, False
        if programme:
            opt_out = _seeks_for_nominated(unit.programmes.get(programme))
            takes_part &= recalled.enrolled.get(programme, frozenset())
        return Seen(
            recalled.everybody,
            takes_part,
            recalled.matches,
            recalled.choices,
            recalled.nominations,
            recalled,
            opt_out=opt_out,
        )

    def _see_in(self, unit: UnitOfWork, programme: str) -> Seen:
        members = tuple(unit.members.all())
        takes_part, opt_out = frozenset(member.id for member in members), False
        if programme:
            opt_out = _seeks_for_nominated(unit.programmes.get(programme))
            enrolled = unit.enrolments.all(programme=programme, state="enrolled")
            takes_part &= {enrolment.member for enrolment in enrolled}
        return Seen(
            members,
            takes_part,
            tuple(unit.matches.all()),
            tuple(unit.choices.all()),
            tuple(unit.nominations.all()),
            opt_out=opt_out,
        )

    def _check_unchanged(self, unit: UnitOfWork, seen: Seen, programme: str, place: str) -> None:
        """Words are encoded between two units of work, since an open one keeps other writers out, the vector cache too.

        So the second has to ask whether all is as the first saw it.
        """
        if seen.recalled and not unit.changed_since(seen.recalled.mark).any_of(KINDS):
            return
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

    def _paused(self, seen: Seen, role: MatchRole) -> list[Member]:
        """Who could be sought, were she not paused; not who takes nobody anyway."""
        return [
            member
            for member in seen.members
            if member.id in seen.takes_part
            and member.paused
            and member.capacity != 0
            and has_a_role(member, role, seeking=False)
        ]

    def _seeking(self, seen: Seen, role: MatchRole, programme: str, *, opt_out: bool = False) -> list[Member]:
        """Those who seek and have no fixed match of this role in this programme yet; nobody who opted out.

        With `opt_out`, or where the programme matches by nomination, also those who were nominated without having
        asked.
        """
        sought_for = seen.nominated(role, programme) if opt_out or seen.opt_out else set()
        possible = seen.takes_part - seen.provided(role, programme) - seen.opted_out(role, programme)
        return [
            member
            for member in seen.members
            if member.id in possible
            and not member.paused
            and (has_a_role(member, role, seeking=True) or member.id in sought_for)
        ]

    def _pool(
        self,
        seen: Seen,
        role: MatchRole,
        programme: str,
        seed: int,
        progress: Progress | None,
        *,
        opt_out: bool = False,
    ) -> Pool:
        seekers = self._seeking(seen, role, programme, opt_out=opt_out)
        partners = seekers if role is MatchRole.PEER else self._sought(seen, role)
        return self._gathering().pool(
            seekers,
            partners,
            role,
            roster=seen.members,
            past=seen.past,
            choices=seen.choices_for(role, programme),
            seed=seed,
            progress=progress,
        )

    def _read(self, pool: Pool, seen: Seen, *, budget: int = 0, progress: Progress | None = None) -> Read:
        """The pool with what a chat model says of the top candidates; without a budget what it said before."""
        if not self._weights.read_top:
            return Read(pool)
        names = {member.id: member.name for member in seen.members}
        return Reading(self._units, self._reader, self._clock).read(
            pool, names, budget=budget, progress=progress
        )


def _seeks_for_nominated(programme: Programme) -> bool:
    return programme.matching is MatchingMode.NOMINATION


def proposals_of(seen: Seen, role: MatchRole, programme: str) -> list[Match]:
    """Earlier proposals of this role and programme that a run may replace."""
    return [
        match
        for match in seen.matches
        if (match.role, match.programme, match.state) == (role, programme, MatchState.PROPOSED)
        and not match.locked
    ]


def seeker_in(seen: Seen, seeker_id: str, role: MatchRole, programme: str) -> Member:
    """Who takes part and seeks matches of this role; NotFound or BadInput with a cure where somebody does not."""
    seeker = seen.by_id.get(seeker_id)
    if seeker is None or seeker_id not in seen.takes_part:
        raise NotFound(
            "There is no such member among those who take part.",
            place=seeker_id,
            cure="Check the id in the list of members, and in which programme they are enrolled.",
        )
    if not has_a_role(seeker, role, seeking=True) and seeker_id not in seen.nominated(role, programme):
        seeks = " or ".join(sorted(each.value for each in paired_roles(role)[0]))
        raise BadInput(
            f"{seeker_id} is not one of those for whom a {role.value} partner is sought.",
            place="--role",
            cure=f"Add the role {seeks} to the profile, or choose another role.",
        )
    return seeker
