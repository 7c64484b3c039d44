"""Cohorts: groups that go through a programme together, inside its dates."""

from __future__ import annotations

from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.programmes import Cohort
from copilot.errors import Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.policy import Action
from copilot.services.programmes.keeping import check_inside
from copilot.services.programmes.records import ProgrammeRecords, check_not_closed


class Cohorts(ProgrammeRecords):
    """The verbs of cohorts."""

    def add_cohort(self, asker: Asker, cohort: Cohort) -> Cohort:
        """Keep a new cohort; Conflict where its dates lie outside its programme's, or its id is taken."""
        self._policy.require(asker, Action.PROGRAMMES_WRITE, programme=cohort.programme)
        with self._units() as unit:
            programme = unit.programmes.get(cohort.programme)
            check_not_closed(programme)
            check_inside(cohort, programme)
            unit.cohorts.add(cohort)
            self._log(unit, asker, "add-cohort", programme.id, cohort=cohort.id)
            unit.commit()
        return cohort

    def cohorts(self, asker: Asker, programme_id: str) -> list[Cohort]:
        """The cohorts of a programme, the earliest first."""
        self._policy.require(asker, Action.PROGRAMMES_READ)
        with self._units.reading() as unit:
            unit.programmes.get(programme_id)
            found = unit.cohorts.all(programme=programme_id)
        return sorted(found, key=lambda each: (each.starts, each.id))


def check_cohort(unit: UnitOfWork, programme: str, cohort: str, today: date) -> None:
    """NotFound where the programme has no such cohort, Conflict where it is over; none is named by an empty word."""
    if not cohort:
        return
    found = next((each for each in unit.cohorts.all(programme=programme) if each.id == cohort), None)
    if found is None:
        raise NotFound(
            f"This programme has no cohort “{cohort}”.",
            place="cohort",
            cure="`programmes cohorts list` shows those there are.",
        )
    if found.ends < today:
        raise Conflict(
            f"The cohort {found.name} has ended.", place=cohort, cure="Choose a later cohort, or none."
        )
