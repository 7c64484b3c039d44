"""A member's own doings: to join, to pause, to come back, to leave. Nobody asks why, and no reason is kept."""

from __future__ import annotations

from datetime import date
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import TAKING_PART, Enrolment, Programme
from copilot.domain.records import Value
from copilot.domain.relationships import Relationship
from copilot.domain.wording import listed_in_words
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.policy import Action
from copilot.services.programmes.cohorts import check_cohort
from copilot.services.programmes.enrolling import as_of, given_a_place, keep, new_enrolment
from copilot.services.programmes.parting import Parting, open_relationships
from copilot.services.programmes.places import Places, after_all_others, move_up
from copilot.services.programmes.records import ProgrammeRecords, check_not_closed, check_open

HAS_LEFT = "One of the two has left the programme."
NO_LONGER_HERE = "One of the two takes part no more."
Relationships = Literal["keep", "close"]
"""What becomes of relationships: they go on outside the programme, or they end."""


class Standing(Value):
    """How a member stands to a programme. `waits_as` counts from 1; `joinable` says whether `join` would take her.

    `full` says that who joins now waits.
    """

    programme: Programme
    enrolment: Enrolment | None
    waits_as: int | None = None
    full: bool = False
    joinable: bool = False


class Left(Value):
    """What leaving did to the relationships of who left: their ids.

    `kept` go on outside the programme, and `closed` have ended; `without_her` are circles that go on without her, and
    `stays_in` circles of the programme in which she stays.
    """

    programme: str
    kept: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    without_her: tuple[str, ...] = ()
    stays_in: tuple[str, ...] = ()


class TakingPart(ProgrammeRecords):
    """The verbs of a member, for herself."""

    def standing(self, asker: Asker, programme_id: str) -> Standing:
        """How the asker stands to a programme: whether she takes part, waits, may join."""
        self._policy.require(asker, Action.ENROLMENT_WRITE, owners={asker.member})
        self._fill_places(asker, programme_id)
        with self._units.reading() as unit:
            programme = unit.programmes.get(programme_id)
            places, own = Places.of(unit, programme), _own(unit, asker, programme_id)
        own = as_of(own, self._today()) if own else None
        in_line = [each.member for each in places.waiting]
        is_open = not programme.closed and programme.ends >= self._today()
        return Standing(
            programme=programme,
            enrolment=own,
            waits_as=in_line.index(asker.member) + 1 if asker.member in in_line else None,
            full=not places.free_for_one_more(),
            joinable=is_open and (own is None or own.state == "left"),
        )

    def join(self, asker: Asker, programme_id: str, cohort: str = "") -> Enrolment:
        """Take part, or wait where all places are taken: the state of the enrolment says which.

        Two who ask for the last place at once: one writes after the other, and the second waits.

        Conflict where it is closed or has ended, or she takes part or waits already.
        """
        self._policy.require(asker, Action.ENROLMENT_WRITE, owners={asker.member})
        with self._units() as unit:
            programme = unit.programmes.get(programme_id)
            check_open(programme, self._today())
            check_cohort(unit, programme_id, cohort, self._today())
            self._enrolments(unit, programme_id)
            own = _own(unit, asker, programme_id)
            if own:
                _check_may_join_again(own, programme)
            self._log_moved_up(unit, asker, move_up(unit, programme))
            now = after_all_others(unit, programme_id, self._clock.now())
            asked = own or new_enrolment(programme_id, asker.member, cohort, now)
            asked = asked.changed(cohort=cohort, at=now)
            kept = keep(unit, given_a_place(asked, Places.of(unit, programme)))
            unit.commit()
        return kept

    def pause(self, asker: Asker, programme_id: str, until: date | None = None) -> Enrolment:
        """Be matched with nobody new here until that day, on which she is back; or until she says so.

        Her place stays hers, and so do her relationships.
        """
        self._policy.require(asker, Action.ENROLMENT_WRITE, owners={asker.member})
        if until is not None and until <= self._today():
            raise BadInput(
                "The pause would be over already.", place="until", cure="Give a day after today, or none."
            )
        with self._units() as unit:
            own = self._of_hers(unit, asker, programme_id)
            if own.state not in TAKING_PART:
                raise _waits(programme_id)
            kept = unit.enrolments.save(own.changed(state="paused", until=until))
            unit.commit()
        return kept

    def come_back(self, asker: Asker, programme_id: str) -> Enrolment:
        """End the pause; who has none takes part as before."""
        self._policy.require(asker, Action.ENROLMENT_WRITE, owners={asker.member})
        with self._units() as unit:
            own = self._of_hers(unit, asker, programme_id)
            if own.state not in TAKING_PART:
                raise _waits(programme_id)
            kept = own
            if own.state == "paused":
                kept = unit.enrolments.save(own.changed(state="enrolled", until=None))
            unit.commit()
        return kept

    def leave(self, asker: Asker, programme_id: str, relationships: Relationships | None = None) -> Left:
        """Take part no more; the place goes to who waits for it. No reason is asked for, and none is kept.

        Conflict names her relationships in it that are at work where `relationships` does not say what becomes of
        them. Of a circle she takes part in no more with `close`; with `keep` she stays in it.
        """
        self._policy.require(asker, Action.ENROLMENT_WRITE, owners={asker.member})
        with self._units() as unit:
            programme = unit.programmes.get(programme_id)
            check_not_closed(programme)
            own = self._of_hers(unit, asker, programme_id)
            at_work = open_relationships(unit, programme_id, asker.member)
            if at_work and relationships is None:
                raise _not_without_a_word(unit, asker, programme, at_work)
            left = self._leave_them(unit, asker, programme_id, at_work, relationships)
            unit.enrolments.save(_left(own))
            self._log_moved_up(unit, asker, move_up(unit, programme))
            unit.commit()
        return left

    def _leave_them(
        self,
        unit: UnitOfWork,
        asker: Asker,
        programme: str,
        at_work: list[Relationship],
        relationships: Relationships | None,
    ) -> Left:
        parting = Parting(unit, self._clock.now())
        hers = [each for each in unit.matches.all(programme=programme) if asker.member in each.people]
        parting.withdraw(hers, NO_LONGER_HERE)
        done: dict[str, list[str]] = {}
        for each in at_work:
            became = _part(parting, each, asker.member, relationships)
            done.setdefault(became, []).append(each.id)
        return Left(programme=programme, **{became: tuple(ids) for became, ids in done.items()})

    def _of_hers(self, unit: UnitOfWork, asker: Asker, programme_id: str) -> Enrolment:
        unit.programmes.get(programme_id)
        self._enrolments(unit, programme_id)
        own = _own(unit, asker, programme_id)
        if own is None or own.state in ("left", "completed"):
            raise _takes_no_part(programme_id)
        return own


