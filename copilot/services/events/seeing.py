"""An event as somebody may see it: who comes is for those who run it or speak, numbers are for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.events import Event, EventKind, Registration
from copilot.domain.records import Value
from copilot.errors import NotFound
from copilot.ports import UnitOfWork
from copilot.services.events.wall_clocks import clock_note
from copilot.services.policy import Action, Policy

TAKING_PART = frozenset({"enrolled", "paused", "completed"})
NOT_AGREED = "A spotlight that not everybody has agreed to"
TAKES_A_PLACE = frozenset({"registered", "waiting"})


class EventView(Value):
    """One event, and how it stands.

    Attributes:
        event: with the speakers who said yes alone, for all but those who run it or are asked to speak.
        starts, ends: instants in UTC.
        registered, waiting: how many.
        free: places left; None where as many may come as like.
        mine: what the asker has here.
        line: her place in the waiting list, from 1 on; 0 where she isn't waiting.
        was_there: whether the hosts say that she came.
        runs: whether she may change it.
        coming: registrations, the earliest first; None for those who see numbers only.
        notes: what ought to be said of it, such as an hour that the clocks skip.
    """

    event: Event
    starts: datetime
    ends: datetime
    registered: int
    waiting: int
    free: int | None
    mine: Literal["hosting", "speaking", "registered", "waiting", ""] = ""
    line: int = 0
    was_there: bool = False
    runs: bool = False
    coming: tuple[Registration, ...] | None = None
    notes: tuple[str, ...] = ()


def may_run(policy: Policy, asker: Asker, event: Event) -> bool:
    """Its hosts, the managers of its programme, admins and the operator."""
    return policy.allows(asker, Action.EVENT_RUN, owners=event.hosts, programme=event.programme)


def may_see_who_comes(policy: Policy, asker: Asker, event: Event) -> bool:
    """Those who run it, and those who are asked to speak there and haven't said no."""
    return policy.allows(asker, Action.EVENT_RUN, owners=event.hosts | event.asked, programme=event.programme)


def is_open(event: Event) -> bool:
    """Whether others may know of it: a spotlight is about its speakers, and is shown once all of them agree."""
    return event.kind is not EventKind.SPOTLIGHT or event.speak == set(event.speakers)


class Sight:
    """What one asker sees of events, inside one transaction."""

    def __init__(self, unit: UnitOfWork, policy: Policy, asker: Asker) -> None:
        policy.require(asker, Action.EVENTS_READ)
        self._unit, self._policy, self._asker = unit, policy, asker
        enrolments = unit.enrolments.all(member=asker.member) if asker.member else []
        self.programmes = {each.programme for each in enrolments if each.state in TAKING_PART}
        own = unit.registrations.all(member=asker.member) if asker.member else []
        self._own = {each.event: each for each in own if each.state in TAKES_A_PLACE}

    def sees(self, event: Event) -> bool:
        """Whether she may know of it; who has a place keeps seeing it, and who said no may change her mind."""
        if self._asker.member and self._asker.member in event.speakers:
            return True
        if may_see_who_comes(self._policy, self._asker, event) or event.id in self._own:
            return True
        return is_open(event) and (event.audience == "community" or event.programme in self.programmes)

    def get(self, event_id: str) -> Event:
        """An event she may see; NotFound alike for one that isn't there and one that isn't hers to know of."""
        event = self._unit.events.find(event_id)
        if event is None or not self.sees(event):
            raise NotFound(
                "There is no such event that you may see.",
                place=event_id,
                cure="`events list` shows those you may.",
            )
        return event

    def to_run(self, event_id: str) -> Event:
        """An event she may change; NotAllowed where she may only see it."""
        event = self.get(event_id)
        self._policy.require(self._asker, Action.EVENT_RUN, owners=event.hosts, programme=event.programme)
        return event

    def view(self, event: Event, *, with_names: bool = False) -> EventView:
        """One event as she sees it; with those who come where asked for and allowed."""
        return self.views([event], with_names=with_names)[0]

    def views(self, events: Sequence[Event], *, with_names: bool = False) -> list[EventView]:
        """The same for several, in their order; the registrations are read once."""
        places: dict[str, list[Registration]] = {event.id: [] for event in events}
        for each in self._unit.registrations.all(event=set(places), state=TAKES_A_PLACE):
            places[each.event].append(each)
        return [self._view(event, in_order(places[event.id]), with_names) for event in events]

    def _view(self, event: Event, places: Sequence[Registration], with_names: bool) -> EventView:
        registered = [each for each in places if each.state == "registered"]
        waiting = [each.member for each in places if each.state == "waiting"]
        inside = may_see_who_comes(self._policy, self._asker, event)
        return EventView(
            event=event if inside else as_others_see(event, self._asker.member),
            starts=event.starts,
            ends=event.ends,
            registered=len(registered),
            waiting=len(waiting),
            free=None if event.places is None else max(0, event.places - len(registered)),
            mine=self._mine(event, places),
            line=waiting.index(self._asker.member) + 1 if self._asker.member in waiting else 0,
            was_there=any(each.member == self._asker.member and each.attended for each in registered),
            runs=may_run(self._policy, self._asker, event),
            coming=tuple(places) if with_names and inside else None,
            notes=notes_of([event]),
        )

    def _mine(
        self, event: Event, places: Iterable[Registration]
    ) -> Literal["hosting", "speaking", "registered", "waiting", ""]:
        if self._asker.member and self._asker.member in event.hosts:
            return "hosting"
        if self._asker.member and self._asker.member in event.asked:
            return "speaking"
        own = next((each for each in places if each.member == self._asker.member), None)
        return own.state if own and own.state != "cancelled" else ""


def as_others_see(event: Event, reader: str = "") -> Event:
    """As everybody sees it: who hasn't said yes isn't named, but to herself.

    Words that are about somebody who doesn't agree to them, or not any more, are told to nobody who had a place before.
    """
    named = event.speak | {reader}
    own = {
        "speakers": tuple(each for each in event.speakers if each in named),
        "agreed": event.speak,
        "declined": event.declined & {reader},
    }
    tells = is_open(event) or (reader and reader in event.speakers)
    return event.changed(**own) if tells else event.changed(**own, title=NOT_AGREED, description="")


def in_order(registrations: Iterable[Registration]) -> list[Registration]:
    """The earliest first."""
    return sorted(registrations, key=lambda each: (each.at, each.id))


def notes_of(events: Iterable[Event]) -> tuple[str, ...]:
    """What the clocks do to them, a sentence each."""
    told = (clock_note(event.at, event.time_zone) for event in events if event.state == "planned")
    return tuple(note for note in told if note)
