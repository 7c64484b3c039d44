"""What a round did."""

from __future__ import annotations

from copilot.domain.nudges import NudgeKind
from copilot.domain.records import Value


class NudgeTold(Value):
    """A nudge that was tried, and what became of it."""

    nudge: str
    member: str
    kind: NudgeKind
    state: str
    fault: str = ""


class NudgeRound(Value):
    """What one round did: how many are new in the outbox, and how many were sent, put off, and so on.

    `unsure`: they may have arrived, and are not sent again. `dropped`: not sent, because no longer true or too late.
    `by_mail`: whether e-mail is set up. `nudges` names each that was tried, without a word of it. `waiting`: how many
    are left for another time.
    """

    by_mail: bool = True
    new: int = 0
    sent: int = 0
    put_off: int = 0
    failed: int = 0
    unsure: int = 0
    dropped: int = 0
    waiting: int = 0
    nudges: tuple[NudgeTold, ...] = ()
