"""`mentoring tokens`: personal tokens, with which one's own programs and assistants ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.tokens import MadeToken

app = typer.Typer(
    help="Personal tokens for one's own programs and assistants: add, list, revoke.", no_args_is_help=True
)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="tokens")


@verb(app, "add", writes=True)
def add(
    call: Call,
    name: Annotated[str, typer.Argument(help="What it is for, such as the program's name.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(help="ask, read, write, chat or manage; may be given several times. Without it, read."),
    ] = None,
    days: Annotated[int, typer.Option(help="After how many days it ends, at most 365.")] = 90,
) -> None:
    """Make a token of one's own (`--as`). Its secret is shown this once and kept nowhere."""
    from copilot.errors import BadInput

    if call.asker.operator:
        raise BadInput(
            "A token is a member's own.", place="--as",
            cure="Say whose with `--as MEMBER`; only she makes tokens of hers.",
        )  # fmt: skip
    made = call.copilot.tokens.add(call.asker, call.asker.member, name, scope or ["read"], days)
    call.give(made, lambda screen: _show(made))


@verb(app, "list")
def list_(
    call: Call, member: Annotated[str, typer.Argument(help="Whose; without it, one's own.")] = ""
) -> None:
    """List tokens: what each is for, until when, and when it was last used. Never a secret."""
    from ui.cli.tables import show_table

    tokens = call.copilot.tokens.of(call.asker, member or _own(call))
    header = ("token", "name", "for", "state", "until", "last used")
    rows = [
        (
            one.token,
            one.name,
            ", ".join(one.scopes),
            one.state,
            f"{one.expires:%Y-%m-%d}",
            f"{one.used:%Y-%m-%d}" if one.used else "never",
        )
        for one in tokens
    ]

    def show(screen: Console) -> None:
        if rows:
            show_table(screen, header, rows)
        else:
            typer.echo("There are no tokens.")

    call.give({"tokens": tokens}, show)


@verb(app, "revoke", writes=True)
def revoke(
    call: Call,
    token: Annotated[
        str, typer.Argument(help="Its id, as `tokens list` shows it; or a secret that was found.")
    ],
) -> None:
    """End a token at once. An admin or the operator may end anybody's."""
    done = call.copilot.tokens.revoke(call.asker, token)
    call.give(
        done, lambda screen: typer.echo(f"{done.token} (“{done.name}”, of {done.member}) works no longer.")
    )


def _own(call: Call) -> str:
    from copilot.errors import BadInput

    if call.asker.operator:
        raise BadInput(
            "Whose tokens is not said.", place="member", cure="Name the member, or ask as her with `--as`."
        )
    return call.asker.member


def _show(made: MadeToken) -> None:
    typer.echo(made.secret)
    typer.echo(
        f"This is the only time that it is shown. It is for {', '.join(made.scopes)}, works until "
        f"{made.expires:%Y-%m-%d}, and is named {made.token}.\nGive it to nobody: whoever has it asks in your name. "
        f"`mentoring tokens revoke {made.token} --as {made.member}` ends it."
    )
