"""Meetings: a session tomorrow, an event somebody registered for, a meeting missed, a chair's turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from copilot.domain.events import Event, Registration
from copilot.domain.matches import MatchRole
from copilot.domain.nudges import NudgeKind
from copilot.domain.relationships import Relationship
from copilot.services.agreements import agreed_terms
from copilot.services.circles.records import kept
from copilot.services.nudges.finding.scene import Due, Scene, minute_of

BEFORE_A_SESSION = timedelta(hours=30)
"""So that there is an hour of the day before that is not quiet, whenever the session is."""
TOO_LATE_FOR_A_SESSION = timedelta(minutes=30)
WITHOUT_A_RHYTHM = timedelta(weeks=6)
AT_MOST_EVERY = timedelta(weeks=4)
"""How often a pair is reminded that nothing is planned, and how many times: afterwards it is theirs."""
MOST_TIMES = 3
BEFORE_A_TURN = timedelta(days=7)
TOO_LATE_FOR_A_TURN = timedelta(hours=12)


def sessions_soon(scene: Scene) -> Iterator[Due]:
    """For everybody in a session that is planned for tomorrow."""
    for session, relationship, at in scene.planned:
        for member in scene.active[relationship].members:
            yield Due(
                member=member,
                kind=NudgeKind.SESSION_SOON,
                about=session,
                step=minute_of(at),
                due=at - BEFORE_A_SESSION,
                until=at - TOO_LATE_FOR_A_SESSION,
            )


def events_soon(scene: Scene) -> Iterator[Due]:
    """For who registered, at the hours before it that its hosts chose. Who registered later knows of it."""
    ahead = {each.id: each for each in scene.unit.events.all(state="planned") if each.starts > scene.now}
    for registration in scene.unit.registrations.all(state="registered", **scene.of("member")):
        event = ahead.get(registration.event)
        if event:
            yield from _reminders(event, registration)


def _reminders(event: Event, registration: Registration) -> Iterator[Due]:
    hours = sorted({*event.reminds} - {0}, reverse=True)
    for before, next_one in zip(hours, [*hours[1:], 0], strict=True):
        due = event.starts - timedelta(hours=before)
        if registration.at <= due:
            yield Due(
                member=registration.member,
                kind=NudgeKind.EVENT_SOON,
                about=registration.id,
                step=f"{minute_of(event.starts)}-{before}",
                due=due,
                until=event.starts - timedelta(hours=next_one),
            )


def nothing_planned(scene: Scene) -> Iterator[Due]:
    """For everybody in a relationship that is past its agreed rhythm, or six weeks, with nothing planned."""
    busy = {relationship for _, relationship, _ in scene.planned}
    last: dict[str, datetime] = {}
    for relationship, at in scene.sessions_of("relationship", "at", state="held"):
        last[relationship] = max(at, last.get(relationship, at))
    reminded = _reminded(scene)
    for each in scene.active.values():
        if each.id in busy:
            continue
        started = datetime.combine(each.started, time(), tzinfo=UTC)
        for nudge in _overdue(scene, each, last.get(each.id, started)):
            if (nudge.member, each.id) not in reminded:
                yield nudge


def _overdue(scene: Scene, relationship: Relationship, last: datetime) -> Iterator[Due]:
    if scene.now - last < timedelta(weeks=1):
        return
    since = last + _rhythm(relationship)
    for nth in range(MOST_TIMES):
        due = since + nth * AT_MOST_EVERY
        for member in relationship.members:
            yield Due(
                member=member,
                kind=NudgeKind.NEXT_SESSION,
                about=relationship.id,
                step=f"{since.date()}-{nth + 1}",
                due=due,
                until=due + timedelta(weeks=2),
            )


def _rhythm(relationship: Relationship) -> timedelta:
    agreement = relationship.agreement
    signed = {each.member for each in agreement.signatures} if agreement else set()
    if agreement is None or not set(relationship.members) <= signed:
        return WITHOUT_A_RHYTHM
    weeks = agreed_terms(agreement.text, relationship.started).weeks
    return timedelta(weeks=weeks) if weeks else WITHOUT_A_RHYTHM


def _reminded(scene: Scene) -> set[tuple[str, str]]:
    """Who was reminded of which relationship within four weeks."""
    return {
        (each.member, each.about)
        for each in scene.outbox
        if each.kind == NudgeKind.NEXT_SESSION and each.is_near(scene.now, AT_MOST_EVERY)
    }


def turns(scene: Scene) -> Iterator[Due]:
    """For whose turn it is to chair the next meeting of a circle, a week before it."""
    soon = {of for _, of, at in scene.planned if at - BEFORE_A_TURN <= scene.now}
    for relationship in scene.active.values():
        if relationship.role is not MatchRole.CIRCLE or relationship.id not in soon:
            continue
        circle = kept(scene.unit, relationship, scene.now)
        if circle.next and circle.chair:
            yield Due(
                member=circle.chair,
                kind=NudgeKind.CIRCLE_TURN,
                about=circle.next.session.id,
                step=minute_of(circle.next.session.at),
                due=circle.next.session.at - BEFORE_A_TURN,
                until=circle.next.session.at - TOO_LATE_FOR_A_TURN,
            )
