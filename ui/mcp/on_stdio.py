"""The MCP server for a home on this machine, over standard input and output, as one of its members."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from copilot.services.tokens.entering import Entered

if TYPE_CHECKING:
    from copilot.app import Copilot


def serve(copilot: Copilot, who_asks: Callable[[], Entered]) -> None:
    """Answer one assistant until it hangs up; who asks is looked up anew for each request."""
    asyncio.run(_serve(copilot, who_asks))


async def _serve(copilot: Copilot, who_asks: Callable[[], Entered]) -> None:
    from mcp.server.stdio import stdio_server

    from ui.mcp.server import server_over

    server = server_over(copilot, lambda _: who_asks())
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
