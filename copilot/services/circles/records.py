"""A circle as its records tell it: who is in it now, its meetings, whose turn it is. Permissions are not checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from copilot.domain.circles import Circle, CircleMeeting
from copilot.domain.matches import Match, MatchRole
from copilot.domain.relationships import Relationship, Session
from copilot.ports import UnitOfWork
from copilot.services.circles.turns import Chairing, Turns, brought_along, in_turn, next_chair, turns_after


@dataclass(frozen=True)
class Meeting:
    """A session of a circle with what was noted of it."""

    session: Session
    noted: CircleMeeting

    @property
    def chairing(self) -> Chairing:
        """How it counts for the turns."""
        return Chairing(
            self.session.at, self.noted.chair, self.noted.passed, held=self.session.state == "held"
        )


@dataclass(frozen=True)
class Kept:
    """One circle, read whole.

    Args:
        relationship: its members, and the state it is in.
        circle: its theme, and what it came from.
        here: who is in it now, in the relationship's order; who left the community is not.
        meetings: all of them, the first one first.
        before: the turns that each brought along from an earlier circle.
        paused: who takes a pause: she isn't asked to chair, and nobody wonders where she is.
        now: what time it is.
    """

    relationship: Relationship
    circle: Circle
    here: tuple[str, ...]
    meetings: tuple[Meeting, ...]
    before: dict[str, Turns]
    now: datetime
    paused: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """Its id, and the relationship's."""
        return self.relationship.id

    @cached_property
    def next(self) -> Meeting | None:
        """The meeting that is planned next."""
        ahead = (one for one in self.meetings if one.session.state == "planned" and one.session.at > self.now)
        return next(ahead, None)

    @cached_property
    def turns(self) -> dict[str, Turns]:
        """Everybody's turns before the next meeting."""
        return turns_after(self.id, self.here, (one.chairing for one in self._counted()), self.before)

    @cached_property
    def passed(self) -> frozenset[str]:
        """Who isn't asked to chair the next meeting: who would rather not, and who is paused."""
        return self.paused | (self.next.noted.passed if self.next else frozenset())

    @cached_property
    def chosen(self) -> str:
        """Whom the circle agreed on for the next meeting; empty where the turns decide."""
        chair = self.next.noted.chair if self.next else ""
        return chair if chair in self.here else ""

    @cached_property
    def chair(self) -> str:
        """Who chairs the next meeting; empty where everybody passed."""
        return self.chosen or next_chair(self.id, self.turns, self.passed)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Who chairs first, then the others in turn; who passed has had hers."""
        turn = in_turn(self.id, self.turns)
        others = (each for each in sorted(turn, key=lambda each: each in self.passed) if each != self.chair)
        return (*([self.chair] if self.chair else []), *others)

    def chair_due(self, meeting: Meeting) -> str:
        """Whose turn it was to chair a meeting, by those before it."""
        earlier = [one.chairing for one in self._counted() if one.session.at < meeting.session.at]
        turns = turns_after(self.id, self.here, earlier, self.before)
        return next_chair(self.id, turns, meeting.noted.passed | self.paused)

    @cached_property
    def held(self) -> tuple[Meeting, ...]:
        """The meetings that took place."""
        return tuple(one for one in self.meetings if one.session.state == "held")

    @cached_property
    def unsaid(self) -> tuple[Meeting, ...]:
        """Planned meetings whose time has passed: nobody has said whether they were held."""
        return tuple(
            one for one in self.meetings if one.session.state == "planned" and one.session.at <= self.now
        )

    def _counted(self) -> Iterable[Meeting]:
        return (
            one for one in self.meetings if one.session.state != "cancelled" and one.session.at <= self.now
        )


def kept(unit: UnitOfWork, relationship: Relationship, now: datetime) -> Kept:
    """One circle, read whole."""
    circle = unit.circles.find(relationship.id) or of_a_run(relationship, now)
    here = present(unit, relationship.members)
    paused = frozenset(each.id for each in unit.members.all(id=set(here)) if each.paused)
    before = _before(unit, circle, here, now)
    return Kept(relationship, circle, here, _meetings(unit, relationship.id), before, now, paused)


def of_a_run(relationship: Relationship, now: datetime) -> Circle:
    """What a circle is that the matching brought together, and nobody has said more about."""
    return Circle(id=relationship.id, created=now)


def present(unit: UnitOfWork, members: Collection[str]) -> tuple[str, ...]:
    """Those who are still of the community: of who was deleted, a relationship keeps an opaque id."""
    known = {each.id for each in unit.members.all(id=set(members))}
    return tuple(each for each in members if each in known)


def theme_of(circle: Circle, match: Match | None) -> str:
    """What it is about: as somebody set it, else the words nearest to the theme, in which the matching found it."""
    quoted = match.rationale.citations[0] if match and match.rationale.citations else None
    return circle.theme or (quoted.quote if quoted else "")


def is_circle(relationship: Relationship | None) -> bool:
    """Whether this is a circle."""
    return relationship is not None and relationship.role is MatchRole.CIRCLE


def chair_first(unit: UnitOfWork, relationship: Relationship, now: datetime) -> tuple[str, ...]:
    """Everybody in a circle in the order of the turns for its next meeting, the chair first; none for a pair."""
    return kept(unit, relationship, now).order if is_circle(relationship) else ()


def _meetings(unit: UnitOfWork, circle: str) -> tuple[Meeting, ...]:
    noted = {each.id: each for each in unit.circle_meetings.all(circle=circle)}
    sessions = sorted(unit.sessions.all(relationship=circle), key=lambda each: (each.at, each.id))
    return tuple(
        Meeting(each, noted.get(each.id) or CircleMeeting(id=each.id, circle=circle)) for each in sessions
    )


def _before(unit: UnitOfWork, circle: Circle, here: Collection[str], now: datetime) -> dict[str, Turns]:
    """Each circle it came from brings its own along: how often it met is no other circle's burden."""
    brought: dict[str, Turns] = {}
    for earlier in circle.came_from:
        relationship = unit.relationships.find(earlier)
        if relationship is not None and earlier != circle.id:
            turns = kept(unit, relationship, now).turns
            brought |= brought_along({each: turns[each] for each in turns if each in here})
    return brought
