"""Circles as somebody may see them: whole for those who sit in one, status and dates for managers, else status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry, Match, MatchRole, MatchState
from copilot.domain.records import Value, new_id
from copilot.domain.relationships import Relationship
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, Library, UnitOfWork, UnitsOfWork
from copilot.services.circles.health import from_outside
from copilot.services.circles.records import Kept, Meeting, is_circle, kept, theme_of
from copilot.services.circles.turns import why
from copilot.services.policy import Action, Policy

if TYPE_CHECKING:
    from copilot.services.drafting.service import DraftingService


class CircleStatus(Value):
    """What those outside may know: that it is there, when it meets, and how that goes in a word; never who came.

    When it meets is for who manages its programme; admins and the operator are told None, and no word of how it goes.
    """

    id: str = Field(serialization_alias="circle")
    theme: str
    members: tuple[str, ...]
    programme: str
    state: str
    started: date | None = None
    held: int | None = None
    last_held: date | None = None
    next_planned: date | None = None
    standing: str
    came_from: tuple[str, ...] = ()
    became: tuple[str, ...] = ()
    inside: bool = False
    chair: str = ""

    @property
    def dated(self) -> bool:
        """Whether the asker is told when it meets."""
        return self.started is not None


class MeetingTold(Value):
    """A meeting as the circle sees it. `came` counts once `noted`."""

    session: str
    at: datetime
    minutes: int
    topic: str
    state: Literal["planned", "held", "cancelled"]
    chair: str = ""
    came: tuple[str, ...] = ()
    noted: bool = False


class Turn(Value):
    """Whose turn it is to chair the next meeting, and why; then the others in their order. Empty: all passed."""

    circle: str
    session: str = ""
    at: datetime | None = None
    chair: str
    why: str
    then: tuple[str, ...] = ()
    chaired: dict[str, int] = {}


class CircleShown(CircleStatus):
    """What those who sit in it see."""

    inside: bool = True
    turn: Turn
    next: MeetingTold | None = None
    meetings: tuple[MeetingTold, ...] = ()
    unsaid: tuple[str, ...] = Field(
        (), description="meetings of which nobody has said whether they were held"
    )
    agreement: bool = False


class Forming(Value):
    """An approved circle that has not begun: everybody in it has to say yes."""

    match: str
    theme: str
    members: tuple[str, ...]
    programme: str
    said_yes: int
    mine: bool = False


class Circles(Value):
    """All that somebody may see."""

    circles: tuple[CircleStatus, ...]
    forming: tuple[Forming, ...] = ()


class Seeing:
    """What every verb of circles needs, and the verbs that only look.

    Args:
        units: units of work over the records.
        policy: who may do what.
        clock: what time it is.
        library: gives the guides when a finding cites one.
        drafting: gives the service that drafts agendas.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        policy: Policy,
        clock: Clock,
        library: Callable[[], Library],
        drafting: Callable[[], DraftingService],
    ) -> None:
        self._units, self._policy, self._clock = units, policy, clock
        self._library, self._drafting = library, drafting

    def every(self, asker: Asker, *, closed: bool = False) -> Circles:
        """Her circles first, then those she may know of; those that wait for a yes; with `closed` also what is over."""
        with self._units.reading() as unit:
            found = [
                each
                for each in unit.relationships.all(role=MatchRole.CIRCLE)
                if self._may(asker, Action.RELATIONSHIP_STATUS, each) and (closed or each.state != "closed")
            ]
            told = [self._status(unit, asker, kept(unit, each, self._clock.now())) for each in found]
            forming = self._forming(unit, asker)
        ordered = sorted(
            told,
            key=lambda each: (not each.inside, each.state == "closed", each.started or date.max, each.id),
        )
        return Circles(circles=tuple(ordered), forming=tuple(forming))

    def show(self, asker: Asker, circle_id: str) -> CircleShown | CircleStatus:
        """One circle: whole for those who sit in it, status for others who may know of it, dates for its manager."""
        with self._units.reading() as unit:
            circle = self._seen(unit, asker, circle_id)
            if self._inside(asker, circle.relationship):
                return self._shown(unit, asker, circle)
            return self._status(unit, asker, circle)

    def _shown(self, unit: UnitOfWork, asker: Asker, circle: Kept) -> CircleShown:
        status = self._status(unit, asker, circle)
        return CircleShown(
            **dict(status),
            turn=turn_of(circle),
            next=meeting_told(circle.next) if circle.next else None,
            meetings=tuple(meeting_told(each) for each in circle.meetings),
            unsaid=tuple(each.session.id for each in circle.unsaid),
            agreement=circle.relationship.agreement is not None,
        )

    def _status(self, unit: UnitOfWork, asker: Asker, circle: Kept) -> CircleStatus:
        relationship, inside = circle.relationship, self._inside(asker, circle.relationship)
        return CircleStatus(
            id=circle.id,
            theme=self._theme(unit, asker, circle),
            members=circle.here,
            programme=relationship.programme,
            state=relationship.state,
            **self._dates(asker, circle),
            standing=self._standing(asker, circle),
            came_from=circle.circle.came_from,
            became=circle.circle.became,
            inside=inside,
            chair=circle.chair if inside and relationship.state != "closed" else "",
        )

    def _dates(self, asker: Asker, circle: Kept) -> dict[str, Any]:
        """When it met and meets again; nothing where she may not see that."""
        if not self._may(asker, Action.RELATIONSHIP_DATES, circle.relationship):
            return {}
        return {
            "started": circle.relationship.started,
            "held": len(circle.held),
            "last_held": circle.held[-1].session.at.date() if circle.held else None,
            "next_planned": circle.next.session.at.date() if circle.next else None,
        }

    def _standing(self, asker: Asker, circle: Kept) -> str:
        return from_outside(circle, dated=self._may(asker, Action.RELATIONSHIP_DATES, circle.relationship))

    def _theme(self, unit: UnitOfWork, asker: Asker, circle: Kept) -> str:
        """Words found in a profile are for those who may read matches; a theme somebody set, for all who see it."""
        relationship = circle.relationship
        reads = self._inside(asker, relationship) or self._policy.allows(
            asker, Action.MATCHES_READ, programme=relationship.programme
        )
        match = unit.matches.find(relationship.match) if relationship.match and reads else None
        return theme_of(circle.circle, match)

    def _forming(self, unit: UnitOfWork, asker: Asker) -> list[Forming]:
        approved = unit.matches.all(role=MatchRole.CIRCLE, state=MatchState.APPROVED)
        return [
            self._forming_told(unit, asker, each)
            for each in approved
            if asker.member in each.people or self._makes(asker, each.programme)
        ]

    def _forming_told(self, unit: UnitOfWork, asker: Asker, match: Match) -> Forming:
        waiting, mine = unit.circles.find(match.id), asker.member in match.people
        reads = mine or self._policy.allows(asker, Action.MATCHES_READ, programme=match.programme)
        theme = waiting.theme if waiting else ""
        if not theme and reads and match.rationale.citations:
            theme = match.rationale.citations[0].quote
        return Forming(
            match=match.id,
            theme=theme,
            members=match.people,
            programme=match.programme,
            said_yes=len(match.accepted_by),
            mine=mine and asker.member not in match.accepted_by,
        )

    def _seen(self, unit: UnitOfWork, asker: Asker, circle_id: str) -> Kept:
        """One circle that the asker may know of; NotFound in the same words for what isn't there."""
        found = unit.relationships.find(circle_id)
        if found is None or not is_circle(found) or not self._may(asker, Action.RELATIONSHIP_STATUS, found):
            raise NotFound(
                f"There is no circle “{circle_id}” that you may see.",
                place=circle_id,
                cure="`circles list` shows those you may see.",
            )
        return kept(unit, found, self._clock.now())

    def _of_hers(self, unit: UnitOfWork, asker: Asker, circle_id: str, action: Action) -> Kept:
        """One circle that she sits in. Conflict where it is over and something is to be written."""
        circle = self._seen(unit, asker, circle_id)
        self._policy.require(asker, action, owners=circle.relationship.members)
        if action is Action.RELATIONSHIP_WRITE:
            check_open(circle)
        return circle

    def _made_by(self, unit: UnitOfWork, asker: Asker, circle_id: str) -> Kept:
        """One circle at work that the asker may split and merge."""
        circle = self._seen(unit, asker, circle_id)
        self._policy.require(asker, Action.CIRCLES_MAKE, programme=circle.relationship.programme)
        check_open(circle)
        return circle

    def _inside(self, asker: Asker, relationship: Relationship) -> bool:
        return self._may(asker, Action.RELATIONSHIP_READ, relationship)

    def _may(self, asker: Asker, action: Action, relationship: Relationship) -> bool:
        return self._policy.allows(
            asker, action, owners=relationship.members, programme=relationship.programme
        )

    def _makes(self, asker: Asker, programme: str) -> bool:
        return self._policy.allows(asker, Action.CIRCLES_MAKE, programme=programme)

    def _log(self, unit: UnitOfWork, asker: Asker, circle: str, verb: str, **detail: str) -> None:
        """What managers and admins do; what a circle does among itself is its own."""
        unit.audit_log.add(
            AuditEntry(
                id=new_id("l"),
                at=self._clock.now(),
                by=asker.name_in_log,
                verb=verb,
                kind="circle",
                record=circle,
                detail=detail,
            )
        )


