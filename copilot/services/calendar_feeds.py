"""A member's calendar at a secret address, for the calendar program of her own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.events import CalendarFeed
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.accounts.tokens import kept_of, new_token
from copilot.services.calendar_file import calendar_file
from copilot.services.events.calendars import calendar_of
from copilot.services.policy import Action, Policy

NAME = "Mentoring"
LONGEST_SECRET = 200


@dataclass(frozen=True)
class ReadFeed:
    """A calendar as it is handed out, a tag that changes with it, and when anything in it last changed."""

    content: bytes
    tag: str
    changed: datetime


class CalendarFeedsService:
    """Makes, renews and forgets the address; reads the calendar behind it.

    Of the secret only its SHA-256 is kept, as of every token: nobody can read it again, and nobody who holds a backup
    can use it. It is found by that hash as a key, so that how long a look-up takes says nothing about the secret.
    """

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def of(self, asker: Asker, member_id: str) -> CalendarFeed | None:
        """Whether she has an address, and since when; never which."""
        self._policy.require(asker, Action.CALENDAR_READ, owners={member_id})
        with self._units.reading() as unit:
            return next(iter(unit.calendar_feeds.all(member=member_id)), None)

    def make(self, asker: Asker, member_id: str) -> str:
        """The secret of a new address: the only time that it is seen. Conflict where she has one."""
        self._policy.require(asker, Action.FEED_WRITE, owners={member_id})
        with self._units() as unit:
            unit.members.get(member_id)
            if unit.calendar_feeds.count(member=member_id):
                raise Conflict(
                    "Your calendar has an address already, and only you know it: it isn't kept.",
                    place="calendar address",
                    cure="`calendar renew` makes a new one, and the old one stops working.",
                )
            return self._added(unit, member_id)

    def renew(self, asker: Asker, member_id: str) -> str:
        """The secret of a new address; the old one is of no use from now on. It doesn't need an old one."""
        self._policy.require(asker, Action.FEED_WRITE, owners={member_id})
        with self._units() as unit:
            unit.members.get(member_id)
            _forget(unit, member_id)
            return self._added(unit, member_id)

    def forget(self, asker: Asker, member_id: str) -> bool:
        """Take the address away; whether there was one."""
        self._policy.require(asker, Action.FEED_WRITE, owners={member_id})
        with self._units() as unit:
            there_was = _forget(unit, member_id)
            unit.commit()
        return there_was

    def read(self, secret: str) -> ReadFeed:
        """The calendar at an address. Nobody is asking here but the secret.

        Raises NotFound alike for a secret that never was, one that was renewed or forgotten, and one whose member has
        left or is kept out.
        """
        with self._units.reading() as unit:
            feed = unit.calendar_feeds.find(kept_of(secret)) if len(secret) <= LONGEST_SECRET else None
            if feed is None or not _is_here(unit, feed.member):
                raise NotFound("There is no calendar here.", place="calendar")
            entries = calendar_of(unit, feed.member, self._clock.now())
        content = calendar_file(entries, NAME)
        changed = max([feed.created, *(each.stamp for each in entries)])
        return ReadFeed(content, hashlib.sha256(content).hexdigest()[:32], min(changed, self._clock.now()))

    def _added(self, unit: UnitOfWork, member: str) -> str:
        secret = new_token()
        unit.calendar_feeds.add(CalendarFeed(id=kept_of(secret), member=member, created=self._clock.now()))
        unit.commit()
        return secret


def _forget(unit: UnitOfWork, member: str) -> bool:
    kept = unit.calendar_feeds.all(member=member)
    for feed in kept:
        unit.calendar_feeds.remove(feed.id)
    return bool(kept)


def _is_here(unit: UnitOfWork, member: str) -> bool:
    account = unit.accounts.find(member)
    return unit.members.find(member) is not None and not (account and account.locked)
