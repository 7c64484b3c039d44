"""Keys, the list of what was revoked, and the check of a badge: what makes one worth something to strangers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.recognition import BadgeKey, Opened
from copilot.errors import BadInput, NotFound
from copilot.ports import BadgeKeys, UnitOfWork
from copilot.services.badges.checking import Asked, Checked, Revocation, signed_in
from copilot.services.badges.issuer import Issuer, issuer_named, issuer_with
from copilot.services.badges.records import BadgeRecords
from copilot.services.badges.status_list import PLACES, list_claims
from copilot.services.policy import Action


class Keeping(BadgeRecords):
    """The verbs of the house."""

    def keys(self, asker: Asker) -> list[BadgeKey]:
        """The public keys, the current one first. Where there is none yet, whoever keeps the house makes one."""
        self._policy.require(asker, Action.BADGES_READ)
        known = self._keys.known()
        if any(key.current for key in known) or not self._policy.allows(asker, Action.SETTINGS_WRITE):
            return known
        self._keys.current()
        return self._keys.known()

    def renew_key(self, asker: Asker) -> BadgeKey:
        """Another key to sign with. Badges signed before stay right: their keys are kept."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        key = self._keys.renew()
        with self._units() as unit:
            unit.audit_log.add(self._entry(asker, "renew-key", key.id))
            unit.commit()
        return key

    def status_list(self, asker: Asker, *, number: int = 1, badge: str = "") -> str:
        """The list of what was revoked, signed today. It names nobody, and is for everybody.

        Args:
            asker: whoever keeps the house, or a member.
            number: of the list; a community has one until it has given 65,536 badges.
            badge: a badge of this community, as a file or text: then the list that it names, signed with its key.
        """
        self._policy.require(asker, Action.BADGES_READ)
        named = self._named_in(badge) if badge else None
        number = named[1] if named else number
        with self._units.reading() as unit:
            check_list(number, unit.badge_statuses.count())
            revoked = revoked_places(unit)
        issuer, _, signer = named or self._as_now(number)
        return signed_list(self._keys, issuer, number, revoked, self._clock.now(), signer)

    def verify(self, asker: Asker, badge: str, *, status_list: str = "") -> Checked:
        """Check a badge with the keys of this home, and with what it knows was revoked.

        `status_list` is the issuer's list, where the badge was given elsewhere or the home is a copy.
        """
        self._policy.require(asker, Action.BADGES_READ)
        known, now = self._keys.known(), self._clock.now()
        if status_list.strip():
            return self._checks.verdict(badge, known, self._in(status_list, known, now), now)
        with self._units.reading() as unit:
            return self._checks.verdict(badge, known, lambda *of: self._asked(unit, *of), now)

    def _in(self, status_list: str, known: Sequence[BadgeKey], now: datetime) -> Asked:
        """All keys here are one community's: a list that any of them signed is ours."""
        return lambda badge, address, place: self._checks.listed(
            status_list, known, badge, address, place, now
        )

    def _asked(self, unit: UnitOfWork, badge: Opened, address: str, place: int) -> Revocation:
        """What the records say of a place; a list of somebody else's they don't know."""
        issuer = issuer_named(badge.claims)
        lists = unit.badge_statuses.count() // (PLACES // 2) + 1
        number = next((n for n in range(1, lists + 1) if issuer.status_list(n) == address), 0)
        found = unit.badge_statuses.find(str((number - 1) * PLACES + place)) if number else None
        if found is None:
            return "not checked"
        return "revoked" if found.revoked else "not revoked"

    def _as_now(self, number: int) -> tuple[Issuer, int, str]:
        """Under today's name and key; NotFound where none was made: nobody makes one by reading."""
        key = next((key for key in self._keys.known() if key.current), None)
        if key is None:
            raise NotFound(
                "No badge was signed here yet, so nothing was revoked.",
                place="status-list",
                cure="There is a list once there is a key: `recognise badges key`, or the first badge, makes it.",
            )
        return issuer_with(key, self._address, self._community), number, key.id

    def _named_in(self, badge: str) -> tuple[Issuer, int, str]:
        """Whose list it names, which, and the id of the key that signed the badge."""
        opened = self._seals.opened(signed_in(badge), self._keys.known())
        if opened is None or not opened.trusted:
            raise BadInput(
                "This is no badge that was signed here.",
                place="--badge",
                cure="Name the file of a badge of this community; `recognise badges verify` checks it.",
            )
        issuer = issuer_named(opened.claims)
        status = opened.claims.get("credentialStatus")
        address = status.get("statusListCredential") if isinstance(status, dict) else ""
        with self._units.reading() as unit:
            lists = unit.badge_statuses.count() // (PLACES // 2) + 1
        found = (n for n in range(1, lists + 1) if issuer.status_list(n) == address)
        return issuer, next(found, 1), opened.key


def revoked_places(unit: UnitOfWork) -> list[int]:
    """Over all lists."""
    return [int(each.id) for each in unit.badge_statuses.all(revoked=True)]


def check_list(number: int, given: int) -> None:
    """NotFound for a list that was not begun."""
    if not 1 <= number <= given // (PLACES // 2) + 1:
        raise NotFound("There is no such list.", place="--list", cure="The lists are numbered from 1.")


def signed_list(
    keys: BadgeKeys, issuer: Issuer, number: int, revoked: Iterable[int], now: datetime, signer: str
) -> str:
    """One list, signed with the key of this id."""
    claims = list_claims(issuer, number, revoked, now.replace(microsecond=0))
    return keys.sign(claims, signer, address=issuer.key_address(signer))
