"""Whether a nudge may go now: rare, never in somebody's quiet hours, and never where she doesn't want it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from copilot.domain.events import clock_of
from copilot.domain.members import Member
from copilot.domain.nudges import NudgeKind, OutgoingNudge
from copilot.domain.records import Value
from copilot.services.nudges.finding.scene import Due
from copilot.services.nudges.settings import Wishes

A_WEEK = timedelta(days=7)
SATURDAY = 5
ANSWERS = frozenset({NudgeKind.REQUEST_CLOSED})
"""What a member who is paused gets all the same: the answer to what she asked."""
GOT_OR_MAY_HAVE = frozenset({"sending", "sent", "unsure"})
"""States of a nudge that count as one she got."""
_FARTHEST = 24 * 9
"""So many hours are looked ahead for one that is not quiet: a week and its weekends, and some."""


class Verdict(Value):
    """What becomes of a nudge now. `at` is set where it goes later; `reason` is a sentence for whoever looks on."""

    says: Literal["now", "later", "never"]
    at: datetime | None = None
    reason: str = ""


NOW = Verdict(says="now")


def may_go(
    nudge: Due | OutgoingNudge,
    now: datetime,
    member: Member,
    wishes: Wishes,
    sent_recently: Iterable[datetime],
) -> Verdict:
    """Whether it may go now, later, or never.

    Args:
        nudge: what is due, or waits.
        now: the present, in UTC.
        member: whom it is for.
        wishes: how she is nudged (`wishes_of`).
        sent_recently: when each nudge that she got or may have got (`GOT_OR_MAY_HAVE`) was settled or claimed.

    A nudge that could go only after it is of use goes never.
    """
    refusal = _refusal(nudge, now, member, wishes)
    if refusal:
        return Verdict(says="never", reason=refusal)
    free = free_again(now, wishes.a_week, sent_recently)
    at = next_open(free, wishes)
    if at <= now:
        return NOW
    why = _why_later(free > now, now, wishes)
    if at >= nudge.until:
        return Verdict(says="never", reason=f"{why} Afterwards it would be of no use any more.")
    return Verdict(says="later", at=at, reason=why)


def pressing(nudge: Due | OutgoingNudge) -> tuple[int, datetime, str, str]:
    """Sorts the most pressing kind first, then what is due longest."""
    return list(NudgeKind).index(nudge.kind), nudge.due, nudge.member, nudge.about


def free_again(now: datetime, a_week: int, sent: Iterable[datetime]) -> datetime:
    """The first instant from now on at which fewer than `a_week` (one or more) went within seven days.

    Whatever lies seven days or more from now, before or after, is not counted: a clock that was set back must not
    keep somebody from what she wants to know for years.
    """
    near = sorted(each for each in sent if abs(now - each) < A_WEEK)
    return near[-a_week] + A_WEEK if len(near) >= a_week else now


def is_quiet(at: datetime, wishes: Wishes) -> bool:
    """Whether it is a quiet hour of hers, or a weekend that she keeps free, by the clock on her wall."""
    local = at.astimezone(clock_of(wishes.zone))
    if local.weekday() >= SATURDAY and not wishes.weekends:
        return True
    since, until = wishes.quiet_from, wishes.quiet_until
    if since <= until:
        return since <= local.hour < until
    return local.hour >= since or local.hour < until


def next_open(at: datetime, wishes: Wishes) -> datetime:
    """That instant, or the beginning of her first hour after it that is not quiet, in UTC.

    Hours are walked one by one: on days when the clocks change there are 23 or 25 of them.
    """
    for _ in range(_FARTHEST):
        if not is_quiet(at, wishes):
            break
        at = _next_hour(at, wishes.zone)
    return at


def _next_hour(at: datetime, zone: str) -> datetime:
    local = at.astimezone(clock_of(zone))
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return (at - past + timedelta(hours=1)).astimezone(UTC)


def _refusal(nudge: Due | OutgoingNudge, now: datetime, member: Member, wishes: Wishes) -> str:
    """Why it never goes; empty where it may."""
    if now >= nudge.until:
        return "It waited too long and is of no use any more."
    if wishes.off:
        return "She wants no nudges."
    if nudge.kind in wishes.stopped:
        return "She stopped nudges of this kind."
    if nudge.kind is NudgeKind.DIGEST and not wishes.digest:
        return "She did not ask for the digest."
    if member.paused and nudge.kind not in ANSWERS:
        return "She is paused, and gets only answers to what she asked."
    if wishes.a_week == 0:
        return "She gets none in a week."
    if not wishes.way:
        return "There is no e-mail address of hers, and no webhook of her own."
    return ""


def _why_later(too_many: bool, now: datetime, wishes: Wishes) -> str:
    if too_many:
        return f"She got {wishes.a_week} within seven days, and that is the most."
    local = now.astimezone(clock_of(wishes.zone))
    if local.weekday() >= SATURDAY and not wishes.weekends:
        return "It is the weekend where she is."
    return f"It is {local:%H:%M} where she is, a quiet hour."
