"""`mentoring members`: the roster in, profiles out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.call import Call, verb

app = typer.Typer(help="The people: import a roster, list, show.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="members")


@verb(app, "import", writes=True)
def import_(
    call: Call,
    file: Annotated[Path, typer.Argument(help="A roster, CSV or JSONL, in UTF-8.")],
    partial: Annotated[
        bool, typer.Option("--partial", help="Take the right rows, reject the others.")
    ] = False,
    mapping: Annotated[Path | None, typer.Option(help='JSON: {"Their column": "our_field"}.')] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what would change; change nothing.")
    ] = False,
) -> None:
    """Import a roster in one transaction: all rows, or none unless --partial."""
    from copilot.stores.roster_files import read_mapping, read_roster

    rows = read_roster(file, read_mapping(mapping) if mapping else None)
    result = call.copilot.members.import_rows(call.asker, rows, partial=partial, preview=preview)

    def show(screen: object) -> None:
        typer.echo(f"{result.added} added, {result.updated} updated, {result.unchanged} unchanged.")
        for rejected in result.rejected:
            typer.echo(f"Row {rejected.row}, {rejected.field}: {rejected.error}.")
        for warning in result.warnings:
            typer.echo(f"Note: {warning}")

    call.give(result, show)
    if result.rejected and not (result.added or result.updated or result.unchanged):
        raise typer.Exit(2)


@verb(app, "declare", writes=True)
def declare(
    call: Call,
    file: Annotated[
        Path, typer.Argument(help="CSV or JSONL with member, attribute, value, consent (yes or no).")
    ],
) -> None:
    """Take in the groups members declared for the audit: all rows or none; without consent nothing is kept."""
    from copilot.stores.roster_files import read_declarations

    result = call.copilot.declaring.declare(call.asker, read_declarations(file))

    def show(screen: object) -> None:
        typer.echo(f"{result.added} added, {result.updated} updated, {result.unchanged} unchanged.")
        typer.echo(f"{result.forgotten} forgotten, {result.without_consent} not kept for want of consent.")

    call.give(result, show)


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
