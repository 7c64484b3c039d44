"""Points on the leaderboard: help that the other side confirmed, counted so that it is not worth gaming.

For a helper h in a quarter

    points(h) = Σ_wide a(c, h) · w(c, h) + Σ_k a(c_k, h) · w(c_k, h) / k

    a(c, h)   what c confirmed of h: 1 for the first time, 1/4 for the second, 1/9 for the third, nothing beyond;
              feedback on an event counts a fifth of that.
    w(c, h)   1 / (1 + r), where r counts the ways from h back to c: one where h confirmed c too, and one for each
              third person whom h confirmed and who confirmed c by a public moment. A pair, a ring and a clique praise
              in circles. What others confirmed in private is in no way back: h could read it from her own points.
    narrow    those c who confirmed nobody but h: the k-th largest of them, c_k, is divided by k. The others are wide.

Only who is settled here confirms, nobody herself, three times a day and seven times a week at most, the first that she
wrote; what she confirms beyond that earns nobody points. Neither r nor who is narrow depends on who else confirmed h.
So one more confirmation never lowers her points, and never raises them by more than one; a test holds both. That many
different people count for more than many words of one is the idea behind Thiele's proportional voting (1895).
Discounting ties that go round is common to trust metrics that resist collusion (Levien and Aiken 1998; Cheng and
Friedman 2005), and so is their limit: people who are many, real and patient enough can't be told from people who help.
`evals/leaderboard_report.py` measures what each limit is worth against planted gaming, and what it costs who helps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from hashlib import blake2b
from math import fsum

MOST_A_DAY, MOST_A_WEEK = 3, 7
"""What one person's confirmations earn others."""
MOST_OF_ONE = 3
"""Times that one person's confirmations of the same helper count in a quarter."""
OF_ONE_FALLS = 2.0
"""The n-th of these counts 1 / n to this power."""
NARROW_FALLS = 1.0
"""The k-th of those who confirmed nobody else is divided by k to this power."""
OF_AN_EVENT = 0.2
BATCH = 5
"""Feedback on an event counts in whole batches, as its hosts read it: one answer more changes nothing that they see."""
DIRECT, ROUND = 1.0, 1.0
"""What one way back weighs: h confirmed c herself; or somebody whom h confirmed did."""


class Help(StrEnum):
    """What was confirmed."""

    REQUEST = "a hand lent and thanked for"
    MOMENT = "a moment somebody else logged"
    ADVOCACY = "advocacy confirmed by the one it was for"
    SESSION = "a session both rated"
    EVENT = "an event with feedback"


OPEN = frozenset({Help.MOMENT})
"""What all may read, where it counts at all: thanks, ratings and what was said of an event are private."""


@dataclass(frozen=True)
class Confirmation:
    """That somebody helped, as the other side says: on which day, who says so, who helped, with what.

    `record` tells two of a day apart; nothing else is made of it. `at` is when it was written, where that is known:
    what fits within the limits goes by it.
    """

    on: date
    confirmer: str
    helper: str
    kind: Help
    record: str = ""
    at: datetime | None = field(default=None, compare=False)

    @property
    def turn(self) -> tuple[datetime, bytes]:
        """Its place among others: by the time, then by what no name and no id can bring about."""
        alike = blake2b(f"{self.record} {self.helper} {self.kind}".encode(), digest_size=8).digest()
        return self.at or datetime.combine(self.on, time(), UTC), alike


@dataclass(frozen=True)
class Limits:
    """The rules as numbers, so that the simulation can try others."""

    a_day: int = MOST_A_DAY
    a_week: int = MOST_A_WEEK
    of_one: int = MOST_OF_ONE
    of_one_falls: float = OF_ONE_FALLS
    narrow_falls: float = NARROW_FALLS
    event: float = OF_AN_EVENT
    direct: float = DIRECT
    round: float = ROUND


