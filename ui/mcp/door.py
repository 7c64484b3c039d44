"""The MCP server over streamable HTTP: each request carries a personal token, and none remembers another.

Host and Origin are looked at by the app's Doorkeeper, and once more by the SDK: a page of another site must not reach
a server on this machine under a name of its own (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from copilot.errors import CopilotError
from copilot.services.tokens.entering import Entered
from ui.api.asking import Pace, enter
from ui.api.problems import problem_of
from ui.mcp.server import server_over

if TYPE_CHECKING:
    from copilot.app import Copilot

ADDRESS = "/mcp"
WHO = "mentoring.entered"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class McpDoor:
    """ASGI app at one address.

    Args:
        copilot: the services.
        pace: how often a token may call; the API's own, so that both count together.
        hosts: the names of the app behind its proxy; none where it is reached from this machine alone.
    """

    def __init__(self, copilot: Copilot, pace: Pace, hosts: Collection[str] = ()) -> None:
        self._copilot = copilot
        self._pace = pace
        self._security = _security(hosts)
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer requests as long as this lasts."""
        server = server_over(self._copilot, lambda context: _who(context.request))
        manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, security_settings=self._security
        )
        async with manager.run():
            self._manager = manager
            try:
                yield
            finally:
                self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, for whoever's token it carries."""
        request = Request(scope)
        refusal: Response | None = None
        if request.method != "POST":
            # No stream of its own and no session to end: every request stands for itself.
            refusal = PlainTextResponse("Send JSON-RPC by POST.", 405, {"allow": "POST"})
        elif self._manager is None:
            refusal = PlainTextResponse("The server is not up.", 503)
        else:
            try:
                scope[WHO] = await run_in_threadpool(self._enter, request)
            except CopilotError as error:
                refusal = problem_of(error)
        if refusal is not None or self._manager is None:
            await (refusal or PlainTextResponse("The server is not up.", 503))(scope, receive, send)
            return
        await self._manager.handle_request(scope, receive, send)

    def _enter(self, request: Request) -> Entered:
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        entered = enter(self._copilot, request, secret.strip() if kind.lower() == "bearer" else "")
        self._pace.count(entered.token)
        return entered


def _who(request: Any) -> Entered:
    entered = request.scope[WHO]
    if not isinstance(entered, Entered):
        raise TypeError("nobody asks")
    return entered


def _security(hosts: Collection[str]) -> TransportSecuritySettings:
    scheme = "https" if hosts else "http"
    names = [name for host in hosts or LOOPBACK for name in (host, f"{host}:*")]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=names,
        allowed_origins=[f"{scheme}://{name}" for name in names],
    )
