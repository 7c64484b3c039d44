"""What a round would do: the rules applied to all that is due, with nothing kept and nothing sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from copilot.domain.members import Member
from copilot.domain.nudges import NudgeSettings, OutgoingNudge
from copilot.ports import UnitOfWork
from copilot.services.nudges.due import Due, due_now
from copilot.services.nudges.rules import GOT_OR_MAY_HAVE, NOW, Verdict, may_go, pressing
from copilot.services.nudges.settings import Community, Wishes, wishes_of

_CHUNK = 1_000


class Weighed:
    """One nudge with its member, her wishes, and what the rules say."""

    def __init__(self, nudge: Due | OutgoingNudge, member: Member, wishes: Wishes, verdict: Verdict) -> None:
        self.nudge, self.member, self.wishes, self.verdict = nudge, member, wishes, verdict

    @property
    def id(self) -> str:
        """Its id in the outbox, whether it is there yet or not."""
        return self.nudge.key if isinstance(self.nudge, Due) else self.nudge.id


def weighed(unit: UnitOfWork, now: datetime, community: Community, *, only: str = "") -> Iterator[Weighed]:
    """All that is due or waits, of one member or of everybody, with what the rules say of each.

    The most pressing first: each that goes now counts for those after it. One whose next try is still to come is late.
    """
    hers: dict[str, object] = {"member": only} if only else {}
    waiting = unit.outgoing_nudges.all(state="waiting", **hers)
    every: list[Due | OutgoingNudge] = [*due_now(unit, now, community, only=only), *waiting]
    found = sorted(every, key=pressing)
    people = _members(unit, (each.member for each in found))
    chosen = {each.id: each for each in _settings(unit, people)}
    sent = sent_to(unit, only)
    for nudge in found:
        member = people.get(nudge.member)
        if member is None:
            continue
        wishes = wishes_of(member, chosen.get(member.id), community)
        verdict = _verdict(nudge, now, member, wishes, sent[member.id])
        if verdict == NOW:
            sent[member.id].append(now)
        yield Weighed(nudge, member, wishes, verdict)


def sent_to(unit: UnitOfWork, only: str = "") -> dict[str, list[datetime]]:
    """When each member got nudges, or may have got them."""
    hers: dict[str, object] = {"member": only} if only else {}
    sent: dict[str, list[datetime]] = defaultdict(list)
    rows = unit.outgoing_nudges.values("member", "settled", "claimed", state=GOT_OR_MAY_HAVE, **hers)
    for member, settled, claimed in rows:
        if at := settled or claimed:
            sent[member].append(at)
    return sent


def _verdict(
    nudge: Due | OutgoingNudge, now: datetime, member: Member, wishes: Wishes, sent: Sequence[datetime]
) -> Verdict:
    verdict = may_go(nudge, now, member, wishes, sent)
    if verdict == NOW and isinstance(nudge, OutgoingNudge) and nudge.tries and nudge.next_try > now:
        return Verdict(says="later", at=nudge.next_try, reason=f"The last try failed. {nudge.fault}".strip())
    return verdict


def _members(unit: UnitOfWork, ids: Iterable[str]) -> dict[str, Member]:
    return {each.id: each for some in _chunks(ids) for each in unit.members.all(id=some)}


def _settings(unit: UnitOfWork, ids: Iterable[str]) -> Iterator[NudgeSettings]:
    for some in _chunks(ids):
        yield from unit.nudge_settings.all(id=some)


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(set(ids))
    return (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))