def check_open(circle: Kept) -> None:
    """Conflict where it is over."""
    if circle.relationship.state == "closed":
        became = " and ".join(circle.circle.became)
        raise Conflict(
            "This circle is over; what was written stays readable.",
            place=circle.id,
            cure=f"It goes on as {became}." if became else "`circles list` shows those at work.",
        )


def turn_of(circle: Kept) -> Turn:
    """Whose turn it is for the next meeting."""
    return Turn(
        circle=circle.id,
        session=circle.next.session.id if circle.next else "",
        at=circle.next.session.at if circle.next else None,
        chair=circle.chair,
        why=why(
            circle.chair,
            circle.turns,
            circle.passed,
            by_hand=bool(circle.chosen),
            carried=bool(circle.before),
        ),
        then=circle.order[1:] if circle.chair else (),
        chaired={each: circle.turns[each].chaired for each in circle.here},
    )


def meeting_told(meeting: Meeting) -> MeetingTold:
    """A meeting as the circle sees it."""
    session, noted = meeting.session, meeting.noted
    return MeetingTold(
        session=session.id,
        at=session.at,
        minutes=session.minutes,
        topic=session.topic,
        state=session.state,
        chair=noted.chair,
        came=tuple(sorted(noted.came)) if noted.noted else (),
        noted=noted.noted,
    )
