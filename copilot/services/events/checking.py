"""What is checked before an event is kept: that its time can be, its place can be gone to, its people are there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.events import MOST_HOURS_BEFORE, Event, zones
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.events.wall_clocks import minutes_between
from copilot.services.policy import Action, Policy

FARTHEST_YEARS = 10
MOST_REMINDERS = 5
MOST_AHEAD = 20
"""Planned events of one member who manages nothing: whoever names somebody sends her invitations."""
_UNSAFE = re.compile(r"\b(javascript|data|file|vbscript)\s*:", re.IGNORECASE)


def length_of(at: datetime, zone: str, minutes: int | None, ends: datetime | None, usual: int) -> int:
    """Its minutes, from its end where one is given. BadInput where it ends before it starts."""
    if ends is None:
        return usual if minutes is None else minutes
    _check_no_seconds(ends, "ends")
    found = minutes_between(at, ends, zone)
    if found <= 0:
        raise BadInput("The event ends before it starts.", place="ends", cure="Choose a later end.")
    if minutes is not None and minutes != found:
        raise BadInput(
            f"From start to end it is {found} minutes, not {minutes}.",
            place="minutes",
            cure="Give the end or the minutes, one of the two.",
        )
    return found


def check_moment(at: datetime, now: datetime) -> None:
    """BadInput for seconds, and for a year that nobody plans for; far ones cannot be turned into instants at all."""
    _check_no_seconds(at, "starts")
    if abs(at.year - now.year) > FARTHEST_YEARS:
        raise BadInput(
            f"{at.year} is too far away.", place="starts", cure=f"Choose a day within {FARTHEST_YEARS} years."
        )


def _check_no_seconds(at: datetime, place: str) -> None:
    if at.second or at.microsecond:
        raise BadInput(
            "No clock on the wall is read to the second.", place=place, cure=f"Say {at:%H:%M}, for instance."
        )


def checked_zone(zone: str) -> str:
    """The name of a zone. BadInput for one that isn't a place's."""
    if zone not in zones():
        raise BadInput(
            f"time zone “{zone}” is no time zone; one is called Europe/Lisbon, for instance.",
            place="time_zone",
            cure="Name a city of that zone, or UTC.",
        )
    return zone


def checked_reminders(hours: Sequence[int]) -> tuple[int, ...]:
    """Hours before the start, the longest first. BadInput for too many, and for more than a fortnight."""
    found = tuple(sorted(set(hours), reverse=True))
    wrong = [each for each in found if not 0 <= each <= MOST_HOURS_BEFORE]
    if wrong:
        raise BadInput(
            f"Nobody can be reminded {wrong[0]} hours before.",
            place="reminders",
            cure=f"Choose 0 to {MOST_HOURS_BEFORE} hours before the start.",
        )
    if len(found) > MOST_REMINDERS:
        raise BadInput(
            f"{len(found)} reminders are too many.",
            place="reminders",
            cure=f"Choose {MOST_REMINDERS} of them.",
        )
    return found


def check_time(event: Event, now: datetime) -> None:
    """BadInput where a planned event has begun already, or one that was held hasn't."""
    if event.state == "planned" and event.starts <= now:
        raise BadInput(
            "That time is past.", place="starts", cure="Choose a later one; with --held it is kept as held."
        )
    if event.state == "held" and event.starts > now:
        raise BadInput("It hasn't begun yet.", place="held", cure="Leave --held out.")


def checked_place(where: str) -> str:
    """A room or a link on one line. BadInput for links that nobody should be led to."""
    told = " ".join(where.split())
    if found := _UNSAFE.search(told):
        raise BadInput(
            f"A place can't begin with “{found.group(1)}:”.",
            place="where",
            cure="Give a room, an address, or a link that begins with https://.",
        )
    return told


def check_people(unit: UnitOfWork, ids: Iterable[str]) -> None:
    """NotFound names the hosts and speakers whom nobody knows."""
    wanted = set(ids)
    strangers = sorted(wanted - {member.id for member in unit.members.all(id=wanted)})
    if strangers:
        raise NotFound(
            f"Nobody has the id {', '.join(strangers)}.",
            place="members",
            cure="`members list` shows the ids.",
        )


def hosts_for(policy: Policy, asker: Asker, hosts: Iterable[str], programme: str) -> frozenset[str]:
    """Who hosts an event that the asker adds: she herself, unless she manages the programme or the community.

    Raises NotAllowed where she may not invite to it, BadInput where nobody would host it, or she names others though
    she manages nothing: an event would stand under a name, and in a calendar, of somebody who never agreed.
    """
    named = frozenset(hosts)
    if policy.allows(asker, Action.EVENT_RUN, programme=programme):
        found = named or frozenset({asker.member} - {""})
    else:
        policy.require(asker, Action.EVENT_RUN if programme else Action.EVENTS_ADD, programme=programme)
        check_new_hosts(policy, asker, named - {asker.member}, programme)
        found = frozenset({asker.member})
    if not found:
        raise BadInput("Nobody hosts it.", place="--host", cure="Name a member who does.")
    return found


def check_new_hosts(policy: Policy, asker: Asker, new: Collection[str], programme: str) -> None:
    """BadInput where somebody who doesn't manage the programme or the community names others as hosts."""
    if new and not policy.allows(asker, Action.EVENT_RUN, programme=programme):
        raise BadInput(
            "Whoever invites hosts it herself, and can't name others.",
            place="--host",
            cure="Ask them to speak with --speaker: they answer for themselves.",
        )


def check_ahead(unit: UnitOfWork, policy: Policy, asker: Asker, more: int, now: datetime) -> None:
    """BadInput where a member who manages nothing would have too many events ahead of her with these."""
    if not more or not asker.member or asker.manages or policy.allows(asker, Action.EVENT_RUN):
        return
    hers = [one for one in unit.events.mentioning([asker.member]) if asker.member in one.hosts]
    ahead = sum(each.state == "planned" and each.starts > now for each in hers)
    if ahead + more > MOST_AHEAD:
        raise BadInput(
            f"You would have {ahead + more} events ahead; {MOST_AHEAD} are the most.",
            place="events",
            cure="Invite to the next one once some are over, or ask a manager to.",
        )


def check_planned(event: Event) -> None:
    """Conflict where it was held or cancelled."""
    if event.state != "planned":
        raise Conflict(
            f"The event was {event.state}, and stays as it is.", place=event.id, cure="Add another one."
        )


def check_before(event: Event, now: datetime, what: str) -> None:
    """Conflict where it isn't to come any more."""
    check_planned(event)
    if event.starts <= now:
        raise Conflict(f"It has begun; {what}.", place=event.id, cure="Turn to its hosts.")
