"""Letters by SMTP (RFC 5321). Each has a connection of its own, one try, and a time within which it is over."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.headerregistry import Address
from ipaddress import ip_address
from smtplib import SMTPException
from typing import Literal

from copilot.domain.messages import Letter, Posted
from copilot.errors import BadInput
from copilot.sending.addresses import Resolve, Unresolved, found_within, resolved
from copilot.sending.letters import PLAIN, address_of, mail_of, sender_of
from copilot.sending.smtp_faults import NotProtected, what_failed
from copilot.sending.smtp_session import TimedSmtp

WHOLE_SECONDS = 30.0
"""A letter's, from the look-up of the server's name to its last answer."""
PORTS = {"starttls": 587, "tls": 465, "none": 25}
NO_ADDRESS = "Her address is none that e-mail can be sent to."
NOT_SET_UP = "E-mail is not set up."
LOST = "The server was given the letter and said nothing more: it may have arrived, and is not sent again."

Security = Literal["starttls", "tls", "none"]


class SmtpPost:
    """Sends letters through one server.

    Args:
        host: the server's; empty where e-mail is not set up.
        port: 0 for the usual one: 587, or 465 with `tls`.
        security: how the way there is protected; `none` for a server on this machine alone.
        user: whom to sign in as; empty for nobody.
        sender: whom letters come from.
        name: what stands before the sender's address.
        whole_seconds: given up after so long, whatever was said until then.

    Raises BadInput where the settings are half given or would send a password or a letter unprotected.
    """

    def __init__(
        self,
        host: str,
        sender: str,
        *,
        port: int = 0,
        security: Security = "starttls",
        user: str = "",
        password: str = "",
        name: str = "",
        resolve: Resolve = resolved,
        whole_seconds: float = WHOLE_SECONDS,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._host = host.strip()
        _check_whole(self._host, sender.strip(), security, user, password)
        self._sender = sender_of(sender, name) if self._host else None
        self._port = port or PORTS[security]
        self._security = security
        self._user = user
        self._password = password
        self._resolve = resolve
        self._whole_seconds = whole_seconds
        self._tls = tls

    @property
    def is_set_up(self) -> bool:
        """Whether there is a server to send through."""
        return self._sender is not None

    def send(self, letter: Letter) -> Posted:
        """Send it once, and say what became of it. Raises nothing that the other side could bring about."""
        sender = self._sender
        if sender is None:
            return Posted(outcome="later", fault=NOT_SET_UP)
        try:
            to = address_of(letter.to)
        except ValueError:
            return Posted(outcome="refused", fault=NO_ADDRESS)
        return self._done(lambda session: _posted(session, letter, to, sender))

    def check(self) -> Posted:
        """Go as far as the sign-in, and send nothing."""
        if self._sender is None:
            return Posted(outcome="later", fault=NOT_SET_UP)
        return self._done(lambda session: Posted(outcome="sent"))

    def _done(self, task: Callable[[TimedSmtp], Posted]) -> Posted:
        handed_over = False
        try:
            with self._session() as session:
                try:
                    return task(session)
                finally:
                    handed_over = session.handed_over
        except (SMTPException, OSError, UnicodeError, ValueError, Unresolved, NotProtected) as fault:
            if handed_over:
                return Posted(outcome="unsure", fault=LOST)
            return Posted(outcome="later", fault=what_failed(fault, self._whole_seconds))

    @contextmanager
    def _session(self) -> Iterator[TimedSmtp]:
        """A conversation that is protected and signed in as the settings say."""
        until = time.monotonic() + self._whole_seconds
        places = found_within(self._whole_seconds, self._host, self._port, self._resolve)
        if self._security == "none" and not all(ip_address(one).is_loopback for one in places):
            raise NotProtected
        tls = self._tls() if self._security == "tls" else None
        session = TimedSmtp(self._host, self._port, places, until, tls)
        try:
            if self._security == "starttls":
                session.starttls(context=self._tls())
            session.ehlo_or_helo_if_needed()
            if self._user:
                session.login(self._user, self._password)
            yield session
        finally:
            session.leave()


def _posted(session: TimedSmtp, letter: Letter, to: Address, sender: Address) -> Posted:
    """One mail transaction; the step at which it ends decides what became of it."""
    mail = mail_of(letter, to, sender, datetime.now(UTC))
    wide = not f"{to.addr_spec}{sender.addr_spec}".isascii()
    if wide and not session.has_extn("smtputf8"):
        return Posted(outcome="refused", fault="The server can't send to an address with letters like hers.")
    options = ["SMTPUTF8", "BODY=8BITMIME"] if wide else []
    code, _ = session.mail(sender.addr_spec, options)
    if code != 250:
        return Posted(outcome="later", fault=f"The server refused the sender ({code}).")
    code, _ = session.rcpt(to.addr_spec)
    if code not in (250, 251):
        return _refused(code, f"The server refused her address ({code}).")
    content = mail.as_bytes(policy=PLAIN.clone(utf8=wide))
    code = session.hand_over(content)
    if code == 250:
        return Posted(outcome="sent")
    if 400 <= code < 600:
        return _refused(code, f"The server refused the letter ({code}).")
    return Posted(outcome="unsure" if session.handed_over else "later", fault=LOST)


def _refused(code: int, fault: str) -> Posted:
    """4xx may be otherwise another time, 5xx won't (RFC 5321, 4.2.1)."""
    return Posted(outcome="refused" if 500 <= code < 600 else "later", fault=fault)


def _check_whole(host: str, sender: str, security: Security, user: str, password: str) -> None:
    if host and not sender:
        raise _lacking("MENTORING_SMTP_FROM", "whom letters come from, is missing")
    if sender and not host:
        raise _lacking("MENTORING_SMTP_HOST", "the server that sends letters, is missing")
    if bool(user) != bool(password):
        missing = "MENTORING_SMTP_PASSWORD" if user else "MENTORING_SMTP_USER"
        raise _lacking(missing, "the other half of the sign-in, is missing")
    if host and security == "none" and not _is_this_machine(host):
        raise BadInput(
            "MENTORING_SMTP_SECURITY is “none”, and the server is not on this machine: on the way there "
            "everybody could read along.",
            place="MENTORING_SMTP_SECURITY",
            cure="Use starttls or tls.",
        )


def _lacking(variable: str, why: str) -> BadInput:
    return BadInput(
        f"E-mail is half set up: {variable}, {why}.", place=variable, cure="Set it, or unset the others."
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
