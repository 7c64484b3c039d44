"""`mentoring programmes`: frames with dates, and who is enrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb
from ui.cli.reading import as_date

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.programmes import Programme
    from copilot.services.programme_health import Health

app = typer.Typer(help="Programmes: add, list, show, enrol, managers, health.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="programmes")


@verb(app, "add", writes=True)
def add(
    call: Call,
    programme: Annotated[str, typer.Argument(help="A short id, such as bridges-2027.")],
    name: Annotated[str, typer.Option(help="Its name.")],
    starts: Annotated[str, typer.Option(help="First day, such as 2027-02-01.")],
    ends: Annotated[str, typer.Option(help="Last day.")],
    manager: Annotated[
        list[str] | None, typer.Option(help="A member who manages it; may be repeated.")
    ] = None,
) -> None:
    """Add a programme."""
    from copilot.domain.programmes import Programme
    from copilot.errors import BadInput
    from copilot.services.making import made

    first, last = as_date(starts, "--starts"), as_date(ends, "--ends")
    if not first or not last or last <= first:
        raise BadInput(
            "The programme ends before it starts.", place="--ends", cure="Choose a later last day."
        )
    new = made(Programme, id=programme, name=name, starts=first, ends=last, managers=frozenset(manager or []))
    kept = call.copilot.programmes.add(call.asker, new)
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is kept as {kept.id}."))


@verb(app, "list")
def list_(call: Call) -> None:
    """List the programmes."""
    from ui.cli.tables import show_table

    every = call.copilot.programmes.every(call.asker)
    rows = [(p.id, p.name, p.starts.isoformat(), p.ends.isoformat()) for p in every]
    call.give(
        {"programmes": every}, lambda screen: show_table(screen, ("id", "name", "starts", "ends"), rows)
    )


@verb(app, "show")
def show(call: Call, programme: Annotated[str, typer.Argument(help="Its id.")]) -> None:
    """Show one programme."""
    from ui.cli.tables import show_fields

    found = call.copilot.programmes.show(call.asker, programme)
    call.give(found, lambda screen: show_fields(screen, found.name, found.model_dump(mode="json")))


@verb(app, "enrol", writes=True)
def enrol(
    call: Call,
    programme: Annotated[str, typer.Argument(help="Its id.")],
    members: Annotated[
        list[str] | None, typer.Argument(help="Members' ids; everybody where none is given.")
    ] = None,
) -> None:
    """Enrol members in a programme."""
    chosen = members or [member.id for member in call.copilot.members.visible_to(call.asker)]
    new = call.copilot.programmes.enrol(call.asker, programme, chosen)
    call.give(
        {"programme": programme, "enrolled": len(new)}, lambda screen: typer.echo(f"{len(new)} enrolled.")
    )


@verb(app, "add-manager", writes=True)
def add_manager(
    call: Call,
    programme: Annotated[str, typer.Argument(help="Its id.")],
    member: Annotated[str, typer.Argument(help="Who is to manage it too.")],
) -> None:
    """Make a member a manager of a programme; an admin and the operator may."""
    kept = call.copilot.programmes.add_manager(call.asker, programme, member)
    call.give(kept, lambda screen: _show_managers(screen, kept))


@verb(app, "remove-manager", writes=True)
def remove_manager(
    call: Call,
    programme: Annotated[str, typer.Argument(help="Its id.")],
    member: Annotated[str, typer.Argument(help="Who is to manage it no more.")],
) -> None:
    """Take a programme from one of its managers; the last one stays."""
    kept = call.copilot.programmes.remove_manager(call.asker, programme, member)
    call.give(kept, lambda screen: _show_managers(screen, kept))


@verb(app, "health")
def health(call: Call, programme: Annotated[str, typer.Argument(help="Its id.")]) -> None:
    """Show how a programme stands, in numbers and dates; numbers of fewer than five are hidden."""
    found = call.copilot.programme_health.show(call.asker, programme)
    call.give(found, lambda screen: _show_health(screen, found))


def _show_managers(screen: Console, programme: Programme) -> None:
    screen.print(f"{programme.name} is managed by {', '.join(sorted(programme.managers))}.", markup=False)


def _show_health(screen: Console, found: Health) -> None:
    from ui.cli.tables import show_table

    shares = {
        **found.states,
        "both signed an agreement": found.signed,
        "keep the rhythm they agreed on": found.cadence.keeping_it,
        "have no next meeting": found.cadence.next_missing,
        "quiet for six weeks": found.cadence.quiet,
        "members with a goal": found.goals.with_a_goal,
        "of these, who reached one": found.goals.reached_one,
        **{f"asked: {each.role}": each.asked for each in found.reach},
        **{f"matched: {each.role}": each.matched for each in found.reach},
    }
    rows = [(what, share.told if share else "too few to say") for what, share in shares.items()]
    show_table(screen, (found.programme.name, "how many"), rows)
