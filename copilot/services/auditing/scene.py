"""All that the audit reads, once, in one moment: who takes part, what became of them, who decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from copilot.domain.matches import AuditEntry, Match, MatchRole, MatchState
from copilot.domain.members import Member
from copilot.ports import UnitOfWork
from copilot.services.auditing.groups import Grouping, groupings
from copilot.services.matching.solving.pool import has_a_role
from copilot.services.matching.verbs.records import UNDO

ROLES = (MatchRole.MENTOR, MatchRole.SPONSOR, MatchRole.PEER)
"""The roles whose access the audit compares."""
STANDING = frozenset(
    {
        MatchState.PROPOSED,
        MatchState.SECOND_REVIEW,
        MatchState.APPROVED,
        MatchState.ACCEPTED,
        MatchState.ACTIVE,
        MatchState.PAUSED,
        MatchState.CLOSED,
    }
)
"""Proposed or later: somebody with such a match was given access."""
WAITING = frozenset({MatchState.PROPOSED, MatchState.SECOND_REVIEW})
"""Not decided yet."""
_WAY = (MatchState.PROPOSED, MatchState.APPROVED, MatchState.ACCEPTED, MatchState.ACTIVE)
_FURTHER = {MatchState.SECOND_REVIEW: 0, MatchState.PAUSED: 3, MatchState.CLOSED: 3}
_REACHED = {state: n for n, state in enumerate(_WAY)} | _FURTHER


@dataclass(frozen=True)
class Scene:
    """One community or programme at one moment.

    members: everybody on the roster. takes_part: ids of those the audit is about. matches: theirs.
    decided: match → the entry of the log that brought it where it stands.
    reviewed: match → the entry by which a manager approved or declined it.
    """

    members: tuple[Member, ...]
    takes_part: frozenset[str]
    matches: tuple[Match, ...]
    decided: Mapping[str, AuditEntry]
    reviewed: Mapping[str, AuditEntry]
    groupings: Sequence[Grouping]

    def seekers(self, role: MatchRole) -> list[Member]:
        """Who may get a match of this role, whether she has one or not."""
        return self._with_role(role, seeking=True)

    def partners(self, role: MatchRole) -> list[Member]:
        """Who offers matches of this role."""
        return self._with_role(role, seeking=False)

    def matches_of(self, role: MatchRole) -> list[Match]:
        """Every match of this role."""
        return [match for match in self.matches if match.role is role]

    def reached(self, match: Match) -> MatchState:
        """How far a match ever came: proposed, approved, accepted or active."""
        if match.state in _REACHED:
            return _WAY[_REACHED[match.state]]
        entry = self.decided.get(match.id)
        before = MatchState(entry.detail["before"]) if entry else MatchState.PROPOSED
        return _WAY[_REACHED.get(before, 0)]

    def reviewer(self, match: Match) -> str:
        """Who approved or declined it."""
        return self.reviewed[match.id].by

    def was_reviewed(self, match: Match) -> bool:
        """Whether the log knows who decided on it."""
        return match.id in self.reviewed

    def _with_role(self, role: MatchRole, *, seeking: bool) -> list[Member]:
        return [
            member
            for member in self.members
            if member.id in self.takes_part
            and not member.paused
            and has_a_role(member, role, seeking=seeking)
        ]


def seekers_of(match: Match) -> tuple[str, ...]:
    """Whose access a match is: both where the two are peers."""
    return (match.seeker, match.partner) if match.role is MatchRole.PEER else (match.seeker,)


def see(unit: UnitOfWork, programme: str) -> Scene:
    """Read it; `programme` empty for the whole community. NotFound where there is no such programme."""
    members = tuple(unit.members.all())
    takes_part = frozenset(member.id for member in members)
    if programme:
        unit.programmes.get(programme)
        takes_part &= {each.member for each in unit.enrolments.all(programme=programme, state="enrolled")}
    matches = tuple(unit.matches.all(programme=programme) if programme else unit.matches.all())
    log = _log_of(unit, matches)
    return Scene(
        members,
        takes_part,
        matches,
        decided={match.id: entry for match in matches if (entry := _newest(log[match.id], match.state))},
        reviewed={match.id: entry for match in matches if (entry := _review(log[match.id], match))},
        groupings=groupings_among(unit, takes_part),
    )


def groupings_among(unit: UnitOfWork, takes_part: frozenset[str]) -> list[Grouping]:
    """What these people declared with consent, by attribute; every two attributes crossed as well."""
    declared = unit.declared_groups.all(consent=True)
    return groupings(each for each in declared if each.member in takes_part)


def _log_of(unit: UnitOfWork, matches: Sequence[Match]) -> dict[str, list[AuditEntry]]:
    """Match → its entries, oldest first; at one moment the id counts."""
    log: dict[str, list[AuditEntry]] = {match.id: [] for match in matches}
    for entry in sorted(unit.audit_log.all(kind="match"), key=lambda entry: (entry.at, entry.id)):
        if entry.record in log:
            log[entry.record].append(entry)
    return log


def _newest(entries: Sequence[AuditEntry], state: MatchState) -> AuditEntry | None:
    leading = (entry for entry in reversed(entries) if entry.detail.get("after") == state.value)
    return next(leading, None)


def _review(entries: Sequence[AuditEntry], match: Match) -> AuditEntry | None:
    decision = MatchState.DECLINED if match.state is MatchState.DECLINED else MatchState.APPROVED
    return _newest([entry for entry in entries if entry.verb != UNDO], decision)
