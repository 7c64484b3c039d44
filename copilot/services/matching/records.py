"""The kept matches: who may see them, how their state changes, what the log says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from copilot.domain.asking import Asker
from copilot.domain.matches import (
    NEXT_STATES,
    STATES_BEFORE,
    AuditEntry,
    Match,
    MatchRole,
    MatchState,
    Unmatched,
)
from copilot.domain.members import Member
from copilot.domain.records import new_id
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, Encoder, ProfileIndex, UnitOfWork, UnitsOfWork
from copilot.services.matching.pool import Gathering
from copilot.services.matching.rules import Past, Rule, Rules, is_fixed
from copilot.services.matching.weights import MatchingWeights
from copilot.services.policy import Action, Policy

VISIBLE_TO_BOTH = frozenset(
    {MatchState.APPROVED, MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED, MatchState.CLOSED}
)
"""From approved on the seeker and the partner see their match."""
UNDO = "undo"
"""The verb that leads back, in the audit log as elsewhere."""


class MatchRecords:
    """What every verb of matching needs."""

    def __init__(
        self,
        units: UnitsOfWork,
        encoder: Encoder,
        index: ProfileIndex,
        policy: Policy,
        clock: Clock,
        weights: MatchingWeights | None = None,
    ) -> None:
        self._units, self._encoder, self._index = units, encoder, index
        self._policy, self._clock = policy, clock
        self._weights = weights or MatchingWeights()

    def list_matches(
        self,
        asker: Asker,
        *,
        programme: str | None = None,
        role: MatchRole | None = None,
        states: Collection[MatchState] = (),
        member: str = "",
    ) -> list[Match]:
        """The matches the asker may see, the best score first.

        Args:
            asker: who asks; the seeker and the partner see theirs from approved on.
            programme: only of this programme; None for any.
            role: only of this role.
            states: only in one of these states; empty for any.
            member: only those in which this member is one of the two.
        """
        wanted: dict[str, object] = {"programme": programme, "role": role, "state": set(states) or None}
        with self._units.reading() as unit:
            found = unit.matches.all(
                **{column: value for column, value in wanted.items() if value is not None}
            )
        seen = [self._as_seen_by(asker, match) for match in found if self._may_see(asker, match)]
        return sorted(
            (match for match in seen if not member or member in (match.seeker, match.partner)),
            key=lambda match: (-match.score, match.id),
        )

    def show(self, asker: Asker, match_id: str) -> Match:
        """One match; NotFound where there is none that the asker may see."""
        with self._units.reading() as unit:
            return self._as_seen_by(asker, self._visible(unit, asker, match_id))

    def left_out(self, asker: Asker, programme: str, role: MatchRole) -> tuple[Unmatched, ...]:
        """Whom the newest run of this role left without a partner, for those who may see its matches."""
        self._policy.require(asker, Action.MATCHES_READ, programme=programme)
        with self._units.reading() as unit:
            runs = unit.runs.all(programme=programme, role=role)
        newest = max(runs, key=lambda run: (run.created, run.id), default=None)
        return newest.unmatched if newest else ()

    def _may_see(self, asker: Asker, match: Match) -> bool:
        if self._sees_proposals(asker, match):
            return True
        is_own = self._policy.allows(asker, Action.MATCH_ACCEPT, owners=(match.seeker, match.partner))
        return is_own and match.state in VISIBLE_TO_BOTH

    def _sees_proposals(self, asker: Asker, match: Match) -> bool:
        return self._policy.allows(asker, Action.MATCHES_READ, programme=match.programme)

    def _as_seen_by(self, asker: Asker, match: Match) -> Match:
        """The two of a match don't read in its rationale how other members scored, or who is full."""
        if self._sees_proposals(asker, match):
            return match
        own = match.rationale.model_copy(update={"alternatives": (), "would_change": ()})
        return match.changed(rationale=own)

    def _visible(self, unit: UnitOfWork, asker: Asker, match_id: str) -> Match:
        match = unit.matches.find(match_id)
        if match is None or not self._may_see(asker, match):
            raise NotFound(
                "There is no such match, or it is not yours to see.",
                place=f"match {match_id}",
                cure="List the matches to find its id.",
            )
        return match

    def _reviewed(self, unit: UnitOfWork, asker: Asker, match_id: str) -> Match:
        match = self._visible(unit, asker, match_id)
        self._policy.require(asker, Action.MATCHES_REVIEW, programme=match.programme)
        return match

    def _move(
        self,
        unit: UnitOfWork,
        asker: Asker,
        match: Match,
        state: MatchState,
        verb: str,
        reason: str = "",
        **fields: Any,
    ) -> Match:
        """Give a match its next state and write it down; Conflict where that state may not follow."""
        following = STATES_BEFORE if verb == UNDO else NEXT_STATES
        if state not in following.get(match.state, frozenset()):
            raise Conflict(
                f"A match that is {match.state.value} can't become {state.value}.",
                place=f"match {match.id}",
                cure="Look at it again: somebody may have decided in the meantime.",
            )
        self._log(unit, asker, match.id, verb, reason, before=match.state.value, after=state.value)
        return unit.matches.save(match.changed(state=state, reason=reason, **fields))

    def _log(
        self, unit: UnitOfWork, asker: Asker, record: str, verb: str, reason: str = "", **detail: str
    ) -> None:
        """Write an entry; its id counts the entries of the record, so that those of one moment keep their order."""
        nth = unit.audit_log.count(record=record) + 1
        unit.audit_log.add(
            AuditEntry(
                id=new_id(f"l{nth:06d}-"),
                at=self._clock.now(),
                by=asker.name_in_log,
                verb=verb,
                kind="run" if verb == "run" else "match",
                record=record,
                reason=reason,
                detail=detail,
            )
        )

    def _gathering(self) -> Gathering:
        return Gathering(self._encoder, self._weights, self._clock.now().date())

    def _check_rules(self, unit: UnitOfWork, seeker: Member, partner: Member, match: Match) -> None:
        """Conflict where the pair breaks a hard rule today, whatever was true when it was proposed."""
        broken = self._broken_rule(unit, seeker, partner, match)
        if broken:
            raise Conflict(
                broken.sentence,
                place=f"{seeker.id} with {partner.id}",
                cure="Choose another partner for this seeker.",
            )
        self._check_seeker_is_free(unit, match)

    def _broken_rule(self, unit: UnitOfWork, seeker: Member, partner: Member, match: Match) -> Rule | None:
        roster = {member.id: member for member in unit.members.all()}
        rules = Rules([seeker], [partner], roster, match.role, Past(_others(unit, match)))
        return next(iter(rules.broken(0, 0)), None)

    def _check_seeker_is_free(self, unit: UnitOfWork, match: Match) -> None:
        for other in _others(unit, match):
            same = (other.role, other.programme) == (match.role, match.programme)
            if same and is_fixed(other) and match.seeker in _seekers_of(other):
                raise Conflict(
                    f"{match.seeker} has a {match.role.value} in this programme already.",
                    place=f"match {other.id}",
                    cure="Decline or close that match first.",
                )


def _others(unit: UnitOfWork, match: Match) -> list[Match]:
    return [each for each in unit.matches.all() if each.id != match.id]


def _seekers_of(match: Match) -> tuple[str, ...]:
    """Both where the two are peers."""
    return (match.seeker, match.partner) if match.role is MatchRole.PEER else (match.seeker,)
