"""Letters by SMTP, to servers that do what they should, and to those that don't."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from copilot.domain.messages import Letter, Posted
from copilot.errors import BadInput
from copilot.sending.letters import address_of, mail_of, sender_of
from copilot.sending.post import SmtpPost
from tests.sending.mail_server import NAME, PASSWORD, USER, mail_server, saying, trusting

FROM = "mentoring@example.org"
SENT = Posted(outcome="sent")


def letter(**changes: Any) -> Letter:
    whole = Letter(
        to="amara@example.org",
        subject="Your session with Ingrid is tomorrow",
        text="Tomorrow at 9.\n.hidden dot\n",
        html="<p>Tomorrow at 9.</p>",
        message_id="<n1@example.org>",
        stop="https://mentoring.example.org/nudges/stop/secretsecretsecretsecretsecretsecretsecretsec",
    )
    return whole.model_copy(update=changes)


def post(port: int, **changes: Any) -> SmtpPost:
    return SmtpPost(
        **{"host": "127.0.0.1", "sender": FROM, "port": port, "security": "none", "whole_seconds": 5.0}
        | changes
    )


def named(port: int, **changes: Any) -> SmtpPost:
    """Through the name that the certificate has."""
    known = {"host": NAME, "resolve": lambda host, at: ["127.0.0.1"], "tls": trusting}
    return post(port, **(known | changes))


# What a letter carries


def test_a_letter_arrives_whole() -> None:
    with mail_server() as box:
        assert post(box.port, name="Open Mentors").send(letter()) == SENT
    [mail] = box.arrived
    assert box.recipients == ["amara@example.org"]
    assert mail["From"] == "Open Mentors <mentoring@example.org>"
    assert mail["To"] == "amara@example.org"
    assert mail["Subject"] == "Your session with Ingrid is tomorrow"
    assert mail["Message-ID"] == "<n1@example.org>"
    assert mail["Date"].datetime is not None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == f"<{letter().stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = mail.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == letter().text
    assert html.get_content().strip() == letter().html


def test_without_a_way_to_stop_none_is_named_and_plain_words_stay_plain() -> None:
    with mail_server() as box:
        post(box.port).send(letter(stop="", html=""))
    [mail] = box.arrived
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None
    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_a_name_with_a_line_end_begins_no_header(end: str) -> None:
    with mail_server() as box:
        sent = post(box.port, name=f"Open{end}Bcc: eve@example.org").send(
            letter(subject=f"Ingrid{end}Bcc: eve@example.org{end}{end}Body")
        )
    assert sent == SENT
    [mail] = box.arrived
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Ingrid Bcc: eve@example.org Body"
    assert box.recipients == ["amara@example.org"]


ENCODED = (
    "=?utf-8?q?Ben=0D=0AReply-To:_eve=40example.org=0D=0AContent-Type:_text/html=0D=0A=0D=0A<h1>Hi</h1>?="
)


def test_a_name_in_an_encoded_word_begins_no_header_and_no_body() -> None:
    mail = mail_of(
        letter(subject=f"You last met {ENCODED}", html=""),
        address_of("amara@example.org"),
        sender_of("mentoring@example.org", ENCODED),
        datetime(2026, 3, 2, tzinfo=UTC),
    )
    lines = mail.as_bytes().decode().splitlines()
    assert not [line for line in lines if line.startswith(("Reply-To", "Content-Type: text/html", "<h1>"))]
    assert mail.get_content_type() == "text/plain"


def test_a_long_subject_and_names_of_the_world_come_through() -> None:
    subject = "Ваша встреча с Ингрид " + "é" * 300
    with mail_server() as box:
        assert post(box.port, name="Наставники 🌱").send(letter(subject=subject, text="Ł" * 2_000)) == SENT
    [mail] = box.arrived
    assert mail["Subject"] == subject[:200]
    assert mail["From"].addresses[0].display_name == "Наставники 🌱"
    assert next(mail.iter_parts()).get_content().strip() == "Ł" * 2_000


@pytest.mark.parametrize(
    "to",
    [
        "", "amara", "@", "amara@", "@example.org", "a@b@c", "amara@example.org\nRCPT TO:<eve@example.org>",
        "amara@example.org, eve@example.org", "Amara <amara@example.org>", "<amara@example.org>",
        "a" * 65 + "@example.org", "amara@" + "a" * 300, "amara@exa mple.org", "amara@[127.0.0.1]",
        "amara@example..org", ".amara@example.org", "amara@-example.org", '"a b"@example.org', "a\x00b@example.org",
        "=?utf-8?q?evil=40x.org=2C?=@b.org", "a@=?utf-8?q?b.org=0D=0ABcc:_eve=40x.org?=",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_before_anybody_is_called(to: str) -> None:
    told = post(1).send(letter(to=to))
    assert told.outcome == "refused"
    assert not to or to not in told.fault


def test_an_address_in_her_own_letters_goes_where_the_server_can() -> None:
    with mail_server() as box:
        assert post(box.port).send(letter(to="josé@münchen.example")) == SENT
        assert box.recipients == ["josé@münchen.example"]
        assert "\r\nTo: josé@münchen.example\r\n".encode() in box.bytes[0]
    with mail_server(utf8=False) as box:
        assert post(box.port).send(letter(to="josé@münchen.example")).outcome == "refused"
        assert post(box.port).send(letter(subject="José")) == SENT


# What the server does


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        ("mail", "421 4.3.2 Closing", "later"),
        ("mail", "550 5.7.1 Sender unknown", "later"),
        ("rcpt", "450 4.2.1 Busy", "later"),
        ("rcpt", "421 4.3.2 Closing", "later"),
        ("rcpt", "550 5.1.1 <amara@example.org> unknown", "refused"),
        ("data", "451 4.3.0 Try later", "later"),
        ("data", "554 5.7.1 amara@example.org wants no such letters", "refused"),
        ("data", "hang up", "unsure"),
    ],
)
def test_the_step_at_which_it_ends_decides_what_became_of_it(step: str, answer: str, outcome: str) -> None:
    with mail_server() as box:
        setattr(box, step, answer)
        told = post(box.port).send(letter())
    assert told.outcome == outcome
    assert told.fault
    assert "@" not in told.fault


def test_a_server_that_takes_the_letter_and_then_hangs_may_have_kept_it() -> None:
    with mail_server() as box:
        box.data = "hang"
        told = post(box.port, whole_seconds=0.5).send(letter())
    assert told.outcome == "unsure"
    assert len(box.arrived) == 1


@pytest.mark.parametrize(
    "words",
    [
        (),
        (b"220 here\r\n",),
        (b"220 here\r\n", b"250 here\r\n"),
        (b"220 here\r\n", b"250 here\r\n", b"250 ok\r\n"),
        (b"220 here\r\n", b"250 here\r\n", b"250 ok\r\n", b"250 ok\r\n"),
    ],
)
def test_a_server_that_hangs_before_it_has_the_letter_gets_it_another_time(words: tuple[bytes, ...]) -> None:
    with saying(*words) as port:
        began = time.monotonic()
        told = post(port, whole_seconds=0.3).send(letter())
    assert told == Posted(outcome="later", fault="It was not done within 0.3 seconds.")
    assert time.monotonic() - began < 15


def test_a_byte_now_and_then_gains_no_time() -> None:
    with saying(dripping=True) as port:
        began = time.monotonic()
        told = post(port, whole_seconds=0.3).send(letter())
    assert told.outcome == "later"
    assert time.monotonic() - began < 15


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((b"421 4.3.2 amara@example.org\r\n",), "The server takes no letters just now (421)."),
        ((b"554 No\r\n",), "The server takes no letters just now (554)."),
        ((b"hello\r\n",), "The server takes no letters just now (-1)."),
        ((b"220 " + b"a" * 20_000 + b"\r\n",), "The server refused to go on (500)."),
    ],
)
def test_a_greeting_that_is_none_is_told_by_its_number(words: tuple[bytes, ...], sentence: str) -> None:
    with saying(*words) as port:
        assert post(port, whole_seconds=2).send(letter()) == Posted(outcome="later", fault=sentence)


def test_nobody_at_the_port_and_a_name_that_leads_nowhere_are_tried_again() -> None:
    with saying() as port:
        pass
    assert post(port).send(letter()) == Posted(outcome="later", fault="The server could not be reached.")
    nowhere = named(25, security="starttls", resolve=lambda host, port: [])
    assert nowhere.send(letter()).outcome == "later"
    asleep = named(
        25, security="starttls", whole_seconds=0.05, resolve=lambda host, port: time.sleep(1) or []
    )
    assert asleep.send(letter()) == Posted(outcome="later", fault="Nobody could say where the server is.")


# Protected and signed in


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_way_is_protected_and_the_certificate_looked_at(security: str) -> None:
    with mail_server(tls=security) as box:
        assert named(box.port, security=security).send(letter()) == SENT
        for stranger in (
            named(box.port, security=security, tls=ssl.create_default_context),
            named(box.port, security=security, host="other.example.test"),
        ):
            told = stranger.send(letter())
            assert told.outcome == "later"
            assert "certificate" in told.fault
    assert len(box.arrived) == 1


def test_a_server_without_starttls_gets_neither_letter_nor_password() -> None:
    with mail_server(sign_in=True) as box:
        told = named(box.port, security="starttls", user=USER, password=PASSWORD).send(letter())
    assert told.outcome == "later"
    assert "doesn't offer" in told.fault
    assert box.arrived == []


def test_a_server_that_speaks_no_tls_is_told_as_such() -> None:
    with mail_server() as box:
        told = named(box.port, security="tls", whole_seconds=2).send(letter())
    assert told.outcome == "later"
    assert "TLS" in told.fault


@pytest.mark.parametrize("security", ["starttls", "none"])
def test_signing_in_works_and_a_wrong_password_is_told_without_it(security: str) -> None:
    with mail_server(tls=security, sign_in=True) as box:
        make = named if security == "starttls" else post
        known = {"security": security, "user": USER}
        assert make(box.port, **known, password=PASSWORD).send(letter()) == SENT
        wrong = make(box.port, **known, password="notthis").send(letter())
        assert wrong == Posted(outcome="later", fault="The server refused the sign-in (535).")
        odd = make(box.port, **known, password="пароль").send(letter())
        assert odd.outcome == "later"
        assert "characters" in odd.fault
        assert make(box.port, security=security).send(letter()).outcome == "later"
    assert len(box.arrived) == 1


def test_a_check_goes_as_far_as_the_sign_in_and_sends_nothing() -> None:
    with mail_server(tls="starttls", sign_in=True) as box:
        known = {"security": "starttls", "user": USER}
        assert named(box.port, **known, password=PASSWORD).check() == SENT
        assert named(box.port, **known, password="notthis").check().outcome == "later"
    assert box.arrived == []


# The settings


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"sender": ""}, "MENTORING_SMTP_FROM"),
        ({"host": ""}, "MENTORING_SMTP_HOST"),
        ({"sender": "nobody"}, "MENTORING_SMTP_FROM"),
        ({"user": "copilot"}, "MENTORING_SMTP_PASSWORD"),
        ({"password": "secretsecret"}, "MENTORING_SMTP_USER"),
        ({"host": "mail.example.org"}, "MENTORING_SMTP_SECURITY"),
        ({"host": "192.0.2.1"}, "MENTORING_SMTP_SECURITY"),
    ],
)
def test_half_of_the_settings_says_which_is_missing(given: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInput) as told:
        post(25, **given)
    assert told.value.place == place
    assert "secretsecret" not in str(told.value)


def test_without_protection_only_this_machine_is_called_whatever_its_name_leads_to() -> None:
    elsewhere = post(25, host="localhost", resolve=lambda host, port: ["192.0.2.1"])
    assert "not on this machine" in elsewhere.send(letter()).fault


def test_where_nothing_is_set_up_nothing_is_sent() -> None:
    nobody = SmtpPost("", "")
    assert not nobody.is_set_up
    assert nobody.send(letter()).outcome == "later"
    assert nobody.check().outcome == "later"
    assert post(25).is_set_up
