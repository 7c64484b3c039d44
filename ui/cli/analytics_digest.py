"""`mentoring analytics digest`: the week of a programme or of the community, as Markdown or HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.analytics import ProgrammeOption, print_text, write_file
from ui.cli.analytics import app as analytics
from ui.cli.call import Call, verb

FORMATS = ("md", "html")


def add_to(_root: typer.Typer) -> None:
    """Hang this verb under `analytics`, which another module hangs under the root."""
    verb(analytics, "digest")(digest)


def digest(
    call: Call,
    programme: ProgrammeOption = "",
    week: Annotated[str, typer.Option(help="Such as 2026-W47; the last one that is over without it.")] = "",
    as_: Annotated[str, typer.Option("--format", help="md or html.")] = "md",
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output without it.")] = None,
) -> None:
    """Tell a week: what moved, what deserves a look, what went well, each with where it is looked up."""
    from copilot.errors import BadInput
    from copilot.services.analytics.digest_html import as_html
    from copilot.services.analytics.digest_text import as_markdown

    if as_ not in FORMATS:
        raise BadInput(f"There is no format “{as_[:40]}”.", place="--format", cure="Give md or html.")
    found = call.copilot.digest.week(call.asker, programme, week)
    address = call.copilot.settings.address
    text = as_html(found, address) if as_ == "html" else as_markdown(found, address)
    document = {"digest": found, "format": as_, "text": text, "file": str(out) if out else None}
    if out:
        write_file(out, text)
        call.give(document, lambda screen: typer.echo(f"The week {found.week.label} is written to {out}."))
    else:
        call.give(document, lambda screen: print_text(text))
