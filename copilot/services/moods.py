"""How it goes: what either side says after a session, for herself or for both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.records import Value, new_id
from copilot.domain.relationships import Feedback, Relationship, Session
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.making import made
from copilot.services.policy import Action, Policy


class Mood(Value):
    """How it went as one member said last, from 1 (badly) to 5 (very well); `shared` where both may read it."""

    by: str
    on: date
    rating: int
    text: str = ""
    shared: bool = True


class MoodsService:
    """What people say of their sessions. Nobody but the two reads it, and what is private nobody but its author."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def say(
        self, asker: Asker, session_id: str, rating: int, text: str = "", *, shared: bool = False
    ) -> Mood:
        """Say how a session went; to say it again replaces what was said before.

        Raises Conflict where the session was not held, or the relationship is closed.
        """
        with self._units() as unit:
            session = unit.sessions.find(session_id)
            relationship = unit.relationships.find(session.relationship) if session else None
            if session is None or relationship is None or not self._may(asker, relationship):
                raise _hidden("session", session_id)
            self._policy.require(asker, Action.NOTES_WRITE, owners=relationship.members)
            _require_held(session, relationship)
            for before in unit.feedback.all(session=session_id, by=asker.member):
                unit.feedback.remove(before.id)
            said = made(
                Feedback,
                id=new_id("f"),
                relationship=relationship.id,
                session=session_id,
                visibility="shared" if shared else "private",
                by=asker.member,
                on=self._clock.now().date(),
                rating=rating,
                text=text.strip(),
            )
            unit.feedback.add(said)
            unit.commit()
        return _as_mood(said)

    def of(self, asker: Asker, relationship_id: str) -> tuple[Mood, ...]:
        """The last word of each of them that this asker may read, sorted by who said it."""
        with self._units.reading() as unit:
            return self.read(unit, asker, relationship_id)

    def read(self, unit: UnitOfWork, asker: Asker, relationship_id: str) -> tuple[Mood, ...]:
        """The same in a unit of work that is open."""
        relationship = unit.relationships.find(relationship_id)
        if relationship is None or not self._may(asker, relationship):
            raise _hidden("relationship", relationship_id)
        self._policy.require(asker, Action.NOTES_READ, owners=relationship.members)
        said = unit.feedback.all(relationship=relationship_id)
        readable = [_as_mood(one) for one in said if one.visibility == "shared" or one.by == asker.member]
        rated = _rated(unit.sessions.all(relationship=relationship_id))
        # The last of equals wins: words before a bare number of the same day.
        latest = {mood.by: mood for mood in sorted([*rated, *readable], key=lambda mood: mood.on)}
        return tuple(latest[member] for member in sorted(latest) if member in relationship.members)

    def _may(self, asker: Asker, relationship: Relationship) -> bool:
        return self._policy.allows(
            asker,
            Action.RELATIONSHIP_STATUS,
            owners=relationship.members,
            programme=relationship.programme,
        )


def _rated(sessions: Iterable[Session]) -> list[Mood]:
    """What stands on a session is part of what the two share."""
    return [
        Mood(by=member, on=session.at.date(), rating=rating)
        for session in sessions
        if session.state == "held"
        for member, rating in session.ratings.items()
    ]


def _as_mood(said: Feedback) -> Mood:
    return Mood(
        by=said.by, on=said.on, rating=said.rating, text=said.text, shared=said.visibility == "shared"
    )


def _require_held(session: Session, relationship: Relationship) -> None:
    if relationship.state == "closed":
        raise Conflict(
            "This relationship is closed.", place=relationship.id, cure="What was said of it stays as it is."
        )
    if session.state != "held":
        raise BadInput(
            "This session was not held.", place=session.id, cure="Say how it went after you have met."
        )


def _hidden(kind: str, record: str) -> NotFound:
    return NotFound(f"There is no {kind} {record} that you may see.", place=record, cure="Check the id.")
