"""What may serve an objective, looked up for one asker: hers to link, or not there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from copilot.domain.asking import Asker
from copilot.domain.events import Event
from copilot.domain.matches import Match
from copilot.domain.objectives import Objective, ObjectiveLink, Served
from copilot.domain.programmes import Programme
from copilot.domain.relationships import Goal, Relationship
from copilot.errors import BadInput, NotAllowed, NotFound
from copilot.ports import UnitOfWork
from copilot.services.events.seeing import Sight
from copilot.services.objectives.judging import Thing
from copilot.services.policy import Action, Policy

GOAL = "goal"
KINDS = (GOAL, *(kind.value for kind in Served))
LOOKS_BACK = timedelta(days=365)
"""How long a held event serves an objective that names no first day."""
_MOST_MATCHES = 100
"""Of how many matches, the latest, one asker is suggested something: their vectors aren't kept between calls."""


def kind_of(word: str) -> str:
    """One of KINDS. Raises BadInput."""
    if word not in KINDS:
        raise BadInput(
            f"“{word[:40]}” can't serve an objective.", place="kind", cure=f"Choose from {', '.join(KINDS)}."
        )
    return word


def not_there(kind: str, record: str) -> NotFound:
    """The same words for what isn't there and for what isn't the asker's."""
    return NotFound(
        f"There is no {kind} “{record[:80]}” that you may link.",
        place=record[:200],
        cure="A goal is linked by whose it is; all else by the manager of its programme, or by an admin.",
    )


def objective_in(unit: UnitOfWork, objective_id: str) -> Objective:
    """The objective. Raises NotFound."""
    found = unit.objectives.find(objective_id)
    if found is None:
        raise NotFound(
            f"There is no objective “{objective_id[:80]}”.",
            place=objective_id[:200],
            cure="`objectives list` shows them.",
        )
    return found


def is_overdue(objective: Objective, today: date) -> bool:
    """Whether it is open though its last day has passed."""
    return objective.state == "open" and objective.ends is not None and objective.ends < today


def serving_now(
    objectives: Iterable[Objective],
    links: Iterable[ObjectiveLink],
    records: Iterable[Programme | Event | Relationship],
    now: datetime,
) -> list[ObjectiveLink]:
    """The links whose thing serves its objective today, in the order given.

    Refused links, and links to objectives or things that aren't among the given, are left out. See `serves_now`.
    """
    wanted = {each.id: each for each in objectives}
    things = {(_kind_of_record(each), each.id): each for each in records}
    return [
        link
        for link in links
        if link.state == "confirmed"
        and (objective := wanted.get(link.objective)) is not None
        and (thing := things.get((link.kind, link.record))) is not None
        and serves_now(objective, thing, now)
    ]


def serves_now(objective: Objective, thing: Programme | Event | Relationship, now: datetime) -> bool:
    """Whether what is linked serves today.

    A programme until its last day, unless it was closed before; a match while it is active. An event that wasn't
    cancelled serves while it is to come, and after it from the objective's first day on; where that isn't set, for
    `LOOKS_BACK`.
    """
    if isinstance(thing, Programme):
        return thing.closed is None and thing.ends >= now.date()
    if isinstance(thing, Relationship):
        return thing.state == "active"
    since = objective.starts or now.date() - LOOKS_BACK
    return thing.state != "cancelled" and (thing.ends > now or thing.ends.date() >= since)


def _kind_of_record(record: Programme | Event | Relationship) -> Served:
    if isinstance(record, Programme):
        return Served.PROGRAMME
    return Served.EVENT if isinstance(record, Event) else Served.MATCH


