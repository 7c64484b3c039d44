"""Signing in elsewhere: to the provider, back from it, and what it tells us itself when somebody signs out there.

The way there is a link and not a form, because browsers don't let a form's answer lead to another site. All that comes
back leads to our own first page, or to our own sign-in page with a sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from copilot.domain.elsewhere import BEGUN_LASTS, ReturnTrip
from copilot.errors import CopilotError
from ui.web.sign_in import client_of, own_address

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.web.desk import Desk
    from ui.web.reach import Reach
    from ui.web.sign_in import SignIn

BEGIN, BACK, TOLD = "/oidc/sign-in", "/oidc/callback", "/oidc/logout"
LONGEST = 10_000
"""Characters of anything that a browser brings back."""


def add_to(app: FastAPI, desk: Desk, sign_in: SignIn, reach: Reach) -> None:
    """Add the addresses, where members sign in elsewhere."""
    if not desk.copilot.elsewhere.name:
        return
    door = _Elsewhere(desk, sign_in, reach)
    settings: dict[str, Any] = {"include_in_schema": False, "response_model": None}
    app.add_api_route(BEGIN, door.begin, methods=["GET"], **settings)
    app.add_api_route(BACK, door.finish, methods=["GET"], **settings)
    app.add_api_route(TOLD, door.told, methods=["POST"], **settings)


class _Elsewhere:
    def __init__(self, desk: Desk, sign_in: SignIn, reach: Reach) -> None:
        self._door = desk.copilot.elsewhere
        self._sign_in = sign_in
        self._secure = reach.beyond

    @property
    def _cookie(self) -> str:
        """Which browser has begun. Lax, so that it comes along when the provider sends the browser back."""
        return "__Host-mentoring-begun" if self._secure else "mentoring-begun"

    def begin(self, request: Request) -> Response:
        """Send the browser to the provider."""
        before = request.cookies.get(self._cookie, "")
        try:
            begun = self._door.begin(own_address(request) + BACK, before, client_of(request))
        except CopilotError as error:
            return self._sign_in.refused("elsewhere", error)
        answer = RedirectResponse(begun.address, status_code=303)
        answer.set_cookie(
            self._cookie, begun.cookie, max_age=int(BEGUN_LASTS.total_seconds()), httponly=True,
            samesite="lax", secure=self._secure,
        )  # fmt: skip
        return answer

    def finish(self, request: Request) -> Response:
        """Let in whoever comes back."""
        said = {name: value[:LONGEST] for name, value in request.query_params.items()}
        trip = ReturnTrip(
            state=said.get("state", ""),
            code=said.get("code", ""),
            error=said.get("error", ""),
            issuer=said.get("iss", ""),
        )
        try:
            token = self._door.finish(
                trip, request.cookies.get(self._cookie, ""), own_address(request) + BACK
            )
        except CopilotError as error:
            return self._sign_in.refused("elsewhere", error)
        self._sign_in.count("elsewhere", "in")
        return self._sign_in.entered(request, token)

    async def told(self, request: Request) -> Response:
        """Sign out whom the provider says has signed out there (Back-Channel Logout 1.0, 2.5 and 2.8)."""
        form = await request.form()
        token = form.get("logout_token")
        return await run_in_threadpool(self._told, token if isinstance(token, str) else "")

    def _told(self, token: str) -> Response:
        try:
            self._door.end(token)
        except CopilotError as error:
            said = {"error": "invalid_request", "error_description": error.message}
            return JSONResponse(said, 400)
        return Response(status_code=200)
