"""Requests to a provider: no proxy, no cookie, no redirect; ten seconds and a megabyte at most."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore2
import httpx2

from copilot.errors import Unavailable

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 10.0
MOST_READ = 1024 * 1024
"""Bytes of an answer; a discovery document has some thousand, a key set of many keys some ten thousand."""
PLACE = "sign-in"
AGENT = "MentoringCopilot"


class Bounded(httpx2.BaseTransport):
    """A transport that reads an answer whole, and gives up on one that is too long or too slow.

    Args:
        below: who really asks.
        whole_seconds: given up after so long, however busily it drips.
    """

    def __init__(self, below: httpx2.BaseTransport, whole_seconds: float = WHOLE_SECONDS) -> None:
        self._below = below
        self._whole_seconds = whole_seconds

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, with all that it says."""
        until = time.monotonic() + self._whole_seconds
        answer = self._below.handle_request(request)
        read = bytearray()
        try:
            for piece in answer.stream:  # type: ignore[union-attr] # a transport that isn't async gives bytes
                read += piece
                if len(read) > MOST_READ:
                    raise httpx2.ReadError("the answer is too long", request=request)
                if time.monotonic() > until:
                    raise httpx2.ReadTimeout("the answer takes too long", request=request)
        finally:
            answer.close()
        return httpx2.Response(
            answer.status_code, headers=answer.headers, content=bytes(read), request=request
        )

    def close(self) -> None:
        """Hang up."""
        self._below.close()


def ways(whole_seconds: float = WHOLE_SECONDS) -> dict[str, Any]:
    """How a client of a provider asks, as the arguments of one."""
    return {
        "transport": Bounded(httpx2.HTTPTransport(verify=_certificates()), whole_seconds),
        "timeout": httpx2.Timeout(whole_seconds, connect=min(CONNECT_SECONDS, whole_seconds)),
        "follow_redirects": False,
        "trust_env": False,
        "headers": {"User-Agent": AGENT, "Accept": "application/json", "Accept-Encoding": "identity"},
    }


@cache
def _certificates() -> ssl.SSLContext:
    """Those of the machine; read once, because that takes longer than a request."""
    return httpcore2.default_ssl_context()


def in_a_word(what: str) -> str:
    """What a program or a provider's certificate says, as the log takes it: of several words it tells none.

    Never of what a token or a person says: those words may be somebody's.
    """
    return re.sub(r"[^A-Za-z0-9_.:/]+", "-", what)[:120].strip("-")


@contextmanager
def as_a_sentence(tell: Callable[[str], None]) -> Iterator[None]:
    """Turn what goes wrong on the way to a provider into one sentence; `tell` is told what it was."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL) as fault:
        tell(f"{type(fault).__name__}: {fault}")
        raise out_of_reach() from fault


def object_from(client: httpx2.Client, address: str, **more: Any) -> dict[str, Any]:
    """The JSON object at an address. Raises what httpx2 raises, also where it is none."""
    answer = client.get(address, **more)
    if answer.status_code != 200:
        raise httpx2.ProtocolError(f"{address} answered {answer.status_code}", request=answer.request)
    try:
        said = answer.json()
    except (ValueError, RecursionError) as fault:
        raise httpx2.DecodingError(f"{address} does not answer in JSON", request=answer.request) from fault
    if not isinstance(said, dict):
        raise httpx2.DecodingError(f"{address} does not answer with an object", request=answer.request)
    return said


def out_of_reach() -> Unavailable:
    """What somebody is told who wants to sign in at a provider that can't be asked."""
    return Unavailable(
        "The other side can't be reached just now, or doesn't answer as it should.",
        place=PLACE,
        cure="Try again in a minute. If it stays so, tell whoever runs this installation: its log says why.",
    )
