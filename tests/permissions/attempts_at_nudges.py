"""How the verbs of nudges are tried."""

from __future__ import annotations

from copilot.domain.messages import Message, Sent
from copilot.domain.nudges import NudgeKind
from copilot.domain.spaces import Channel
from tests.permissions.attempts import At, look_for


class _Nowhere:
    """Webhooks that lead nowhere."""

    def check(self, address: str) -> None:
        """Every address will do."""

    def send(self, address: str, channel: Channel, message: Message) -> Sent:
        """Arrived, as far as anybody can tell."""
        return Sent(outcome="sent")


def nudges_settings(at: At) -> None:
    at.copilot.nudges.settings(at.asker)


def nudges_choose(at: At) -> None:
    at.copilot.nudges.choose(at.asker, weekends=True, a_week=5)


def nudges_stop(at: At) -> None:
    at.copilot.nudges.stop(at.asker, NudgeKind.SESSION_SOON)


def nudges_want(at: At) -> None:
    at.copilot.nudges.want(at.asker, NudgeKind.SESSION_SOON)


def nudges_mine(at: At) -> None:
    look_for(at.id("nudge"), (each.id for each in at.copilot.nudges.mine(at.asker).got))


def nudges_test(at: At) -> None:
    vars(at.copilot).setdefault("sending", _Nowhere())
    at.copilot.nudges.test(at.asker)


def nudges_preview(at: At) -> None:
    at.copilot.nudges.preview(at.asker)


def nudges_close_unanswered(at: At) -> None:
    at.copilot.nudges.close_unanswered(at.asker)


def matching_close_unanswered(at: At) -> None:
    at.copilot.matching.close_unanswered(at.asker)


def matching_unanswered(at: At) -> None:
    look_for(at.id("approved"), at.copilot.matching.unanswered(at.asker))
