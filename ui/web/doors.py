"""Which of Gradio's addresses are served, to whom, and with what in them. All others are not there.

Gradio brings far more than pages need: a proxy, a server of files, streams, a history, a monitor. And it trusts the
session hash that a browser chose: whoever names another's would hear her answers and use what she has open.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_SESSIONS = 20_000
NAMED_BY_CONTENT = "/assets/"
"""Gradio's bundle: a file that changes gets another name, so that browsers may keep it for good."""
FOR_ALL = re.compile(r"/(?:assets/|static/|theme\.css$|favicon\.ico$|gradio_api/theme\.css$)")
"""Program files."""
OF_GRADIO = re.compile(
    r"/(?:config/?|gradio_api/(?:info/?|startup-events|heartbeat/[^/]+|queue/(?:join|data)|run/[^/]+/?|reset/?|cancel"
    r"|upload|upload_progress))$"
)
"""What a page asks of Gradio once somebody is signed in."""


class Doors:
    """ASGI middleware around Gradio's own app.

    Args:
        app: Gradio's.
        who: the member of a request, None where nobody is signed in.
        pages: the paths of the pages.
        uploads: the folder into which uploaded files go.
        may_upload: whether a member has a page that takes files.
    """

    def __init__(
        self,
        app: ASGIApp,
        who: Callable[[Request], str | None],
        pages: frozenset[str],
        uploads: Path,
        may_upload: Callable[[str], bool],
    ) -> None:
        self._app = app
        self._who = who
        self._pages = pages
        self._uploads = uploads.resolve()
        self._may_upload = may_upload
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        refusal, receive = await self._refusal(request)
        if request.scope["path"].startswith(NAMED_BY_CONTENT):
            send = _kept_for_good(send)
        if refusal is not None:
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _refusal(self, request: Request) -> tuple[Response | None, Receive]:
        path = request.scope["path"]
        if path in self._pages or FOR_ALL.match(path):
            return None, request.receive
        if not OF_GRADIO.match(path):
            return PlainTextResponse("There is no such page.", 404), request.receive
        member = await run_in_threadpool(self._who, request)
        if member is None:
            return PlainTextResponse("You are signed out.", 401), request.receive
        if path.endswith("/upload") and not await run_in_threadpool(self._may_upload, member):
            return PlainTextResponse("No page of yours takes files.", 403), request.receive
        if request.method != "POST" or path.endswith("/upload"):
            return self._foreign(_named_in(request), member), request.receive
        body = await request.body()
        return self._unfit(body, member), _again(body, request.receive)

    def _unfit(self, body: bytes, member: str) -> Response | None:
        try:
            said = json.loads(body)
        except ValueError:
            return PlainTextResponse("That is not JSON.", 400)
        session = said.get("session_hash") if isinstance(said, dict) else None
        if not all(self._is_uploaded(file) for file in _files_in(said)):
            return PlainTextResponse("Only a file that was uploaded here can be used.", 400)
        return self._foreign(session if isinstance(session, str) else "", member)

    def _foreign(self, session: str, member: str) -> Response | None:
        """A session belongs to the member who used it first."""
        if not session:
            return None
        owner = self._owners.setdefault(session, member)
        self._owners.move_to_end(session)
        if len(self._owners) > MOST_SESSIONS:
            self._owners.popitem(last=False)
        return None if owner == member else PlainTextResponse("This is somebody else's session.", 403)

    def _is_uploaded(self, path: str) -> bool:
        try:
            return Path(path).resolve().is_relative_to(self._uploads)
        except (OSError, ValueError):
            return False


def _kept_for_good(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message)["cache-control"] = "public, max-age=31536000, immutable"
        await send(message)

    return sending


def _named_in(request: Request) -> str:
    """The session that an address names."""
    found = re.search(r"/heartbeat/([^/]+)$", request.scope["path"])
    return found[1] if found else request.query_params.get("session_hash", "")


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more for whoever comes next; after it, what the client really sends."""
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving


def _files_in(said: Any) -> Iterator[str]:
    """The path of everything that Gradio would take for a file."""
    if isinstance(said, dict):
        if isinstance(said.get("path"), str):
            yield said["path"]
        said = list(said.values())
    if isinstance(said, list):
        for one in said:
            yield from _files_in(one)
