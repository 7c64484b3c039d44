"""The addresses at which strangers check badges, and look at those that are shown. Nobody signs in for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from copilot.errors import CopilotError, NotFound
from copilot.services.badges.issuer import ROOM
from ui.web.security import FOR_OWN_PAGES
from ui.web.views.badges import no_such_page, public_page

if TYPE_CHECKING:
    from fastapi import FastAPI

    from copilot.services.badges.served import BadgeAddresses
    from ui.web.desk import Desk

FOR_EVERYBODY = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
"""A page elsewhere that checks badges may read them; there is nothing in them that isn't public."""


def add_to(app: FastAPI, desk: Desk) -> None:
    """Add `/credentials/issuer`, `…/keys`, `…/keys/ID`, `…/status/N`, `…/badges/ID` and its `.svg`, `.jws`, `.json`."""
    served = _Served(desk)
    settings: dict[str, Any] = {
        "methods": ["GET", "HEAD"],
        "include_in_schema": False,
        "response_model": None,
    }
    app.add_api_route(f"{ROOM}/issuer", served.issuer, **settings)
    app.add_api_route(f"{ROOM}/keys", served.keys, **settings)
    app.add_api_route(f"{ROOM}/keys/{{key_id}}", served.key, **settings)
    app.add_api_route(f"{ROOM}/status/{{number}}", served.status_list, **settings)
    app.add_api_route(f"{ROOM}/badges/{{badge}}.{{kind}}", served.file, **settings)
    app.add_api_route(f"{ROOM}/badges/{{badge}}", served.page, **settings)


class _Served:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _badges(self) -> BadgeAddresses:
        return self._desk.copilot.badge_addresses

    def issuer(self) -> Response:
        """Who signs."""
        return _told(lambda: JSONResponse(self._badges.issuer(), headers=FOR_EVERYBODY))

    def keys(self) -> Response:
        """Every public key."""
        return _told(lambda: JSONResponse(self._badges.keys(), headers=FOR_EVERYBODY))

    def key(self, key_id: str) -> Response:
        """One public key."""
        return _told(lambda: JSONResponse(self._badges.key(key_id), headers=FOR_EVERYBODY))

    def status_list(self, number: str) -> Response:
        """A list of what was revoked, as signed text."""
        known = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
        return _told(
            lambda: Response(self._badges.status_list(known), 200, FOR_EVERYBODY, "application/vc+jwt")
        )

    def file(self, request: Request, badge: str, kind: str) -> Response:
        """A badge that is shown, as a file."""
        if kind not in ("svg", "jws", "json"):
            return PlainTextResponse("There is no such page.", 404)

        def handed_out() -> Response:
            file = self._badges.file(badge, kind)
            named = {**FOR_EVERYBODY, "content-disposition": f'attachment; filename="{file.name}"'}
            return Response(file.content, 200, named, file.media_type)

        return _told(handed_out)

    def page(self, badge: str) -> Response:
        """A badge that is shown, as a page."""
        policy = {"content-security-policy": FOR_OWN_PAGES}
        try:
            found, checked = self._badges.shown(badge)
        except NotFound:
            return HTMLResponse(str(no_such_page()), 404, policy)
        return HTMLResponse(str(public_page(found, checked, checked.issuer)), 200, policy)


def _told(answer: Callable[[], Response]) -> Response:
    """The answer, or why there is none, in plain words."""
    try:
        return answer()
    except NotFound:
        return PlainTextResponse("There is no such page.", 404)
    except CopilotError as error:
        return PlainTextResponse(f"{error.message} {error.cure}", 503)
