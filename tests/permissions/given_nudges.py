"""A nudge that each owner got, and a webhook of her own."""

from __future__ import annotations

from copilot.domain.nudges import NudgeKind, NudgeSettings, OutgoingNudge
from copilot.domain.spaces import Channel
from copilot.ports import UnitOfWork
from tests.permissions.community import DAY, NOW


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    unit.nudge_settings.add(
        NudgeSettings(id=owner, channel=Channel.SLACK, webhook="https://hooks.slack.com/services/T0/B0/x")
    )
    unit.outgoing_nudges.add(
        OutgoingNudge(
            id=f"nudge:{owner}", member=owner, kind=NudgeKind.SESSION_SOON, about=f"next:{owner}",
            due=NOW - 4 * DAY, until=NOW - 3 * DAY, state="sent", next_try=NOW - 4 * DAY, settled=NOW - 4 * DAY,
        )
    )  # fmt: skip
