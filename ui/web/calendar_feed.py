"""Calendars as files: at a secret address for calendar programs, and for whoever is signed in."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from copilot.domain.asking import Asker
from copilot.errors import CopilotError, NotFound, Unavailable
from copilot.services.accounts.tokens import kept_of
from copilot.services.calendar_file import MEDIA_TYPE

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.web.desk import Desk
    from ui.web.sign_in import SignIn

FEEDS = "/calendar/"
MOST_GUESSES = 20
MOST_CLIENTS = 10_000
FORGOTTEN_AFTER = 24 * 3600.0
TRY_AGAIN = 900
"""Seconds."""


def add_to(app: FastAPI, desk: Desk, sign_in: SignIn) -> None:
    """Add `/calendar/SECRET.ics`, and for who is signed in `/me/calendar.ics`, `/event/…` and `/series/…`."""
    files = _Files(desk, sign_in)
    settings: dict[str, Any] = {"include_in_schema": False, "response_model": None}
    app.add_api_route(f"{FEEDS}{{secret}}.ics", files.feed, methods=["GET", "HEAD"], **settings)
    app.add_api_route("/me/calendar.ics", files.mine, methods=["GET"], **settings)
    app.add_api_route("/event/{event}.ics", files.event, methods=["GET"], **settings)
    app.add_api_route("/series/{series}.ics", files.series, methods=["GET"], **settings)


class Guesses:
    """Which wrong addresses a client has tried lately, by their hashes; kept in memory alone.

    Only different ones count: a program that still asks at an address that was renewed makes one guess, however often
    it asks. Nobody finds 256 random bits; this tells whoever tries to stop. A right address is handed out all the same:
    a whole office may stand behind one client.

    Args:
        clock: seconds that never go backwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._of: OrderedDict[str, tuple[float, set[str]]] = OrderedDict()

    def too_many(self, client: str) -> bool:
        """Whether this client has to wait before its next wrong one is looked at."""
        began, wrong = self._of.get(client, (0.0, set[str]()))
        if wrong and self._clock() - began > FORGOTTEN_AFTER:
            del self._of[client]
            return False
        return len(wrong) > MOST_GUESSES

    def count(self, client: str, secret: str) -> None:
        """Note a wrong one."""
        began, wrong = self._of.pop(client, (self._clock(), set[str]()))
        wrong.add(kept_of(secret[:1000]))
        self._of[client] = (began, wrong)
        if len(self._of) > MOST_CLIENTS:
            self._of.popitem(last=False)


class _Files:
    def __init__(self, desk: Desk, sign_in: SignIn) -> None:
        self._desk = desk
        self._sign_in = sign_in
        self._guesses = Guesses()

    def feed(self, request: Request, secret: str) -> Response:
        """Somebody's calendar, for whoever has the secret; 304 where she has it as it is."""
        try:
            feed = self._desk.copilot.calendar_feeds.read(secret)
        except NotFound:
            return self._missed(request, secret)
        except Unavailable as error:
            return PlainTextResponse(f"{error.message} {error.cure}", 503)
        headers = _validators(feed.tag, feed.changed)
        if _is_known(request.headers.get("if-none-match", ""), feed.tag):
            return Response(None, 304, headers)
        return _handed_out(request, feed.content, headers)

    def _missed(self, request: Request, secret: str) -> Response:
        """What a wrong address gets. A right one never comes here, whoever guesses beside it at the same client."""
        client = request.client.host if request.client else ""
        if self._guesses.too_many(client):
            return PlainTextResponse("Too many addresses were tried.", 429, {"retry-after": str(TRY_AGAIN)})
        self._guesses.count(client, secret)
        return PlainTextResponse("There is no such page.", 404)

    def mine(self, request: Request) -> Response:
        """Her own calendar, to take in once."""
        calendars = self._desk.copilot.calendars
        return self._file(request, "calendar", lambda asker: calendars.file(asker, asker.member))

    def event(self, request: Request, event: str) -> Response:
        """One event."""
        return self._file(request, event, lambda asker: self._desk.copilot.calendars.event_file(asker, event))

    def series(self, request: Request, series: str) -> Response:
        """Every event of a series."""
        return self._file(
            request, series, lambda asker: self._desk.copilot.calendars.series_file(asker, series)
        )

    def _file(self, request: Request, name: str, content: Callable[[Asker], bytes]) -> Response:
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        try:
            found = content(self._desk.copilot.askers.identify(member))
        except CopilotError as error:
            return PlainTextResponse(
                f"{error.message} {error.cure}", 404 if isinstance(error, NotFound) else 403
            )
        called = re.sub(r"[^A-Za-z0-9._-]", "", name) or "calendar"
        return Response(
            found, 200, {"content-disposition": f'attachment; filename="{called}.ics"'}, MEDIA_TYPE
        )


def _validators(tag: str, changed: datetime) -> dict[str, str]:
    return {
        "etag": f'"{tag}"',
        "last-modified": format_datetime(changed.astimezone(UTC), usegmt=True),
        # Hers alone, and to be asked for again each time: what was taken out of it is to be gone.
        "cache-control": "private, no-cache",
    }


def _is_known(said: str, tag: str) -> bool:
    """If-None-Match, compared weakly (RFC 9110, 13.1.2)."""
    known = [word.strip().removeprefix("W/") for word in said.split(",")]
    return f'"{tag}"' in known or "*" in known


def _handed_out(request: Request, content: bytes, headers: dict[str, str]) -> Response:
    named = {**headers, "content-disposition": 'inline; filename="mentoring.ics"'}
    if request.method == "HEAD":
        return Response(None, 200, {**named, "content-length": str(len(content))}, MEDIA_TYPE)
    return Response(content, 200, named, MEDIA_TYPE)
