"""A webhook for each owner: of the spring programme's space, of a topic of nobody's, or of a group that she keeps."""

from __future__ import annotations

from copilot.domain.spaces import Channel, Delivery, Space, SpaceKind, SpaceMember, Webhook
from copilot.ports import UnitOfWork
from tests.permissions.community import NOW

NOWHERE = "https://127.0.0.1/services/wordofsecrecy"
"""Refused before anything is sent."""


def space_of(owner: str, programme: str) -> str:
    """The space whose posts hers sends elsewhere."""
    return f"space-programme-{programme}" if programme else f"heard:{owner}"


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """The webhook, and a group that the owner keeps where she is in no programme."""
    if not programme:
        unit.spaces.add(
            Space(id=f"heard:{owner}", kind=SpaceKind.INTEREST, name="Heard elsewhere", keepers=frozenset({owner}),
                  created=NOW)
        )  # fmt: skip
        unit.space_members.add(
            SpaceMember(id=f"heard:{owner}:{owner}", space=f"heard:{owner}", member=owner, since=NOW)
        )
    unit.webhooks.add(
        Webhook(id=f"w:{owner}", space=space_of(owner, programme), channel=Channel.SLACK, name="#heard",
                address=NOWHERE, by=owner, created=NOW)
    )  # fmt: skip
    unit.deliveries.add(Delivery(id=f"w:{owner}:gone", webhook=f"w:{owner}", post="gone", next_try=NOW))
