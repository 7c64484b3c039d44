"""Relationships at work: sessions, notes and action items, each to whom it belongs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.records import Value, new_id
from copilot.domain.relationships import ActionItem, Goal, Note, Relationship, Session, Stage
from copilot.errors import BadInput, Conflict
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.known_relationships import known_relationship, known_relationships
from copilot.services.making import made
from copilot.services.policy import Action, Policy


class RelationshipStatus(Value):
    """What those outside may see of a relationship: that it is there; never what about, or why.

    When people met (`started` and what follows it) is for themselves and for who manages their programme; None for
    admins and the operator.
    """

    id: str = Field(serialization_alias="relationship")
    role: MatchRole
    members: tuple[str, ...]
    programme: str
    state: str
    stage: Stage
    started: date | None = None
    held: int | None = None
    last_held: date | None = None
    next_planned: date | None = None

    @property
    def dated(self) -> bool:
        """Whether the asker is told when people met."""
        return self.started is not None

    @property
    def seeker(self) -> str:
        """Who is mentored, sponsored or sought a peer."""
        return self.members[0]


class SharedThings(Value):
    """What the two share: sessions, goals, open items, and the notes that this asker may read."""

    relationship: Relationship
    sessions: tuple[Session, ...]
    goals: tuple[Goal, ...]
    actions: tuple[ActionItem, ...]
    notes: tuple[Note, ...]


WRITES = (Action.RELATIONSHIP_WRITE, Action.NOTES_WRITE)


class RelationshipsService:
    """An accepted match at work."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def visible_to(self, asker: Asker) -> list[RelationshipStatus]:
        """Status of each relationship that the asker may see."""
        with self._units.reading() as unit:
            return self._statuses(unit, asker, known_relationships(unit, self._policy, asker))

    def status(self, asker: Asker, relationship_id: str) -> RelationshipStatus:
        """Status of one relationship, with the dates for who may see them."""
        with self._units.reading() as unit:
            relationship = self._get(unit, asker, relationship_id, Action.RELATIONSHIP_STATUS)
            return self._statuses(unit, asker, [relationship])[0]

    def shared(self, asker: Asker, relationship_id: str) -> SharedThings:
        """What the relationship shares; with the asker's own private notes, never the other side's."""
        with self._units.reading() as unit:
            relationship = self._get(unit, asker, relationship_id, Action.RELATIONSHIP_READ)
            sessions = sorted(unit.sessions.all(relationship=relationship_id), key=lambda session: session.at)
            notes = unit.notes.all(relationship=relationship_id)
            return SharedThings(
                relationship=relationship,
                sessions=tuple(sessions),
                goals=tuple(unit.goals.all(relationship=relationship_id)),
                actions=tuple(unit.actions.all(relationship=relationship_id)),
                notes=tuple(note for note in notes if _may_read(asker, note)),
            )

    def add_session(
        self, asker: Asker, relationship_id: str, *, at: datetime, minutes: int = 60, topic: str = ""
    ) -> Session:
        """Put a session down: planned where it lies ahead, held where it is past."""
        with self._units() as unit:
            self._get(unit, asker, relationship_id, Action.RELATIONSHIP_WRITE)
            state: Literal["planned", "held"] = "held" if at <= self._clock.now() else "planned"
            session = made(
                Session,
                id=new_id("s"),
                relationship=relationship_id,
                at=at,
                minutes=minutes,
                topic=topic,
                state=state,
            )
            unit.sessions.add(session)
            unit.commit()
        return session

    def settle_session(self, asker: Asker, session_id: str, state: Literal["held", "cancelled"]) -> Session:
        """Say of a planned session that it was held, or that it was cancelled."""
        with self._units() as unit:
            session = unit.sessions.get(session_id)
            self._get(unit, asker, session.relationship, Action.RELATIONSHIP_WRITE)
            if session.state != "planned":
                raise Conflict(
                    f"This session is {session.state} already.", place=session_id, cure="Add another one."
                )
            if state == "held" and session.at > self._clock.now():
                raise BadInput("This session lies ahead.", place=session_id, cure="Say so once it was held.")
            kept = unit.sessions.save(session.changed(state=state))
            unit.commit()
        return kept

    def add_note(self, asker: Asker, session_id: str, text: str, *, shared: bool = False) -> Note:
        """Write a note of a session: hers alone unless she shares it."""
        if not text.strip():
            raise BadInput("The note is empty.", place="text", cure="Write a word or two.")
        with self._units() as unit:
            session = unit.sessions.get(session_id)
            self._get(unit, asker, session.relationship, Action.NOTES_WRITE)
            note = made(
                Note,
                id=new_id("n"),
                session=session_id,
                relationship=session.relationship,
                author=asker.member,
                visibility="shared" if shared else "private",
                text=text,
                at=self._clock.now(),
            )
            unit.notes.add(note)
            unit.commit()
        return note

    def add_action(
        self, asker: Asker, session_id: str, *, owner: str, text: str, due: date | None = None
    ) -> ActionItem:
        """Note what one of the two promised."""
        with self._units() as unit:
            session = unit.sessions.get(session_id)
            relationship = self._get(unit, asker, session.relationship, Action.RELATIONSHIP_WRITE)
            if owner not in relationship.members:
                raise BadInput(
                    f"{owner} is not part of this relationship.",
                    place="owner",
                    cure=f"Choose one of {', '.join(relationship.members)}.",
                )
            item = made(
                ActionItem,
                id=new_id("i"),
                relationship=relationship.id,
                session=session_id,
                owner=owner,
                text=text,
                due=due,
            )
            unit.actions.add(item)
            unit.commit()
        return item

    def finish_action(self, asker: Asker, action_id: str, *, done: bool = True) -> ActionItem:
        """Tick off an action item; with `done` false take the tick back."""
        with self._units() as unit:
            item = unit.actions.get(action_id)
            self._get(unit, asker, item.relationship, Action.RELATIONSHIP_WRITE)
            kept = unit.actions.save(item.changed(done=done))
            unit.commit()
        return kept

    def _statuses(
        self, unit: UnitOfWork, asker: Asker, relationships: list[Relationship]
    ) -> list[RelationshipStatus]:
        dated = {r.id for r in relationships if self._may(asker, Action.RELATIONSHIP_DATES, r)}
        sessions = unit.sessions.values("relationship", "state", "at", relationship=dated)
        dates: dict[tuple[str, str], list[date]] = {}
        now = self._clock.now()
        for relationship, state, at in sessions:
            if state == "planned" and at < now:
                continue  # it may have been held; until somebody says so, it is neither
            dates.setdefault((relationship, state), []).append(at.date())
        return [
            RelationshipStatus(
                id=r.id,
                role=r.role,
                members=r.members,
                programme=r.programme,
                state=r.state,
                stage=r.stage,
                started=r.started if r.id in dated else None,
                held=len(dates.get((r.id, "held"), [])) if r.id in dated else None,
                last_held=max(dates.get((r.id, "held"), []), default=None),
                next_planned=min(dates.get((r.id, "planned"), []), default=None),
            )
            for r in relationships
        ]

    def _may(self, asker: Asker, action: Action, relationship: Relationship) -> bool:
        return self._policy.allows(
            asker, action, owners=relationship.members, programme=relationship.programme
        )

    def _get(self, unit: UnitOfWork, asker: Asker, relationship_id: str, action: Action) -> Relationship:
        relationship = known_relationship(unit, self._policy, asker, relationship_id)
        self._policy.require(asker, action, owners=relationship.members, programme=relationship.programme)
        if action in WRITES and relationship.state == "closed":
            raise Conflict(
                "This relationship is closed.",
                place=relationship_id,
                cure="Ask the manager to match you two again.",
            )
        return relationship


def _may_read(asker: Asker, note: Note) -> bool:
    return note.visibility == "shared" or note.author == asker.member