class Linkable:
    """What one asker may link, inside one transaction."""

    def __init__(self, unit: UnitOfWork, policy: Policy, asker: Asker) -> None:
        self._unit, self._policy, self._asker = unit, policy, asker

    def goal(self, goal_id: str) -> Goal:
        """Her own goal; NotFound for everybody else's, whether there is such a goal or not."""
        goal = self._unit.goals.find(goal_id)
        if goal is None or not self._policy.allows(self._asker, Action.GOALS_WRITE, owners={goal.member}):
            raise not_there(GOAL, goal_id)
        return goal

    def record(self, kind: str, record: str) -> str:
        """The id under which a programme, an event or a match is linked, where the asker may link it."""
        if kind == Served.PROGRAMME:
            return self._programme(record).id
        if kind == Served.EVENT:
            return self._event(record).id
        return self._relationship(record).id

    def may(self, kind: str, record: str) -> bool:
        """Whether the asker may link it."""
        try:
            return bool(self.record(kind, record))
        except (NotAllowed, NotFound):
            return False

    def things(self, now: datetime) -> list[Thing]:
        """Her own open goals that name no objective, and the programmes, coming events and matches she may link."""
        own = self._unit.goals.all(member=self._asker.member, state="open") if self._asker.member else []
        goals = [as_thing(goal) for goal in own if not goal.objective]
        programmes = [each for each in running(self._unit.programmes.all(), now) if self._may_link(each.id)]
        events = coming(self._unit.events.all(state="planned"), now)
        linkable = [each for each in events if self._may_link(each.programme)]
        return [*goals, *map(as_thing, programmes), *map(as_thing, linkable), *self._matches()]

    def _matches(self) -> list[Thing]:
        """The latest of the active ones, by the reasons that their manager may read; none where it has no reasons."""
        active = [
            each for each in self._unit.relationships.all(state="active") if self._may_link(each.programme)
        ]
        latest = sorted(active, key=lambda each: (each.started, each.id))[-_MOST_MATCHES:]
        wanted = {each.match for each in latest if each.match}
        known = {each.id: each for each in self._unit.matches.all(id=wanted)} if wanted else {}
        told = [as_match(each, known[each.match]) for each in latest if each.match in known]
        return [thing for thing in told if thing.more]

    def _may_link(self, programme: str) -> bool:
        return self._policy.allows(self._asker, Action.OBJECTIVES_LINK, programme=programme)

    def _programme(self, record: str) -> Programme:
        found = self._unit.programmes.find(record)
        if found is None:
            raise not_there("programme", record)
        self._policy.require(self._asker, Action.OBJECTIVES_LINK, programme=found.id)
        return found

    def _event(self, record: str) -> Event:
        found = self._unit.events.find(record)
        if found is None or not Sight(self._unit, self._policy, self._asker).sees(found):
            raise not_there("event", record)
        self._policy.require(self._asker, Action.OBJECTIVES_LINK, programme=found.programme)
        return found

    def _relationship(self, record: str) -> Relationship:
        """By its own id, or by that of the match it was made from."""
        by_match = self._unit.relationships.all(match=record)
        found = self._unit.relationships.find(record) or (by_match[0] if by_match else None)
        if found is None or not self._may_link(found.programme):
            raise not_there("match", record)
        return found


def as_thing(record: Goal | Programme | Event) -> Thing:
    """What it says of itself."""
    if isinstance(record, Goal):
        return Thing(kind=GOAL, record=record.id, title=record.title, more=record.why)
    if isinstance(record, Programme):
        return Thing(kind=Served.PROGRAMME, record=record.id, title=record.name, more=record.purpose)
    # The form is left out: every event is a webinar or a workshop, whatever it serves.
    return Thing(kind=Served.EVENT, record=record.id, title=record.title, more=record.description)


def as_match(relationship: Relationship, match: Match) -> Thing:
    """Why the two were matched: the claims alone, neither the profiles behind them nor anybody's goals."""
    reasons = " ".join(f"{each.claim.rstrip('.')}." for each in match.rationale.for_)
    pair = " and ".join(relationship.members)
    return Thing(kind=Served.MATCH, record=relationship.id, title=pair, more=reasons)


def running(programmes: Iterable[Programme], now: datetime) -> list[Programme]:
    """Those that are neither over nor closed, by name."""
    left = [each for each in programmes if each.closed is None and each.ends >= now.date()]
    return sorted(left, key=lambda each: (each.name.casefold(), each.id))


def coming(events: Iterable[Event], now: datetime) -> list[Event]:
    """Those still to be held, the next first."""
    left = [each for each in events if each.state == "planned" and each.ends > now]
    return sorted(left, key=lambda each: (each.starts, each.id))
