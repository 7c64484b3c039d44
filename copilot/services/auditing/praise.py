"""What was said of members in the last twelve months, and how one such thing is measured: its length, its warmth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from copilot.domain.spaces import PostKind
from copilot.ports import UnitOfWork
from copilot.services.auditing.warmth import MANNERS, Manner, words_in
from copilot.services.spaces.visible import is_told

YEAR = timedelta(days=365)
LENGTH, IMPACT = "words", "impact named"


@dataclass(frozen=True)
class Praised:
    """One thing that was said of somebody. `impact`: whether it names what it led to; None where nobody was asked."""

    member: str
    text: str
    impact: bool | None


@dataclass(frozen=True)
class Measure:
    """How one thing that was said is measured; None where it can't be.

    better: whether more of it is better for whom it is said of. unit: `words`, or nothing for a share.
    """

    name: str
    says: str
    of: Callable[[Praised], float | None]
    better: bool = True
    unit: str = ""


def _length(one: Praised) -> float:
    return float(words_in(one.text))


def _impact(one: Praised) -> float | None:
    return None if one.impact is None else float(one.impact)


def _manner(manner: Manner) -> Measure:
    says = f"how many texts hold words that {manner.says}"
    return Measure(manner.name, says, lambda one: float(manner.is_in(one.text)), manner.better)


MEASURES = (
    Measure(LENGTH, "how many words are said of somebody at a time", _length, unit="words"),
    Measure(IMPACT, "how many of the moments name what it led to", _impact),
    *map(_manner, MANNERS),
)


def praise(unit: UnitOfWork, now: datetime) -> list[Praised]:
    """What others said of members in the last twelve months; what was taken back is not looked at."""
    since = now - YEAR
    moments = [
        Praised(each.member, f"{each.behaviour} {each.impact}".strip(), bool(each.impact.strip()))
        for each in sorted(unit.moments.all(), key=lambda each: each.id)
        if each.by != each.member and since.date() < each.on <= now.date()
    ]
    posts = unit.posts.all(kind=PostKind.SHOUT_OUT, parent="", removed=False)
    shout_outs = [
        Praised(member, each.text, None)
        for each in sorted(posts, key=lambda each: each.id)
        if is_told(each) and each.at > since
        for member in sorted(each.about)
    ]
    return [*moments, *shout_outs]


def by_person(said: Sequence[Praised], measure: Measure) -> dict[str, float]:
    """Member → the mean over what was said of her."""
    values: dict[str, list[float]] = {}
    for each in said:
        if (value := measure.of(each)) is not None:
            values.setdefault(each.member, []).append(value)
    return {member: fmean(own) for member, own in sorted(values.items())}
