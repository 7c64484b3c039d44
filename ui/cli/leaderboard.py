"""`mentoring recognise board` and `mentoring recognise equity`: who is recognised, and whether alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.auditing.equity_rows import EquityReport, EquityRow
    from copilot.services.recognition.boards import Board, Standing

board = typer.Typer(help="The leaderboard: show, join, leave.", no_args_is_help=True)
_STYLES = {"LOOK": "bold yellow", "PASS": "green", "TOO FEW TO SAY": "dim"}


def add_to(recognise: typer.Typer) -> None:
    """Hang these verbs under `recognise`."""
    recognise.add_typer(board, name="board")
    verb(recognise, "equity", writes=True)(equity)


@verb(board, "show")
def show(
    call: Call,
    quarter: Annotated[str, typer.Option(help="Such as 2026-Q3; the present one without it.")] = "",
) -> None:
    """Show the board of a quarter, what counts on it, and where you stand yourself."""
    found = call.copilot.leaderboard.board(call.asker, quarter)
    ids = {each.member for each in found.persons}
    names = {each: one.name for each, one in call.copilot.members.introduced(call.asker, ids).items()}
    call.give(found, lambda screen: _show(screen, found, names))


@verb(board, "join", writes=True)
def join(
    call: Call,
    team_only: Annotated[
        bool, typer.Option("--team-only", help="Count for your team, and be named nowhere.")
    ] = False,
) -> None:
    """Stand on the board, or only count for your team. You can leave at any time, and nobody is told."""
    kept = call.copilot.leaderboard.join(call.asker, call.asker.member, alone=not team_only)
    words = "You count for your team, and are named nowhere." if team_only else "You stand on the board."
    call.give(kept, lambda screen: typer.echo(words))


@verb(board, "leave", writes=True)
def leave(call: Call) -> None:
    """Leave the board, at once."""
    call.copilot.leaderboard.leave(call.asker, call.asker.member)
    call.give(
        {"member": call.asker.member, "stands": "no"}, lambda screen: typer.echo("You are not on the board.")
    )


def equity(
    call: Call,
    programme: Annotated[str, typer.Option(help="Only those enrolled in this programme.")] = "",
    seed: Annotated[int, typer.Option(help="Of shuffles and resamples.")] = 0,
) -> None:
    """Show who is recognised, how warmly and at what length, by groups that members declared with consent."""
    report = call.copilot.recognition_equity.equity(call.asker, programme, seed)
    call.give(report, lambda screen: _show_equity(screen, report))


def _show(screen: Console, found: Board, names: dict[str, str]) -> None:
    from ui.cli.tables import show_table

    screen.print(f"{found.quarter}, until {found.ends.isoformat()}", style="bold", markup=False)
    rows = [
        (str(each.rank), names.get(each.member, each.member), f"{each.points:.1f}", str(each.people))
        for each in found.persons
    ]
    show_table(screen, ("rank", "who", "points", "different people"), rows)
    if found.teams:
        screen.print("\nTeams, points a head", style="bold")
        show_table(
            screen,
            ("rank", "team", "points"),
            [(str(each.rank), each.team, f"{each.points:.1f}") for each in found.teams],
        )
    if found.mine:
        screen.print(f"\n{_mine(found.mine)}", markup=False)
    screen.print("\nWhat counts", style="bold")
    for rule in found.rules:
        screen.print(f"  {rule.name}: {rule.says}", markup=False)


def _mine(mine: Standing) -> str:
    from copilot.services.recognition.boards import PLACES

    stands = {
        "alone": "You stand on the board.",
        "team": "You count for your team alone.",
        "no": "You are not on the board.",
    }[mine.stands]
    points = "1.0 point" if f"{mine.points:.1f}" == "1.0" else f"{mine.points:.1f} points"
    people = "1 person" if mine.people == 1 else f"{mine.people} people"
    rank = f", rank {mine.rank}" if mine.rank else ""
    below = (
        f" The list ends at rank {PLACES}, so nobody else sees yours." if (mine.rank or 0) > PLACES else ""
    )
    return f"For you alone: {points} from {people}{rank}. {stands}{below}"


def _show_equity(screen: Console, report: EquityReport) -> None:
    from ui.cli.tables import show_table

    since = f"From {report.since.isoformat()} to {report.on.isoformat()}"
    screen.print(
        f"{since}: about {report.texts} things said of about {report.members} members.", markup=False
    )
    rows = [_row(each) for each in report.rows]
    show_table(screen, ("measure", "group", "here", "others", "difference, 95 %", "chance", "verdict"), rows)
    for each in report.looks:
        screen.print(
            f"LOOK {each.measure}, {each.attribute}: {each.group}. {each.sentence}",
            style=_STYLES["LOOK"],
            markup=False,
        )
    for group in report.hidden:
        if group.hidden:
            screen.print(f"{group.attribute}: groups too small to be shown: {group.hidden}.", markup=False)
    for note in report.notes:
        screen.print(note, markup=False)


def _row(row: EquityRow) -> tuple[str, ...]:
    between = (
        ""
        if row.interval is None
        else f" ({_number(row, row.interval[0])} to {_number(row, row.interval[1])})"
    )
    return (
        row.measure,
        f"{row.attribute}: {row.group}",
        _number(row, row.value),
        _number(row, row.others),
        _number(row, row.difference) + between,
        f"≤ {row.p:g}",
        row.verdict.value,
    )


def _number(row: EquityRow, value: float | None) -> str:
    if value is None:
        return "hidden"
    return f"{value:.0f}" if row.unit else f"{value:.0%}"
