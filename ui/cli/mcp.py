"""`mentoring mcp`: the copilot's tools for an assistant on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.call import Call, verb


def add_to(root: typer.Typer) -> None:
    """Hang this verb under the root command."""
    verb(root, "mcp", writes=True)(mcp)


def mcp(
    call: Call,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="What the assistant may: ask, read, write, chat or manage; several times for more. Else read."
        ),
    ] = None,
) -> None:
    """Serve an assistant over standard input and output (MCP), as the member of `--as`. The assistant starts it."""
    from copilot.domain.tokens import TokenScope, with_implied
    from copilot.errors import BadInput
    from copilot.services.tokens.entering import Entered, narrowed
    from copilot.services.tokens.service import known_scopes
    from ui.mcp.on_stdio import serve

    scopes = frozenset(known_scopes(scope or [TokenScope.READ]))
    if call.asker.operator:
        raise BadInput(
            "An assistant asks as a member.",
            place="--as",
            cure="Say as whom with `--as MEMBER`.",
        )
    copilot, member = call.copilot, call.asker.member
    call.waiting.end()

    def who_asks() -> Entered:
        asker = narrowed(copilot.askers.identify(member), scopes)
        return Entered(asker, with_implied(scopes), "stdio")

    serve(copilot, who_asks)