@dataclass(frozen=True)
class Points:
    """What a helper has, and of how many different people.

    `mutual` are those of them with a way back, whose word counts for less; `narrow` those who confirmed nobody else.
    """

    points: float
    people: int
    mutual: int = 0
    narrow: int = 0
    kinds: Mapping[Help, int] = field(default_factory=dict)


def points(
    confirmations: Iterable[Confirmation], settled: Collection[str], limits: Limits | None = None
) -> dict[str, Points]:
    """Helper → her points, in the second decimal; whoever has none is not in it.

    Args:
        confirmations: those of one quarter, in any order; one given twice counts once.
        settled: whose confirmations count.
        limits: other numbers than those in force.
    """
    rules = limits or Limits()
    valid = {each for each in confirmations if each.confirmer != each.helper and each.confirmer in settled}
    confirmed = _whom(valid)
    opened = _whom(each for each in valid if each.kind in OPEN)
    told: dict[str, dict[str, list[Confirmation]]] = defaultdict(lambda: defaultdict(list))
    for each in _within_limits(valid, rules):
        told[each.helper][each.confirmer].append(each)
    found = {helper: _points(helper, by, confirmed, opened, rules) for helper, by in told.items()}
    return {helper: each for helper, each in sorted(found.items()) if each.points > 0}


def _whom(told: Iterable[Confirmation]) -> dict[str, set[str]]:
    """Who confirmed → whom."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in told:
        found[each.confirmer].add(each.helper)
    return found


def _within_limits(valid: Collection[Confirmation], rules: Limits) -> list[Confirmation]:
    """The first of each day and of each week, by confirmer. What is said of events has its own bounds."""
    events = [each for each in valid if each.kind is Help.EVENT]
    rest = _first_of(
        [each for each in valid if each.kind is not Help.EVENT], lambda each: each.on, rules.a_day
    )
    return events + _first_of(rest, lambda each: each.on.isocalendar()[:2], rules.a_week)


def _first_of(
    every: Iterable[Confirmation], span: Callable[[Confirmation], object], most: int
) -> list[Confirmation]:
    kept: list[Confirmation] = []
    counts: dict[tuple[str, object], int] = defaultdict(int)
    for each in sorted(every, key=lambda each: each.turn):
        place = (each.confirmer, span(each))
        counts[place] += 1
        if counts[place] <= most:
            kept.append(each)
    return kept


def _points(
    helper: str,
    by: Mapping[str, list[Confirmation]],
    confirmed: Mapping[str, set[str]],
    opened: Mapping[str, set[str]],
    rules: Limits,
) -> Points:
    wide: list[float] = []
    narrow: list[float] = []
    mutual = 0
    kinds: dict[Help, int] = defaultdict(int)
    for confirmer, own in by.items():
        hers = confirmed.get(helper, set())
        back = _ways_back(hers, confirmer, opened, rules)
        worth = _amount(own, rules) / (1 + back)
        mutual += back > 0
        alone = confirmed[confirmer] == {helper}
        (narrow if alone else wide).append(worth)
        for kind in {each.kind for each in own}:
            kinds[kind] += 1
    falling = [
        worth / place**rules.narrow_falls for place, worth in enumerate(sorted(narrow, reverse=True), start=1)
    ]
    total = round(fsum((*wide, *falling)), 2)
    return Points(total, len(by), mutual, len(narrow), dict(kinds))


def _amount(own: Iterable[Confirmation], rules: Limits) -> float:
    worth = sorted((rules.event if each.kind is Help.EVENT else 1.0 for each in own), reverse=True)
    counted = enumerate(worth[: rules.of_one], start=1)
    return fsum(each / place**rules.of_one_falls for place, each in counted)


def _ways_back(hers: Collection[str], confirmer: str, opened: Mapping[str, set[str]], rules: Limits) -> float:
    """From the helper to the confirmer: straight, and over one person. `hers` are those whom the helper confirmed."""
    nobody: set[str] = set()
    over = sum(confirmer in opened.get(each, nobody) for each in hers if each != confirmer)
    return rules.direct * (confirmer in hers) + rules.round * over
