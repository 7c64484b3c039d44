"""Nudges on their way: which are kept to be sent, which goes next, and what became of each.

A nudge is claimed in one transaction, sent outside of it, and what became of it is noted in another. A claim is never
given back: where a process is killed between sending and noting, nobody can tell whether the letter went, so the nudge
is `unsure` and not sent again. A reminder that is missed does less harm than one that comes twice.

Two processes that find the same nudge due give it the same id, and one that claims it counts its revision up: of two
that do so at once, one is told that it changed in the meantime.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from copilot.domain.members import Member
from copilot.domain.messages import Posted
from copilot.domain.nudges import NudgeSettings, OutgoingNudge
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.nudges.due import Due
from copilot.services.nudges.rules import may_go, pressing
from copilot.services.nudges.settings import Community, wishes_of

LONGEST_TO_SEND = timedelta(minutes=10)
"""No letter and no webhook takes nearly so long: what was claimed longer ago was left behind by a killed process."""
KEPT = timedelta(days=60)
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""After the first try that surely did not arrive, the second, and so on; the last for all further ones."""
AT_ONCE = 500
"""Rows written in one transaction."""
TRIES = 5
CLAIMED_AND_LEFT = "Whoever was sending it ended before it was known what became of it; it may have arrived."
UNTRUE = "It is no longer true, so it was not sent."
FINAL = frozenset({"sent", "unsure", "failed", "dropped"})

Ways = Collection[str]
"""How nudges can be sent just now: by `webhook`, by `e-mail`."""


class NudgeOutbox:
    """Keeps nudges and settles them."""

    def __init__(self, units: UnitsOfWork, clock: Clock, community: Community) -> None:
        self._units = units
        self._clock = clock
        self._community = community
        self._tidied: date | None = None

    def keep(self, due: Iterable[Due], ways: Ways) -> int:
        """Keep what is due and may go now or later by one of these ways; how many were not kept before."""
        every = {each.key: each for each in due}
        return sum(self._kept([every[key] for key in some], ways) for some in _batches(sorted(every)))

    def _kept(self, due: list[Due], ways: Ways) -> int:
        for _ in range(TRIES):
            with self._units.reading() as unit:
                if not self._new(unit, due, ways):
                    return 0
            try:
                with self._units() as unit:
                    new = self._new(unit, due, ways)
                    unit.outgoing_nudges.add(*new)
                    unit.commit()
                return len(new)
            except Conflict:
                continue  # another process kept one of them in the meantime
        return 0

    def _new(self, unit: UnitOfWork, due: list[Due], ways: Ways) -> list[OutgoingNudge]:
        now = self._clock.now()
        known = {each.id for each in unit.outgoing_nudges.all(id={one.key for one in due})}
        fresh = [each for each in due if each.key not in known]
        if not fresh:
            return []
        here, own = of_members(unit, {each.member for each in fresh})
        return [
            OutgoingNudge(
                id=each.key,
                member=each.member,
                kind=each.kind,
                about=each.about,
                due=each.due,
                until=each.until,
                next_try=now,
            )
            for each in fresh
            if each.member in here
            and self._is_wanted(each, here[each.member], own.get(each.member), now, ways)
        ]

    def _is_wanted(
        self, due: Due, member: Member, own: NudgeSettings | None, now: datetime, ways: Ways
    ) -> bool:
        wishes = wishes_of(member, own, self._community)
        return wishes.way in ways and may_go(due, now, member, wishes, ()).says != "never"

    def tidy(self) -> int:
        """Settle what was left behind and what came too late; how many. Once a day, forget what is long settled."""
        now = self._clock.now()
        with self._units.reading() as unit:
            sending = unit.outgoing_nudges.values("id", "claimed", state="sending")
            waiting = unit.outgoing_nudges.values("id", "until", state="waiting")
        left = [each for each, claimed in sending if was_left_behind(claimed, now)]
        late = [each for each, until in waiting if until < now]
        self._forget_the_old(now)
        return sum(self._changed(each, "sending", "unsure", CLAIMED_AND_LEFT) for each in left) + sum(
            self._changed(each, "waiting", "dropped", "") for each in late
        )

    def _forget_the_old(self, now: datetime) -> None:
        if self._tidied == now.date():
            return
        with self._units.reading() as unit:
            settled = unit.outgoing_nudges.values("id", "settled", "until", state=FINAL)
        # What is of use still would be found due again, and sent once more.
        old = sorted(each for each, at, until in settled if at and now - at > KEPT and until < now)
        for some in _batches(old):
            self._forget(some)
        self._tidied = now.date()

    def _forget(self, ids: list[str]) -> None:
        try:
            with self._units() as unit:
                for each in unit.outgoing_nudges.all(id=set(ids)):
                    unit.outgoing_nudges.remove(each.id)
                unit.commit()
        except (Conflict, NotFound):
            return  # another process forgets them

    def _changed(self, nudge_id: str, since: str, state: str, fault: str) -> bool:
        """Settle it, where it is still as it was seen. What was tried in vain until its time was over has failed."""
        now = self._clock.now()
        try:
            with self._units() as unit:
                nudge = unit.outgoing_nudges.get(nudge_id)
                if nudge.state != since or (state == "unsure" and not was_left_behind(nudge.claimed, now)):
                    return False
                told = "failed" if state == "dropped" and nudge.tries else state
                unit.outgoing_nudges.save(nudge.changed(state=told, fault=fault or nudge.fault, settled=now))
                unit.commit()
        except (Conflict, NotFound):
            return False
        return True

    def members_waiting(self) -> list[str]:
        """Whoever has a nudge that could be tried now, the most pressing first; what failed before comes last."""
        now = self._clock.now()
        with self._units.reading() as unit:
            waiting = [each for each in unit.outgoing_nudges.all(state="waiting") if each.next_try <= now]
        waiting.sort(key=lambda each: (each.tries > 0, pressing(each)))
        return list(dict.fromkeys(each.member for each in waiting))

    def settle(self, nudge: OutgoingNudge, posted: Posted | None) -> OutgoingNudge:
        """Note what became of it; None: it was not sent, because it was no longer true. As it is then.

        Where she was deleted while it was sent, nothing about her is written back; and what another process called
        unsure in the meantime stays so.
        """
        settled = settled_as(nudge, posted, self._clock.now())
        try:
            with self._units() as unit:
                unit.outgoing_nudges.save(settled)
                unit.commit()
        except (Conflict, NotFound):
            return settled
        return settled


