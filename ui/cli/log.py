"""`mentoring log`: who did what, and when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.call import Call, verb

app = typer.Typer(help="The audit log: who did what, and when.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="log")


@verb(app, "list")
def list_(
    call: Call,
    done: Annotated[str, typer.Option("--verb", help="Only this verb, such as approve.")] = "",
    by: Annotated[str, typer.Option(help="Only what this member, or operator, did.")] = "",
    since: Annotated[str, typer.Option(help="From this day (UTC), such as 2027-03-31.")] = "",
    until: Annotated[str, typer.Option(help="Up to this day.")] = "",
    page: Annotated[int, typer.Option(min=1, help="The page; 1 holds the newest.")] = 1,
    csv: Annotated[Path | None, typer.Option(help="Write all that is wanted into this file.")] = None,
) -> None:
    """List what was done, newest first. Ids only; why a match was declined is for those who review it."""
    from copilot.services.log import LogPage, Wanted, day_asked
    from ui.cli.tables import show_table

    wanted = Wanted(verb=done, by=by, since=day_asked(since, "--since"), until=day_asked(until, "--until"))
    if csv:
        _write(csv, call.copilot.log.as_csv(call.asker, wanted))
    found: LogPage = call.copilot.log.page(call.asker, wanted, page=page)
    rows = [(f"{one.at:%Y-%m-%d %H:%M}", one.by, one.verb, one.kind, one.record) for one in found.lines]
    call.give(
        {"lines": found.lines, "total": found.total, "page": found.page, "pages": found.pages},
        lambda screen: show_table(screen, ("when (UTC)", "by", "verb", "kind", "record"), rows),
    )


def _write(file: Path, data: bytes) -> None:
    from copilot.errors import BadInput

    try:
        file.write_bytes(data)
    except OSError as fault:
        raise BadInput(
            f"The file cannot be written: {fault.strerror}.", place=str(file), cure="Choose another."
        ) from fault
