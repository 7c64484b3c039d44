"""A year of events of the sample community: who came, what they said, and what they ask before the next one."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from copilot.demo.content import texts
from copilot.domain.events import Event, EventFeedback, EventKind, EventQuestion, Registration, Series
from copilot.ports import UnitOfWork
from copilot.services.events.recurrence import occurrences, rule_of

SEED = 77
INVITED = timedelta(days=28)
TYPED = Mapping[str, Any]
_HOUR = timedelta(hours=1)
_WEEK = 7


def keep_events(unit: UnitOfWork, now: datetime) -> None:
    """Past, cancelled and coming events with those who come; a series; questions before one AMA."""
    told = texts("events")
    keeping = _Keeping(unit, now)
    for n, each in enumerate(told["past"]):
        keeping.past(f"ev{n + 1}", each)
    for n, each in enumerate(told["cancelled"]):
        event = keeping.event(f"evc{n + 1}", each, state="cancelled", reason=each["reason"], sequence=1)
        keeping.come(event, each["came"])
    for n, each in enumerate(told["upcoming"]):
        event = keeping.event(f"evn{n + 1}", each)
        coming = keeping.come(event, each["came"])
        if each.get("questions"):
            keeping.questions(event, coming, told["questions"])
    keeping.series(told["series"])


class _Keeping:
    """Puts events into one unit of work; the same people come whenever the same community is loaded."""

    def __init__(self, unit: UnitOfWork, now: datetime) -> None:
        self._unit, self._now, self._rng = unit, now, random.Random(SEED)
        self._people = [member.id for member in unit.members.all()]
        enrolled = unit.enrolments.all(programme="bridges", state="enrolled")
        self._enrolled = [each.member for each in enrolled]

    def past(self, event_id: str, told: TYPED) -> None:
        event = self.event(event_id, told, state="held")
        there = self.come(event, told["came"], told["there"])[: told["there"]]
        self._said(event, there, told["said"])

    def event(self, event_id: str, told: TYPED, **more: Any) -> Event:
        at = datetime.combine(_workday(self._now.date(), told["in"]), time.fromisoformat(told["at"]))
        return self._kept(event_id, told, at, **more)

    def come(self, event: Event, count: int, there: int | None = None) -> list[str]:
        """So many register over the weeks before; who comes after the last place waits. Those who were there lead."""
        inside = {*event.hosts, *event.speakers}
        among = self._enrolled if event.audience == "programme" else self._people
        chosen = self._rng.sample([one for one in among if one not in inside], count)
        begun = min(event.created + _HOUR, self._now - _HOUR)
        step = (min(event.starts, self._now) - begun) / (count + 1)
        for n, member in enumerate(chosen):
            waits = event.places is not None and n >= event.places
            self._unit.registrations.add(
                Registration(
                    id=f"{event.id}:{member}", event=event.id, member=member,
                    state="waiting" if waits else "registered", at=begun + n * step,
                    attended=None if there is None else n < there,
                )
            )  # fmt: skip
        return chosen

    def questions(self, event: Event, coming: Sequence[str], asked: Sequence[str]) -> None:
        for n, text in enumerate(asked):
            self._unit.event_questions.add(
                EventQuestion(
                    id=f"q{event.id}-{n + 1}", event=event.id, by=coming[n], text=text,
                    at=self._now - timedelta(hours=3 * n + 2), named=n % 5 == 0,
                )
            )  # fmt: skip

    def series(self, told: TYPED) -> None:
        """First Wednesdays, of which some are over and the others are to come."""
        at = time.fromisoformat(told["at"])
        begun = (self._now.date().replace(day=1) - timedelta(days=30 * told["months_ago"])).replace(day=1)
        first = datetime.combine(begun + timedelta(days=(2 - begun.weekday()) % _WEEK), at)
        rule = rule_of(told["every"], first)
        times = occurrences(rule, first, count=told["count"])
        made = Series(
            id="ys1", rule=rule, first=first, time_zone=told["zone"], until=times[-1].date(), by=told["host"]
        )
        self._unit.series.add(made)
        for n, when in enumerate(times):
            over = when < self._now.replace(tzinfo=None) - timedelta(days=1)
            event = self._kept(f"evs{n + 1}", told, when, series=made.id, state="held" if over else "planned")
            self.come(event, max(3, told["came"] - (0 if over else n)), told["came"] - 2 if over else None)

    def _kept(self, event_id: str, told: TYPED, at: datetime, **more: Any) -> Event:
        event = Event(
            id=event_id, kind=EventKind(told["kind"]), title=told["title"], description=told["about"], at=at,
            time_zone=told["zone"], minutes=told["minutes"], where=told["where"], places=told.get("places"),
            hosts=frozenset({told["host"]}), speakers=tuple(told.get("speakers", ())),
            agreed=frozenset(told.get("speakers" if "said" in told else "agreed", ())),
            programme=told.get("programme", ""), audience="programme" if told.get("members_only") else "community",
            created=self._now, updated=self._now, **more,
        )  # fmt: skip
        invited = min(event.starts - INVITED, self._now - 2 * _HOUR)
        event = event.changed(created=invited, updated=invited)
        self._unit.events.add(event)
        return event

    def _said(self, event: Event, there: Sequence[str], said: Sequence[tuple[int, str]]) -> None:
        for member, (rating, words) in zip(there, said, strict=False):
            at = min(event.ends + _HOUR * self._rng.randint(1, 40), self._now)
            self._unit.event_feedback.add(
                EventFeedback(
                    id=f"{event.id}:{member}", event=event.id, by=member, rating=rating,
                    text=words, at=at,
                )
            )  # fmt: skip


def _workday(today: date, days: int) -> date:
    """That many days from today, on the next Monday where it would be a weekend; never back into the past."""
    day = today + timedelta(days=days)
    return day + timedelta(days=max(0, _WEEK - day.weekday())) if day.weekday() >= 5 else day
