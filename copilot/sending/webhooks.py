"""Messages to incoming webhooks over HTTP. No proxy, no cookie, no redirect; one connection, one try, ten seconds."""

from __future__ import annotations

import json
import logging
import re
import ssl
import time
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpcore2

from copilot.domain.messages import Message, Sent
from copilot.domain.spaces import Channel
from copilot.errors import BadInput
from copilot.sending.addresses import (
    Address,
    Forbidden,
    Resolve,
    Unresolved,
    reachable,
    read_address,
    resolved,
)
from copilot.sending.payloads import encoded, payload

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 10.0
MOST_READ = 64 * 1024
"""Bytes of an answer that are looked at; of most answers, none is."""
AGENT = "MentoringCopilot"
LONGEST_WAIT = 24 * 3600.0
_COMES_LATER = frozenset({408, 425, 429})
_WORDS = {
    400: "It refused the message as not well formed (400).",
    401: "It asked for a key (401): the address is not, or no longer, a webhook's.",
    403: "It refused us (403): the webhook may have been switched off there.",
    404: "It says that there is no such webhook (404): it may have been deleted there.",
    410: "It says that the webhook is gone for good (410).",
    413: "It found the message too long (413).",
}


class HttpWebhooks:
    """Sends messages to incoming webhooks.

    Args:
        listed: `host:port` of those that may be private, or be reached at a port of their own; in lower case.
        resolve: who knows the addresses of a name.
        connect_seconds: given up where nobody takes the call for so long.
        whole_seconds: given up after so long, whatever was said until then.
        tls: whose certificates are believed; the machine's where none is given.
    """

    def __init__(
        self,
        listed: Collection[str] = (),
        *,
        resolve: Resolve = resolved,
        connect_seconds: float = CONNECT_SECONDS,
        whole_seconds: float = WHOLE_SECONDS,
        tls: Callable[[], ssl.SSLContext] = httpcore2.default_ssl_context,
    ) -> None:
        self._listed = frozenset(listed)
        self._resolve = resolve
        self._connect_seconds = connect_seconds
        self._whole_seconds = whole_seconds
        self._tls = tls
        # At its lowest level httpcore writes the headers of answers down; where a redirect leads is in them.
        logging.getLogger("httpcore2").setLevel(logging.INFO)

    def check(self, address: str) -> None:
        """Raise BadInput where this can't be a webhook's address; nothing is looked up."""
        read_address(address, self._listed)

    def send(self, address: str, channel: Channel, message: Message) -> Sent:
        """Send it once, and say what became of it. Raises nothing that the other side could bring about."""
        deadline = time.monotonic() + self._whole_seconds
        try:
            known = read_address(address, self._listed)
            places = reachable(known, self._resolve, min(self._connect_seconds, self._whole_seconds))
        except BadInput as fault:  # kept when the settings still allowed it
            return Sent(outcome="refused", fault=fault.message)
        except (
            Forbidden,
            Unresolved,
        ) as fault:  # told apart, they would say which names a private network knows
            return Sent(outcome="later", fault=str(fault))
        network = _Checked(places, deadline, self._connect_seconds)
        try:
            return self._posted(known, network, encoded(payload(channel, message)))
        except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError) as fault:
            return Sent(outcome="later", fault=self._what_failed(fault), may_have_arrived=network.has_spoken)

    def _posted(self, address: Address, network: _Checked, body: bytes) -> Sent:
        tls = self._tls() if address.scheme == "https" else None
        host = f"[{address.host}]" if ":" in address.host else address.host
        headers: dict[bytes | str, bytes | str] = {
            "Host": address.host_and_port,
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "User-Agent": AGENT,
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        with (
            httpcore2.ConnectionPool(ssl_context=tls, network_backend=network, max_connections=1) as pool,
            pool.stream(
                "POST",
                f"{address.scheme}://{host}:{address.port}{address.path}",
                headers=headers,
                content=body,
            ) as answer,
        ):
            return _understood(answer, address)

    def _what_failed(self, fault: Exception) -> str:
        if isinstance(fault, httpcore2.ConnectTimeout):
            return f"Nobody took the call within {self._connect_seconds:g} seconds."
        if isinstance(fault, httpcore2.TimeoutException):
            return f"It was not done within {self._whole_seconds:g} seconds."
        if _is_tls(fault):
            return "Its certificate could not be verified, so nothing was sent."
        if isinstance(fault, httpcore2.ConnectError):
            return "It could not be reached."
        return "It broke off, or did not answer as a web server does."


class _Checked(httpcore2.NetworkBackend):
    """Connects to the addresses that were checked, whatever name is asked for, and to nothing after the deadline.

    The name stays in the Host header and in the TLS handshake, where the certificate is compared with it. `has_spoken`
    says whether anything of a message has left us.
    """

    def __init__(self, places: list[str], deadline: float, connect_seconds: float) -> None:
        self._places = places
        self._deadline = deadline
        self._connect_seconds = connect_seconds
        self._network = httpcore2.SyncBackend()
        self.has_spoken = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first checked address that takes it."""
        until = min(self._deadline, time.monotonic() + self._connect_seconds)
        fault: Exception = httpcore2.ConnectError()
        for place in self._places:
            left = _left(until, httpcore2.ConnectTimeout)
            try:
                stream = self._network.connect_tcp(place, port, left, local_address, socket_options)
            except httpcore2.ConnectError as refusal:
                fault = refusal
                continue
            return _Timed(stream, self._deadline, self._speaks)
        raise fault

    def _speaks(self) -> None:
        self.has_spoken = True


class _Timed(httpcore2.NetworkStream):
    """A stream on which every step has what is left of the whole time: whoever drips a byte a second gains nothing."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float, speaks: Callable[[], None]) -> None:
        self._stream = stream
        self._deadline = deadline
        self._speaks = speaks

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, in the time that is left."""
        return self._stream.read(max_bytes, _left(self._deadline, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it, in pieces, each in the time that is left."""
        for start in range(0, len(buffer), 16_384):
            left = _left(self._deadline, httpcore2.WriteTimeout)
            self._speaks()
            self._stream.write(buffer[start : start + 16_384], left)

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same stream under TLS; the handshake, too, has the time that is left."""
        left = _left(self._deadline, httpcore2.ConnectTimeout)
        under_tls = self._stream.start_tls(ssl_context, server_hostname, left)
        return _Timed(under_tls, self._deadline, self._speaks)

    def get_extra_info(self, info: str) -> object:
        """What the stream below says of itself."""
        return self._stream.get_extra_info(info)


def _left(until: float, late: type[httpcore2.TimeoutException]) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise late
    return left


def _understood(answer: httpcore2.Response, address: Address) -> Sent:
    """By the status alone, where it says enough: nothing of an answer is kept."""
    if 200 <= answer.status < 300:
        return Sent(outcome="sent")
    if 300 <= answer.status < 400:
        return Sent(outcome="refused", fault=_redirect(answer, address))
    if answer.status in _COMES_LATER or answer.status >= 500:
        busy = f"It asked us to come later ({answer.status})."
        broken = f"It had a fault of its own ({answer.status})."
        wait = _asked_to_wait(answer) if answer.status in {429, 503} else None
        return Sent(
            outcome="later",
            fault=broken if answer.status >= 500 else busy,
            wait=wait,
            # Only 503 says that it was not looked at (RFC 9110, section 15.6.4).
            may_have_arrived=answer.status >= 500 and answer.status != 503,
        )
    other = f"It refused the message ({answer.status})."
    return Sent(outcome="refused", fault=_WORDS.get(answer.status, other))


def _redirect(answer: httpcore2.Response, address: Address) -> str:
    """Whether it wanted us elsewhere; where that is, is not told: it may hold the same secret."""
    wanted = _header(answer, b"location")
    try:
        host = urlsplit(urljoin(f"{address.scheme}://{address.host_and_port}/", wanted)).hostname
    except ValueError:
        host = None
    elsewhere = "another host" if wanted and host != address.host else "another address"
    return f"It sent us on to {elsewhere} ({answer.status}); we never follow, and nothing was sent there."


def _asked_to_wait(answer: httpcore2.Response) -> float | None:
    """Seconds: by Retry-After (RFC 9110, section 10.2.3: a number or a date), else by Discord's `retry_after`."""
    said = _header(answer, b"retry-after").strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", said):
        return min(float(said), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, OverflowError):  # a zone may be further away than any date can be
        return _in_json(answer)
    at = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((at - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_WAIT)


def _in_json(answer: httpcore2.Response) -> float | None:
    read = b""
    for piece in answer.iter_stream():
        read += piece
        if len(read) > MOST_READ:
            return None
    try:
        said = json.loads(read)
    except (ValueError, RecursionError):
        return None
    wait = said.get("retry_after") if isinstance(said, dict) else None
    usable = isinstance(wait, int | float) and not isinstance(wait, bool) and 0 <= wait < LONGEST_WAIT
    return float(wait) if usable and wait is not None else None


def _header(answer: httpcore2.Response, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in answer.headers if key.lower() == name), "")


def _is_tls(fault: BaseException) -> bool:
    """A fault of TLS comes as one of the connection; what was behind it is its cause."""
    seen: BaseException | None = fault
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
