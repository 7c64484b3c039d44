"""`mentoring members import`, `mapping` and `declare`: files of people in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from copilot.domain.roster_mappings import RosterMapping
    from copilot.domain.rosters import BrokenRow, RawRow
    from copilot.services.members.preview import FieldTold
    from copilot.services.members.service import Imported

MOST_TOLD = 20
"""Rows, notes and names on a person's screen; `--json` has them all."""


def add_to(members: typer.Typer) -> None:
    """Hang these verbs under `members`."""
    verb(members, "import", writes=True)(import_)
    verb(members, "mapping")(mapping)
    verb(members, "declare", writes=True)(declare)


def import_(
    call: Call,
    file: Annotated[Path, typer.Argument(help="A roster: CSV or JSONL.")],
    partial: Annotated[
        bool, typer.Option("--partial", help="Take the right rows, reject the others.")
    ] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="Which of their columns is which of our fields: YAML or JSON.")
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say field by field what would change; change nothing.")
    ] = False,
    whole: Annotated[
        bool,
        typer.Option("--whole", help="The file holds everybody: say who is not in it. Nobody is deleted."),
    ] = False,
) -> None:
    """Import a roster in one transaction: all rows, or none unless --partial."""
    from copilot.stores.mapping_files import read_roster_mapping
    from copilot.stores.roster_files import read_roster

    notes: tuple[str, ...] = ()
    if mapping:
        rules = read_roster_mapping(mapping)
        rows, notes = _by_mapping(file, rules)
        whole = whole or rules.whole
    else:
        rows = read_roster(file)
    found = call.copilot.members.import_rows(call.asker, rows, partial=partial, preview=preview, whole=whole)
    found = found.model_copy(update={"warnings": (*notes, *found.warnings)})
    call.give(found, lambda screen: _show(found, preview=preview, partial=partial))
    if found.rejected and not (found.added or found.updated or found.unchanged):
        raise typer.Exit(2)


def _by_mapping(file: Path, rules: RosterMapping) -> tuple[Sequence[RawRow | BrokenRow], tuple[str, ...]]:
    from copilot.services.members.mapping import Sheet, mapped
    from copilot.stores.roster_files import read_sheet

    read = read_sheet(file, rules.file)
    return mapped(Sheet(columns=read.columns, rows=read.rows), rules), read.notes


def _show(found: Imported, *, preview: bool, partial: bool) -> None:
    would = "Nothing has been written. It would be: " if preview else ""
    typer.echo(f"{would}{found.added} added, {found.updated} updated, {found.unchanged} unchanged.")
    if preview and found.rejected and not partial:
        typer.echo(
            "As it stands nothing would be taken in: rows are wrong. With --partial the right ones would."
        )
    for field in found.changes or ():
        typer.echo(_told(field))
    _show_rejected(found)
    for warning in found.warnings[:MOST_TOLD]:
        typer.echo(f"Note: {warning}")
    _more(len(found.warnings), "notes")
    if found.not_in_file is not None:
        names = ", ".join(found.not_in_file[:MOST_TOLD]) or "none"
        typer.echo(f"Members who are not in the file ({len(found.not_in_file)}, left as they are): {names}.")


def _show_rejected(found: Imported) -> None:
    from copilot.services.members.fields import cure_of

    for rejected in found.rejected[:MOST_TOLD]:
        typer.echo(f"Row {rejected.row}, {rejected.field}: {rejected.error}. {cure_of(rejected.field)}")
    _more(len(found.rejected), "rows")


def _more(many: int, what: str) -> None:
    if many > MOST_TOLD:
        typer.echo(f"… and {many - MOST_TOLD:,} more {what}; --json has them all.")


def _told(field: FieldTold) -> str:
    name = "other columns" if field.field == "extra" else field.field
    counts = (
        (field.new, "of new members"), (field.filled, "filled"), (field.replaced, "replaced"),
        (field.emptied, "EMPTIED"),
    )  # fmt: skip
    said = ", ".join(f"{n:,} {what}" for n, what in counts if n)
    examples = "; ".join(f"{one.member} → {one.value or '(empty)'}" for one in field.examples)
    return f"  {name}: {said}. Such as {examples}"


def mapping(
    call: Call,
    file: Annotated[Path, typer.Argument(help="A roster: CSV or JSONL.")],
) -> None:
    """Propose a mapping for a roster, to be mended and given to import --mapping."""
    from copilot.services.members.mapping import Sheet
    from copilot.services.members.proposing import as_yaml, proposed
    from copilot.stores.roster_files import read_sheet

    read = read_sheet(file, guess_letters=True)
    found = proposed(Sheet(columns=read.columns, rows=read.rows), read.layout)
    document = {
        "mapping": {column: rule.to for column, rule in found.mapping.columns.items()},
        "unknown": found.unknown,
        "missing": found.missing,
        "proposal": found.mapping.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "notes": read.notes,
    }

    def show(screen: object) -> None:
        for note in read.notes:
            typer.echo(f"Note: {note}", err=True)
        typer.echo(as_yaml(found, file.name), nl=False)

    call.give(document, show)


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
