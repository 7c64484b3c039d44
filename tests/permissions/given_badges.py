"""Each owner has a badge offered, one taken, one shown, one that only the records know of, and has chaired once."""

from __future__ import annotations

from copilot.domain.circles import CircleMeeting
from copilot.domain.recognition import RECORDS, Badge, BadgeKind
from copilot.domain.relationships import Session
from copilot.ports import UnitOfWork
from tests.permissions.community import DAY, NOW


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """They are in the owner's programme, or in none; what the records earned is in none."""
    unit.badges.add(
        _badge(f"offered-badge:{owner}", owner, programme),
        _badge(f"taken-badge:{owner}", owner, programme, state="taken", credential="a.b.c"),
        _badge(f"shown-badge:{owner}", owner, programme, state="taken", credential="a.b.c", public=True),
        _badge(f"earned-badge:{owner}", owner, "", state="taken", by=RECORDS, kind=BadgeKind.GOAL_REACHED),
    )
    unit.sessions.add(
        Session(id=f"chaired:{owner}", relationship=f"fits:{owner}", at=NOW - 20 * DAY, state="held")
    )
    unit.circle_meetings.add(CircleMeeting(id=f"chaired:{owner}", circle=f"fits:{owner}", chair=owner))


def _badge(badge: str, owner: str, programme: str, **fields: object) -> Badge:
    said = {"name": "Held the room", "criteria": "For what somebody saw.", "on": NOW.date(), "at": NOW}
    more = {"kind": BadgeKind.MOMENT, "by": "x", "programme": programme, **said, **fields}
    return Badge.model_validate({"id": badge, "member": owner, **more})
