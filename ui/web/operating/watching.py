"""Every request gets an id, a line in the log and a place in the figures; what fails is told without its words."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.operating.logs import request_line
from ui.web.operating.request_ids import HEADER, current, request_id_from
from ui.web.operating.templates import Templates
from ui.web.security import KEPT_BY_BROWSERS

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
GONE = 499
"""What proxies note where the caller went away before there was an answer."""
FAILED = "Something here failed. It was noted; if it comes back, tell whoever runs this: request {id}."
SEEN = Callable[[str, str, int, float], None]
"""Is told method, template, status and seconds of each request."""


class Watch:
    """ASGI middleware, the outermost.

    Args:
        app: what lies behind.
        templates: tells what a path is called.
        seen: counts requests.
        quiet: templates of those that probes call again and again; they are told at the level of debugging.
    """

    def __init__(
        self, app: ASGIApp, templates: Templates, seen: SEEN, quiet: frozenset[str] = frozenset()
    ) -> None:
        self._app = app
        self._templates = templates
        self._seen = seen
        self._quiet = quiet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = request_id_from(Headers(scope=scope).get(HEADER, ""))
        mark = current.set(given)
        try:
            await self._watched(_named(scope, given), receive, send, given)
        finally:
            current.reset(mark)

    async def _watched(self, scope: Scope, receive: Receive, send: Send, given: str) -> None:
        began, status = time.perf_counter(), 0
        fault: BaseException | None = None

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = given
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001  # nothing beyond this may write its words down
            fault = error
            if not status:
                await PlainTextResponse(FAILED.format(id=given), 500)(scope, receive, sending)
        finally:
            ended = 500 if fault else status or GONE
            self._tell(scope, ended, time.perf_counter() - began, fault)

    def _tell(self, scope: Scope, status: int, seconds: float, fault: BaseException | None) -> None:
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        template = self._templates.of(scope["path"])
        self._seen(method, template, status, seconds)
        request_line(
            self._level(template, status),
            method=method,
            route=template,
            status=status,
            seconds=seconds,
            fault=fault,
        )

    def _level(self, template: str, status: int) -> int:
        if status >= 500 and template not in self._quiet:
            return logging.ERROR
        often = template in self._quiet or template.startswith(KEPT_BY_BROWSERS)
        return logging.DEBUG if often and status < 400 else logging.INFO


def _named(scope: Scope, given: str) -> Scope:
    """The request with its id among its headers, for work that goes on after it was answered."""
    kept = [(name, value) for name, value in scope["headers"] if name.lower() != HEADER.encode()]
    return {**scope, "headers": [*kept, (HEADER.encode(), given.encode())]}
