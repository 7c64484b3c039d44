"""A programme's frame: its dates, what it is for, its places, how it matches, its templates, its managers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack, cast

from copilot.domain.asking import Asker
from copilot.domain.drafts import AgreedTopic
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import AgendaPart, Cohort, MatchingMode, Programme
from copilot.domain.wording import day_in_words
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.making import made
from copilot.services.policy import Action
from copilot.services.programmes.places import Places, move_up
from copilot.services.programmes.records import ProgrammeRecords, check_not_closed


class Changes(TypedDict, total=False):
    """What `update` can change. `agreement` are wordings by topic; a capacity of None is as many as come."""

    name: str
    starts: date
    ends: date
    purpose: str
    roles: frozenset[MatchRole]
    capacity: int | None
    matching: MatchingMode
    agreement: Mapping[AgreedTopic, str]
    agenda: Sequence[AgendaPart]
    lessons: str


AFTER_IT_CLOSED = frozenset({"lessons"})
"""What may still be written then."""


class Keeping(ProgrammeRecords):
    """The verbs of the frame."""

    def add(self, asker: Asker, programme: Programme) -> Programme:
        """Keep a new programme; its managers must be on the roster."""
        self._policy.require(asker, Action.PROGRAMMES_WRITE, programme=programme.id)
        with self._units() as unit:
            for manager in programme.managers:
                unit.members.get(manager)
            unit.programmes.add(programme)
            self._log(unit, asker, "add", programme.id)
            unit.commit()
        return programme

    def every(self, asker: Asker) -> list[Programme]:
        """Every programme of the community."""
        self._policy.require(asker, Action.PROGRAMMES_READ)
        with self._units.reading() as unit:
            return unit.programmes.all()

    def show(self, asker: Asker, programme_id: str) -> Programme:
        """One programme."""
        self._policy.require(asker, Action.PROGRAMMES_READ)
        with self._units.reading() as unit:
            return unit.programmes.get(programme_id)

    def update(self, asker: Asker, programme_id: str, **changes: Unpack[Changes]) -> Programme:
        """Change what is given, and nothing else; more places go to those who wait.

        By its managers, an admin, the operator. BadInput or Conflict, in one sentence, where dates or places would
        contradict its cohorts or those who take part; who manages it is not changed here.
        """
        self._policy.require(asker, Action.PROGRAMMES_WRITE, programme=programme_id)
        with self._units() as unit:
            before = unit.programmes.get(programme_id)
            after = _changed(before, cast("dict[str, Any]", changes))
            if set(changes) - AFTER_IT_CLOSED:
                check_not_closed(before)
            _check_cohorts(after, unit.cohorts.all(programme=programme_id))
            _check_places(after, Places.of(unit, after))
            kept = unit.programmes.save(after)
            self._log(unit, asker, "update", programme_id, fields=" ".join(sorted(changes)))
            self._log_moved_up(unit, asker, move_up(unit, kept))
            unit.commit()
        return kept

    def add_manager(self, asker: Asker, programme_id: str, member_id: str) -> Programme:
        """Make a member one of its managers; who is one already stays. She then reads the profiles of its members."""
        self._policy.require(asker, Action.MANAGERS_WRITE, programme=programme_id)
        with self._units() as unit:
            programme = unit.programmes.get(programme_id)
            if unit.members.find(member_id) is None:
                raise NotFound(
                    f"Nobody has the id {member_id}.", place="member", cure="`members list` shows the ids."
                )
            if member_id in programme.managers:
                return programme
            return self._managed(unit, asker, programme, "add-manager", programme.managers | {member_id})

    def remove_manager(self, asker: Asker, programme_id: str, member_id: str) -> Programme:
        """Take a manager's programme from her. Conflict where she is the last: its members would have nobody."""
        self._policy.require(asker, Action.MANAGERS_WRITE, programme=programme_id)
        with self._units() as unit:
            programme = unit.programmes.get(programme_id)
            others = programme.managers - {member_id}
            if others == programme.managers:
                raise NotFound(
                    f"{member_id} does not manage this programme.",
                    place=programme_id,
                    cure="`programmes show` names its managers.",
                )
            if not others:
                raise Conflict(
                    "Nobody else manages this programme.",
                    place=programme_id,
                    cure="Add another manager first.",
                )
            return self._managed(unit, asker, programme, "remove-manager", others)

    def _managed(
        self, unit: UnitOfWork, asker: Asker, programme: Programme, verb: str, managers: frozenset[str]
    ) -> Programme:
        changed = managers ^ programme.managers
        kept = unit.programmes.save(programme.changed(managers=managers))
        self._log(unit, asker, verb, programme.id, manager=" ".join(sorted(changed)))
        unit.commit()
        return kept


def mode_of(word: str) -> MatchingMode:
    """The matching mode of that name; BadInput names those there are."""
    try:
        return MatchingMode(word)
    except ValueError:
        raise BadInput(
            f"“{word}” is no matching mode.",
            place="matching",
            cure=f"Choose one of {', '.join(MatchingMode)}.",
        ) from None


def check_dates(starts: date, ends: date, what: str = "The programme") -> None:
    """BadInput where it ends before it starts."""
    if ends <= starts:
        raise BadInput(
            f"{what} ends before it starts: it would run from {day_in_words(starts)} to {day_in_words(ends)}.",
            place="ends",
            cure="Choose a later last day, or an earlier first one.",
        )


def check_capacity(capacity: int | None) -> None:
    """BadInput where nobody could take part."""
    if capacity is not None and capacity < 1:
        raise BadInput(
            f"With {capacity} places nobody can take part.",
            place="capacity",
            cure="Give 1 or more, or no number for as many as come.",
        )


def _changed(before: Programme, changes: Mapping[str, Any]) -> Programme:
    unknown = sorted(set(changes) - Changes.__annotations__.keys())
    if unknown or not changes:
        raise BadInput(
            f"{', '.join(unknown)} can't be changed here." if unknown else "Nothing to change was given.",
            place=before.id,
            cure=f"Give one or more of {', '.join(Changes.__annotations__)}.",
        )
    check_dates(changes.get("starts", before.starts), changes.get("ends", before.ends))
    check_capacity(changes.get("capacity"))
    if "matching" in changes:
        changes = {**changes, "matching": mode_of(changes["matching"])}
    return made(Programme, **{**dict(before), **changes})


def _check_cohorts(programme: Programme, cohorts: Sequence[Cohort]) -> None:
    for cohort in cohorts:
        check_inside(cohort, programme)


def check_inside(cohort: Cohort, programme: Programme) -> None:
    """Conflict where a cohort runs outside the dates of its programme."""
    if not programme.starts <= cohort.starts or not cohort.ends <= programme.ends:
        raise Conflict(
            f"The cohort {cohort.name} runs from {day_in_words(cohort.starts)} to {day_in_words(cohort.ends)}, and "
            f"the programme from {day_in_words(programme.starts)} to {day_in_words(programme.ends)}.",
            place=cohort.id,
            cure="Choose dates of the programme around those of its cohorts.",
        )


def _check_places(programme: Programme, places: Places) -> None:
    if programme.capacity is not None and programme.capacity < places.taken():
        raise Conflict(
            f"{places.taken()} take part already, and {programme.capacity} places are too few for them.",
            place="capacity",
            cure="Give as many places as take part, or more; nobody is sent away.",
        )
