"""Communities in which it is known who is fading and who is stuck, seen by their dates alone.

Each relationship lives through states that nobody writes down: it goes on, it has silently ended, it is stuck, or it
has ended well without anybody closing it. Out of that come the records that a programme has: sessions held, cancelled,
never settled, planned ahead; an agreement signed or not, with a rhythm that may not be the real one; action items
ticked or late. People forget to log, holidays come, monthly pairs are slow. None of it is fitted to anybody's data:
the rates are plausible, and stated here.

Five kinds of community are there to develop on. Two are kept for the end, and come about in other ways: in `bursts`
gaps are heavy-tailed (log-normal, as human activity often is; Barabási 2005, Nature 435:207–211) and relationships end
by the calendar and not after a meeting; in `seasons` meetings come by chance alone, at a rate that the work of the year
sets, and each relationship's rhythm drifts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Literal

from copilot.services.analytics.evidence import Evidence

State = Literal["fine", "fading", "stuck", "ended well"]
PAIRS = 120
RHYTHMS = (7, 14, 14, 14, 21, 28, 28, 42)
DAYS_OF_LOOKING = (
    date(2026, 2, 16), date(2026, 5, 11), date(2026, 9, 3), date(2026, 11, 16), date(2027, 1, 11), date(2026, 7, 6),
)  # fmt: skip
"""When a manager looks: ordinary weeks, and weeks in which the holidays have only just ended."""
NEVER_BEGAN = 0.06
AFTER_A_MEETING = {"fading": 0.045, "stuck": 0.025, "ended well": 0.015}
"""The chance of each after every meeting."""


@dataclass(frozen=True)
class Ways:
    """How people of a kind of community go about it."""

    regularity: float = 5.0
    plans: tuple[float, float] = (0.4, 0.95)
    calls_off: tuple[float, float] = (0.03, 0.2)
    logs: tuple[float, float] = (0.9, 1.0)
    rhythms: tuple[int, ...] = RHYTHMS
    holidays: bool = False
    signs: float = 0.7


DEVELOPMENT: Mapping[str, Ways] = {
    "steady": Ways(),
    "busy": Ways(regularity=2.5, plans=(0.5, 0.95), calls_off=(0.15, 0.45)),
    "holidays": Ways(holidays=True),
    "unlogged": Ways(logs=(0.35, 1.0), plans=(0.2, 0.9)),
    "monthly": Ways(rhythms=(21, 28, 28, 28, 35, 42), plans=(0.2, 0.8), signs=0.5),
}


@dataclass(frozen=True)
class Planted:
    """A relationship as its records show it, with what is true of it. `since`: from when on, where it isn't fine."""

    evidence: Evidence
    state: State
    since: date | None


@dataclass
class _Records:
    held: list[date] = field(default_factory=list)
    cancelled: list[date] = field(default_factory=list)
    unsettled: list[date] = field(default_factory=list)
    ahead: list[date] = field(default_factory=list)
    done: int = 0
    late: int = 0


def planted(kind: str, seed: int, pairs: int = PAIRS) -> tuple[Planted, ...]:
    """A community of this kind, drawn from its seed."""
    chance = Random(f"{kind} {seed}")
    today = DAYS_OF_LOOKING[seed % len(DAYS_OF_LOOKING)]
    grown = KINDS[kind]
    return tuple(grown(chance, f"{kind}-{seed}-{n}", today) for n in range(pairs))


