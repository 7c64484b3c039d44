"""`mentoring members`: the roster in, profiles out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.call import Call, verb

app = typer.Typer(
    help="The people: import a roster, list, show, update, export, delete.", no_args_is_help=True
)


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
    from copilot.services.members.mapping import Sheet, cure_of, mapped
    from copilot.stores.roster_files import read_columns, read_mapping, read_roster

    if mapping:
        columns, cells = read_columns(file)
        rows = mapped(Sheet(columns=columns, rows=tuple(cells)), read_mapping(mapping))
    else:
        rows = read_roster(file)
    result = call.copilot.members.import_rows(call.asker, rows, partial=partial, preview=preview)

    def show(screen: object) -> None:
        typer.echo(f"{result.added} added, {result.updated} updated, {result.unchanged} unchanged.")
        for rejected in result.rejected:
            typer.echo(f"Row {rejected.row}, {rejected.field}: {rejected.error}. {cure_of(rejected.field)}")
        for warning in result.warnings:
            typer.echo(f"Note: {warning}")

    call.give(result, show)
    if result.rejected and not (result.added or result.updated or result.unchanged):
        raise typer.Exit(2)


@verb(app, "mapping")
def mapping(
    call: Call,
    file: Annotated[Path, typer.Argument(help="A roster, CSV or JSONL, in UTF-8.")],
) -> None:
    """Say which column of a roster looks like which field, to be mended and given to import --mapping."""
    import json

    from copilot.services.members.mapping import NEEDED, suggested
    from copilot.stores.roster_files import read_columns

    columns, _ = read_columns(file)
    found = suggested(columns)
    document = {
        "mapping": found,
        "unknown": [column for column in columns if column not in found],
        "missing": [field for field in NEEDED if field not in found.values()],
    }
    call.give(document, lambda screen: typer.echo(json.dumps(found, ensure_ascii=False, indent=2)))


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


@verb(app, "export")
def export(
    call: Call,
    member: Annotated[str, typer.Argument(help="The member's id; your own.")],
    output: Annotated[
        Path | None, typer.Option(help="The file to write, readable by you alone; else standard output.")
    ] = None,
) -> None:
    """Hand out everything that is kept of a member as one JSON document, with a heading for each kind."""
    import json

    document = call.copilot.about_me.export(call.asker, member)
    if output is None:
        call.give(document, lambda screen: typer.echo(json.dumps(document, ensure_ascii=False, indent=2)))
        return
    _write_for_its_owner(output, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    kinds = {kind: len(entries) for kind, entries in document.items() if isinstance(entries, list)}
    call.give(
        {"member": member, "file": str(output), "kinds": kinds},
        lambda screen: typer.echo(f"Everything about {member} is in {output}. Keep it as you keep letters."),
    )


def _write_for_its_owner(file: Path, text: str) -> None:
    import os

    from copilot.errors import BadInput

    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as target:
            target.write(text)
    except OSError as fault:
        raise BadInput(
            f"The file cannot be written: {fault.strerror}.",
            place=str(file),
            cure="Give the name of a file that isn't there yet, in a folder of yours.",
        ) from fault


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
        if done.unfinished:
            typer.echo(f"Note: {done.unfinished}")

    call.give(done, show)
