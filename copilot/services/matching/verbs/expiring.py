"""Matches nobody answers give their places back."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.errors import BadInput
from copilot.ports import UnitOfWork
from copilot.services.matching.verbs.bulk import Batch, Decide, Deciding
from copilot.services.matching.verbs.records import entries_of
from copilot.services.matching.verbs.waiting import DAYS_TO_ANSWER, waiting_since
from copilot.services.policy import Action

MOST_DAYS = 36_500
"""A hundred years; further back there are no dates to compare with."""
_UNANSWERED = frozenset({MatchState.PROPOSED, MatchState.SECOND_REVIEW, MatchState.APPROVED})


class Expiring(Deciding):
    """The verb that tidies up."""

    def expire(
        self,
        asker: Asker,
        older_than_days: int,
        *,
        programme: str | None = None,
        role: MatchRole | None = None,
    ) -> Batch | None:
        """Let matches expire on which nothing has happened for so many days: proposed, in second review or approved.

        One batch, which one undo takes back; None where there are none. A lock keeps a match from expiring, but
        not a question to a sponsor: it would keep her place, and who asked from asking anew.
        """
        if not 1 <= older_than_days <= MOST_DAYS:
            raise BadInput(
                f"A match can't be older than {older_than_days} days in a way that tells anything.",
                place="--older-than",
                cure=f"Give 1 to {MOST_DAYS:,} days.",
            )
        before = self._clock.now() - timedelta(days=older_than_days)
        with self._units() as unit:
            matches = self._silent(unit, asker, before, programme, role)
            if not matches:
                return None
            batch = self._all_or_none(unit, asker, "expire", matches, self._expiring(asker, older_than_days))
            unit.commit()
        return batch

    def close_unanswered(self, asker: Asker) -> tuple[str, ...]:
        """Close approved matches that have waited 21 days for somebody's yes, and say which; a lock keeps one open.

        For whoever reviews them, and for those who send nudges: the days decide, and nobody chooses. One batch, which
        one undo takes back; a match that came back waits anew.
        """
        if not self.unanswered(asker):
            return ()
        with self._units() as unit:
            matches = self._unanswered(unit, asker)
            if matches:
                self._all_or_none(unit, asker, "expire", matches, self._expiring(asker, DAYS_TO_ANSWER))
                unit.commit()
        return tuple(match.id for match in matches)

    def unanswered(self, asker: Asker) -> tuple[str, ...]:
        """The ids of those that `close_unanswered` would close now."""
        with self._units.reading() as unit:
            return tuple(match.id for match in self._unanswered(unit, asker))

    def _unanswered(self, unit: UnitOfWork, asker: Asker) -> list[Match]:
        sends = self._policy.allows(asker, Action.NUDGES_SEND)
        if not sends and not asker.manages:
            self._require_review(asker, "")
        approved = unit.matches.all(state=MatchState.APPROVED)
        mine = [match for match in approved if sends or self._may_review(asker, match)]
        since, before = waiting_since(unit, mine), self._clock.now() - timedelta(days=DAYS_TO_ANSWER)
        return [match for match in mine if since[match.id] <= before and not _is_kept(unit, match)]

    def _silent(
        self, unit: UnitOfWork, asker: Asker, before: datetime, programme: str | None, role: MatchRole | None
    ) -> list[Match]:
        if programme is not None or not asker.manages:
            self._require_review(asker, programme or "")
        wanted = {"programme": programme, "role": role}
        old = unit.matches.all(
            state=_UNANSWERED, **{name: value for name, value in wanted.items() if value is not None}
        )
        return [
            match
            for match in old
            if match.created < before
            and not _is_kept(unit, match)
            and self._may_review(asker, match)
            and all(entry.at < before for entry in entries_of(unit, match.id))
        ]

    def _expiring(self, asker: Asker, days: int) -> Decide:
        def expire(unit: UnitOfWork, match: Match, batch: str) -> Match:
            reason = f"nobody answered for {days} days"
            return self._move(unit, asker, match, MatchState.EXPIRED, "expire", reason, batch=batch)

        return expire


def _is_kept(unit: UnitOfWork, match: Match) -> bool:
    """Locked by those who decide; the lock that a question comes with is only against the next run."""
    if not match.locked:
        return False
    verbs = {entry.verb for entry in entries_of(unit, match.id)}
    return "lock" in verbs or "ask" not in verbs
