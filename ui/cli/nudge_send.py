"""`mentoring nudge send` and `nudge test`: what is due goes out, and whether anything would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.nudges.round_told import NudgeRound

LONGEST = 600.0
"""Seconds that a round by hand, or by cron, may take."""


def add_to(nudge: typer.Typer) -> None:
    """Hang these verbs under `nudge`."""
    verb(nudge, "send", writes=True)(send)
    verb(nudge, "test", writes=True)(try_out)


def send(
    call: Call,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent; send nothing.")
    ] = False,
) -> None:
    """Send what is due and may go now, each at most once; the web app does so by itself with MENTORING_NUDGES=true."""
    if dry_run:
        from ui.cli.nudge import show_preview

        found = call.copilot.nudges.preview(call.asker)
        call.give(found, lambda screen: show_preview(screen, found))
        return
    done = call.copilot.nudge_sending.send(call.asker, seconds=LONGEST)
    call.give(done, lambda screen: _show_round(screen, done))


def try_out(
    call: Call,
    to: Annotated[str, typer.Option(help="An e-mail address; for whoever runs the installation.")] = "",
) -> None:
    """Send a line that says it is a test: by e-mail with --to, else to your own webhook."""
    if to:
        posted = call.copilot.nudge_sending.test(call.asker, to)
        told = "The server took it." if posted.outcome == "sent" else posted.fault
        call.give(posted, lambda screen: typer.echo(told))
        return
    sent = call.copilot.nudges.test(call.asker)
    said = "It arrived." if sent.outcome == "sent" else sent.fault
    call.give(sent, lambda screen: typer.echo(said))


def _show_round(screen: Console, done: NudgeRound) -> None:
    if not done.by_mail:
        screen.print(
            "E-mail is not set up: only members with a webhook of their own get nudges.", markup=False
        )
    for each in done.nudges:
        if each.state != "sent":
            screen.print(f"{each.kind} to {each.member}: {each.state}. {each.fault}".rstrip(), markup=False)
    parts = [
        f"{done.sent} sent", f"{done.put_off} put off", f"{done.failed} failed", f"{done.unsure} unsure",
        f"{done.dropped} no longer true",
    ]  # fmt: skip
    screen.print(f"{', '.join(parts)}. {done.waiting} wait for another time.", markup=False)
