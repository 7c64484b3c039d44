"""Who takes part: enrolled by those who may, and the list of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.programmes import TAKING_PART, Enrolment
from copilot.domain.records import Value
from copilot.errors import NotFound
from copilot.ports import UnitOfWork
from copilot.services.policy import Action
from copilot.services.programmes.cohorts import check_cohort
from copilot.services.programmes.places import Places, after_all_others, move_up, paused_on
from copilot.services.programmes.records import ProgrammeRecords, check_open

Unchanged = Literal["enrolled already", "waiting already", "in another cohort", "no place in this cohort"]


class Enrolled(Value):
    """What enrolling did: the enrolments that are new or changed, and of the others why nothing changed."""

    kept: tuple[Enrolment, ...]
    unchanged: dict[str, Unchanged] = {}

    @property
    def waiting(self) -> list[str]:
        """For whom no place was left."""
        return [each.member for each in self.kept if each.state == "waiting"]


class Enrolling(ProgrammeRecords):
    """The verbs of those who enrol others."""

    def enrol(
        self, asker: Asker, programme_id: str, members: Collection[str] | None = None, cohort: str = ""
    ) -> Enrolled:
        """Enrol members; without any everybody who never took part here. NotFound names ids that nobody has.

        Who is named and had left or completed it comes back; who is enrolled stays. With a cohort, who takes part
        already and is in none goes into it. Conflict where the programme or the cohort is over.
        """
        self._policy.require(asker, Action.MEMBERS_ENROL, programme=programme_id)
        with self._units() as unit:
            programme = unit.programmes.get(programme_id)
            check_open(programme, self._today())
            check_cohort(unit, programme_id, cohort, self._today())
            if members is not None:
                _check_known(unit, members)
            self._enrolments(unit, programme_id)
            self._log_moved_up(unit, asker, move_up(unit, programme))
            known = {each.member: each for each in unit.enrolments.all(programme=programme_id)}
            wanted = (
                {each.id for each in unit.members.all()} - known.keys() if members is None else set(members)
            )
            places, kept, unchanged = Places.of(unit, programme), [], {}
            for member in sorted(wanted):
                now = after_all_others(unit, programme_id, self._clock.now())
                enrolment = _next(known.get(member), programme_id, member, cohort, places, now)
                if enrolment:
                    kept.append(keep(unit, enrolment))
                else:
                    unchanged[member] = _why_unchanged(known[member], cohort)
            self._log(unit, asker, "enrol", programme_id, count=str(len(kept)))
            unit.commit()
        return Enrolled(kept=tuple(kept), unchanged=unchanged)

    def enrolled(self, asker: Asker, programme_id: str) -> list[Enrolment]:
        """Who takes part, waits, paused, and who left; for those who may see the list of its members."""
        self._policy.require(asker, Action.MEMBERS_LIST, programme=programme_id)
        self._fill_places(asker, programme_id)
        with self._units.reading() as unit:
            unit.programmes.get(programme_id)
            found = unit.enrolments.all(programme=programme_id)
        return [as_of(each, self._today()) for each in found]


def keep(unit: UnitOfWork, enrolment: Enrolment) -> Enrolment:
    """Add an enrolment, or save the one there is."""
    if unit.enrolments.find(enrolment.id):
        return unit.enrolments.save(enrolment)
    unit.enrolments.add(enrolment)
    return enrolment


def given_a_place(enrolment: Enrolment, places: Places) -> Enrolment:
    """Enrolled where there is a place for her, else on the waiting list."""
    was_there = enrolment.has_taken_part
    if places.free_for_one_more(enrolment.cohort):
        places.give(enrolment.cohort)
        return enrolment.changed(state="enrolled", until=None, took_part=was_there)
    places.wait(enrolment)
    return enrolment.changed(state="waiting", until=None, took_part=was_there)


def as_of(enrolment: Enrolment, today: date) -> Enrolment:
    """As it is on that day: a pause may be over, or go on, though no record says so yet."""
    if enrolment.state not in TAKING_PART:
        return enrolment
    if paused_on(enrolment, today):
        return enrolment.changed(state="paused")
    return enrolment.changed(state="enrolled", until=None)


def new_enrolment(programme: str, member: str, cohort: str, now: datetime) -> Enrolment:
    """Somebody who asks to take part now, and has no place yet."""
    return Enrolment(
        id=f"{programme}:{member}",
        programme=programme,
        member=member,
        cohort=cohort,
        at=now,
        state="waiting",
    )


def _next(
    known: Enrolment | None, programme: str, member: str, cohort: str, places: Places, now: datetime
) -> Enrolment | None:
    """What enrolling makes of her; None where nothing changes."""
    if known is None:
        return given_a_place(new_enrolment(programme, member, cohort, now), places)
    if known.state in (*TAKING_PART, "waiting"):
        return _into(known, cohort, places)
    return given_a_place(known.changed(cohort=cohort, at=now), places)


def _into(known: Enrolment, cohort: str, places: Places) -> Enrolment | None:
    """Into a cohort that has a place, where she is in none."""
    if not cohort or known.cohort or not places.has_room(cohort):
        return None
    if known.state in TAKING_PART:
        places.seat(cohort)
    return known.changed(cohort=cohort)


def _why_unchanged(known: Enrolment, cohort: str) -> Unchanged:
    if cohort and known.cohort != cohort:
        return "in another cohort" if known.cohort else "no place in this cohort"
    return "waiting already" if known.state == "waiting" else "enrolled already"


def _check_known(unit: UnitOfWork, members: Collection[str]) -> None:
    strangers = sorted(set(members) - {member.id for member in unit.members.all(id=set(members))})
    if strangers:
        raise NotFound(
            f"Nobody has the id {', '.join(strangers)}.",
            place="members",
            cure="`members list` shows the ids.",
        )
