"""Relationships with what they share: sessions, notes, action items."""

from __future__ import annotations

from fastapi import APIRouter

from copilot.domain.relationships import ActionItem, Note, Session
from copilot.services.relationships import RelationshipStatus, SharedThings
from ui.api.asking import Reading, Writing
from ui.api.shapes import Finished, Id, NewAction, NewNote, NewSession, Page, Paged, Settled

router = APIRouter(tags=["relationships"])


@router.get("/relationships")
def relationships(by: Reading, part: Paged) -> Page[RelationshipStatus]:
    """The relationships that you may see; of others the status, with dates for their managers."""
    return Page[RelationshipStatus].of(by.copilot.relationships.visible_to(by.asker), part)


@router.get("/relationships/{relationship}")
def relationship(by: Reading, relationship: Id) -> SharedThings:
    """What one of your relationships shares, with your own private notes."""
    return by.copilot.relationships.shared(by.asker, relationship)


@router.get("/relationships/{relationship}/sessions")
def sessions(by: Reading, relationship: Id, part: Paged) -> Page[Session]:
    """Its sessions."""
    return Page[Session].of(by.copilot.relationships.shared(by.asker, relationship).sessions, part)


@router.post("/relationships/{relationship}/sessions", status_code=201)
def add_session(by: Writing, relationship: Id, new: NewSession) -> Session:
    """Put a session down."""
    return by.copilot.relationships.add_session(
        by.asker, relationship, at=new.at, minutes=new.minutes, topic=new.topic
    )


@router.get("/relationships/{relationship}/notes")
def notes(by: Reading, relationship: Id, part: Paged) -> Page[Note]:
    """Its notes: those that are shared, and your own."""
    return Page[Note].of(by.copilot.relationships.shared(by.asker, relationship).notes, part)


@router.get("/relationships/{relationship}/actions")
def actions(by: Reading, relationship: Id, part: Paged) -> Page[ActionItem]:
    """What was promised in it."""
    return Page[ActionItem].of(by.copilot.relationships.shared(by.asker, relationship).actions, part)


@router.post("/sessions/{session}/settle")
def settle(by: Writing, session: Id, settled: Settled) -> Session:
    """Say that a planned session was held, or that it was cancelled."""
    return by.copilot.relationships.settle_session(by.asker, session, settled.state)


@router.post("/sessions/{session}/notes", status_code=201)
def add_note(by: Writing, session: Id, new: NewNote) -> Note:
    """Write a note of a session."""
    return by.copilot.relationships.add_note(by.asker, session, new.text, shared=new.shared)


@router.post("/sessions/{session}/actions", status_code=201)
def add_action(by: Writing, session: Id, new: NewAction) -> ActionItem:
    """Note what one of you promised."""
    return by.copilot.relationships.add_action(
        by.asker, session, owner=new.owner or by.her, text=new.text, due=new.due
    )


@router.post("/actions/{action}/finish")
def finish(by: Writing, action: Id, finished: Finished) -> ActionItem:
    """Tick an action item off, or take the tick back."""
    return by.copilot.relationships.finish_action(by.asker, action, done=finished.done)
