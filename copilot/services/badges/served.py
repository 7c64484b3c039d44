"""What is served to whoever asks, signed in or not: who we are, our keys, our lists, and the badges that are shown."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

from copilot.domain.recognition import Badge, BadgeKey
from copilot.errors import NotFound
from copilot.ports import BadgeKeys, Clock, Seals, UnitsOfWork
from copilot.services.badges.checking import BadgeChecks, Checked
from copilot.services.badges.credential import CONTEXTS
from copilot.services.badges.issuer import issuer_with
from copilot.services.badges.keeping import check_list, revoked_places, signed_list
from copilot.services.badges.owning import as_file, signed_by
from copilot.services.badges.records import is_shown, not_found
from copilot.services.drafting.exports import Exported

KEPT_FOR = timedelta(minutes=5)
"""How long a signed list is handed out again: whoever asks a thousand times makes nobody sign a thousand times."""


class BadgeAddresses:
    """The public side. It makes no key: where none was ever needed, there is nothing to serve."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        keys: BadgeKeys,
        seals: Seals,
        address: str = "",
        community: str = "",
    ) -> None:
        self._units, self._clock, self._keys, self._seals = units, clock, keys, seals
        self._address, self._community = address, community
        self._lists: dict[int, tuple[datetime, str]] = {}
        self._signing = threading.Lock()

    def issuer(self) -> dict[str, Any]:
        """Who signs, as a Profile of Open Badges 3.0, with where the keys are."""
        issuer = issuer_with(self._current(), self._address, self._community)
        return {"@context": list(CONTEXTS[:2]), **issuer.profile()}

    def keys(self) -> dict[str, Any]:
        """Every public key as a JWK Set (RFC 7517)."""
        return {
            "keys": [{**key.jwk, "kid": key.id, "use": "sig", "alg": "RS256"} for key in self._keys.known()]
        }

    def key(self, key_id: str) -> dict[str, str]:
        """One public key as a JWK; NotFound where there is none."""
        found = next((key for key in self._keys.known() if key.id == key_id), None)
        if found is None:
            raise NotFound("There is no such key.", place=key_id, cure="The set of keys has them all.")
        return found.jwk

    def status_list(self, number: int) -> str:
        """A list of what was revoked, signed at most five minutes ago; NotFound for one that was not begun.

        Strangers ask: what is fresh is handed out at once, and a list that isn't there costs them no more than us.
        """
        return self._fresh(number) or self._anew(number)

    def _fresh(self, number: int) -> str:
        signed_at, signed = self._lists.get(number, (None, ""))
        young = signed_at is not None and timedelta() <= self._clock.now() - signed_at < KEPT_FOR
        return signed if young else ""

    def _anew(self, number: int) -> str:
        """Signed by whoever comes first; the others wait for hers."""
        with self._units.reading() as unit:
            check_list(number, unit.badge_statuses.count())
        key = self._current()
        with self._signing:
            if kept := self._fresh(number):
                return kept
            now = self._clock.now()
            self._lists[number] = (now, signed := self._signed(number, key, now))
            return signed

    def shown(self, badge_id: str) -> tuple[Badge, Checked]:
        """A badge that its owner shows, checked; NotFound for all others, in the same words."""
        with self._units.reading() as unit:
            badge = self._shown(unit.badges.find(badge_id), badge_id)
        checks = BadgeChecks(self._seals)
        return badge, checks.verdict(
            badge.credential, self._keys.known(), lambda *_: "not revoked", self._clock.now()
        )

    def file(self, badge_id: str, format_: str) -> Exported:
        """A badge that its owner shows, as a file."""
        with self._units.reading() as unit:
            badge = self._shown(unit.badges.find(badge_id), badge_id)
        return as_file(badge, format_, signed_by(self._seals, badge))

    def _shown(self, badge: Badge | None, badge_id: str) -> Badge:
        if badge is None or not is_shown(badge):
            raise not_found(badge_id)
        return badge

    def _current(self) -> BadgeKey:
        found = next((key for key in self._keys.known() if key.current), None)
        if found is None:
            raise NotFound(
                "No badge was signed here yet.", place="badges", cure="A key is made with the first badge."
            )
        return found

    def _signed(self, number: int, key: BadgeKey, now: datetime) -> str:
        with self._units.reading() as unit:
            revoked = revoked_places(unit)
        issuer = issuer_with(key, self._address, self._community)
        return signed_list(self._keys, issuer, number, revoked, now, key.id)
