"""Places: who has one, who waits for one, and who comes back from a pause. Pure but for the unit it is handed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from copilot.domain.programmes import TAKING_PART, Cohort, Enrolment, Programme
from copilot.ports import Between, UnitOfWork

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_NEXT = timedelta(microseconds=1)
_WRONG_CLOCK = timedelta(days=366)
"""So far ahead a clock may have been: a pause that it ended goes on when the time is right again."""


class Places:
    """The places of a programme and of its cohorts, counted down as they are given.

    Args:
        programme: whose places.
        cohorts: of this programme.
        enrolments: of this programme, in whatever state.
    """

    def __init__(
        self, programme: Programme, cohorts: Iterable[Cohort], enrolments: Iterable[Enrolment]
    ) -> None:
        self._capacities: Mapping[str, int | None] = {
            "": programme.capacity,
            **{cohort.id: cohort.capacity for cohort in cohorts},
        }
        self._taken: dict[str, int] = {}
        self._waiting: list[Enrolment] = []
        for each in enrolments:
            if each.state in TAKING_PART:
                self.give(each.cohort)
            elif each.state == "waiting":
                self._waiting.append(each)

    @classmethod
    def of(cls, unit: UnitOfWork, programme: Programme) -> Places:
        """As this unit of work sees them."""
        return cls(
            programme,
            unit.cohorts.all(programme=programme.id),
            unit.enrolments.all(programme=programme.id),
        )

    @property
    def waiting(self) -> list[Enrolment]:
        """Who waits, the one who asked first at the front."""
        return sorted(self._waiting, key=asked_at)

    def taken(self, cohort: str = "") -> int:
        """How many take part in the programme, or in one of its cohorts."""
        return self._taken.get(cohort, 0)

    def free(self, cohort: str = "") -> bool:
        """Whether one more may take part, and in that cohort too where one is named."""
        return self.has_room("") and (not cohort or self.has_room(cohort))

    def free_for_one_more(self, cohort: str = "") -> bool:
        """The same for somebody who asks now: whoever waits for the same place comes before her."""
        return self.free(cohort) and not any(self.free(each.cohort) for each in self._waiting)

    def give(self, cohort: str = "") -> None:
        """One more takes part."""
        for where in {"", cohort}:
            self.seat(where)

    def wait(self, enrolment: Enrolment) -> None:
        """One more waits."""
        self._waiting.append(enrolment)

    def seat(self, where: str) -> None:
        """One more in a cohort, who took part already."""
        self._taken[where] = self.taken(where) + 1

    def has_room(self, where: str) -> bool:
        """Whether a cohort, or the programme for an empty word, has a place."""
        capacity = self._capacities.get(where)
        return capacity is None or self.taken(where) < capacity


def asked_at(enrolment: Enrolment) -> tuple[datetime, str]:
    """The order of a waiting list."""
    return enrolment.at or LONG_AGO, enrolment.id


def after_all_others(unit: UnitOfWork, programme: str, now: datetime) -> datetime:
    """A time for who asks now that is later than that of everybody who waits, whatever the clock's steps are."""
    waiting = unit.enrolments.all(programme=programme, state="waiting")
    latest = max((each.at or LONG_AGO for each in waiting), default=LONG_AGO)
    return now if latest < now else latest + _NEXT


def move_up(unit: UnitOfWork, programme: Programme) -> list[Enrolment]:
    """Give the places that are free to those who wait, in the order in which they asked; who got one.

    Who waits for a full cohort lets others pass.
    """
    places, moved = Places.of(unit, programme), []
    for each in places.waiting:
        if places.free(each.cohort):
            places.give(each.cohort)
            moved.append(unit.enrolments.save(each.changed(state="enrolled")))
    return moved


def could_move_up(unit: UnitOfWork, programme: Programme) -> bool:
    """Whether a place is free that somebody waits for: it fell free without a word, as when its owner was deleted."""
    places = Places.of(unit, programme)
    return not programme.closed and any(places.free(each.cohort) for each in places.waiting)


def paused_on(enrolment: Enrolment, today: date) -> bool:
    """Whether her pause holds on that day. A day once named decides by itself, whatever was written of it before."""
    if enrolment.state not in TAKING_PART:
        return False
    return enrolment.until > today if enrolment.until else enrolment.state == "paused"


def enrolment_pauses_over(unit: UnitOfWork, today: date) -> list[Enrolment]:
    """Pauses in a programme whose day has come and that still stand."""
    return [each for each in unit.enrolments.all(state="paused") if not paused_on(each, today)]


def pauses_to_settle(unit: UnitOfWork, today: date) -> list[Enrolment]:
    """Whose record says paused and she is back by her day, or the other way round."""
    tomorrow = today + timedelta(days=1)
    ahead = unit.enrolments.all(state="enrolled", until=Between(tomorrow, tomorrow + _WRONG_CLOCK))
    return [*enrolment_pauses_over(unit, today), *ahead]


def bring_back(unit: UnitOfWork, today: date) -> None:
    """Who paused until a day that has come takes part again.

    The day stays in the record, so that a clock that once ran ahead ends nobody's pause for good.
    """
    for each in pauses_to_settle(unit, today):
        state = "paused" if paused_on(each, today) else "enrolled"
        unit.enrolments.save(each.changed(state=state))
