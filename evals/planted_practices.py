"""Communities in which circles, meetings, choice, events and workshops make a difference, or none at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import exp
from random import Random

from copilot.domain.choices import Choice
from copilot.domain.events import Event, EventKind, Registration
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Role
from copilot.domain.relationships import Goal, Relationship, Session
from copilot.ports import UnitOfWork
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.playbook.community import Community

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY, MONTH = timedelta(days=1), timedelta(days=30)
BEGUN = 360
"""Days ago the first ones began: the relationships of a year."""
LATELY = 150
WORKSHOP, WEBINAR = "workshop", "webinar"
WEBINARS = 14
"""One a month."""
COMES, TO_A_GOAL = 0.12, 200.0
"""Where stays matter: how often somebody comes to a webinar of her time, and days in which most goals are reached."""


def planted(
    seed: int,
    *,
    effect: bool,
    size: int = 120,
    reached: float = 0.35,
    now: datetime = NOW,
    lately: bool = False,
    stays: bool = False,
    left_open: bool = False,
) -> Community:
    """`size` mentoring pairs and a third as many circles.

    With an effect circles last three times as long as pairs, ratings are a point higher where the partner had been
    ranked and where the mentor came to a workshop, and a goal is reached far more often by those who meet once a month
    and by those who came to an event. Without one all five are drawn from the same, whatever group somebody is in.
    With `lately` the circles were begun in the last five months, so that they were watched for a shorter time. With
    `stays` whoever stays longer comes to more events and reaches more goals, whether she came or not. With `left_open`
    nobody closes a circle that has ended, and pairs get closed.
    """
    return _Planting(Random(seed), effect, reached, now, lately, stays, left_open).community(size)


class _Planting:
    def __init__(
        self,
        chance: Random,
        effect: bool,
        reached: float,
        now: datetime,
        lately: bool,
        stays: bool,
        left_open: bool,
    ) -> None:
        self._chance, self._effect, self._reached, self._now = chance, effect, reached, now
        self._stays, self._left_open = stays, left_open
        self._circles_begun = LATELY if lately else BEGUN
        self.members: list[Member] = []
        self.relationships: list[Relationship] = []
        self.sessions: list[Session] = []
        self.goals: list[Goal] = []
        self.matches: list[Match] = []
        self.choices: list[Choice] = []
        self.registrations: list[Registration] = []

    def community(self, size: int) -> Community:
        """Everything together."""
        for n in range(size):
            self._pair(n)
        for n in range(size // 3):
            self._circle(n)
        events = [
            _event(WORKSHOP, EventKind.WORKSHOP, self._now - 60 * DAY),
            *(_event(_webinar(n), EventKind.WEBINAR, self._now - n * MONTH) for n in range(WEBINARS)),
        ]
        return Community(
            now=self._now, members=self.members, programmes=[], cohorts=[], enrolments=[],
            relationships=self.relationships, sessions=self.sessions, goals=self.goals, moments=[], feedback=[],
            drafts=[], matches=self.matches, runs=[], choices=self.choices, audits=[], declared=0, spaces=[],
            posts=[], events=events,
            registrations=self.registrations, event_feedback=[], requests=[], objectives=[], links=[], guides=0,
            tracks=0, weights=MatchingWeights(),
        )  # fmt: skip

    def _pair(self, n: int) -> None:
        chance, seeker, mentor = self._chance, f"ps{n}", f"pm{n}"
        self._members(seeker, mentor)
        wished, often, came, trained = (chance.random() < 0.5 for _ in range(4))
        days, lasted, closed = self._lasting(5.0, BEGUN)
        pair = self._relationship(f"pr{n}", MatchRole.MENTOR, (seeker, mentor), days, closed)
        self._brought_together(pair, wished)
        visits = self._visits(days, lasted, came)
        for webinar in visits:
            self._register(_webinar(webinar), seeker)
        if trained:
            self._register(WORKSHOP, mentor)
        rating = 3.2 + self._effect * (1.0 * wished + 1.0 * trained)
        self._sessions_of(pair, days, lasted, often, rating, closed)
        reached = chance.random() < self._share(often, bool(visits), lasted)
        self.goals.append(
            Goal(
                id=f"pg{n}", member=seeker, title="Speak first", relationship=pair.id,
                state="reached" if reached else "open",
            )
        )  # fmt: skip

    def _visits(self, days: int, lasted: int, came: bool) -> list[int]:
        """The webinars somebody came to while her relationship went on: one, or where stays matter any of them."""
        there = [n for n in range(WEBINARS) if days - lasted <= n * MONTH.days <= days]
        if self._stays:
            return [n for n in there if self._chance.random() < COMES]
        return [self._chance.choice(there)] if there and came else []

    def _share(self, often: bool, came: bool, lasted: int) -> float:
        """How likely a goal is reached."""
        if self._stays:
            return 1 - exp(-lasted / TO_A_GOAL)
        return min(self._reached * (0.4 + often + came) if self._effect else self._reached, 0.95)

    def _circle(self, n: int) -> None:
        people = tuple(f"pc{n}-{at}" for at in range(4))
        self._members(*people)
        days, lasted, closed = self._lasting(15.0 if self._effect else 5.0, self._circles_begun)
        circle = self._relationship(f"pk{n}", MatchRole.CIRCLE, people, days, closed)
        self._sessions_of(circle, days, lasted, True, 4.0, closed)

    def _lasting(self, months: float, begun: int) -> tuple[int, int, bool]:
        """Days since it began, for how many it lasted (exponential: it may end at any time), whether it is over."""
        days = self._chance.randint(60, begun)
        lasted = int(min(days, self._chance.expovariate(1 / (months * 30.4))))
        return days, lasted, lasted < days

    def _relationship(
        self, name: str, role: MatchRole, people: tuple[str, ...], days: int, closed: bool
    ) -> Relationship:
        made = Relationship(
            id=name, match=f"x-{name}", role=role, members=people, started=self._now.date() - days * DAY,
            state="closed" if closed and not (self._left_open and role is MatchRole.CIRCLE) else "active",
        )  # fmt: skip
        self.relationships.append(made)
        return made

    def _brought_together(self, pair: Relationship, wished: bool) -> None:
        seeker, mentor = pair.members
        match = Match(
            id=pair.match, seeker=seeker, partner=mentor, role=pair.role, state=MatchState.ACTIVE, score=0.5,
            run="run1", rationale=Rationale(benefit=Benefit(seeker="", partner="")), created=self._now,
        )  # fmt: skip
        self.matches.append(match)
        if wished:
            self.choices.append(
                Choice(id=f"c-{pair.id}", member=seeker, role=pair.role, ranked=(mentor,), at=self._now)
            )

    def _sessions_of(
        self, pair: Relationship, days: int, lasted: int, often: bool, rating: float, ended: bool
    ) -> None:
        """The last one on the day it ended, where it did: that is how it is known."""
        apart = 21 if often else 50
        when = sorted({*range(0, lasted, apart), lasted} if ended else {*range(0, lasted, apart)})
        for n, day in enumerate(when):
            given = max(1, min(5, round(self._chance.gauss(rating, 0.9))))
            self.sessions.append(
                Session(
                    id=f"{pair.id}-{n}", relationship=pair.id, at=self._now - (days - day) * DAY, state="held",
                    ratings={pair.seeker: given},
                )
            )  # fmt: skip

    def _members(self, *people: str) -> None:
        self.members += [Member(id=one, name=one, roles=frozenset({Role.MENTEE})) for one in people]

    def _register(self, event: str, member: str) -> None:
        self.registrations.append(
            Registration(
                id=f"{event}:{member}",
                event=event,
                member=member,
                state="registered",
                at=self._now,
                attended=True,
            )
        )


def _webinar(n: int) -> str:
    return f"{WEBINAR}-{n}"


def _event(name: str, kind: EventKind, at: datetime) -> Event:
    return Event(
        id=name, kind=kind, title=name, at=at.replace(tzinfo=None), time_zone="UTC", hosts=frozenset({"host"}),
        state="held", created=at, updated=at,
    )  # fmt: skip


def put_into(unit: UnitOfWork, here: Community) -> None:
    """The same people and what they did as records."""
    unit.members.add(*here.members)
    unit.relationships.add(*here.relationships)
    unit.sessions.add(*here.sessions)
    unit.goals.add(*here.goals)
    unit.matches.add(*here.matches)
    unit.choices.add(*here.choices)
    unit.events.add(*here.events)
    unit.registrations.add(*here.registrations)
