"""What every response carries, and which requests are refused before anything else looks at them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"localhost"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FROM_A_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host")

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
KEPT_BY_BROWSERS = ("/assets/", "/static/", "/look/")
"""Program files. Everything else is somebody's, and is not to be kept."""


def is_loopback(host: str) -> bool:
    """Whether a host's name or number means this machine and no other."""
    name = host.strip("[]").lower()
    if name in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class Doorkeeper:
    """ASGI middleware: lets in only this machine, and puts the security headers on every response.

    A page of another site can make a browser call 127.0.0.1 under a name of its own (DNS rebinding), or send a
    form here (CSRF): so the Host must be a loopback name, and the Origin of whatever changes something our own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or refuse."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = reason_to_refuse(scope)
        if refusal and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": refusal})
            return
        if refusal:
            await PlainTextResponse(refusal, status_code=403)(scope, receive, _with_headers(scope, send))
            return
        await self._app(scope, receive, _with_headers(scope, send))


def reason_to_refuse(scope: Scope) -> str:
    """Why this request isn't served, in a sentence; empty where it is."""
    headers = Headers(scope=scope)
    client = scope.get("client")
    if client is None or not is_loopback(client[0]):
        return "Until sign-in with accounts exists, this app answers only to the machine it runs on."
    if any(name in headers for name in FROM_A_PROXY):
        return "Until sign-in with accounts exists, this app is not to be reached through a proxy."
    host = headers.get("host", "")
    if not is_loopback(urlsplit(f"//{host}").hostname or ""):
        return "This app answers only to http://127.0.0.1 and http://localhost."
    if scope.get("method", "GET") not in SAFE_METHODS and not _of_our_own(headers, host):
        return "This was sent from another site, so it was not done."
    return ""


def _of_our_own(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}
    return urlsplit(origin).netloc == host


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _for(scope["path"]):
                headers.setdefault(name, value)
        await send(message)

    return sending


def _for(path: str) -> Iterable[tuple[str, str]]:
    yield from HEADERS.items()
    if not path.startswith(KEPT_BY_BROWSERS):
        yield "cache-control", "no-store"
