"""`mentoring match audit`: who gets matches, how good, and by whose decisions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.auditing.report import AuditReport

_STYLES = {"LOOK": "bold yellow", "PASS": "green", "TOO FEW TO SAY": "dim"}


def add_to(matches: typer.Typer) -> None:
    """Hang the verb under `match`."""
    verb(matches, "audit", writes=True)(audit)


def audit(
    call: Call,
    programme: Annotated[str, typer.Option(help="Only those enrolled in this programme.")] = "",
    seed: Annotated[int, typer.Option(help="Of ties, shuffles and samples.")] = 0,
    name_swaps: Annotated[
        bool, typer.Option(help="Match communities with swapped names too; takes most of the time.")
    ] = True,
    markdown: Annotated[Path | None, typer.Option(help="Write the report to this file as well.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Show every line and every table.")] = False,
) -> None:
    """Audit the matches by self-declared groups: a verdict a line. Exit 1 only where a name changed a match."""
    if markdown:
        _check_can_be_written(markdown)
    with call.progress() as progress:
        report = call.copilot.auditing.audit(
            call.asker, programme, seed, name_swaps=name_swaps, progress=progress
        )
    if markdown:
        _write(report, markdown)
    call.give(report, lambda screen: _show(screen, report, full))
    if report.names_matter:
        raise typer.Exit(1)


def _check_can_be_written(file: Path) -> None:
    """Before minutes of work, whose report would be lost."""
    if file.is_dir() or not os.access(file if file.exists() else file.absolute().parent, os.W_OK):
        raise _cannot_be_written(file, "it is a folder, or its folder is not there or not yours")


def _cannot_be_written(file: Path, why: str) -> Exception:
    from copilot.errors import BadInput

    return BadInput(
        f"The report cannot be written: {why}.",
        place=str(file),
        cure="Name a file in a folder that is there.",
    )


def _write(report: AuditReport, file: Path) -> None:
    from copilot.services.auditing.markdown import markdown

    try:
        file.write_text(markdown(report), encoding="utf-8")
    except OSError as fault:
        raise _cannot_be_written(file, fault.strerror or str(fault)) from fault


def _show(screen: Console, report: AuditReport, full: bool) -> None:
    from copilot.services.auditing.tables import heading, hidden_groups, summary, tables
    from ui.cli.tables import show_table

    for line in heading(report):
        screen.print(line, markup=False)
    screen.print()
    _show_verdicts(screen, report, full)
    for table in tables(report) if full else ():
        screen.print(f"\n{table.title}. {table.about}", style="bold", markup=False)
        show_table(screen, table.header, table.rows)
    screen.print()
    for line in (summary(report), *report.header.how_to_read, *hidden_groups(report), *report.notes):
        screen.print(line, markup=False)
    if not full:
        screen.print("`--full` shows every line and the tables behind them; `--markdown FILE` keeps them.")


def _show_verdicts(screen: Console, report: AuditReport, full: bool) -> None:
    """LOOK first; without `--full` the crossed groups are shown only where there is something to look at."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("verdict", "line", "what was found"):
        table.add_column(column, overflow="fold", no_wrap=column == "verdict")
    for line in sorted(report.verdicts, key=lambda line: line.verdict.value != "LOOK"):
        if full or line.verdict.value == "LOOK" or " × " not in line.attribute:
            verdict = f"[{_STYLES[line.verdict.value]}]{line.verdict.value}[/]"
            table.add_row(verdict, escape(line.line), escape(line.sentence))
    screen.print(table)
