"""How the verbs that send nudges are tried."""

from __future__ import annotations

from tests.fakes.post import HeardPost
from tests.fakes.webhooks import HeardWebhooks
from tests.permissions.attempts import At


def nudge_sending_send(at: At) -> None:
    _to_nobody(at)
    at.copilot.nudge_sending.send(at.asker)


def nudge_sending_test(at: At) -> None:
    _to_nobody(at)
    at.copilot.nudge_sending.test(at.asker, "postmaster@example.org")


def _to_nobody(at: At) -> None:
    vars(at.copilot).update(mail=HeardPost(), sending=HeardWebhooks())
