"""Stop links: `/nudges/stop/SECRET`, for whoever got a nudge. Nobody signs in for them.

To open one asks; only to send its form stops something. A mail program that offers “unsubscribe” sends the form by
itself, with one click (RFC 8058).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from copilot.errors import NotFound, Unavailable
from copilot.services.nudges.sending import STOP
from ui.web.calendar_feed import TRY_AGAIN, Guesses
from ui.web.security import FOR_OWN_PAGES
from ui.web.views.nudge_stops import asking, no_such_link, stopped

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from markupsafe import Markup

    from ui.web.desk import Desk

HEADERS = {
    "content-security-policy": FOR_OWN_PAGES,
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
}
"""The address is a secret: no page that is opened from here learns it."""


def add_to(app: FastAPI, desk: Desk) -> None:
    """Add the address."""
    stops = _Stops(desk)
    settings: dict[str, Any] = {"include_in_schema": False, "response_model": None}
    app.add_api_route(f"{STOP}{{secret}}", stops.ask, methods=["GET", "HEAD"], **settings)
    app.add_api_route(f"{STOP}{{secret}}", stops.take, methods=["POST"], **settings)


class _Stops:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._guesses = Guesses()

    def ask(self, request: Request, secret: str) -> Response:
        """The page that asks; nothing is stopped by looking at it."""
        return self._answer(request, secret, lambda: asking(self._desk.copilot.nudge_stopping.kind(secret)))

    async def take(self, request: Request, secret: str) -> Response:
        """Stop: this kind, or all where the form says so."""
        form = await request.form()
        return await run_in_threadpool(self._stop, request, secret, form.get("what") == "all")

    def _stop(self, request: Request, secret: str, everything: bool) -> Response:
        def page() -> Markup:
            kind = self._desk.copilot.nudge_stopping.stop(secret, everything=everything)
            return stopped(kind, everything=everything)

        return self._answer(request, secret, page)

    def _answer(self, request: Request, secret: str, page: Callable[[], Markup]) -> Response:
        try:
            return HTMLResponse(str(page()), 200, HEADERS)
        except NotFound:
            return self._missed(request, secret)
        except Unavailable as error:
            return PlainTextResponse(f"{error.message} {error.cure}", 503)

    def _missed(self, request: Request, secret: str) -> Response:
        """What a wrong one gets, the same for each. A right one never comes here, whoever guesses beside it."""
        client = request.client.host if request.client else ""
        if self._guesses.too_many(client):
            return PlainTextResponse("Too many addresses were tried.", 429, {"retry-after": str(TRY_AGAIN)})
        self._guesses.count(client, secret)
        return HTMLResponse(str(no_such_link()), 404, HEADERS)
