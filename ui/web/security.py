"""What every response carries, and which requests are refused before anything else looks at them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.reach import THIS_MACHINE, Reach, is_loopback

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FROM_A_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host")
SAID_BY_PROXIES = ("forwarded", "x-real-ip")
MOST_PROXIES = 20

_SHARED = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
FOR_GRADIO = f"{_SHARED}; script-src 'self' 'unsafe-inline'"
"""Gradio starts from inline scripts; it needs no `eval`, because no page uses its HTML component."""
FOR_OWN_PAGES = f"{_SHARED}; script-src 'self'"

HEADERS = {
    "content-security-policy": FOR_GRADIO,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ONLY_HTTPS = ("strict-transport-security", "max-age=31536000")
KEPT_BY_BROWSERS = ("/assets/", "/static/", "/look/")
"""Program files. Everything else is somebody's, and is not to be kept."""


class Doorkeeper:
    """ASGI middleware: lets in only whom it should, and puts the security headers on every response.

    A page of another site can make a browser call 127.0.0.1 under a name of its own (DNS rebinding), or send a
    form here (CSRF): so the Host must be one of our names, and the Origin of whatever changes something our own.

    Args:
        app: what lies behind.
        reach: who may call; this machine alone where nothing is said.
    """

    def __init__(self, app: ASGIApp, reach: Reach = THIS_MACHINE) -> None:
        self._app = app
        self._reach = reach

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or refuse."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = reason_to_refuse(scope, self._reach)
        if refusal and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": refusal})
            return
        sending = _with_headers(scope, send, self._reach)
        if refusal:
            await PlainTextResponse(refusal, status_code=403)(scope, receive, sending)
            return
        await self._app(as_the_caller_sees_it(scope, self._reach), receive, sending)


def reason_to_refuse(scope: Scope, reach: Reach = THIS_MACHINE) -> str:
    """Why this request isn't served, in a sentence; empty where it is."""
    headers = Headers(scope=scope)
    refusal = _from_outside(scope, headers, reach) if reach.beyond else _not_from_here(scope, headers)
    if refusal:
        return refusal
    scheme = "https" if reach.beyond else "http"
    if scope.get("method", "GET") not in SAFE_METHODS and not _of_our_own(headers, scheme):
        return "This was sent from another site, so it was not done."
    return ""


def _not_from_here(scope: Scope, headers: Headers) -> str:
    if not is_loopback(_caller(scope)):
        return "This app answers only to the machine it runs on."
    if any(name in headers for name in FROM_A_PROXY):
        return "This app is not to be reached through a proxy, unless MENTORING_BEHIND_PROXY names it."
    if not is_loopback(host_of(headers)):
        return "This app answers only to http://127.0.0.1 and http://localhost."
    return ""


def _from_outside(scope: Scope, headers: Headers, reach: Reach) -> str:
    if not reach.trusts(_caller(scope)):
        return "This app is reached only through its proxy; come by its proper name."
    if _last(headers, "x-forwarded-proto") != "https":
        return "This app is reached only by https; its proxy has to say so in X-Forwarded-Proto."
    if host_of(headers) not in reach.hosts:
        return "This app does not go by that name; MENTORING_HOSTS says by which it does."
    return ""


def _caller(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def host_of(headers: Headers) -> str:
    """The name by which the app was called; empty where that is not one name."""
    said = headers.get("host", "")
    if any(mark in said for mark in "/?#@\\"):
        return ""  # more than a name: somebody hopes that the address is read in two ways
    try:
        return (urlsplit(f"//{said}").hostname or "").rstrip(".")
    except ValueError:  # brackets that close nothing
        return ""


def _last(headers: Headers, name: str) -> str:
    """The last word of a header that may come several times: whatever our own proxy wrote."""
    said = [word.strip() for line in headers.getlist(name) for word in line.split(",")]
    return said[-1].lower() if said else ""


def _of_our_own(headers: Headers, scheme: str) -> bool:
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}
    return origin == f"{scheme}://{headers.get('host', '')}"


def as_the_caller_sees_it(scope: Scope, reach: Reach) -> Scope:
    """The request with the real client's address and https, and without what the proxy said of them.

    What is left in the headers would be believed by others on the way, and anybody can send it.
    """
    if not reach.beyond:
        return scope
    caller = client_behind(Headers(scope=scope), _caller(scope), reach)
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if not name.lower().startswith(b"x-forwarded-")
        and name.decode("latin-1").lower() not in SAID_BY_PROXIES
    ]
    return {**scope, "client": (caller, 0), "scheme": "https", "headers": kept}


def client_behind(headers: Headers, caller: str, reach: Reach) -> str:
    """The last address that isn't one of our proxies: whatever stands before it, the client may have made up."""
    said = [word.strip() for line in headers.getlist("x-forwarded-for") for word in line.split(",")]
    client = caller
    for address in reversed(said[-MOST_PROXIES:]):
        if not reach.trusts(client):
            break
        client = _without_port(address) or client
    return client


def _without_port(address: str) -> str:
    """`192.0.2.1:55` and `[2001:db8::1]:55` as some proxies write them, without the port."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _with_headers(scope: Scope, send: Send, reach: Reach) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _for(scope["path"]):
                headers.setdefault(name, value)
            if reach.beyond:
                headers.setdefault(*ONLY_HTTPS)
        await send(message)

    return sending


def _for(path: str) -> Iterable[tuple[str, str]]:
    yield from HEADERS.items()
    if not path.startswith(KEPT_BY_BROWSERS):
        yield "cache-control", "no-store"
