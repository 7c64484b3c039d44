"""Who comes: places, the waiting list, and who was there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.events import Event, Registration
from copilot.domain.records import Value
from copilot.errors import BadInput, Conflict
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.events.checking import check_before
from copilot.services.events.noting import noted
from copilot.services.events.places import after_all_others, fill_places, free_places, moved_up
from copilot.services.events.seeing import EventView, Sight, in_order, is_open, may_see_who_comes
from copilot.services.policy import Action, Policy


class Place(Value):
    """A registration, and how many wait before her, herself included; 0 where she doesn't wait."""

    registration: Registration
    line: int = 0


class RegistrationsService:
    """Places at events. Everybody takes and gives back her own."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def register(self, asker: Asker, member_id: str, event_id: str) -> Place:
        """Take a place, or one in the waiting list; who has one keeps it.

        Of two who ask for the last place at once one gets it: units that write come one after the other.
        """
        self._policy.require(asker, Action.EVENT_TAKE_PART, owners={member_id})
        now = self._clock.now()
        with self._units() as unit:
            event = self._open(unit, asker, event_id)
            moved_up(unit, event, now)
            place = _place(unit, _taken(unit, event, member_id, now))
            unit.commit()
        return place

    def cancel(self, asker: Asker, member_id: str, event_id: str) -> Place:
        """Give a place back; the first who waits moves up. Conflict once it has begun."""
        self._policy.require(asker, Action.EVENT_TAKE_PART, owners={member_id})
        with self._units() as unit:
            event = Sight(unit, self._policy, asker).get(event_id)
            check_before(event, self._clock.now(), "places can't be given back any more")
            known = unit.registrations.find(f"{event_id}:{member_id}")
            if known is None or known.state == "cancelled":
                raise Conflict(
                    "You have no place there.",
                    place=event_id,
                    cure="`events list --mine` shows where you have.",
                )
            kept = unit.registrations.save(known.changed(state="cancelled"))
            moved_up(unit, event, self._clock.now())
            unit.commit()
        return Place(registration=kept)

    def mine(self, asker: Asker, member_id: str) -> list[Place]:
        """Where she has a place or waits, what comes first first; events that were called off among them."""
        self._policy.require(asker, Action.EVENT_TAKE_PART, owners={member_id})
        with self._units.reading() as unit:
            waiting = unit.registrations.all(member=member_id, state="waiting")
        fill_places(self._units, self._clock.now(), *(each.event for each in waiting))
        with self._units.reading() as unit:
            own = unit.registrations.all(member=member_id, state={"registered", "waiting"})
            events = {event.id: event for event in unit.events.all(id={each.event for each in own})}
            coming = [each for each in own if events[each.event].ends > self._clock.now()]
            coming.sort(key=lambda each: (events[each.event].starts, each.id))
            return [_place(unit, each) for each in coming]

    def coming(self, asker: Asker, event_id: str) -> list[Registration]:
        """Who comes and who waits, the earliest first; for its hosts and speakers, its programme's managers, admins."""
        with self._units.reading() as unit:
            event = Sight(unit, self._policy, asker).get(event_id)
            if not may_see_who_comes(self._policy, asker, event):
                self._policy.require(asker, Action.EVENT_RUN, owners=event.hosts, programme=event.programme)
            return in_order(unit.registrations.all(event=event_id, state={"registered", "waiting"}))

    def attend(
        self, asker: Asker, event_id: str, came: Collection[str], stayed_away: Collection[str] = ()
    ) -> EventView:
        """Say who was there and who wasn't; the others stay as they are. Conflict before it has begun.

        Once somebody has said how it was, who was there stays so: else the hosts could leave but one who may answer.
        """
        both = set(came) & set(stayed_away)
        if both:
            raise BadInput(
                f"{', '.join(sorted(both))} can't have come and stayed away.",
                place="--absent",
                cure="Name her once.",
            )
        with self._units() as unit:
            sight = Sight(unit, self._policy, asker)
            event = sight.to_run(event_id)
            self._check_begun(event)
            known = {each.member: each for each in unit.registrations.all(event=event_id)}
            _check_known(known.keys(), {*came, *stayed_away})
            if unit.event_feedback.count(event=event_id):
                _check_kept(event_id, [known[one] for one in sorted(stayed_away)])
            for member in sorted({*came, *stayed_away}):
                unit.registrations.save(known[member].changed(attended=member in came))
            unit.audit_log.add(noted(self._clock.now(), asker.name_in_log, "attend", event_id))
            view = sight.view(event, with_names=True)
            unit.commit()
        return view

    def _open(self, unit: UnitOfWork, asker: Asker, event_id: str) -> Event:
        event = Sight(unit, self._policy, asker).get(event_id)
        check_before(event, self._clock.now(), "places can't be taken any more")
        if asker.member in event.hosts | event.asked:
            raise Conflict(
                "You host it or speak there, and need no place.", place=event_id, cure="Just come."
            )
        if not is_open(event):
            raise Conflict(
                "It isn't open yet: not everybody it is about has agreed.",
                place=event_id,
                cure="Try again later.",
            )
        return event

    def _check_begun(self, event: Event) -> None:
        if event.state == "cancelled" or event.starts > self._clock.now():
            raise Conflict(
                "It hasn't taken place." if event.state == "cancelled" else "It hasn't begun yet.",
                place=event.id,
                cure="Say who was there once it has.",
            )


def _taken(unit: UnitOfWork, event: Event, member: str, now: datetime) -> Registration:
    """Her registration, a new one where she has none that holds."""
    known = unit.registrations.find(f"{event.id}:{member}")
    if known and known.state != "cancelled":
        return known
    state: Literal["waiting", "registered"] = "waiting" if free_places(unit, event) == 0 else "registered"
    at = after_all_others(unit, event, now)
    if known:
        return unit.registrations.save(known.changed(state=state, at=at, attended=None))
    new = Registration(id=f"{event.id}:{member}", event=event.id, member=member, state=state, at=at)
    unit.registrations.add(new)
    return new


def _place(unit: UnitOfWork, own: Registration) -> Place:
    if own.state != "waiting":
        return Place(registration=own)
    waiting = in_order(unit.registrations.all(event=own.event, state="waiting"))
    return Place(registration=own, line=[each.id for each in waiting].index(own.id) + 1)


def _check_kept(event_id: str, stayed_away: Collection[Registration]) -> None:
    counted = [each.member for each in stayed_away if each.attended]
    if counted:
        raise Conflict(
            f"Counted as there already: {', '.join(counted)}. Somebody has said how it was, so that stays.",
            place=event_id,
            cure="Leave them as they are; others can still be added.",
        )


def _check_known(known: Collection[str], named: Collection[str]) -> None:
    strangers = sorted(set(named) - set(known))
    if strangers:
        raise BadInput(
            f"{', '.join(strangers)} had no place there.",
            place="members",
            cure="Only who registered can be counted; `events show` names them.",
        )
