"""`mentoring analytics`: how mentoring goes, in figures that give nobody away."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.analytics.told import Figure, Own, Report

app = typer.Typer(
    help="Figures of programmes and of the community: show, csv, mine; numbers of fewer than five are hidden.",
    no_args_is_help=True,
)
analytics = app

ProgrammeOption = Annotated[str, typer.Option(help="The programme's id; everybody without it.")]
PeriodOption = Annotated[
    str,
    typer.Option(
        help="2026-Q4, 2026-11, all, life (of a programme) or FROM..TO; the present quarter without it."
    ),
]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="analytics")


@verb(app, "show")
def show(call: Call, programme: ProgrammeOption = "", period: PeriodOption = "") -> None:
    """Show every figure of a period with what it counts, how sure it is, and what it can't tell."""
    report = call.copilot.analytics.show(call.asker, programme, period=period)
    call.give(report, lambda screen: _show(screen, report))


@verb(app, "csv")
def csv(
    call: Call,
    programme: ProgrammeOption = "",
    period: PeriodOption = "",
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output without it.")] = None,
) -> None:
    """Give the same figures as CSV, one to a line."""
    from copilot.services.analytics.csv_lines import csv_lines

    rows = call.copilot.analytics.table(call.asker, programme, period=period)
    if out:
        write_file(out, csv_lines(rows))
    document = {"rows": rows, "file": str(out) if out else None}
    if out:
        call.give(document, lambda screen: typer.echo(f"{len(rows)} figures written to {out}."))
    else:
        call.give(document, lambda screen: print_text(csv_lines(rows)))


@verb(app, "mine")
def mine(call: Call, period: PeriodOption = "") -> None:
    """Show your own figures; nobody else sees them."""
    own = call.copilot.analytics.mine(call.asker, period=period)
    call.give(own, lambda screen: _show_own(screen, own))


def print_text(text: str) -> None:
    """Print it as it is."""
    sys.stdout.write(text)


def write_file(file: Path, text: str) -> None:
    """Write it; BadInput where that cannot be."""
    from copilot.errors import BadInput

    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            out.write(text)
    except OSError as fault:
        raise BadInput(
            f"{file} cannot be written ({fault.strerror}).",
            place="--out",
            cure="Name a file in a folder of yours.",
        ) from fault


def _show(screen: Console, report: Report) -> None:
    whose = report.programme_name or "The whole community"
    screen.print(f"{whose}, {report.period.label}", style="bold", markup=False)
    screen.print(f"  {report.period.first} to {report.period.last}, as of {report.on}", markup=False)
    for note in report.notes:
        screen.print(f"  {note}", markup=False)
    _figure(screen, report.engagement.index)
    screen.print(f"    {report.engagement.formula}", markup=False)
    for part in report.parts:
        screen.print(f"\n{part.title}", style="bold", markup=False)
        for figure in part.figures:
            _figure(screen, figure)
        for sentence in part.cannot_tell:
            screen.print(f"  Can't tell: {sentence}", style="dim", markup=False)
    for metric in report.chaoss.metrics:
        screen.print(f"\nCHAOSS: {metric.name}", style="bold", markup=False)
        screen.print(f"  “{metric.question}”", markup=False)
        for figure in metric.figures:
            _figure(screen, figure)
        for sentence in metric.not_counted:
            screen.print(f"  Not counted: {sentence}", style="dim", markup=False)


def _figure(screen: Console, figure: Figure) -> None:
    from copilot.services.analytics.told import in_words

    told = figure.told.removesuffix(".")
    if figure.before is not None:
        told += f"; before: {in_words(figure.before, figure.unit)}"
    screen.print(f"  {figure.name}: {told}", markup=False)


def _show_own(screen: Console, own: Own) -> None:
    screen.print(f"{own.member}, {own.period.label}", style="bold", markup=False)
    if own.period.note:
        screen.print(f"  {own.period.note}", markup=False)
    told = (
        ("meetings", own.meetings),
        ("relationships you met in", own.relationships_met),
        ("days on which you left a trace", own.days_with_a_trace),
        ("goals reached", own.goals_reached),
        ("events attended", own.events_attended),
        ("scenarios practised", own.practised),
    )
    for name, value in told:
        screen.print(f"  {name}: {value}", markup=False)