def settled_as(nudge: OutgoingNudge, posted: Posted | None, now: datetime) -> OutgoingNudge:
    """What becomes of a nudge that was tried. One whose next try would come too late has failed.

    Where the clock was set back since it was claimed, it is settled when it was claimed, and so kept no shorter.
    """
    now = max(now, nudge.claimed or now)
    if posted is None:
        return nudge.changed(state="dropped", fault=UNTRUE, settled=now, stop_hash="")
    if posted.outcome == "sent":
        return nudge.changed(state="sent", fault="", settled=now)
    if posted.outcome == "unsure":
        return nudge.changed(state="unsure", fault=posted.fault, settled=now)
    again = now + WAITS[min(nudge.tries, len(WAITS)) - 1]
    if posted.outcome == "refused" or again >= nudge.until:
        return nudge.changed(state="failed", fault=posted.fault, settled=now, stop_hash="")
    return nudge.changed(state="waiting", fault=posted.fault, next_try=again, claimed=None, stop_hash="")


def was_left_behind(claimed: datetime | None, now: datetime) -> bool:
    """Whether no living process can still be sending it.

    A claim from the future was made before the clock was set back: it counts as long ago.
    """
    return claimed is None or abs(now - claimed) > LONGEST_TO_SEND


def of_members(unit: UnitOfWork, ids: Collection[str]) -> tuple[dict[str, Member], dict[str, NudgeSettings]]:
    """Those of these members who are there, and how those who said so want to be nudged."""
    members = {each.id: each for each in unit.members.all(id=set(ids))}
    return members, {each.id: each for each in unit.nudge_settings.all(id=set(members))}


def _batches(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
