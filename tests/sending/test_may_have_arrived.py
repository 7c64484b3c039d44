"""Whether a message to a webhook may have arrived although nobody said so: what must not come twice depends on it."""

from __future__ import annotations

import pytest

from copilot.domain.messages import Message
from copilot.domain.spaces import Channel
from copilot.sending.webhooks import HttpWebhooks
from tests.sending.receiver import RUNNING, Answer, hangs_up, receiving, silence, status


@pytest.mark.parametrize(
    ("answer", "may_have"),
    [
        (silence, True),
        (hangs_up, True),
        (status(500), True),
        (status(502), True),
        (status(503), False),
        (status(429), False),
        (status(404), False),
        (status(200), False),
    ],
)
def test_what_was_said_and_not_answered_may_have_arrived(answer: Answer, may_have: bool) -> None:
    with receiving() as receiver:
        receiver.answers.append(answer)
        sender = HttpWebhooks(RUNNING, whole_seconds=0.5)
        told = sender.send(receiver.address, Channel.SLACK, Message(text="At nine."))
    assert told.may_have_arrived is may_have


def test_where_nobody_takes_the_call_nothing_arrived() -> None:
    with receiving() as receiver:
        listed = set(RUNNING)
    told = HttpWebhooks(listed).send(receiver.address, Channel.SLACK, Message(text="At nine."))
    assert told.outcome == "later"
    assert not told.may_have_arrived
