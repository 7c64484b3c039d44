"""What happened to a match: when, who, why."""

from __future__ import annotations

from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry, Match
from copilot.domain.records import Value
from copilot.ports import UnitOfWork
from copilot.services.matching.verbs.records import MatchRecords, entries_of


class Happening(Value):
    """One line of a match's history; `before` and `after` are states, or marks where it was locked."""

    at: datetime
    by: str
    verb: str
    reason: str = ""
    before: str = ""
    after: str = ""
    batch: str = ""


class Telling(MatchRecords):
    """The verb that looks back."""

    def history(self, asker: Asker, match_id: str) -> tuple[Happening, ...]:
        """From the proposal on, oldest first; nothing for the two of it, who don't see how it was decided."""
        with self._units.reading() as unit:
            match = self._visible(unit, asker, match_id)
            if not self._sees_proposals(asker, match):
                return ()
            entries = entries_of(unit, match.id)
            begun = () if any(entry.verb == "propose" for entry in entries) else (_begun(unit, match),)
        return (*begun, *map(_told, entries))


def _begun(unit: UnitOfWork, match: Match) -> Happening:
    """The log of a run names the run alone: who was proposed stands in the matches."""
    run = unit.runs.find(match.run)
    why = f"by {run.id}" if run else ""
    return Happening(at=match.created, by=run.by if run else "", verb="propose", reason=why, after="proposed")


def _told(entry: AuditEntry) -> Happening:
    detail = {name: entry.detail.get(name, "") for name in ("before", "after", "batch")}
    return Happening(at=entry.at, by=entry.by, verb=entry.verb, reason=entry.reason, **detail)