def _part(parting: Parting, one: Relationship, member: str, relationships: Relationships | None) -> str:
    """Do with one relationship what was said; the field of `Left` in which it then belongs."""
    if one.role is MatchRole.CIRCLE:
        if relationships != "close":
            return "stays_in"
        return "closed" if parting.leave_circle(one, member, HAS_LEFT).state == "closed" else "without_her"
    if relationships == "close":
        parting.close(one, HAS_LEFT)
        return "closed"
    parting.keep_outside(one)
    return "kept"


def _left(own: Enrolment) -> Enrolment:
    return own.changed(state="left", until=None, cohort="", took_part=own.has_taken_part)


def _own(unit: UnitOfWork, asker: Asker, programme: str) -> Enrolment | None:
    return next(iter(unit.enrolments.all(programme=programme, member=asker.member)), None)


def _takes_no_part(programme: str) -> NotFound:
    return NotFound(
        "You don't take part in this programme.",
        place=programme,
        cure="Join it first, with `programmes join`.",
    )


def _waits(programme: str) -> Conflict:
    return Conflict(
        "You are on the waiting list: there is nothing to pause or to come back to yet.",
        place=programme,
        cure="You move up by yourself; `programmes leave` takes you off the list.",
    )


def _check_may_join_again(own: Enrolment, programme: Programme) -> None:
    said = {
        "enrolled": (f"You take part in {programme.name} already.", "There is nothing to do."),
        "paused": (f"You have paused in {programme.name}.", "Come back with `programmes come-back`."),
        "waiting": (
            f"You are on the waiting list of {programme.name} already.",
            "You move up by yourself as soon as a place is free.",
        ),
        "completed": (f"You have completed {programme.name}.", "Join another programme."),
    }
    if own.state in said:
        message, cure = said[own.state]
        raise Conflict(message, place=programme.id, cure=cure)


def _not_without_a_word(
    unit: UnitOfWork, asker: Asker, programme: Programme, at_work: list[Relationship]
) -> Conflict:
    def with_whom(one: Relationship) -> str:
        others = [unit.members.find(each) for each in one.members if each != asker.member]
        names = listed_in_words([each.name for each in others if each]) or "somebody who has left"
        agreed = "" if one.agreement is None else ", with an agreement"
        kind = "the circle with" if one.role is MatchRole.CIRCLE else "the relationship with"
        return f"{kind} {names} ({one.id}{agreed})"

    return Conflict(
        f"In {programme.name} you are still in {listed_in_words([with_whom(each) for each in at_work])}.",
        place=programme.id,
        cure="Say what becomes of it: --keep, and it goes on outside the programme; or --close, and it ends in order.",
        detail={"relationships": [each.id for each in at_work]},
    )
