"""The kept matches: who may see them, how their state changes, what the log says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Literal

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
from copilot.domain.records import new_id
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, Encoder, MatchReader, ProfileIndex, UnitOfWork, UnitsOfWork
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.scores.weights import CHOICE, MatchingWeights
from copilot.services.matching.solving.kept_profiles import KeptProfiles
from copilot.services.matching.solving.kept_vectors import KeptVectors
from copilot.services.matching.solving.nearby import Nearby
from copilot.services.matching.solving.pool import Gathering
from copilot.services.matching.solving.solved_pools import Kept, ScoredPool, SolvedPool
from copilot.services.matching.verbs.recall import Recall
from copilot.services.policy import Action, Policy

VISIBLE_TO_BOTH = frozenset(
    {MatchState.APPROVED, MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED, MatchState.CLOSED}
)
"""From approved on the seeker and the partner see their match."""
Kind = Literal["match", "run", "batch", "choice", "nomination"]
"""Kinds of record that matching writes into the audit log."""
BEGUN = frozenset({MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED})
"""Both have said yes: what they have begun is theirs, and no manager takes the match back."""
ASKED = frozenset({MatchState.PROPOSED, MatchState.SECOND_REVIEW})
"""A question that is not decided yet: who asked sees it, and may take it back."""
UNDO = "undo"
SAY_NO = "say-no"
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
        areas: Callable[[], AreaVectors] | None = None,
        reader: MatchReader | None = None,
    ) -> None:
        self._units, self._index = units, index
        self._policy, self._clock = policy, clock
        self._weights = weights or MatchingWeights()
        self._areas, self._reader = areas, reader
        self._recall, self._encoder = Recall(), KeptVectors(encoder)
        self._profiles, self._solved = KeptProfiles(self._encoder), Kept[SolvedPool]()
        self._scored = Kept[ScoredPool]()
        self._nearby: dict[MatchRole, Nearby] = {}

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
        columns: dict[str, object] = {"programme": programme, "role": role, "state": set(states) or None}
        wanted = {column: value for column, value in columns.items() if value is not None}
        with self._units.reading() as unit:
            found = self._read_for(unit, asker, wanted)
        seen = [self._as_seen_by(asker, match) for match in found if self._may_see(asker, match)]
        return sorted(
            (match for match in seen if not member or member in match.people),
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

    def _read_for(self, unit: UnitOfWork, asker: Asker, wanted: dict[str, object]) -> list[Match]:
        """All of these that she may see, and perhaps others: of a large community not everything is read for a few."""
        if self._policy.allows(asker, Action.MATCHES_READ, programme=str(wanted.get("programme", ""))):
            return unit.matches.all(**wanted)
        named = {each.id for each in unit.matches.mentioning([asker.member])}
        found = {each.id: each for each in unit.matches.all(**wanted, id=named)}
        if "programme" not in wanted and asker.manages:
            found |= {each.id: each for each in unit.matches.all(**wanted, programme=asker.manages)}
        return list(found.values())

    def _may_see(self, asker: Asker, match: Match) -> bool:
        if self._sees_proposals(asker, match):
            return True
        is_own = self._policy.allows(asker, Action.PARTNER_READ, owners=match.people)
        asked_herself = match.state in ASKED and asker.member in match.accepted_by
        return is_own and (match.state in VISIBLE_TO_BOTH or asked_herself)

    def _sees_proposals(self, asker: Asker, match: Match) -> bool:
        return self._policy.allows(asker, Action.MATCHES_READ, programme=match.programme)

    def _as_seen_by(self, asker: Asker, match: Match) -> Match:
        """The two of a match don't read in its rationale how other members scored, or who is full.

        And nobody reads as which of several she was ranked.
        """
        if self._sees_proposals(asker, match):
            return match
        own = match.rationale.model_copy(update={"alternatives": (), "would_change": ()})
        seen = match.changed(rationale=own)
        ranked_herself = asker.member == match.seeker and match.role is not MatchRole.PEER
        return seen if ranked_herself else without_choices(seen)

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
        self._require_review(asker, match.programme)
        return match

    def _require_review(self, asker: Asker, programme: str) -> None:
        self._policy.require(asker, Action.MATCHES_REVIEW, programme=programme)

    def _may_review(self, asker: Asker, match: Match) -> bool:
        return self._policy.allows(asker, Action.MATCHES_REVIEW, programme=match.programme)

    def _move(
        self,
        unit: UnitOfWork,
        asker: Asker,
        match: Match,
        state: MatchState,
        verb: str,
        reason: str = "",
        *,
        batch: str = "",
        by: str = "",
        **fields: Any,
    ) -> Match:
        """Give a match its next state and write it down; Conflict where that state may not follow."""
        following = STATES_BEFORE if verb == UNDO else NEXT_STATES
        if state not in following.get(match.state, frozenset()):
            raise Conflict(
                f"A match that is {_said(match.state)} can't become {_said(state)}.{self._decided_by(unit, match)}",
                place=f"match {match.id}",
                cure=what_then(unit, match),
            )
        detail = {"before": match.state.value, "after": state.value, **({"batch": batch} if batch else {})}
        self._log(unit, asker, match.id, verb, reason, kind="match", by=by, **detail)
        return unit.matches.save(match.changed(**{"because": "", **fields}, state=state, reason=reason))

    def _decided_by(self, unit: UnitOfWork, match: Match) -> str:
        """Who gave it the state it has, for those who decide: two of them may have done so at once."""
        last = newest(
            entry for entry in entries_of(unit, match.id) if entry.detail.get("after") == match.state
        )
        return f" {last.by} decided that ({last.verb}, {last.at:%d %B %Y, %H:%M} UTC)." if last else ""

    def _log(
        self,
        unit: UnitOfWork,
        asker: Asker,
        record: str,
        verb: str,
        reason: str = "",
        *,
        kind: Kind = "match",
        by: str = "",
        **detail: str,
    ) -> None:
        """Write an entry; its id counts the entries of the record, so that those of one moment keep their order.

        `by` is what the log says instead of the asker's name.
        """
        nth = unit.audit_log.count(record=record) + 1
        unit.audit_log.add(
            AuditEntry(
                id=new_id(f"l{nth:06d}-"),
                at=self._clock.now(),
                by=by or asker.name_in_log,
                verb=verb,
                kind=kind,
                record=record,
                reason=reason,
                detail=detail,
            )
        )

    def _gathering(self) -> Gathering:
        on = self._clock.now().date()
        return Gathering(self._encoder, self._weights, on, areas=self._areas, kept=self._profiles)


def without_choices(match: Match) -> Match:
    """The match as if nobody had ranked anybody; its score stays."""
    rationale = match.rationale
    chosen = {each.n for each in rationale.citations if each.kind == "choice"}
    kept = tuple(claim for claim in rationale.for_ if not chosen & set(claim.evidence))
    cited = tuple(each for each in rationale.citations if each.n not in chosen)
    parts = {name: value for name, value in match.parts.items() if name != CHOICE}
    return match.changed(
        rationale=rationale.model_copy(update={"for_": kept, "citations": cited}), parts=parts
    )


def entries_of(unit: UnitOfWork, match_id: str) -> list[AuditEntry]:
    """What the log says of one match, in order: by time, and at one moment by the id, which counts."""
    return sorted(unit.audit_log.all(kind="match", record=match_id), key=lambda entry: (entry.at, entry.id))


def newest(entries: Iterable[AuditEntry]) -> AuditEntry | None:
    """The last of entries in order."""
    return next(reversed(list(entries)), None)


def what_then(unit: UnitOfWork, match: Match) -> str:
    """What may be done instead, where a match can't be given another state."""
    if match.state in BEGUN:
        if match.role is MatchRole.CIRCLE:
            return "Their circle has begun: whoever wants to go leaves it (`circles leave`)."
        begun = next(iter(unit.relationships.all(match=match.id)), None)
        verb = f"`programmes rematch {begun.id}`" if begun else "`programmes rematch`"
        return f"Their relationship has begun: {verb} ends it, and both can be matched anew."
    if match.state is MatchState.CLOSED:
        return "Their relationship has ended; the next run takes both of them into account."
    if match.state in STATES_BEFORE.keys() - NEXT_STATES.keys():
        return f"`match undo {match.id}` brings it back, to be decided anew."
    if match.state is MatchState.WITHDRAWN:
        return "A new run may propose the two again."
    return "Look at it again: somebody may have decided in the meantime."


def _said(state: MatchState) -> str:
    """The state in a sentence."""
    return {MatchState.SECOND_REVIEW: "in second review"}.get(state, state.value)
