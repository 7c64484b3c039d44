"""What goes into whose calendar, and who is due which reminder now. Nothing is sent from here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta

from copilot.domain.asking import Asker
from copilot.domain.calendars import CalendarEntry, DueReminder
from copilot.domain.events import Event, is_known
from copilot.domain.relationships import Relationship, Session
from copilot.errors import BadInput, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.calendar_file import calendar_file
from copilot.services.events.seeing import TAKES_A_PLACE, Sight, as_others_see, may_run
from copilot.services.policy import Action, Policy

REMEMBERED = timedelta(days=365)
"""How long what is over stays in a calendar."""
NEUTRAL = "Session"
"""What a session is called where somebody may look over her shoulder: not with whom, and not what about."""
LONGEST_LOOK_BACK = 14 * 24


class CalendarsService:
    """A member's calendar, events as files, and reminders."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def coming(self, asker: Asker, member_id: str) -> list[CalendarEntry]:
        """What lies ahead of her or is going on, the earliest first; what was cancelled among it."""
        now = self._clock.now()
        entries = [each for each in self._hers(asker, member_id) if each.ends and each.ends > now]
        return sorted(entries, key=lambda each: (each.starts or now, each.uid))

    def file(self, asker: Asker, member_id: str) -> bytes:
        """Her whole calendar as it is now."""
        return calendar_file(self._hers(asker, member_id))

    def event_file(self, asker: Asker, event_id: str) -> bytes:
        """One event. NotFound alike for one that isn't there and one that she may not know of."""
        with self._units.reading() as unit:
            event = Sight(unit, self._policy, asker).get(event_id)
            return calendar_file(_entries_of(unit, [event], asker.member))

    def series_file(self, asker: Asker, series_id: str) -> bytes:
        """Every event of a series that she may see, each an entry of its own."""
        with self._units.reading() as unit:
            sight = Sight(unit, self._policy, asker)
            events = [event for event in unit.events.all(series=series_id) if series_id and sight.sees(event)]
            if not events:
                raise NotFound(
                    "There is no such series that you may see.",
                    place=series_id,
                    cure="`events show` tells which series an event is of.",
                )
            return calendar_file(_entries_of(unit, events, asker.member))

    def reminders(self, asker: Asker, *, within: int | None = None) -> list[DueReminder]:
        """The reminders that are due now: of each event that hasn't begun the latest whose time has come.

        Who runs an event sees everybody whom it is for, others find themselves alone. Nothing is sent and nothing is
        noted down, so that asking twice, or a clock that goes backwards, does no harm.

        Args:
            asker: who asks.
            within: only those whose time came in the last so many hours; asked once an hour with 1, each comes once.
        """
        if within is not None and not 1 <= within <= LONGEST_LOOK_BACK:
            raise BadInput(
                f"{within} is no number of hours to look back.",
                place="--within",
                cure=f"Give 1 to {LONGEST_LOOK_BACK}, or leave it out for all that is due.",
            )
        self._policy.require(asker, Action.EVENTS_READ)
        now = self._clock.now()
        with self._units.reading() as unit:
            events = [event for event in unit.events.all(state="planned") if _due(event, now, within)]
            found = [self._reminder(unit, asker, event, now) for event in events]
        return sorted((each for each in found if each.members), key=lambda each: (each.starts, each.event))

    def _reminder(self, unit: UnitOfWork, asker: Asker, event: Event, now: datetime) -> DueReminder:
        registered = unit.registrations.all(event=event.id, state="registered")
        everybody = {each.member for each in registered} | event.hosts | event.speak
        theirs = everybody if may_run(self._policy, asker, event) else everybody & {asker.member}
        hours = min(each for each in event.reminds if _time_of(event, each) <= now)
        return DueReminder(
            event=event.id, title=event.title, starts=event.starts, hours=hours, due=_time_of(event, hours),
            members=tuple(sorted(theirs)),
        )  # fmt: skip

    def _hers(self, asker: Asker, member_id: str) -> list[CalendarEntry]:
        self._policy.require(asker, Action.CALENDAR_READ, owners={member_id})
        with self._units.reading() as unit:
            unit.members.get(member_id)
            return calendar_of(unit, member_id, self._clock.now())


def calendar_of(unit: UnitOfWork, member: str, now: datetime) -> list[CalendarEntry]:
    """All that is hers from a year ago on: events she hosts, speaks at, goes to or waits for, and her sessions."""
    since = now - REMEMBERED
    events = [event for event in _events_of(unit, member) if event.ends >= since]
    return [*_entries_of(unit, events, member), *_sessions_of(unit, member, since)]


