"""Who fails to sign in waits, longer each time: kept in the database, so that a restart forgives nobody.

A try is counted before the password is looked at and given back when it was right: a hundred tries sent at once count
as a hundred. Unknown names wait as accounts do, so that waiting tells nobody which names exist.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from copilot.domain.accounts import Tries
from copilot.errors import Unavailable
from copilot.ports import UnitOfWork

TRIES_FROM_ONE_CLIENT = 5
"""At one account. Another client may still try: else anybody could keep a member out by failing as her."""
TRIES_OF_AN_ACCOUNT = 100
"""From anywhere (NIST SP 800-63B, 5.2.2): fewer, and a handful of addresses could keep a member out."""
TRIES_OF_A_CLIENT = 20
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
NETWORK_OF_A_HOUSE = 64
"""Bits of an IPv6 address that name a house; within it anybody takes as many addresses as she likes."""


def wait_after(failures: int, free: int) -> timedelta:
    """How long to wait after so many failures: nothing below `free`, then 30 s, doubled each time up to 15 minutes."""
    if failures < free:
        return timedelta()
    doublings = min(failures - free, 10)
    return min(FIRST_WAIT * int(2**doublings), LONGEST_WAIT)


class Waits:
    """The tries of one sign-in: of the client at the account (or the unknown name), of all at it, of the client.

    Args:
        account: a member's id, or a name that nobody has.
        known: whether it is an account's.
        client: the network address that asks; empty where there is none.
    """

    def __init__(self, account: str, known: bool, client: str) -> None:
        kind = "account" if known else "name"
        house = house_of(client)
        self._of_account = (_key(f"{kind} from {house}", account), _key(kind, account))
        self._client = _key("client", house) if house else ""

    def count(self, unit: UnitOfWork, now: datetime) -> None:
        """Count a try that is about to be made. Raises Unavailable, counting nothing, where it is too early for one."""
        tried = {key: _lately(unit, key, now) for key in self._free()}
        closed = [each.closed_until for each in tried.values() if each.closed_until]
        if closed and max(closed) > now:
            raise _too_early(max(closed) - now)
        for key, free in self._free().items():
            failures = tried[key].failures + 1
            wait = wait_after(failures, free)
            until = now + wait if wait else None
            _keep(unit, tried[key].changed(failures=failures, latest=now, closed_until=until))

    def forgive(self, unit: UnitOfWork, now: datetime) -> None:
        """The try was right: the account's failures are over, and the client has one less.

        Not none: else an attacker could sign in as herself after every guess.
        """
        for key in self._of_account:
            if unit.tries.find(key):
                unit.tries.remove(key)
        if self._client:
            tried = _lately(unit, self._client, now)
            _keep(unit, tried.changed(failures=max(0, tried.failures - 1), closed_until=None))

    def _free(self) -> Mapping[str, int]:
        free = dict(zip(self._of_account, (TRIES_FROM_ONE_CLIENT, TRIES_OF_AN_ACCOUNT), strict=True))
        return {**free, self._client: TRIES_OF_A_CLIENT} if self._client else free


class WrongTokens:
    """The wrong tokens that came from one client. They wait longer each time, as wrong passwords do."""

    def __init__(self, client: str) -> None:
        self._key = _key("tokens from", house_of(client))

    def count(self, unit: UnitOfWork, now: datetime) -> None:
        """Count one. Raises Unavailable, counting nothing, where it came too early."""
        tried = _lately(unit, self._key, now)
        if tried.closed_until and tried.closed_until > now:
            raise _too_early(tried.closed_until - now, "Too many wrong tokens came from here.", "token")
        failures = tried.failures + 1
        wait = wait_after(failures, TRIES_OF_A_CLIENT)
        _keep(unit, tried.changed(failures=failures, latest=now, closed_until=now + wait if wait else None))


def forget_old(unit: UnitOfWork, now: datetime) -> None:
    """Tries of yesterday are forgotten."""
    for tried in unit.tries.all():
        if tried.latest + FORGOTTEN_AFTER < now:
            unit.tries.remove(tried.id)


def _lately(unit: UnitOfWork, key: str, now: datetime) -> Tries:
    tried = unit.tries.find(key)
    if tried is None:
        return Tries(id=key, latest=now)
    if tried.latest + FORGOTTEN_AFTER < now:
        return tried.changed(failures=0, latest=now, closed_until=None)
    return tried


def _keep(unit: UnitOfWork, tried: Tries) -> None:
    if unit.tries.find(tried.id):
        unit.tries.save(tried)
    else:
        unit.tries.add(tried)


def _key(kind: str, what: str) -> str:
    return hashlib.sha256(f"{kind}:{what}".encode()).hexdigest()


def house_of(client: str) -> str:
    """What is counted as one caller: an IPv4 address, or the network of an IPv6 one."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, NETWORK_OF_A_HOUSE), strict=False))


def _too_early(
    left: timedelta, why: str = "Too many tries to sign in have failed.", place: str = "sign-in"
) -> Unavailable:
    seconds = max(1, math.ceil(left.total_seconds()))
    right = "password" if place == "sign-in" else place
    return Unavailable(
        why,
        place=place,
        cure=f"Wait {_in_words(seconds)}, then try again; the right {right} works then.",
        detail={"seconds": seconds},
    )


def _in_words(seconds: int) -> str:
    if seconds <= 90:
        return "a second" if seconds == 1 else f"{seconds} seconds"
    return f"{math.ceil(seconds / 60)} minutes"
