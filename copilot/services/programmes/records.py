"""What every verb of programmes needs: the records, who may, and what the log says."""

from __future__ import annotations

from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.records import new_id
from copilot.errors import Conflict
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.policy import Policy
from copilot.services.programmes.places import bring_back, could_move_up, move_up

WAITING_LIST = "the waiting list"
"""Who did it, in the log, where a place came free and the next one took it."""


class ProgrammeRecords:
    """The records of programmes, and the log."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def _today(self) -> date:
        return self._clock.now().date()

    def _log(
        self, unit: UnitOfWork, asker: Asker, verb: str, programme: str, *, by: str = "", **detail: str
    ) -> None:
        """Ids only; whether and why a member takes part is hers, and nobody is named who left."""
        unit.audit_log.add(
            AuditEntry(
                id=new_id("a"),
                at=self._clock.now(),
                by=by or asker.name_in_log,
                verb=verb,
                kind="programme",
                record=programme,
                detail=detail,
            )
        )

    def _log_moved_up(self, unit: UnitOfWork, asker: Asker, moved: list[Enrolment]) -> None:
        for each in moved:
            self._log(unit, asker, "move-up", each.programme, by=WAITING_LIST, member=each.member)

    def _fill_places(self, asker: Asker, programme: str) -> None:
        """Move people up where a place fell free without a word, as when somebody left the community."""
        with self._units.reading() as unit:
            if not could_move_up(unit, unit.programmes.get(programme)):
                return
        with self._units() as unit:
            self._log_moved_up(unit, asker, move_up(unit, unit.programmes.get(programme)))
            unit.commit()

    def _enrolments(self, unit: UnitOfWork, programme: str) -> list[Enrolment]:
        """Of one programme, once those are back whose pause is over; only in a unit that writes."""
        bring_back(unit, self._today())
        return unit.enrolments.all(programme=programme)


def check_open(programme: Programme, today: date) -> None:
    """Conflict where nobody can take part any more."""
    check_not_closed(programme)
    if programme.ends < today:
        raise Conflict(
            f"{programme.name} has ended.",
            place=programme.id,
            cure="`programmes list` shows those that are under way.",
        )


def check_not_closed(programme: Programme) -> None:
    """Conflict where it was closed."""
    if programme.closed:
        raise Conflict(
            f"{programme.name} is closed.",
            place=programme.id,
            cure="What was said of it can be read; for another round, add a new programme.",
        )
