"""`/health/live`, `/health/ready` and `/metrics`: answered before any other part of the app is asked.

Probes come from where no member comes from: the machine itself, a balancer, without a name and without https. So they
are answered before the doorkeeper, and say nothing that he would have to keep: states of parts, and figures.
"""

from __future__ import annotations

import hmac

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.web.operating.figures import Figures
from ui.web.operating.readiness import Readiness
from ui.web.reach import is_loopback
from ui.web.security import host_of

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
ADDRESSES = (LIVE, READY, METRICS)
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
TOLD_BY_PROXIES = ("forwarded", "via", "x-real-ip")
READ = ("GET", "HEAD")


class Operating:
    """ASGI middleware that answers at these addresses and hands everything else on.

    Args:
        app: what lies behind.
        readiness: tells how the parts are.
        figures: what Prometheus fetches.
        token: who gives it may read the figures from anywhere; empty where nobody may.
    """

    def __init__(self, app: ASGIApp, readiness: Readiness, figures: Figures, token: str = "") -> None:
        self._app = app
        self._readiness = readiness
        self._figures = figures
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http" or scope["path"] not in ADDRESSES:
            await self._app(scope, receive, send)
            return
        answer = await self._answer(Request(scope))
        answer.headers.update(HEADERS)
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        path = request.scope["path"]
        if path == METRICS and not self._may_read(request):
            return PlainTextResponse("There is no such page.", 404)
        if request.method not in READ:
            return PlainTextResponse("This is only to be read.", 405, {"allow": "GET, HEAD"})
        if path == LIVE:
            return JSONResponse({"status": "live"})
        if path == READY:
            return await self._ready()
        text, kind = await run_in_threadpool(self._figures.told)
        return Response(text, media_type=kind)

    async def _ready(self) -> Response:
        status, parts = await self._readiness.told()
        return JSONResponse({"status": status, "parts": parts}, 503 if status == "unavailable" else 200)

    def _may_read(self, request: Request) -> bool:
        return self._has_token(request.headers) or _from_this_machine(request)

    def _has_token(self, headers: Headers) -> bool:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        fits = hmac.compare_digest(given.strip().encode(), self._token.encode())
        return bool(self._token) and scheme.lower() == "bearer" and fits


def _from_this_machine(request: Request) -> bool:
    """Whether a program here asks for itself: not for somebody else, as a proxy does, nor a page in a browser."""
    headers = request.headers
    told_of_another = any(name in TOLD_BY_PROXIES or name.startswith("x-forwarded-") for name in headers)
    client = request.client.host if request.client else ""
    return is_loopback(client) and is_loopback(host_of(headers)) and not told_of_another
