"""Matches nobody answers give their places back."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.errors import BadInput
from copilot.ports import UnitOfWork
from copilot.services.matching.verbs.bulk import Batch, Decide, Deciding
from copilot.services.matching.verbs.records import entries_of

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

        One batch, which one undo takes back; None where there are none. A lock keeps a match from expiring.
        """
        if older_than_days < 1:
            raise BadInput("A match needs a day at least.", place="--older-than", cure="Give 1 or more days.")
        before = self._clock.now() - timedelta(days=older_than_days)
        with self._units() as unit:
            matches = self._silent(unit, asker, before, programme, role)
            if not matches:
                return None
            batch = self._all_or_none(unit, asker, "expire", matches, self._expiring(asker, older_than_days))
            unit.commit()
        return batch

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
            and not match.locked
            and self._may_review(asker, match)
            and all(entry.at < before for entry in entries_of(unit, match.id))
        ]

    def _expiring(self, asker: Asker, days: int) -> Decide:
        def expire(unit: UnitOfWork, match: Match, batch: str) -> Match:
            reason = f"nobody answered for {days} days"
            return self._move(unit, asker, match, MatchState.EXPIRED, "expire", reason, batch=batch)

        return expire
