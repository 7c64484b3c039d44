"""`mentoring recognise`: what deserves recognition, and the badges that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ui.cli import badges, leaderboard, shout_outs
from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.badges.notices import Notice

app = typer.Typer(
    help="Recognition: what the records show, badges that anyone can check, shout-outs, the leaderboard.",
    no_args_is_help=True,
)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    for verbs in (badges, shout_outs, leaderboard):
        verbs.add_to(app)
    root.add_typer(app, name="recognise")


@verb(app, "noticed")
def noticed(call: Call) -> None:
    """Show what the records have noticed and you may see, and what you can do about it."""
    found = call.copilot.noticing.noticed(call.asker)
    call.give({"noticed": found}, lambda screen: _show(screen, found))


def _show(screen: Console, found: list[Notice]) -> None:
    from ui.cli.tables import show_table

    rows = [
        (each.id, each.member, each.on.isoformat() if each.on else "", each.words, ", ".join(each.can))
        for each in found
    ]
    show_table(screen, ("id", "whose", "on", "what was noticed", "you can"), rows)
