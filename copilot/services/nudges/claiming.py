"""Which nudge goes next to a member, and that this process sends it: claimed and committed before a word leaves."""

from __future__ import annotations

from collections.abc import Collection

from copilot.domain.members import Member
from copilot.domain.nudges import NudgeSettings, OutgoingNudge
from copilot.domain.records import Value
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.accounts.tokens import kept_of, new_token
from copilot.services.nudges.outbox import WAITS
from copilot.services.nudges.previewing import sent_to
from copilot.services.nudges.rules import may_go, pressing
from copilot.services.nudges.settings import Community, Wishes, wishes_of

KEPT_OUT = "She is kept out."


class Claimed(Value):
    """A nudge that this process sends, and nobody else. `stop` is the address that stops such nudges."""

    nudge: OutgoingNudge
    way: str
    stop: str


class Claims:
    """Claims nudges.

    Args:
        stop_begins: what comes before the secret of a stop link; empty where the web app has no address.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        community: Community,
        stop_begins: str = "",
    ) -> None:
        self._units = units
        self._clock = clock
        self._community = community
        self._stop_begins = stop_begins

    def claim(self, member_id: str, ways: Collection[str]) -> Claimed | None:
        """Her next nudge that may go now, claimed and committed; None where there is none.

        What can't go any more is settled on the way. Her waiting ones are read before those that went are counted: what
        another process claims in between is then seen as one that went, and she never gets more than she wants.
        """
        try:
            with self._units() as unit:
                waiting = sorted(unit.outgoing_nudges.all(member=member_id, state="waiting"), key=pressing)
                claimed = self._first(unit, member_id, waiting, ways)
                unit.commit()
        except (Conflict, NotFound):
            return None  # another process was quicker, or she has just left
        return claimed

    def _first(
        self, unit: UnitOfWork, member_id: str, waiting: list[OutgoingNudge], ways: Collection[str]
    ) -> Claimed | None:
        member = unit.members.find(member_id)
        account = unit.accounts.find(member_id)
        if member is None:
            for each in waiting:
                unit.outgoing_nudges.remove(each.id)
            return None
        own = unit.nudge_settings.find(member_id)
        for each in waiting:
            if account is not None and account.locked:
                self._dropped(unit, each, KEPT_OUT)
            elif claimed := self._if_it_may(unit, each, member, own, ways):
                return claimed
        return None

    def _if_it_may(
        self,
        unit: UnitOfWork,
        nudge: OutgoingNudge,
        member: Member,
        own: NudgeSettings | None,
        ways: Collection[str],
    ) -> Claimed | None:
        now = self._clock.now()
        wishes = wishes_of(member, own, self._community)
        if nudge.next_try > now or (wishes.way and wishes.way not in ways):
            return None
        verdict = may_go(nudge, now, member, wishes, sent_to(unit, member.id)[member.id])
        if verdict.says == "never":
            self._dropped(unit, nudge, verdict.reason)
            return None
        if verdict.says == "later":
            unit.outgoing_nudges.save(nudge.changed(next_try=verdict.at or now + WAITS[0]))
            return None
        return self._taken(unit, nudge, wishes)

    def _taken(self, unit: UnitOfWork, nudge: OutgoingNudge, wishes: Wishes) -> Claimed:
        secret = new_token() if self._stop_begins else ""
        kept = unit.outgoing_nudges.save(
            nudge.changed(
                state="sending",
                claimed=self._clock.now(),
                tries=nudge.tries + 1,
                stop_hash=kept_of(secret) if secret else "",
            )
        )
        return Claimed(nudge=kept, way=wishes.way, stop=f"{self._stop_begins}{secret}" if secret else "")

    def _dropped(self, unit: UnitOfWork, nudge: OutgoingNudge, why: str) -> None:
        unit.outgoing_nudges.save(nudge.changed(state="dropped", fault=why, settled=self._clock.now()))
