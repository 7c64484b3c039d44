"""How much a request may bring: forms are small, files have a limit, and nobody fills the memory."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 64 * 1024
FORMS = ("/sign-in", "/sign-out", "/oidc/", "/invitation", "/account", "/me/", "/nudges/stop/")
"""Addresses that take nothing but a short form."""
LARGEST_CALL = 512 * 1024
CALLS = ("/api/", "/mcp")
"""Addresses of programs: their largest is a long note."""
TOO_MUCH = "That is more than this page takes."


class TooMuch(HTTPException):
    """More came than was announced or is allowed."""

    def __init__(self) -> None:
        super().__init__(413, TOO_MUCH)


class Scales:
    """ASGI middleware: refuses what is too large, by what it says and by what it is.

    Args:
        app: what lies behind.
        largest: bytes of the largest request, which is a file being uploaded.
    """

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most(scope["path"])
        if _announced(Headers(scope=scope)) > most:
            await _refuse(scope, receive, send)
            return
        answered = False

        async def watching(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, _counting(receive, most), watching)
        except TooMuch:
            if not answered:
                await _refuse(scope, receive, send)

    def _most(self, path: str) -> int:
        if path.startswith(FORMS):
            return LARGEST_FORM
        return LARGEST_CALL if path.startswith(CALLS) else self._largest


def _announced(headers: Headers) -> int:
    said = headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdigit() else 0


def _counting(receive: Receive, most: int) -> Receive:
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooMuch
        return message

    return counting


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    refusal: Response = PlainTextResponse(TOO_MUCH, status_code=413)
    if scope["path"].startswith(CALLS):
        told = {
            "type": "about:blank",
            "title": TOO_MUCH,
            "status": 413,
            "detail": "Send less.",
            "code": "bad_input",
        }
        refusal = JSONResponse(told, 413, media_type="application/problem+json")
    await refusal(scope, receive, send)
