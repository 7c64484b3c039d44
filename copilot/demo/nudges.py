"""Nudges of the sample community: how some want them, and what a few of them got. Nothing is sent from a demo."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.domain.nudges import NudgeKind, NudgeSettings, OutgoingNudge
from copilot.ports import UnitOfWork

MORNING = 9
SETTINGS = (
    NudgeSettings(id="m1", quiet_from=18, quiet_until=9),
    NudgeSettings(id="m2", most_a_week=1),
    NudgeSettings(id="m6", stopped=frozenset({NudgeKind.NEXT_SESSION})),
    NudgeSettings(id="m3", digest=True),
    NudgeSettings(id="m20", weekends=True, quiet_from=14, quiet_until=18),
    NudgeSettings(id="m31", off=True),
)
"""m1 keeps her evenings free, m20 sleeps in the afternoon and works at night."""
GOT: tuple[tuple[str, NudgeKind, int, str], ...] = (
    ("m1", NudgeKind.SESSION_SOON, 9, "sent"),
    ("m1", NudgeKind.MILESTONE_DUE, 16, "sent"),
    ("m1", NudgeKind.EVENT_SOON, 23, "sent"),
    ("m2", NudgeKind.SESSION_SOON, 9, "sent"),
    ("m2", NudgeKind.ANSWER_WAITING, 30, "sent"),
    ("m3", NudgeKind.DIGEST, 8, "sent"),
    ("m3", NudgeKind.DIGEST, 15, "unsure"),
    ("m20", NudgeKind.ACTION_DUE, 11, "sent"),
    ("m28", NudgeKind.SURVEY_DUE, 12, "sent"),
    ("m28", NudgeKind.NEXT_SESSION, 34, "failed"),
)
"""Whom it went to, of what kind, how many days ago, and what became of it."""


def keep_nudges(unit: UnitOfWork, now: datetime) -> None:
    """Keep how some want to be nudged, and what they got on working days of the last weeks."""
    here = {row[0] for row in unit.members.values("id")}
    unit.nudge_settings.add(*(each for each in SETTINGS if each.id in here))
    unit.outgoing_nudges.add(
        *(
            _got(member, kind, now - timedelta(days=days), state)
            for member, kind, days, state in GOT
            if member in here
        )
    )


def _got(member: str, kind: NudgeKind, at: datetime, state: str) -> OutgoingNudge:
    on = (at - timedelta(days=max(0, at.weekday() - 4))).replace(
        hour=MORNING, minute=2, second=0, microsecond=0
    )
    fault = "The server does not know this address." if state == "failed" else ""
    return OutgoingNudge.model_validate(
        {"id": f"{kind.value}:{member}:demo-{on.date()}", "member": member, "kind": kind, "due": on,
         "until": on + timedelta(days=1), "state": state, "tries": 1, "next_try": on, "claimed": on,
         "settled": on, "fault": fault}
    )  # fmt: skip
