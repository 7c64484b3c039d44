"""What every verb on badges shares: who may see one, how one is found, and what the log keeps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.recognition import RECORDS, Badge, BadgeKind
from copilot.domain.records import new_id
from copilot.domain.wording import day_in_words
from copilot.errors import Conflict, NotFound
from copilot.ports import BadgeKeys, Clock, Seals, UnitOfWork, UnitsOfWork
from copilot.services.badges.checking import BadgeChecks
from copilot.services.badges.notices import Titles, seen
from copilot.services.badges.noticing import Seen, is_notice
from copilot.services.badges.wording import CRITERIA, EVIDENCE, NAMES
from copilot.services.making import made
from copilot.services.policy import Action, Policy


class BadgeRecords:
    """The badges, and who may see which.

    Args:
        keys: what they are signed with.
        seals: reads what was signed.
        titles: learning track → its title.
        address: where the community is found, without a slash at the end; empty where only this machine reaches it.
        community: what it is called in what it signs; empty where it has no name.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        policy: Policy,
        clock: Clock,
        keys: BadgeKeys,
        seals: Seals,
        titles: Titles,
        address: str = "",
        community: str = "",
    ) -> None:
        self._units, self._policy, self._clock = units, policy, clock
        self._keys, self._titles, self._address, self._community = keys, titles, address, community
        self._checks = BadgeChecks(seals)
        self._seals = seals

    def _may_see(self, asker: Asker, badge: Badge) -> bool:
        """Her own, those she may give, and what is shown."""
        if self._policy.allows(asker, Action.BADGES_OWN, owners={badge.member}):
            return True
        if is_shown(badge):
            return self._policy.allows(asker, Action.BADGES_READ)
        return self._gives(asker, badge)

    def _found(self, unit: UnitOfWork, asker: Asker, badge_id: str) -> Badge:
        """The badge; NotFound in the same words where there is none and where she may not see it."""
        badge = unit.badges.find(badge_id)
        if badge is None or not self._may_see(asker, badge):
            raise not_found(badge_id)
        return badge

    def _as_seen(self, asker: Asker, badge: Badge) -> Badge:
        """Nobody else reads what a badge rests on: it would tell who met whom, or reached which goal.

        What is shown is shown as a stranger sees it. Who may give it knows besides in whose name it was given.
        """
        if asker.member == badge.member:
            return badge
        signed = badge.credential if is_shown(badge) else ""
        seen = badge.changed(of="", status=None, credential=signed)
        return seen if self._gives(asker, badge) else seen.changed(programme="", by="", reason="")

    def _gives(self, asker: Asker, badge: Badge) -> bool:
        """Whether it is hers to give and to revoke. What the records earned in no programme's name is nobody's."""
        private = badge.by == RECORDS and not badge.programme
        return not private and self._policy.allows(asker, Action.BADGES_GIVE, programme=badge.programme)

    def _earned(self, asker: Asker, notice_id: str) -> Seen | None:
        """What was noticed under this id, as far as she may see it; None where it is the id of a badge."""
        if not is_notice(notice_id):
            return None
        with self._units.reading() as unit:
            found = seen(unit, self._policy, asker, self._titles(), notice_id)
        earned = next(iter(found), None)
        if earned is None:
            raise not_found(notice_id)
        return earned

    def _new(self, seen: Seen, by: str, state: str = "offered") -> Badge:
        return badge_for(seen, by, self._clock.now()).changed(state=state)

    def _entry(self, asker: Asker, verb: str, badge: str, reason: str = "", **detail: str) -> AuditEntry:
        return AuditEntry(
            id=new_id("a"),
            at=self._clock.now(),
            by=asker.name_in_log,
            verb=verb,
            kind="badge",
            record=badge,
            reason=reason,
            detail=detail,
        )


def badge_for(seen: Seen, by: str, now: datetime) -> Badge:
    """The badge for what was noticed, in words that name nobody."""
    day = day_in_words(seen.on) if seen.on else ""
    return made(
        Badge,
        id=new_id("b"),
        member=seen.member,
        kind=seen.kind,
        of=seen.of,
        name=seen.called or NAMES[seen.kind],
        criteria=CRITERIA[seen.kind],
        evidence=EVIDENCE[seen.kind].format(day=day),
        programme=seen.programme,
        by=by,
        on=seen.on or now.date(),
        at=now,
    )


def is_shown(badge: Badge) -> bool:
    """Whether everybody may see it."""
    return badge.public and badge.state == "taken"


def in_order(badges: Iterable[Badge]) -> list[Badge]:
    """Those that wait for an answer first, then the latest."""
    latest = sorted(badges, key=lambda badge: (badge.on, badge.at, badge.id), reverse=True)
    return sorted(latest, key=lambda badge: badge.state != "offered")


def not_found(what: str) -> NotFound:
    """The same for what isn't there and for what she may not see."""
    return NotFound(
        "There is no such badge that you may see.",
        place=what,
        cure="`recognise badges list` shows those you may.",
    )


def check_offered(badge: Badge) -> None:
    """Conflict where it was answered already."""
    if badge.state != "offered":
        raise Conflict(
            f"This badge is {badge.state} already.",
            place=badge.id,
            cure="`recognise badges list` shows how each stands.",
        )


def check_new(unit: UnitOfWork, member: str, kind: BadgeKind, of: str) -> None:
    """Conflict where she was offered a badge for the very same thing before, whatever she said to it."""
    if of and any(badge.of == of for badge in unit.badges.all(member=member, kind=kind.value)):
        raise Conflict(
            f"{member} was offered a badge for this already. The same thing is recognised once.",
            place=of,
            cure="`recognise badges list` shows it.",
        )
