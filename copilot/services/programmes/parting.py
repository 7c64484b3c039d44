"""How relationships end, or go on elsewhere, without blame: pure but for the unit they are handed.

What the other side reads says that it has ended, never whose wish that was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from copilot.domain.matches import AuditEntry, Match, MatchState
from copilot.domain.records import new_id
from copilot.domain.relationships import Relationship
from copilot.ports import UnitOfWork

OPEN = ("active", "paused")
ONE_OF_THEM = "one of those in it"
"""Who did it, in the log: a relationship ends without blame, so that nobody reads who ended it."""
UNDECIDED = frozenset({MatchState.PROPOSED, MatchState.SECOND_REVIEW, MatchState.APPROVED})
AT_WORK = frozenset({MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED})


def open_relationships(unit: UnitOfWork, programme: str, member: str = "") -> list[Relationship]:
    """Those of a programme that are at work; of one member where she is named."""
    found = unit.relationships.all(programme=programme, state=OPEN)
    return [each for each in found if not member or member in each.members]


class Parting:
    """Ends relationships inside one transaction, which its owner commits.

    Args:
        unit: the transaction.
        now: sessions planned for later are cancelled.
        by: who does it, as the log says it.
    """

    def __init__(self, unit: UnitOfWork, now: datetime, by: str = ONE_OF_THEM) -> None:
        self._unit, self._now, self._by = unit, now, by

    def close(self, relationship: Relationship, reason: str) -> Relationship:
        """It ends; what was planned for later is cancelled; its match is closed, and the pair never proposed again."""
        closed = self._unit.relationships.save(relationship.changed(state="closed", reason=reason))
        for session in self._unit.sessions.all(relationship=relationship.id, state="planned"):
            if session.at > self._now:
                self._unit.sessions.save(session.changed(state="cancelled"))
        self._log("close", "relationship", relationship.id)
        match = self._unit.matches.find(relationship.match) if relationship.match else None
        if match and match.state in AT_WORK:
            self._end(match, MatchState.CLOSED, "close", reason)
        return closed

    def keep_outside(self, relationship: Relationship) -> Relationship:
        """It goes on, outside its programme, whose managers see it no more; the match says where it came about."""
        self._log("leave-programme", "relationship", relationship.id, programme=relationship.programme)
        return self._unit.relationships.save(relationship.changed(programme=""))

    def leave_circle(self, circle: Relationship, member: str, reason: str) -> Relationship:
        """A circle goes on without her; one of two people has ended."""
        others = tuple(each for each in circle.members if each != member)
        if len(others) < 2:
            return self.close(circle, reason)
        match = self._unit.matches.find(circle.match) if circle.match else None
        if match and member in match.members:
            left = tuple(each for each in match.members if each != member)
            self._unit.matches.save(match.changed(members=left, seeker=left[0], partner=left[1]))
        self._log("leave-circle", "relationship", circle.id)
        return self._unit.relationships.save(circle.changed(members=others))

    def withdraw(self, matches: Iterable[Match], reason: str) -> int:
        """Take back what is not decided by both yet; how many there were."""
        undecided = [each for each in matches if each.state in UNDECIDED]
        for match in undecided:
            self._end(match, MatchState.WITHDRAWN, "withdraw", reason)
        return len(undecided)

    def _end(self, match: Match, state: MatchState, verb: str, reason: str) -> None:
        self._log(verb, "match", match.id, reason, before=match.state.value, after=state.value)
        self._unit.matches.save(match.changed(state=state, reason=reason, because="", locked=False))

    def _log(
        self, verb: str, kind: Literal["relationship", "match"], record: str, reason: str = "", **detail: str
    ) -> None:
        """The id counts the entries of a record, as with those of matching: one moment's entries keep their order."""
        nth = self._unit.audit_log.count(record=record) + 1
        self._unit.audit_log.add(
            AuditEntry(
                id=new_id(f"l{nth:06d}-"),
                at=self._now,
                by=self._by,
                verb=verb,
                kind=kind,
                record=record,
                reason=reason,
                detail=detail,
            )
        )
