"""`mentoring goals`: what a member works towards."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.call import Call, verb
from ui.cli.reading import as_date

app = typer.Typer(help="Goals: add, list, update.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="goals")


@verb(app, "add", writes=True)
def add(
    call: Call,
    title: Annotated[str, typer.Argument(help="The goal in her own words.")],
    member: Annotated[str, typer.Option("--for", help="Whose; yours where it is left out.")] = "",
    why: Annotated[str, typer.Option(help="Why it matters to her.")] = "",
    due: Annotated[str, typer.Option(help="A date such as 2027-03-31.")] = "",
    share_in: Annotated[str, typer.Option("--share-in", help="The relationship that may see it.")] = "",
    objective: Annotated[str, typer.Option(help="The id of the community's objective it serves.")] = "",
) -> None:
    """Add a goal."""
    whose = member or call.asker.member
    goal = call.copilot.goals.add(
        call.asker, whose, title, why=why, due=as_date(due, "--due"), share_in=share_in, objective=objective
    )
    call.give(goal, lambda screen: typer.echo(f"Kept as {goal.id}."))


@verb(app, "list")
def list_(call: Call, member: Annotated[str, typer.Option("--for", help="Whose.")] = "") -> None:
    """List a member's goals."""
    from ui.cli.tables import show_table

    goals = call.copilot.goals.of(call.asker, member or call.asker.member)
    rows = [(goal.id, f"{goal.progress} %", goal.state, goal.title) for goal in goals]
    call.give({"goals": goals}, lambda screen: show_table(screen, ("id", "progress", "state", "goal"), rows))


@verb(app, "update", writes=True)
def update(
    call: Call,
    goal: Annotated[str, typer.Argument(help="The goal's id.")],
    progress: Annotated[int | None, typer.Option(help="How far, 0 to 100.")] = None,
    objective: Annotated[
        str | None, typer.Option(help="The id of the community's objective it serves; '' for none.")
    ] = None,
) -> None:
    """Say how far a goal is, or which of the community's objectives it serves."""
    from copilot.errors import BadInput

    if progress is None and objective is None:
        raise BadInput("Nothing is said of it.", place="--progress", cure="Give --progress or --objective.")
    kept = call.copilot.goals.update(call.asker, goal, progress=progress, objective=objective)
    call.give(kept, lambda screen: typer.echo(f"{kept.title}: {kept.progress} %."))