def _events_of(unit: UnitOfWork, member: str) -> list[Event]:
    places = unit.registrations.all(member=member, state=TAKES_A_PLACE)
    hers = {event.id: event for event in unit.events.all(id={each.event for each in places})}
    hers |= {event.id: event for event in unit.events.mentioning([member]) if _is_hers(event, member)}
    return [hers[key] for key in sorted(hers)]


def _is_hers(event: Event, member: str) -> bool:
    return member in event.hosts or member in event.asked


def _entries_of(unit: UnitOfWork, events: Collection[Event], member: str) -> list[CalendarEntry]:
    """These events as entries of her calendar."""
    ids = {one for event in events for one in (*event.hosts, *event.speakers)}
    names = {each.id: each.name for each in unit.members.all(id=ids)}
    waiting = {each.event for each in unit.registrations.all(member=member, state="waiting")}
    return [
        event_entry(_as_hers(event, member), names, _not_sure(event, member, waiting)) for event in events
    ]


def _as_hers(event: Event, member: str) -> Event:
    return event if _is_hers(event, member) else as_others_see(event)


def _not_sure(event: Event, member: str, waiting: Collection[str]) -> str:
    """Why it isn't sure yet that she comes, in a few words; nothing where it is."""
    if member in event.hosts:
        return ""
    if member in event.asked - event.agreed:
        return "you are asked to speak"
    return "waiting list" if event.id in waiting else ""


def event_entry(event: Event, names: Mapping[str, str], not_sure: str = "") -> CalendarEntry:
    """An event as it stands in a calendar: by the clock of its own zone, with those who can be asked by name."""
    hosts, open_state = _named(event.hosts, names), "tentative" if not_sure else "confirmed"
    return CalendarEntry(
        of=event.id, what="event", uid=f"{event.id}@mentoring-copilot", sequence=event.sequence,
        stamp=event.updated, title=f"{event.title} ({not_sure})" if not_sure else event.title,
        told=_told(event, names), starts=event.starts, ends=event.ends, where=event.where,
        zone=event.time_zone if is_known(event.time_zone) else "", contact=hosts,
        state="cancelled" if event.state == "cancelled" else open_state, reminders=event.reminds,
    )  # fmt: skip


def _told(event: Event, names: Mapping[str, str]) -> str:
    lines = [
        f"Cancelled. {event.reason}".strip() if event.state == "cancelled" else "",
        event.description,
        _line("Hosts", _named(event.hosts, names)),
        _line("Speakers", _named(event.speak, names)),
    ]
    return "\n\n".join(filter(None, lines))


def _line(what: str, who: str) -> str:
    return f"{what}: {who}" if who else ""


def _named(ids: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names[each] for each in ids if each in names))


def _sessions_of(unit: UnitOfWork, member: str, since: datetime) -> Iterator[CalendarEntry]:
    hers = {
        each.id: each
        for each in unit.relationships.mentioning([member])
        if member in each.members and each.state != "closed"
    }
    for session in unit.sessions.all(relationship=set(hers)):
        if session.at >= since:
            yield session_entry(session, hers[session.relationship])


def session_entry(session: Session, relationship: Relationship) -> CalendarEntry:
    """A session as others may see it over her shoulder: when, and nothing else. It is the same instant everywhere.

    A session doesn't keep when it was changed: its stamp is the day the relationship began, its saves are counted.
    """
    return CalendarEntry(
        of=session.id, what="session", uid=f"{session.id}@mentoring-copilot", sequence=session.revision,
        stamp=datetime.combine(relationship.started, time(), UTC), title=NEUTRAL, starts=session.at,
        ends=session.at + timedelta(minutes=session.minutes), private=True, relationship=relationship.id,
        state="cancelled" if session.state == "cancelled" else "confirmed",
    )  # fmt: skip


def _due(event: Event, now: datetime, within: int | None) -> bool:
    """Whether a reminder's time has come, and its event hasn't begun."""
    if event.starts <= now:
        return False
    since = now - timedelta(hours=within) if within else None
    times = [_time_of(event, hours) for hours in event.reminds]
    latest = max((at for at in times if at <= now), default=None)
    return latest is not None and (since is None or latest > since)


def _time_of(event: Event, hours: int) -> datetime:
    return event.starts - timedelta(hours=hours)
