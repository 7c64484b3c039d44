"""The life of an event: planned, changed, held or cancelled; and who may know of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal

from copilot.domain.asking import Asker
from copilot.domain.events import Event, EventKind
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.events.changing import (
    changed_event,
    changed_events,
    end_series_before,
    is_first,
    moves,
    part_series,
    wanted_of,
)
from copilot.services.events.checking import (
    check_ahead,
    check_before,
    check_moment,
    check_new_hosts,
    check_people,
    check_planned,
    check_time,
    checked_place,
    checked_reminders,
    checked_zone,
    hosts_for,
    length_of,
)
from copilot.services.events.keeping import keep
from copilot.services.events.noting import noted
from copilot.services.events.places import fill_places, need_no_place
from copilot.services.events.recurrence import this_and_those_to_come
from copilot.services.events.seeing import EventView, Sight
from copilot.services.making import made
from copilot.services.policy import Action, Policy

USUAL_MINUTES = 60


class EventsService:
    """Meetings of many."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def add(
        self,
        asker: Asker,
        *,
        kind: EventKind,
        title: str,
        at: datetime,
        time_zone: str,
        minutes: int | None = None,
        ends: datetime | None = None,
        description: str = "",
        where: str = "",
        places: int | None = None,
        hosts: Collection[str] = (),
        speakers: Sequence[str] = (),
        programme: str = "",
        audience: Literal["community", "programme"] = "community",
        reminders: Sequence[int] = (24, 1),
        held: bool = False,
    ) -> EventView:
        """Invite to an event. Any member may, and hosts it; in a programme's name its managers, admins, the operator.

        Args:
            asker: who invites.
            kind, title, description, where: what it is; `where` is a room or a link.
            at, ends: by the clock on the wall of `time_zone`, without a zone of their own.
            time_zone: an IANA name, such as Africa/Nairobi.
            minutes: how long; an hour where neither this nor `ends` is given.
            places: how many may come; None for as many as like.
            hosts: who run it instead of the asker, named by managers and admins alone; every other member hosts hers.
            speakers: members who are asked to speak; each says yes or no herself.
            programme, audience: in whose name, and for whom.
            reminders: hours before it starts, 0 to 336, at most five.
            held: keep an event after the fact.
        """
        if audience == "programme" and not programme:
            raise BadInput("For which programme?", place="--programme", cure="Name the programme.")
        host = hosts_for(self._policy, asker, hosts, programme)
        if programme:
            self._policy.require(asker, Action.EVENT_RUN, programme=programme)
        now = self._clock.now()
        fields: dict[str, Any] = {
            "kind": kind, "title": title.strip(), "description": description.strip(), "where": checked_place(where),
            "at": at, "time_zone": checked_zone(time_zone), "places": places, "hosts": host,
            "speakers": tuple(dict.fromkeys(speakers)), "programme": programme, "audience": audience,
            "reminders": checked_reminders(reminders), "state": "held" if held else "planned",
            "created": now, "updated": now,
        }  # fmt: skip
        check_moment(at, now)
        event = made(Event, id=new_id("e"), **fields)
        length = length_of(event.at, event.time_zone, minutes, ends, USUAL_MINUTES)
        event = made(Event, **{**dict(event), "minutes": length})
        check_time(event, now)
        with self._units() as unit:
            check_people(unit, {*event.hosts, *event.speakers})
            if programme:
                unit.programmes.get(programme)
            check_ahead(unit, self._policy, asker, int(not held), now)
            unit.events.add(event)
            unit.audit_log.add(noted(now, asker.name_in_log, "add", event.id))
            view = Sight(unit, self._policy, asker).view(event)
            unit.commit()
        return view

    def update(
        self,
        asker: Asker,
        event_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        at: datetime | None = None,
        time_zone: str | None = None,
        minutes: int | None = None,
        ends: datetime | None = None,
        where: str | None = None,
        places: int | None = None,
        hosts: Collection[str] | None = None,
        speakers: Sequence[str] | None = None,
        reminders: Sequence[int] | None = None,
        onwards: bool = False,
    ) -> EventView:
        """Change what is given and leave the rest; of `places`, 0 means as many as come. Who has a place keeps it.

        Where there are more places now, those who wait move up. With `onwards` those of its series that come after
        it change too, and a new time makes them a series of their own.
        """
        wanted = wanted_of(
            title=title, description=description, at=at, time_zone=time_zone, minutes=minutes, ends=ends, where=where,
            places=places, hosts=None if hosts is None else frozenset(hosts), speakers=speakers, reminders=reminders,
        )  # fmt: skip
        now = self._clock.now()
        with self._units() as unit:
            sight = Sight(unit, self._policy, asker)
            event = sight.to_run(event_id)
            check_planned(event)
            check_people(unit, {*wanted.get("hosts", ()), *wanted.get("speakers", ())})
            new_hosts = wanted.get("hosts", frozenset()) - event.hosts
            check_new_hosts(self._policy, asker, new_hosts, event.programme)
            chosen = this_and_those_to_come(unit, event) if onwards else [event]
            new = changed_events(chosen, wanted, now) if onwards else [changed_event(event, wanted, now)]
            if onwards and event.series and moves(event, new[0]):
                series = part_series(unit, event, new[0], asker.name_in_log)
                new = [each.changed(series=series) for each in new]
            for old, each in zip(chosen, new, strict=True):
                keep(unit, asker.name_in_log, old, each, now)
            view = sight.view(unit.events.get(event_id))
            unit.commit()
        return view

    def cancel(self, asker: Asker, event_id: str, reason: str, *, onwards: bool = False) -> EventView:
        """Call it off and say why; who has a place keeps seeing it. With `onwards`, those to come too."""
        if not reason.strip():
            raise BadInput(
                "Why is it called off?", place="--reason", cure="Say it in a sentence; people had plans."
            )
        now = self._clock.now()
        with self._units() as unit:
            sight = Sight(unit, self._policy, asker)
            event = sight.to_run(event_id)
            check_planned(event)
            for each in this_and_those_to_come(unit, event) if onwards else [event]:
                self._cancelled(unit, asker, each, reason.strip(), now)
            if onwards and event.series and not is_first(unit, event):
                end_series_before(unit, unit.series.get(event.series), event)
            view = sight.view(unit.events.get(event_id))
            unit.commit()
        return view

    def hold(self, asker: Asker, event_id: str) -> EventView:
        """It took place. Conflict before it has begun."""
        with self._units() as unit:
            sight = Sight(unit, self._policy, asker)
            event = sight.to_run(event_id)
            check_planned(event)
            if event.starts > self._clock.now():
                raise Conflict(
                    "It hasn't begun yet.", place=event_id, cure="Come back once it has taken place."
                )
            kept = unit.events.save(event.changed(state="held", updated=self._clock.now()))
            unit.audit_log.add(noted(self._clock.now(), asker.name_in_log, "hold", event_id))
            view = sight.view(kept)
            unit.commit()
        return view

    def speak(self, asker: Asker, event_id: str, *, yes: bool, onwards: bool = False) -> EventView:
        """A speaker's own answer, which she may change until it begins. A spotlight is shown once all said yes.

        Who has a place and says yes gives it back: she needs none.
        """
        with self._units() as unit:
            sight = Sight(unit, self._policy, asker)
            event = sight.get(event_id)
            self._policy.require(asker, Action.EVENT_TAKE_PART, owners=event.speakers)
            check_before(event, self._clock.now(), "an answer can't be changed any more")
            for each in this_and_those_to_come(unit, event) if onwards else [event]:
                if asker.member in each.speakers:
                    agreed, declined = each.agreed - {asker.member}, each.declined - {asker.member}
                    own = frozenset({asker.member})
                    kept = unit.events.save(
                        each.changed(agreed=agreed | own, declined=declined)
                        if yes
                        else each.changed(agreed=agreed, declined=declined | own)
                    )
                    need_no_place(unit, kept, self._clock.now())
            view = sight.view(unit.events.get(event_id))
            unit.commit()
        return view

    def every(
        self, asker: Asker, *, past: bool = False, programme: str = "", mine: bool = False
    ) -> list[EventView]:
        """Events she may see: those to come, the next one first; or those past, the latest first.

        `programme` are those in its name; `mine` those she hosts, speaks at, or has a place at.
        """
        now = self._clock.now()
        with self._units.reading() as unit:
            sight = Sight(unit, self._policy, asker)
            every = unit.events.all(programme=programme) if programme else unit.events.all()
            found = [event for event in every if (event.ends <= now) == past and sight.sees(event)]
            found.sort(key=lambda event: (event.starts, event.id), reverse=past)
            views = sight.views(found)
        return [view for view in views if view.mine or not mine]

    def show(self, asker: Asker, event_id: str) -> EventView:
        """One event; with those who come, for those who run it or speak there."""
        fill_places(self._units, self._clock.now(), event_id)
        with self._units.reading() as unit:
            sight = Sight(unit, self._policy, asker)
            return sight.view(sight.get(event_id), with_names=True)

    def for_me(self, asker: Asker, most: int = 10) -> list[EventView]:
        """What is to come for her: where she has a place, then her programmes' events, then the community's."""
        with self._units.reading() as unit:
            programmes = Sight(unit, self._policy, asker).programmes
        upcoming = [view for view in self.every(asker) if view.event.state == "planned"]
        return sorted(upcoming, key=lambda view: (not view.mine, view.event.programme not in programmes))[
            :most
        ]

    def _cancelled(self, unit: UnitOfWork, asker: Asker, event: Event, reason: str, now: datetime) -> None:
        unit.events.save(
            event.changed(state="cancelled", reason=reason, sequence=event.sequence + 1, updated=now)
        )
        unit.audit_log.add(noted(now, asker.name_in_log, "cancel", event.id))
