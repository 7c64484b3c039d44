"""Events that come again: made from a rule, each an event of its own with its own places."""

from __future__ import annotations

from datetime import date, datetime

from copilot.domain.asking import Asker
from copilot.domain.events import Event, Series
from copilot.domain.records import Value, new_id
from copilot.errors import Conflict
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.events.changing import end_series_before, is_first
from copilot.services.events.checking import check_ahead, check_before, check_moment, check_planned
from copilot.services.events.noting import noted
from copilot.services.events.recurrence import (
    MissingDay,
    missing_day_note,
    occurrences,
    rule_of,
    this_and_those_to_come,
    told_rule,
)
from copilot.services.events.seeing import EventView, Sight, notes_of
from copilot.services.policy import Policy

LEFT_OUT = "Left out this time."


class SeriesView(Value):
    """A series, its rule in words, those of its events the asker may see, and what the calendar does to them."""

    series: Series
    told: str
    events: tuple[EventView, ...]
    notes: tuple[str, ...] = ()


class RecurringService:
    """Series of events. Who runs an event may let it come again."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def repeat(
        self,
        asker: Asker,
        event_id: str,
        every: str,
        *,
        until: date | None = None,
        count: int | None = None,
        missing_day: MissingDay = "last day",
    ) -> SeriesView:
        """Let an event come again at the same time by the clock on the wall; each has places of its own.

        Args:
            asker: who runs it.
            event_id: the first one.
            every: week, two weeks, month, or a day such as “second Tuesday”. The last planned event of a series
                leaves it and begins a new one.
            until, count: the last day, or how many with the first one; one of the two, at most 104.
            missing_day: whether a month without a 31st has it on its last day, or not at all.
        """
        now = self._clock.now()
        with self._units() as unit:
            sight = Sight(unit, self._policy, asker)
            event = sight.to_run(event_id)
            check_before(event, now, "it can't be repeated from here on")
            rule = rule_of(every, event.at, missing_day)
            times = occurrences(rule, event.at, until=until, count=count)
            check_moment(times[-1], now)
            check_ahead(unit, self._policy, asker, len(times) - 1, now)
            _leave_series(unit, event)
            series = Series(
                id=new_id("y"), rule=rule, first=event.at, time_zone=event.time_zone, until=times[-1].date(),
                missing_day=missing_day, by=asker.name_in_log,
            )  # fmt: skip
            unit.series.add(series)
            kept = unit.events.save(event.changed(series=series.id, updated=now))
            unit.events.add(*(_again(kept, at, now) for at in times[1:]))
            unit.audit_log.add(noted(now, asker.name_in_log, "repeat", event_id, series=series.id))
            view = self._view(unit, sight, series)
            unit.commit()
        return view

    def show(self, asker: Asker, series_id: str) -> SeriesView:
        """A series with its events, oldest first; NotFound where the asker may see none of them."""
        with self._units.reading() as unit:
            sight = Sight(unit, self._policy, asker)
            events = unit.events.all(series=series_id)
            # The same words for a series that is not there and one whose events are not hers to know of.
            sight.get(next((event.id for event in events if sight.sees(event)), series_id))
            return self._view(unit, sight, unit.series.get(series_id))

    def skip(self, asker: Asker, event_id: str, reason: str = LEFT_OUT) -> EventView:
        """Leave one of a series out; the others stay."""
        now = self._clock.now()
        with self._units() as unit:
            sight = Sight(unit, self._policy, asker)
            event = sight.to_run(event_id)
            check_planned(event)
            if not event.series:
                raise Conflict("It comes only once.", place=event_id, cure="`events cancel` calls it off.")
            series = unit.series.get(event.series)
            unit.series.save(series.changed(skipped=tuple(sorted({*series.skipped, event.at.date()}))))
            cancelled = {"state": "cancelled", "reason": reason.strip() or LEFT_OUT, "updated": now}
            kept = unit.events.save(event.changed(**cancelled, sequence=event.sequence + 1))
            unit.audit_log.add(noted(now, asker.name_in_log, "skip", event_id))
            view = sight.view(kept)
            unit.commit()
        return view

    def _view(self, unit: UnitOfWork, sight: Sight, series: Series) -> SeriesView:
        events = [event for event in unit.events.all(series=series.id) if sight.sees(event)]
        events.sort(key=lambda event: (event.at, event.id))
        missing = missing_day_note(series.rule, series.missing_day)
        return SeriesView(
            series=series,
            told=told_rule(series),
            events=tuple(sight.views(events)),
            notes=(*([missing] if missing else []), *notes_of(events)),
        )


def _leave_series(unit: UnitOfWork, event: Event) -> None:
    """The last planned event of its series leaves it. Conflict where others come after it."""
    if not event.series:
        return
    if len(this_and_those_to_come(unit, event)) > 1:
        raise Conflict(
            "It comes again already.",
            place=event.id,
            cure="Call off those that come after it first, or add another one.",
        )
    if not is_first(unit, event):
        end_series_before(unit, unit.series.get(event.series), event)


def _again(event: Event, at: datetime, now: datetime) -> Event:
    """The same another time; nobody has a place there yet, and who is to speak is asked anew."""
    fresh = {"agreed": frozenset(), "declined": frozenset(), "sequence": 0, "revision": 0, "created": now}
    return event.changed(id=new_id("e"), at=at, updated=now, **fresh)
