"""A message on its way to a real receiver: sent, put off or refused, within its time, and to nobody else."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from copilot.domain.messages import Message, Sent
from copilot.domain.spaces import Channel
from copilot.errors import BadInput
from copilot.sending.addresses import NOWHERE
from copilot.sending.payloads import payload
from copilot.sending.webhooks import HttpWebhooks
from tests.sending.receiver import (
    NAME,
    RUNNING,
    Receiver,
    authority,
    dripping,
    endless,
    hangs_up,
    receiving,
    silence,
    status,
)

MESSAGE = Message(text="Slides are up: *thank you*, everybody!", author="Ada Moreau", where="Speaking")
SECRET = "secretsecretsecret"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def sender(**more: object) -> HttpWebhooks:
    """One for whom the receivers that run just now are listed."""
    return HttpWebhooks({*RUNNING, "127.0.0.1:1"}, connect_seconds=0.5, whole_seconds=0.6, **more)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("channel", Channel)
def test_each_channel_hears_its_own_format(receiver: Receiver, channel: Channel) -> None:
    assert sender().send(receiver.address, channel, MESSAGE).outcome == "sent"
    assert receiver.said == [payload(channel, MESSAGE)]
    path, headers, _ = receiver.heard[0]
    assert path == f"/services/T0/B0/{SECRET}"
    assert (headers["Content-Type"], headers["Host"]) == ("application/json", f"127.0.0.1:{receiver.port}")


def test_who_takes_the_call_and_says_nothing_is_given_up_in_time(receiver: Receiver) -> None:
    receiver.answers = [silence]
    began = time.monotonic()
    sent = sender().send(receiver.address, Channel.SLACK, MESSAGE)
    assert time.monotonic() - began < 15  # half of what a receiver stays silent
    assert (sent.outcome, sent.fault) == ("later", "It was not done within 0.6 seconds.")


@pytest.mark.parametrize("answer", [dripping, endless(200), endless(429)])
def test_who_drips_or_never_ends_gains_nothing(receiver: Receiver, answer: object) -> None:
    receiver.answers = [answer]  # type: ignore[list-item]  # an Answer
    began = time.monotonic()
    sent = sender().send(receiver.address, Channel.DISCORD, MESSAGE)
    assert time.monotonic() - began < 15  # half of what a receiver stays silent
    assert sent.outcome == (
        "sent" if answer is not dripping and sent.wait is None and not sent.fault else "later"
    )


def test_a_redirect_is_never_followed(receiver: Receiver) -> None:
    with receiving() as other:
        receiver.answers = [
            status(302, Location=f"http://localhost:{other.port}/stolen"),
            status(307, Location="http://169.254.169.254/latest/meta-data/"),
            status(308, Location="/elsewhere"),
            status(301),
        ]
        sent = [sender().send(receiver.address, Channel.SLACK, MESSAGE) for _ in range(4)]
        assert other.heard == []
    assert {each.outcome for each in sent} == {"refused"}
    assert len(receiver.heard) == 4
    assert (
        sent[0].fault == "It sent us on to another host (302); we never follow, and nothing was sent there."
    )
    assert "another host (307)" in sent[1].fault
    assert "another address (308)" in sent[2].fault
    assert "another address (301)" in sent[3].fault


def test_who_asks_us_to_come_later_says_when(receiver: Receiver) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=3), usegmt=True)
    receiver.answers = [
        status(429, Retry_After="7"),
        status(429, Retry_After=soon),
        status(429, Retry_After=past),
        status(429, b'{"message": "You are being rate limited.", "retry_after": 1.5, "global": false}'),
        status(503, Retry_After="999999999"),
        status(429, b'{"retry_after": true}'),
        status(429, b"[1]"),
        status(429, Retry_After="next Tuesday"),
        status(429, Retry_After="Mon, 01 Jan 2024 00:00:00 +99999999999999999999"),
        status(429, Retry_After="Mon, 01 Jan 9999 23:59:59 -2359"),
        status(429, b"[" * 60_000),
        status(429, b'{"retry_after": ' + b"9" * 60_000 + b"}"),
        status(429, b'{"retry_after": NaN}'),
        status(429, b"\xff\xfe"),
    ]
    waits = [sender().send(receiver.address, Channel.DISCORD, MESSAGE).wait for _ in range(14)]
    assert waits[0] == 7
    assert waits[1] == pytest.approx(90, abs=3)
    assert waits[2:5] == [0, 1.5, 24 * 3600]
    assert waits[5:9] == [None, None, None, None]
    assert waits[9:] == [24 * 3600, None, None, None, None]


def test_what_an_answer_means_for_the_message(receiver: Receiver) -> None:
    codes = {
        **dict.fromkeys((200, 202, 204), "sent"),
        **dict.fromkeys((400, 401, 403, 404, 410, 413, 418), "refused"),
        **dict.fromkeys((408, 429, 500, 503), "later"),
    }
    receiver.answers = [status(code) for code in codes]
    sent = {code: sender().send(receiver.address, Channel.TEAMS, MESSAGE) for code in codes}
    assert {code: each.outcome for code, each in sent.items()} == codes
    assert sent[404].fault == "It says that there is no such webhook (404): it may have been deleted there."
    assert all(str(code) in each.fault for code, each in sent.items() if each.outcome != "sent")


def test_a_receiver_that_hangs_up_or_is_not_there_is_tried_again(receiver: Receiver) -> None:
    receiver.answers = [hangs_up]
    assert sender().send(receiver.address, Channel.SLACK, MESSAGE).fault.startswith("It broke off")
    gone = sender().send("http://127.0.0.1:1/hook", Channel.SLACK, MESSAGE)
    assert (gone.outcome, gone.fault) == ("later", "It could not be reached.")


def test_a_huge_answer_is_not_read() -> None:
    with receiving() as receiver:
        receiver.answers = [
            status(200, b"x" * 5_000_000),
            status(429, b" " * 500_000 + b'{"retry_after": 9}'),
        ]
        first, second = (sender().send(receiver.address, Channel.SLACK, MESSAGE) for _ in range(2))
    assert first.outcome == "sent"
    assert (second.outcome, second.wait) == ("later", None)


def test_a_certificate_nobody_vouches_for_gets_no_message() -> None:
    with receiving(tls=True) as receiver:
        sent = sender(resolve=lambda host, port: ["127.0.0.1"]).send(receiver.named, Channel.SLACK, MESSAGE)
        assert receiver.heard == []
    assert sent.outcome == "later"
    assert sent.fault == "Its certificate could not be verified, so nothing was sent."


def trusting() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority().configure_trust(context)
    return context


def test_over_tls_the_name_stays_though_the_address_was_chosen() -> None:
    with receiving(tls=True) as receiver:
        webhooks = sender(resolve=lambda host, port: ["127.0.0.1"], tls=trusting)
        assert webhooks.send(receiver.named, Channel.MATTERMOST, MESSAGE).outcome == "sent"
        assert receiver.heard[0][1]["Host"] == f"{NAME}:{receiver.port}"
        # The same machine under a name that its certificate does not know.
        other = HttpWebhooks({f"localhost:{receiver.port}"}, whole_seconds=1, tls=trusting)
        sent = other.send(f"https://localhost:{receiver.port}/x", Channel.SLACK, MESSAGE)
    assert (sent.outcome, len(receiver.heard)) == ("later", 1)
    assert "certificate" in sent.fault


def test_an_address_that_the_settings_allow_no_more_is_refused_without_a_word_of_it(
    receiver: Receiver,
) -> None:
    sent = HttpWebhooks().send(receiver.address, Channel.SLACK, MESSAGE)
    assert (sent.outcome, receiver.heard) == ("refused", [])
    assert sent.fault.startswith("This address can't be a webhook's.")
    assert SECRET not in sent.fault


def test_a_name_that_leads_into_the_house_is_not_called_and_sounds_like_one_that_nobody_knows(
    receiver: Receiver,
) -> None:
    """Else whoever adds a webhook could ask for the names of the network this stands in, one by one."""
    told = [
        HttpWebhooks(resolve=resolve).send("https://hooks.example.org/x", Channel.SLACK, MESSAGE)
        for resolve in (lambda host, port: ["127.0.0.1"], lambda host, port: [])
    ]
    assert told[0] == told[1] == Sent(outcome="later", fault=NOWHERE)
    assert receiver.heard == []


def test_beside_a_listed_port_nothing_on_that_host_is_called(receiver: Receiver) -> None:
    with receiving() as other:
        listed = HttpWebhooks({f"127.0.0.1:{other.port}"})
        assert listed.send(receiver.address, Channel.SLACK, MESSAGE).outcome == "refused"
        assert listed.send(other.address, Channel.SLACK, MESSAGE).outcome == "sent"
    assert receiver.heard == []


def test_a_name_is_asked_for_once_and_nothing_but_its_answer_is_called() -> None:
    """A resolver that says something else the second time (DNS rebinding) is never asked a second time."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    with receiving(tls=True) as receiver:
        sent = sender(resolve=rebinding, tls=trusting).send(receiver.named, Channel.SLACK, MESSAGE)
        assert (sent.outcome, len(receiver.heard)) == ("sent", 1)
    assert asked == [NAME]


