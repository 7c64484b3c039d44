"""The clock on the wall of a zone: the hours it skips and repeats, and what lies between two readings of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from copilot.domain.events import clock_of, is_known


def instant(at: datetime, zone: str) -> datetime:
    """When the clock of a zone shows this, in UTC; the later of a skipped hour, the first of a repeated one."""
    return at.replace(tzinfo=clock_of(zone)).astimezone(UTC)


def minutes_between(begins: datetime, ends: datetime, zone: str) -> int:
    """How long something takes that begins and ends at these readings, also over a night the clocks change in."""
    return round((instant(ends, zone) - instant(begins, zone)).total_seconds() / 60)


def oddity(at: datetime, zone: str) -> Literal["skipped", "repeated", ""]:
    """Whether the clock never shows this, or shows it twice (PEP 495: the two folds differ)."""
    first, second = (at.replace(tzinfo=clock_of(zone), fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None or first == second:
        return ""
    return "skipped" if first < second else "repeated"


def clock_note(at: datetime, zone: str) -> str:
    """A sentence where the clocks skip or repeat this hour, or nobody knows the zone any more; nothing else."""
    if not is_known(zone):
        return f"Nobody knows the time zone {zone} any more: it is taken for UTC. Give it another one."
    odd = oddity(at, zone)
    day, told = f"{at:%A} {at.day} {at:%B %Y}", f"{at:%H:%M}"
    if odd == "skipped":
        later = instant(at, zone).astimezone(clock_of(zone))
        return f"On {day} the clocks in {zone} skip {told}: it is {later:%H:%M} then."
    if odd == "repeated":
        return f"On {day} the clocks in {zone} show {told} twice: the first one is meant."
    return ""
