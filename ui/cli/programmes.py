"""`mentoring programmes`: frames with dates, and who is enrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from ui.cli import programme_cohorts, programme_life, programme_stages
from ui.cli.call import Call, verb
from ui.cli.programme_words import MODES, Parts, Roles, Wordings, parts_of, roles_of, worded
from ui.cli.reading import as_date

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.programmes import Programme
    from copilot.services.programme_health import Health
    from copilot.services.programmes.keeping import Changes

app = typer.Typer(
    help="Programmes: add, change, cohorts; join, pause, leave; stages, reviews, closing; health.",
    no_args_is_help=True,
)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    for verbs in (programme_cohorts, programme_life, programme_stages):
        verbs.add_to(app)
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
    purpose: Annotated[str, typer.Option(help="What it is for.")] = "",
    role: Roles = None,
    capacity: Annotated[
        int | None, typer.Option(help="How many may take part; else as many as come.")
    ] = None,
    matching: Annotated[str, typer.Option(help=MODES)] = "suggested",
    wording: Wordings = None,
    part: Parts = None,
) -> None:
    """Add a programme."""
    from copilot.domain.programmes import Programme
    from copilot.errors import BadInput
    from copilot.services.making import made
    from copilot.services.programmes.keeping import check_capacity, check_dates, mode_of

    first, last = as_date(starts, "--starts"), as_date(ends, "--ends")
    if not first or not last:
        raise BadInput("A programme has two days.", place="--starts", cure="Give --starts and --ends.")
    check_dates(first, last)
    check_capacity(capacity)
    new = made(
        Programme, id=programme, name=name, starts=first, ends=last, managers=frozenset(manager or []),
        purpose=purpose, capacity=capacity, matching=mode_of(matching), agreement=worded({}, wording),
        agenda=parts_of(part), **({"roles": roles_of(role)} if role else {}),
    )  # fmt: skip
    kept = call.copilot.programmes.add(call.asker, new)
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is kept as {kept.id}."))


@verb(app, "update", writes=True)
def update(
    call: Call,
    programme: Annotated[str, typer.Argument(help="Its id.")],
    name: Annotated[str, typer.Option(help="Another name.")] = "",
    starts: Annotated[str, typer.Option(help="Another first day.")] = "",
    ends: Annotated[str, typer.Option(help="Another last day.")] = "",
    purpose: Annotated[str | None, typer.Option(help="What it is for.")] = None,
    role: Roles = None,
    capacity: Annotated[int | None, typer.Option(help="How many may take part.")] = None,
    unlimited: Annotated[bool, typer.Option("--unlimited", help="As many as come may take part.")] = False,
    matching: Annotated[str, typer.Option(help=MODES)] = "",
    wording: Wordings = None,
    part: Parts = None,
    no_parts: Annotated[
        bool, typer.Option("--no-parts", help="Sessions have no parts of their own.")
    ] = False,
    lessons: Annotated[str | None, typer.Option(help="What was learned; also once it is closed.")] = None,
) -> None:
    """Change what is given, and nothing else; more places go to those who wait."""
    from copilot.services.programmes.keeping import mode_of

    before = call.copilot.programmes.show(call.asker, programme)
    given: dict[str, object] = {
        "name": name or None,
        "starts": as_date(starts, "--starts"),
        "ends": as_date(ends, "--ends"),
        "purpose": purpose,
        "roles": roles_of(role or ()) or None,
        "capacity": capacity,
        "matching": mode_of(matching) if matching else None,
        "agreement": worded(before.agreement, wording) if wording else None,
        "agenda": () if no_parts else parts_of(part) or None,
        "lessons": lessons,
    }
    changes = {field: value for field, value in given.items() if value is not None}
    if unlimited:
        changes["capacity"] = None
    kept = call.copilot.programmes.update(call.asker, programme, **cast("Changes", changes))
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is changed."))


@verb(app, "list")
def list_(call: Call) -> None:
    """List the programmes."""
    from ui.cli.tables import show_table

    every = call.copilot.programmes.every(call.asker)
    rows = [
        (
            p.id,
            p.name,
            p.starts.isoformat(),
            p.ends.isoformat(),
            p.matching.value,
            "closed" if p.closed else "",
        )
        for p in every
    ]
    header = ("id", "name", "starts", "ends", "matching", "")
    call.give({"programmes": every}, lambda screen: show_table(screen, header, rows))


@verb(app, "show")
def show(call: Call, programme: Annotated[str, typer.Argument(help="Its id.")]) -> None:
    """Show one programme."""
    from ui.cli.tables import show_fields

    found = call.copilot.programmes.show(call.asker, programme)
    call.give(found, lambda screen: show_fields(screen, found.name, found.model_dump(mode="json")))


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
