"""Signing in as one of the demo's people, on this machine only, until there are accounts."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from copilot.domain.asking import OPERATOR
from copilot.errors import HomeUnusable
from ui.web.security import FOR_OWN_PAGES
from ui.web.views.sign_in import sign_in_page

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.web.desk import Desk

SESSION_SECONDS = 12 * 3600
SECRET_FILE = "session-secret"  # noqa: S105 - the name of a file, no secret
OPEN_TO_ALL = ("/sign-in", "/look/", "/assets/", "/static/", "/favicon.ico")


class SignIn:
    """Who may come in, and who is in.

    Args:
        desk: where the names of the personas are looked up.
        personas: what each person shows, by member id; nobody else can be signed in as.
    """

    def __init__(self, desk: Desk, personas: Mapping[str, str] | None) -> None:
        self._desk = desk
        self._personas = dict(personas or {})

    def add_to(self, app: FastAPI) -> None:
        """Add the page and its two forms."""
        app.add_api_route(
            "/sign-in", self.show, methods=["GET"], include_in_schema=False, response_model=None
        )
        app.add_api_route(
            "/sign-in", self.enter, methods=["POST"], include_in_schema=False, response_model=None
        )
        app.add_api_route(
            "/sign-out", self.leave, methods=["POST"], include_in_schema=False, response_model=None
        )

    def who(self, request: Request) -> str | None:
        """The member signed in, if she may be."""
        member = request.session.get("member")
        return member if member in self._personas else None

    async def show(self, request: Request) -> Response:
        """The page with a button for each person."""
        return self._page()

    async def enter(self, request: Request) -> Response:
        """Sign in as the person of the button."""
        member = str(_text(await request.form(), "member"))
        if member not in self._personas:
            return self._page("There is nobody by that name to sign in as.", status=403)
        request.session.clear()
        request.session["member"] = member
        return RedirectResponse("/", status_code=303)

    async def leave(self, request: Request) -> Response:
        """Sign out."""
        request.session.clear()
        return RedirectResponse("/sign-in", status_code=303)

    def _page(self, fault: str = "", status: int = 200) -> Response:
        from ui.web.people import People

        # Nobody has signed in yet: the demo itself says who its people are.
        people = People(self._desk.copilot.members.introduced(OPERATOR, self._personas.keys()))
        page = sign_in_page(self._personas, people, fault)
        return HTMLResponse(str(page), status, {"content-security-policy": FOR_OWN_PAGES})


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


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
        elsewhere = ""
        if scope["type"] == "http":
            elsewhere = await run_in_threadpool(self._elsewhere, Request(scope))
        if elsewhere:
            await RedirectResponse(elsewhere, status_code=303)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _elsewhere(self, request: Request) -> str:
        """Where this request belongs instead; empty where it is right."""
        path = request.url.path
        wants_a_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
        if not wants_a_page or path.startswith(OPEN_TO_ALL):
            return ""
        member = self._sign_in.who(request)
        if member is None:
            return "/sign-in"
        return "" if self._is_theirs(member, path) else "/"


def session_secret(folder: Path) -> str:
    """The key that signs session cookies, made once and readable by its owner alone.

    Raises HomeUnusable where it can be neither read nor written.
    """
    file = folder / SECRET_FILE
    try:
        if not file.exists():
            _write_once(file, secrets.token_urlsafe(48))
        return file.read_text(encoding="ascii")
    except OSError as fault:
        raise HomeUnusable(
            f"The key of the sign-in cookies cannot be kept: {fault.strerror}.",
            place=str(file),
            cure="Make the home's folder writable, or choose another with --home.",
        ) from fault


def _write_once(file: Path, text: str) -> None:
    """Written beside and linked in place, so that two servers starting at once agree on one key."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as target:
        target.write(text)
    try:
        file.hardlink_to(beside)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
