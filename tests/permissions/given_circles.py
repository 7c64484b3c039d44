"""Three circles of each owner: one that may be split, and two that may be merged; she sits in all of them."""

from __future__ import annotations

from copilot.domain.circles import Circle, CircleMeeting
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship, Session
from copilot.ports import UnitOfWork
from tests.permissions.community import DAY, NOW, SITTERS


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """A large circle that has met and meets again, the owner to chair; and two small ones."""
    _circle(unit, f"circle:{owner}", (owner, *SITTERS), programme)
    _circle(unit, f"small:{owner}", (owner, *SITTERS[:3]), programme)
    _circle(unit, f"few:{owner}", (owner, *SITTERS[3:6]), programme)
    met, ahead = f"circle-met:{owner}", f"circle-next:{owner}"
    unit.sessions.add(
        Session(id=met, relationship=f"circle:{owner}", at=NOW - 20 * DAY, state="held"),
        Session(id=ahead, relationship=f"circle:{owner}", at=NOW + 4 * DAY),
    )
    unit.circle_meetings.add(
        CircleMeeting(id=met, circle=f"circle:{owner}", came=frozenset({owner, SITTERS[0]}), noted=True),
        CircleMeeting(id=ahead, circle=f"circle:{owner}", chair=owner),
    )


def _circle(unit: UnitOfWork, circle: str, members: tuple[str, ...], programme: str) -> None:
    unit.relationships.add(
        Relationship(
            id=circle,
            role=MatchRole.CIRCLE,
            members=members,
            programme=programme,
            started=NOW.date() - 50 * DAY,
        )
    )
    unit.circles.add(Circle(id=circle, theme="Saying no", by="x", created=NOW - 50 * DAY))
