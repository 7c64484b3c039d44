"""A real mail server on loopback (aiosmtpd), which answers as a test tells it to; and one that only half is one."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.postgres import free_port
from tests.sending.receiver import authority

NAME = "mail.example.test"
ACCEPTED = "250 OK"
USER, PASSWORD = "copilot", "secretsecret"


class Mailbox:
    """What arrived, and what the server is to say. `at_data` is called before it answers the end of a letter."""

    def __init__(self) -> None:
        self.port = 0
        self.arrived: list[EmailMessage] = []
        self.bytes: list[bytes] = []
        self.recipients: list[str] = []
        self.mail = self.rcpt = self.data = ACCEPTED
        self.at_data: Callable[[], None] = lambda: None
        self.closing = threading.Event()

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, sender: str, options: Any) -> str:
        if self.mail == ACCEPTED:
            envelope.mail_from = sender
        return self.mail

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, options: Any) -> str:
        if self.rcpt == ACCEPTED:
            envelope.rcpt_tos.append(to)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.arrived.append(
            cast("EmailMessage", message_from_bytes(envelope.content, policy=policy.SMTPUTF8))
        )
        self.bytes.append(envelope.content)
        self.recipients.extend(envelope.rcpt_tos)
        await asyncio.get_running_loop().run_in_executor(None, self.at_data)
        if self.data == "hang up":
            server.transport.abort()
            return ACCEPTED
        while self.data == "hang" and not self.closing.is_set():
            await asyncio.sleep(0.01)
        return ACCEPTED if self.data == "hang" else self.data

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each letter that arrived."""
        return [str(each["Message-ID"]) for each in self.arrived]


@contextmanager
def mail_server(*, tls: str = "none", sign_in: bool = False, utf8: bool = True) -> Iterator[Mailbox]:
    """A server on a free port for as long as the block lasts. `tls`: none, starttls or tls."""
    box = Mailbox()
    context = _certified() if tls != "none" else None
    more: dict[str, Any] = {"enable_SMTPUTF8": utf8}
    if tls == "starttls":
        more |= {"tls_context": context, "require_starttls": True}
    if sign_in:
        more |= {"auth_required": True, "authenticator": _known, "auth_require_tls": tls == "starttls"}
    box.port = free_port()
    implicit = context if tls == "tls" else None
    with warnings.catch_warnings():
        # It warns at each call of a sign-in without TLS, which is what a test wants to see.
        warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
        controller = Controller(box, hostname="127.0.0.1", port=box.port, ssl_context=implicit, **more)
        controller.start()
        try:
            yield box
        finally:
            box.closing.set()
            controller.stop()


def _known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def _certified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(NAME).configure_cert(context)
    return context


def trusting() -> ssl.SSLContext:
    """Somebody who trusts the certificates of these servers."""
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return context


@contextmanager
def saying(*words: bytes, dripping: bool = False) -> Iterator[int]:
    """The port of something that says these words, one after each line it hears, and then nothing any more."""
    listener = socket.create_server(("127.0.0.1", 0))
    closing = threading.Event()

    def talk(caller: socket.socket) -> None:
        with caller, caller.makefile("rb") as heard:
            for word in words:
                caller.sendall(word)
                heard.readline()
            while not closing.wait(0.02):
                if dripping:
                    caller.sendall(b"2")

    def listen() -> None:
        while not closing.is_set():
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with suppress(OSError):
                talk(caller)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        closing.set()
        # Closing alone does not wake up whoever waits in accept.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
