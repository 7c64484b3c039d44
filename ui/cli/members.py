"""`mentoring members`: the roster in, profiles out."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli import roster, taking_out
from ui.cli.call import Call, verb

app = typer.Typer(
    help="The people: import a roster, list, show, update, export, delete.", no_args_is_help=True
)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    roster.add_to(app)
    taking_out.add_to(app)
    root.add_typer(app, name="members")


@verb(app, "list")
def list_(
    call: Call, programme: Annotated[str, typer.Option(help="Only those enrolled in this programme.")] = ""
) -> None:
    """List the members you may see."""
    from ui.cli.tables import show_table

    found = call.copilot.members.visible_to(call.asker, programme)
    rows = [(m.id, m.name, ", ".join(m.roles), m.function, str(m.level or "–")) for m in found]
    call.give(
        {"members": found},
        lambda screen: show_table(screen, ("id", "name", "roles", "function", "level"), rows),
    )


@verb(app, "show")
def show(call: Call, member: Annotated[str, typer.Argument(help="The member's id.")]) -> None:
    """Show one member's profile."""
    from ui.cli.tables import show_fields

    found = call.copilot.members.show(call.asker, member)
    document = {"member": found.id, **found.model_dump(mode="json", exclude={"id", "vetoes", "extra"})}
    call.give(document, lambda screen: show_fields(screen, found.name, found.profile.model_dump(mode="json")))


@verb(app, "update", writes=True)
def update(
    call: Call,
    member: Annotated[str, typer.Argument(help="Your own id.")],
    set_: Annotated[
        list[str],
        typer.Option(
            "--set", help="field=value, such as time_zone=Europe/Lisbon; lists are separated by `;`."
        ),
    ],
) -> None:
    """Change your own profile: headline, goals, experience, hours and the like; the rest comes from the roster."""
    from ui.cli.tables import show_fields

    found = call.copilot.members.update(call.asker, member, dict(_field_and_value(each) for each in set_))
    document = {"member": found.id, **found.model_dump(mode="json", exclude={"id", "extra"})}
    call.give(document, lambda screen: show_fields(screen, found.name, found.profile.model_dump(mode="json")))


def _field_and_value(told: str) -> tuple[str, str]:
    from copilot.errors import BadInput

    field, equals, value = told.partition("=")
    if not equals:
        raise BadInput(f"“{told[:60]}” sets nothing.", place="--set", cure="Write --set field=value.")
    return field.strip(), value


@verb(app, "delete", writes=True)
def delete(
    call: Call,
    member: Annotated[str, typer.Argument(help="The member's id.")],
    yes: Annotated[bool, typer.Option("--yes", help="Delete; without it nothing is done.")] = False,
) -> None:
    """Delete a member with everything of hers; it can't be undone."""
    from copilot.errors import BadInput

    if not yes:
        raise BadInput(
            f"Nothing was deleted. Profile, goals, notes, drafts, conversations and all else of {member} would go.",
            place="--yes",
            cure="Add --yes; to have a copy first, use `members export`.",
        )
    done = call.copilot.about_me.delete(call.asker, member)

    def show(screen: object) -> None:
        typer.echo(f"{member} is deleted; others' records now say {done.stand_in}.")
        typer.echo(", ".join(f"{kind.replace('_', ' ')} {n}" for kind, n in done.removed.items()))
        for programme in done.without_manager:
            typer.echo(f"Note: nobody manages the programme {programme} any more.")
        for event in done.without_host:
            typer.echo(
                f"Note: nobody hosts the event {event} any more. Somebody should take it over or cancel it."
            )
        if done.unfinished:
            typer.echo(f"Note: {done.unfinished}")

    call.give(done, show)
