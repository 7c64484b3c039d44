"""Webhooks as people may see them: never with the whole address."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from pydantic import Field

from copilot.domain.records import Value
from copilot.domain.spaces import Channel, PostKind, Webhook
from copilot.ports import UnitOfWork
from copilot.services.outbox import FAILED, SENT, WAITING

BOARD = "board"
"""What people call the board of opportunities where they would name a space."""


class LeadingOut(Value):
    """A channel elsewhere that reads along."""

    channel: Channel
    name: str
    kinds: tuple[PostKind, ...]


class WebhookTold(Value):
    """A webhook as it may be seen: of its address the host and the last letters.

    `waiting`, `sent` and `failed` count posts; `fault` says what went wrong last, empty where nothing did.
    """

    id: str = Field(serialization_alias="webhook")
    space: str
    channel: Channel
    name: str
    address: str
    kinds: tuple[PostKind, ...]
    active: bool
    by: str
    created: datetime
    fault: str = ""
    waiting: int = 0
    sent: int = 0
    failed: int = 0


def counted(unit: UnitOfWork, webhooks: list[Webhook]) -> Counter[tuple[str, str]]:
    """How many posts of each webhook are in each state."""
    every = unit.deliveries.all(webhook={each.id for each in webhooks}) if webhooks else []
    return Counter((each.webhook, each.state) for each in every)


def told(webhook: Webhook, counts: Counter[tuple[str, str]] | None = None) -> WebhookTold:
    """A webhook with its address masked, and with its numbers where they are given."""
    n = counts or Counter()
    return WebhookTold(
        id=webhook.id,
        space=webhook.space or BOARD,
        channel=webhook.channel,
        name=webhook.name,
        address=webhook.masked,
        kinds=tuple(sorted(webhook.kinds)),
        active=webhook.active,
        by=webhook.by,
        created=webhook.created,
        fault=webhook.fault,
        waiting=n[webhook.id, WAITING],
        sent=n[webhook.id, SENT],
        failed=n[webhook.id, FAILED],
    )
