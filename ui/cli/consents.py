"""`mentoring consents`: what a member agreed to, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.consents.ledger import LineTold

app = typer.Typer(help="What you agreed to, and taking it back.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="consents")


@verb(app, "list")
def list_(call: Call) -> None:
    """List what you agreed to: since when, in which words, who sees it, how to take it back. Yours alone."""
    lines = call.copilot.consents.mine(call.asker)
    call.give({"consents": lines}, lambda screen: _show(screen, lines))


@verb(app, "withdraw", writes=True)
def withdraw(
    call: Call,
    purpose: Annotated[str, typer.Argument(help="What for, such as leaderboard; `consents list` names it.")],
    what: Annotated[str, typer.Argument(help="Which record, where there are several.")] = "",
) -> None:
    """Take it back: just as the place where you agreed does it."""
    left = call.copilot.consents.withdraw(call.asker, purpose, what)
    call.give({"consents": left}, lambda screen: _show(screen, left))


@verb(app, "count")
def count(call: Call) -> None:
    """Count who agrees to what at the moment; fewer than five are not told. For admins and the operator."""
    from ui.cli.tables import show_table

    found = call.copilot.consents.how_many(call.asker)
    rows = [(each.purpose, "fewer than 5" if each.members is None else str(each.members)) for each in found]
    call.give({"purposes": found}, lambda screen: show_table(screen, ("purpose", "members"), rows))


def _show(screen: Console, lines: list[LineTold]) -> None:
    if not lines:
        screen.print("You have agreed to nothing that would stand here.")
    for line in lines:
        since = f"{line.given_at:%Y-%m-%d}" if line.given_at else "before this ledger was begun"
        ended = f", taken back {line.withdrawn_at:%Y-%m-%d}" if line.withdrawn_at else ""
        screen.print(f"{line.purpose} {line.what}".strip(), markup=False, style="" if ended else "bold")
        screen.print(f"  {line.words}", markup=False, soft_wrap=True)
        screen.print(f"  since {since}{ended}; seen by {line.visible_to}", markup=False, soft_wrap=True)
        if line.take_back:
            screen.print(f"  take it back: {line.take_back}", markup=False, soft_wrap=True)
