"""`mentoring programmes`: what is due in a relationship, its next stage, and a fresh start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.relationships import Stage
    from copilot.services.programmes.stages import StagesStanding, StagesStatus

Which = Annotated[str, typer.Argument(help="The relationship's id.")]


def add_to(programmes: typer.Typer) -> None:
    """Hang these verbs under `programmes`."""
    verb(programmes, "due")(due)
    verb(programmes, "stage", writes=True)(stage)
    verb(programmes, "rematch", writes=True)(rematch)


def due(call: Call, relationship: Which) -> None:
    """Show what is due at each stage of a relationship; to managers numbers and days alone."""
    found = call.copilot.programmes.due(call.asker, relationship)
    call.give(found, lambda screen: _show(screen, found))


def stage(
    call: Call,
    relationship: Which,
    stage: Annotated[str, typer.Argument(help="initiation, cultivation, separation or redefinition.")],
) -> None:
    """Say that the next stage of your relationship has begun; stages go forwards."""
    found = call.copilot.programmes.move_stage(call.asker, relationship, _stage(stage))
    call.give(found, lambda screen: _show(screen, found))


def rematch(call: Call, relationship: Which) -> None:
    """End a relationship so that both are matched anew: without blame, and without a reason."""
    done = call.copilot.programmes.rematch(call.asker, relationship)
    call.give(done, lambda screen: typer.echo(done.sentence))


def _stage(word: str) -> Stage:
    from copilot.domain.relationships import Stage
    from copilot.errors import BadInput

    if word not in set(Stage):
        raise BadInput(f"“{word}” is no stage.", place="stage", cure=f"Choose one of {', '.join(Stage)}.")
    return Stage(word)


def _show(screen: Console, found: StagesStanding | StagesStatus) -> None:
    from copilot.services.programmes.stages import StagesStatus

    screen.print(f"Stage: {found.stage.value}", style="bold", markup=False)
    if isinstance(found, StagesStatus):
        following = f"; the next day is {found.next_day.isoformat()}" if found.next_day else ""
        screen.print(f"{found.done} done, {found.open} open, {found.late} late{following}.", markup=False)
        return
    for each in found.due:
        mark = "x" if each.done else "!" if each.late else " "
        screen.print(f"  [{mark}] {each.stage.value}: {each.sentence}", markup=False)
    if found.suggested:
        screen.print(f"{found.because} The next stage is {found.suggested.value}.", markup=False)
