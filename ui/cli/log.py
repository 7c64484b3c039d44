"""`mentoring log`: who did what, and when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from copilot.services.log_chain import KeptHead

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


@verb(app, "head")
def head(
    call: Call,
    out: Annotated[Path | None, typer.Option(help="Write it into this file.")] = None,
) -> None:
    """Tell where the log's chain ends. Kept elsewhere, it finds what somebody cuts off later."""
    found = call.copilot.log_chain.head(call.asker)
    if out:
        _write(out, (found.model_dump_json() + "\n").encode())
    call.give(found, lambda screen: screen.print(f"{found.count} {found.hash}", markup=False, soft_wrap=True))


@verb(app, "verify")
def verify(
    call: Call,
    head: Annotated[Path | None, typer.Option(help="A head that `log head --out` wrote before.")] = None,
) -> None:
    """Follow the log's chain from end to end, and name the first entry that is broken; exit 1 where one is."""
    from copilot.services.log_chain import in_words

    found = call.copilot.log_chain.verify(call.asker, _kept(head) if head else None)
    call.give(
        {"whole": found.whole, **found.model_dump()},
        lambda screen: screen.print(
            f"{found.fault.what} {found.fault.meaning}"
            if found.fault
            else f"The log is whole: {in_words(found)}.",
            markup=False,
            soft_wrap=True,
        ),
    )
    if not found.whole:
        raise typer.Exit(1)


def _kept(file: Path) -> KeptHead:
    from pydantic import ValidationError

    from copilot.errors import BadInput
    from copilot.services.log_chain import KeptHead

    try:
        return KeptHead.model_validate_json(file.read_bytes())
    except OSError as fault:
        raise BadInput(
            f"The head cannot be read: {fault.strerror}.",
            place=str(file),
            cure="Name the file that `log head` wrote.",
        ) from fault
    except ValidationError as fault:
        raise BadInput(
            "This is no head of a log.", place=str(file), cure="Name the file that `log head --out` wrote."
        ) from fault


def _write(file: Path, data: bytes) -> None:
    from copilot.errors import BadInput

    try:
        file.write_bytes(data)
    except OSError as fault:
        raise BadInput(
            f"The file cannot be written: {fault.strerror}.", place=str(file), cure="Choose another."
        ) from fault
