"""What a member does with her own badges: take one, decline it, show it, carry it away."""

from __future__ import annotations

import json
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.members import Member
from copilot.domain.recognition import RECORDS, Badge, BadgeKey, BadgeKind, BadgeStatus
from copilot.errors import BadInput, Conflict
from copilot.ports import Seals, UnitOfWork
from copilot.services.badges.checking import enveloped
from copilot.services.badges.credential import Holder, claims_of
from copilot.services.badges.drawing import baked
from copilot.services.badges.giving import check_open
from copilot.services.badges.issuer import issuer_with
from copilot.services.badges.noticing import Seen
from copilot.services.badges.records import BadgeRecords, check_offered, is_shown, not_found
from copilot.services.badges.status_list import drawn, number_and_place
from copilot.services.drafting.exports import Exported
from copilot.services.policy import Action

Format = Literal["svg", "jws", "json"]
FORMATS: dict[str, str] = {
    "svg": "image/svg+xml",
    "jws": "text/plain; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
"""The picture that carries the signed text; the signed text; the same as JSON."""


class Owning(BadgeRecords):
    """The verbs of whom a badge is for."""

    def take(
        self, asker: Asker, badge_id: str, *, with_name: bool = False, with_address: bool = False
    ) -> Badge:
        """Say yes to a badge: only now it is signed.

        Args:
            asker: whom it is for.
            badge_id: of a badge that was offered to her, or of what was noticed of her.
            with_name: whether her name stands in it; not unless she says so.
            with_address: whether a salted hash of her e-mail address does, by which she can show that it is hers;
                whoever guesses the address can tell it too, so not unless she says so.

        What is signed can't be changed any more: another answer is to revoke it.
        """
        earned = self._hers_noticed(asker, badge_id)
        if earned is None:
            with self._units.reading() as unit:
                check_offered(self._hers(unit, asker, badge_id))
        key = self._keys.current()  # made at the first need, which takes a while: never inside a transaction
        with self._units() as unit:
            badge = self._answered(unit, asker, badge_id, earned)
            holder = _let_stand(unit.members.get(badge.member), with_name, with_address)
            kept = unit.badges.save(self._signed(unit, badge, key, holder))
            unit.commit()
        return kept

    def certificate(self, asker: Asker, track: str, *, with_name: bool = False) -> Badge:
        """The certificate of a track that she has finished, taken in one step; the same one when she asks again.

        NotFound where she has not finished it, Conflict where she declined it or it was revoked.
        """
        with self._units.reading() as unit:
            had = unit.badges.all(member=asker.member, kind=BadgeKind.TRACK.value, of=track)
        if had and had[0].state == "taken":
            return had[0]
        wanted = had[0].id if had else f"{BadgeKind.TRACK.value}:{track}:{asker.member}"
        return self.take(asker, wanted, with_name=with_name)

    def decline(self, asker: Asker, badge_id: str) -> Badge:
        """Say no to a badge, or to what was noticed; no reason is asked, and it isn't offered again."""
        earned = self._hers_noticed(asker, badge_id)
        with self._units() as unit:
            badge = self._answered(unit, asker, badge_id, earned)
            kept = unit.badges.save(badge.changed(state="declined"))
            unit.commit()
        return kept

    def publish(self, asker: Asker, badge_id: str, *, public: bool) -> Badge:
        """Show a badge to everybody, or take it back from sight."""
        with self._units() as unit:
            badge = self._hers(unit, asker, badge_id)
            if badge.state != "taken":
                raise Conflict(
                    f"This badge is {badge.state}: only one that you took can be shown.",
                    place=badge_id,
                    cure="`recognise badges take` takes it."
                    if badge.state == "offered"
                    else "`recognise badges list` shows those that you took.",
                )
            kept = unit.badges.save(badge.changed(public=public))
            unit.commit()
        return kept

    def file(self, asker: Asker, badge_id: str, format_: str = "svg") -> Exported:
        """A badge that was taken as a file to carry away: her own, or one that is shown."""
        if format_ not in FORMATS:
            raise BadInput(
                f"There is no format “{format_[:40]}”.",
                place="--format",
                cure=f"Use one of {', '.join(FORMATS)}.",
            )
        with self._units.reading() as unit:
            badge = self._found(unit, asker, badge_id)
        if not (is_shown(badge) or asker.member == badge.member):
            raise not_found(badge_id)
        if not badge.credential:
            raise Conflict(
                "This badge isn't signed: it was not taken yet.",
                place=badge_id,
                cure="`recognise badges take` takes it.",
            )
        return as_file(badge, format_, signed_by(self._seals, badge))

    def _hers(self, unit: UnitOfWork, asker: Asker, badge_id: str) -> Badge:
        badge = unit.badges.find(badge_id)
        if badge is None or not self._policy.allows(asker, Action.BADGES_OWN, owners={badge.member}):
            raise not_found(badge_id)
        return badge

    def _hers_noticed(self, asker: Asker, notice_id: str) -> Seen | None:
        earned = self._earned(asker, notice_id)
        if earned is not None and not self._policy.allows(asker, Action.BADGES_OWN, owners={earned.member}):
            raise not_found(notice_id)
        return earned

    def _answered(self, unit: UnitOfWork, asker: Asker, badge_id: str, earned: Seen | None) -> Badge:
        """The badge she says yes or no to; what was noticed becomes one. One who was deleted has none."""
        if earned is None:
            badge = self._hers(unit, asker, badge_id)
            check_offered(badge)
            return badge
        if unit.members.find(earned.member) is None:
            raise not_found(badge_id)
        check_open(unit, earned)
        _check_still_confirmed(unit, earned)
        badge = self._new(earned, RECORDS)
        unit.badges.add(badge)
        return badge

    def _signed(self, unit: UnitOfWork, badge: Badge, key: BadgeKey, holder: Holder) -> Badge:
        """Signed with a place in the list of what was revoked that nobody ever had."""
        now, issuer = self._clock.now(), issuer_with(key, self._address, self._community)
        place = drawn(unit.badge_statuses.count(), lambda one: unit.badge_statuses.find(str(one)) is not None)
        unit.badge_statuses.add(BadgeStatus(id=str(place), at=now))
        claims = claims_of(badge, holder, issuer, number_and_place(place), now)
        signed = self._keys.sign(claims, key.id, address=issuer.key_address(key.id))
        return badge.changed(state="taken", status=place, credential=signed)


def _let_stand(member: Member, with_name: bool, with_address: bool) -> Holder:
    """What of her stands in it: nothing, unless she says so."""
    return Holder(email=member.email if with_address else "", name=member.name if with_name else "")


def _check_still_confirmed(unit: UnitOfWork, earned: Seen) -> None:
    """NotFound where she for whom it was done has changed her answer since it was noticed.

    The entry is saved again as it is, so that her answer and this yes can't both go through at once.
    """
    if earned.kind is not BadgeKind.FIRST_ADVOCACY:
        return
    act = unit.advocacy.find(earned.of)
    if act is None or not act.confirmed:
        raise not_found(earned.id)
    unit.advocacy.save(act)


def as_file(badge: Badge, format_: str, issuer: str) -> Exported:
    """A signed badge in one of the formats."""
    content = {
        "svg": lambda: baked(badge, issuer),
        "jws": lambda: badge.credential.encode(),
        "json": lambda: json.dumps(enveloped(badge.credential), indent=2).encode(),
    }[format_]()
    return Exported(f"badge-{badge.id}.{format_}", FORMATS[format_], content)


def signed_by(seals: Seals, badge: Badge) -> str:
    """Who signed it, as it says itself."""
    opened = seals.opened(badge.credential, ())
    issuer = opened.claims.get("issuer") if opened else None
    return str(issuer.get("name", "")) if isinstance(issuer, dict) else ""