def test_the_next_address_of_a_name_is_tried_where_the_first_is_silent(receiver: Receiver) -> None:
    with receiving(tls=True) as running:
        webhooks = sender(resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"], tls=trusting)
        assert webhooks.send(running.named, Channel.SLACK, MESSAGE).outcome == "sent"


def test_a_name_nobody_knows_or_that_takes_too_long_is_tried_later() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    def slow(host: str, port: int) -> list[str]:
        time.sleep(2)
        return ["93.184.216.34"]

    for resolve in (unknown, slow, lambda host, port: []):
        sent = sender(resolve=resolve).send("https://hooks.example.org/x", Channel.SLACK, MESSAGE)
        assert (sent.outcome, sent.fault) == ("later", NOWHERE)


def test_a_proxy_in_the_environment_hears_nothing(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert sender().send(receiver.address, Channel.SLACK, MESSAGE).outcome == "sent"
        assert proxy.heard == []


def test_the_address_stands_in_no_log_and_no_fault(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.answers = [status(404), status(302, Location=receiver.address), status(200)]
    faults = [sender().send(receiver.address, Channel.SLACK, MESSAGE).fault for _ in range(3)]
    with pytest.raises(BadInput) as wrong:
        sender().check(f"ftp://127.0.0.1/{SECRET}")
    assert SECRET not in "".join([*faults, str(wrong.value), caplog.text])