class _Life:
    """One relationship, from its beginning until the day somebody looks."""

    def __init__(self, chance: Random, name: str, today: date, ways: Ways) -> None:
        self._chance, self._name, self._today, self._ways = chance, name, today, ways
        self._rhythm = chance.choice(ways.rhythms) * chance.lognormvariate(0, 0.15)
        self._plans = chance.uniform(*ways.plans)
        self._calls_off = chance.uniform(*ways.calls_off)
        self._logs = chance.uniform(*ways.logs)
        self._ticks = chance.betavariate(4, 2)
        self._started = today - timedelta(days=chance.randint(25, 330))
        self._seen = _Records()
        self._state: State = "fine"
        self._since: date | None = None

    def lived(self) -> Planted:
        """Meeting after meeting; then what the records show."""
        day = self._started
        if self._chance.random() < NEVER_BEGAN:
            self._turn("fading", day)
        while self._state in ("fine", "stuck"):
            day = self._next(day)
            if day > self._today:
                self._plan_ahead(day)
                break
            self._meet(day)
            self._perhaps_turn(day)
        if self._state == "fading":
            self._fall_silent(self._since or day)
        return Planted(self._evidence(), self._state, self._since)

    def _gap(self, day: date) -> float:
        slower = 1.3 if self._state == "stuck" else 1.0
        mean = self._rhythm * slower
        return self._chance.gammavariate(self._ways.regularity, mean / self._ways.regularity)

    def _next(self, day: date) -> date:
        """The day of the next meeting, with what was planned and called off on the way there."""
        coming = self._out_of_holidays(day + timedelta(days=max(2, round(self._gap(day)))))
        calls_off = self._chance.uniform(0.35, 0.65) if self._state == "stuck" else self._calls_off
        while self._chance.random() < calls_off and coming <= self._today:
            self._seen.cancelled.append(coming)
            later = coming + timedelta(days=self._chance.randint(3, max(4, round(self._rhythm))))
            coming = self._out_of_holidays(later)
        return coming

    def _out_of_holidays(self, day: date) -> date:
        """Who keeps holidays rarely meets in August and around the new year."""
        if not self._ways.holidays or self._chance.random() < 0.12:
            return day
        while day.month == 8 or (day.month, day.day) >= (12, 18) or (day.month, day.day) <= (1, 6):
            day += timedelta(days=self._chance.randint(1, 9))
        return day

    def _meet(self, day: date) -> None:
        if self._chance.random() < self._logs:
            self._seen.held.append(day)
        elif self._chance.random() < self._plans * 0.5:
            self._seen.unsettled.append(day)
        for _ in range(self._chance.choice((0, 0, 1, 1, 2))):
            self._promise(day)

    def _promise(self, day: date) -> None:
        """Somebody will do something within two weeks; half of it gets a day, and some is never ticked."""
        ticks = 0.15 if self._state == "stuck" else self._ticks
        if self._chance.random() < ticks:
            self._seen.done += (self._today - day).days > 7
        elif self._chance.random() < 0.5 and (self._today - day).days > 14:
            self._seen.late += 1

    def _perhaps_turn(self, day: date) -> None:
        if self._state == "fine":
            for state, likely in AFTER_A_MEETING.items():
                if self._chance.random() < likely:
                    self._turn(state, day)  # type: ignore[arg-type]  # the keys are states
                    return
        elif self._chance.random() < 2 * AFTER_A_MEETING["fading"]:
            self._turn("fading", day)

    def _turn(self, state: State, day: date) -> None:
        self._state, self._since = state, day

    def _plan_ahead(self, day: date) -> None:
        if self._chance.random() < self._plans:
            self._seen.ahead.append(day)

    def _fall_silent(self, day: date) -> None:
        """What was planned still is called off, or simply passes; seldom something stands planned all the same."""
        for _ in range(self._chance.choice((0, 0, 0, 1, 1, 2, 3))):
            day += timedelta(days=max(3, round(self._gap(day))))
            if day > self._today:
                if self._chance.random() < 0.5:
                    self._seen.ahead.append(day)
                return
            (self._seen.cancelled if self._chance.random() < 0.6 else self._seen.unsettled).append(day)

    def _evidence(self) -> Evidence:
        signs = self._ways.signs * (0.5 if self._state == "stuck" else 1.0)
        signed = self._chance.random() < signs and len(self._seen.held) > 0
        said = self._rhythm * (1.0 if self._chance.random() < 0.75 else self._chance.uniform(0.4, 0.8))
        names_one = signed and self._chance.random() < 0.8
        return Evidence(
            self._name, self._started, self._today,
            held=tuple(self._seen.held),
            cancelled=tuple(self._seen.cancelled),
            unsettled=tuple(self._seen.unsettled),
            ahead=tuple(self._seen.ahead),
            agreed_weeks=max(1, round(said / 7)) if names_one else None,
            signed=signed, done=self._seen.done, late=self._seen.late,
        )  # fmt: skip


class _Bursts(_Life):
    """Gaps are heavy-tailed: three meetings in ten days, then none for two months, and all is well. Each has a day on
    which it ends, whatever was met before."""

    def __init__(self, chance: Random, name: str, today: date, ways: Ways) -> None:
        super().__init__(chance, name, today, ways)
        self._ends = self._started + timedelta(days=int(chance.expovariate(1 / 420)))
        self._becomes: State = chance.choices(("fading", "stuck", "ended well"), (6, 3, 2))[0]

    def _gap(self, day: date) -> float:
        return self._chance.lognormvariate(math.log(self._rhythm) - 0.4, 0.95)

    def _perhaps_turn(self, day: date) -> None:
        if self._state == "fine" and day >= self._ends:
            self._turn(self._becomes, day)


class _Seasons(_Life):
    """Meetings by chance alone; twice in a year work comes first, and for eight weeks hardly anybody meets. Rhythms
    drift, agreements are rare, and promises are seldom written down."""

    def _gap(self, day: date) -> float:
        self._rhythm *= self._chance.lognormvariate(0, 0.12)
        gap = self._chance.expovariate(1 / self._rhythm)
        ahead = day + timedelta(days=round(gap))
        return gap + (self._chance.uniform(10, 50) if self._at_work(ahead) else 0)

    def _at_work(self, day: date) -> bool:
        return day.month in (3, 4, 9, 10) and self._chance.random() < 0.85

    def _promise(self, day: date) -> None:
        if self._chance.random() < 0.3:
            super()._promise(day)


def _of(life: type[_Life], ways: Ways) -> Callable[[Random, str, date], Planted]:
    return lambda chance, name, today: life(chance, name, today, ways).lived()


HELD_OUT: Mapping[str, Callable[[Random, str, date], Planted]] = {
    "bursts": _of(_Bursts, Ways(plans=(0.3, 0.8), calls_off=(0.05, 0.3))),
    "seasons": _of(_Seasons, Ways(plans=(0.1, 0.7), signs=0.3, logs=(0.7, 1.0))),
}
KINDS: Mapping[str, Callable[[Random, str, date], Planted]] = {
    **{kind: _of(_Life, ways) for kind, ways in DEVELOPMENT.items()},
    **HELD_OUT,
}
