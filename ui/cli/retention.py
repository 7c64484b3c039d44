"""`mentoring retention`: how long what is kept, what would go now, and letting it go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.retention.service import Going, Gone

app = typer.Typer(help="How long what is kept, and letting go what is old enough.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="retention")


@verb(app, "show")
def show(call: Call) -> None:
    """Show how long everything is kept, what is recommended, and how many would go now."""
    found = call.copilot.retention.show(call.asker)
    call.give({"kinds": found}, lambda screen: _show(screen, found))


@verb(app, "apply", writes=True)
def apply(
    call: Call,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many would go.")] = False,
) -> None:
    """Let go what is old enough and in nobody's use; the log keeps how many. It can't be brought back."""
    if dry_run:
        show(call)
        return
    done = call.copilot.retention.apply(call.asker)
    call.give(done, lambda screen: _gone(screen, done))


def _show(screen: Console, found: list[Going]) -> None:
    from ui.cli.tables import show_table

    rows = [
        (each.kind, each.kept_for or "kept", each.recommended, "–" if each.now is None else str(each.now))
        for each in found
    ]
    show_table(screen, ("kind", "kept for", "recommended", "would go now"), rows)
    if not any(each.kept_for for each in found):
        recommended = ", ".join(f"{each.kind} {each.recommended}" for each in found)
        screen.print("Everything is kept. To keep it as recommended, set", markup=False)
        screen.print(f'MENTORING_RETENTION="{recommended}"', markup=False, soft_wrap=True)


def _gone(screen: Console, done: Gone) -> None:
    if not done.gone:
        screen.print("Nothing is old enough to go.")
    for kind, number in done.gone.items():
        screen.print(f"{kind}: {number} went", markup=False)
    if done.unfinished:
        screen.print(f"Its room in the files waits: {done.unfinished}", markup=False)
