"""A badge for an advocacy that she for whom it was done no longer confirms."""

from __future__ import annotations

from datetime import datetime

from copilot.domain.recognition import Badge, BadgeKind
from copilot.ports import UnitOfWork

UNCONFIRMED = "Whoever it was done for has changed her answer: it was not so."
"""The reason that the sponsor reads."""


def revoke_for(unit: UnitOfWork, advocacy_id: str, now: datetime) -> None:
    """Revoke, with its place in the list, the badge that was taken for this advocacy; in the caller's transaction."""
    taken = unit.badges.all(kind=BadgeKind.FIRST_ADVOCACY.value, of=advocacy_id, state="taken")
    for badge in taken:
        mark_revoked(unit, badge, now)
        unit.badges.save(badge.changed(state="revoked", public=False, reason=UNCONFIRMED))


def mark_revoked(unit: UnitOfWork, badge: Badge, now: datetime) -> None:
    """Set the badge's place in the list of what was revoked; one that was never signed has none."""
    if badge.status is not None:
        place = unit.badge_statuses.get(str(badge.status))
        unit.badge_statuses.save(place.changed(revoked=True, at=now))


def fell_with_its_record(badge: Badge) -> bool:
    """Whether it was revoked because what it rested on is no longer confirmed: then another may be the first."""
    return badge.state == "revoked" and badge.reason == UNCONFIRMED
