"""Who comes to which page: strangers to the sign-in page, members to their own."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from copilot.errors import Unavailable
from ui.web.sign_in import OPEN_TO_ALL, SignIn


class Gate:
    """ASGI middleware: sends strangers to the sign-in page, and members from pages that aren't theirs to their first.

    Args:
        app: what lies behind the gate.
        sign_in: who is in.
        is_theirs: whether the page at a path is offered to a member. What she may see there, the services decide.
    """

    def __init__(self, app: ASGIApp, sign_in: SignIn, is_theirs: Callable[[str, str], bool]) -> None:
        self._app = app
        self._sign_in = sign_in
        self._is_theirs = is_theirs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or send elsewhere."""
        elsewhere: Response | None = None
        if scope["type"] == "http":
            try:
                elsewhere = await run_in_threadpool(self._elsewhere, Request(scope))
            except Unavailable as error:
                elsewhere = PlainTextResponse(f"{error.message} {error.cure}", status_code=503)
        await (elsewhere or self._app)(scope, receive, send)

    def _elsewhere(self, request: Request) -> Response | None:
        """Where this request belongs instead; None where it is right."""
        path = request.scope["path"]
        wants_a_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
        if not wants_a_page or path.startswith(OPEN_TO_ALL):
            return None
        member = self._sign_in.who(request)
        if member is None:
            return RedirectResponse("/sign-in", status_code=303)
        return None if self._is_theirs(member, path) else RedirectResponse("/", status_code=303)
