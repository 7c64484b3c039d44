"""`mentoring members export`: all about one member for herself, or coarse tables of all for research."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from copilot.services.research.anonymity import Anonymised
    from copilot.services.research.service import Exported


def add_to(members: typer.Typer) -> None:
    """Hang this verb under `members`."""
    verb(members, "export")(export)


def export(
    call: Call,
    member: Annotated[str, typer.Argument(help="The member's id, your own; none with --anonymised.")] = "",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "--out", help="The file to write, readable by you alone; else standard output."
        ),
    ] = None,
    anonymised: Annotated[
        bool,
        typer.Option(
            "--anonymised", help="Coarse tables of everybody for research, in a folder or FILE.zip."
        ),
    ] = False,
    programme: Annotated[str, typer.Option(help="With --anonymised: only this programme.")] = "",
    k: Annotated[
        int, typer.Option("--k", help="With --anonymised: for how many people every combination stands.")
    ] = 5,
) -> None:
    """Hand out everything that is kept of a member as one JSON document, or anonymised tables of all."""
    from copilot.errors import BadInput

    if anonymised == bool(member):
        raise BadInput(
            "Whose data?",
            place="MEMBER",
            cure="Name one member, or say --anonymised for tables of everybody.",
        )
    if output is not None and output.resolve().is_relative_to(call.copilot.home.folder.resolve()):
        raise BadInput(
            "That is inside the home.", place=str(output),
            cure="Name a file elsewhere: who is deleted later must not live on in a copy there.",
        )  # fmt: skip
    if anonymised:
        _export_all(call, output, programme, k)
    else:
        _export_one(call, member, output)


def _export_one(call: Call, member: str, output: Path | None) -> None:
    document = call.copilot.about_me.export(call.asker, member)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if output is None:
        call.give(document, lambda screen: typer.echo(text))
        return
    _write_for_its_owner(output, f"{text}\n".encode())
    kinds = {kind: len(entries) for kind, entries in document.items() if isinstance(entries, list)}
    call.give(
        {"member": member, "file": str(output), "kinds": kinds},
        lambda screen: typer.echo(f"Everything about {member} is in {output}. Keep it as you keep letters."),
    )


def _export_all(call: Call, output: Path | None, programme: str, k: int) -> None:
    from copilot.errors import BadInput

    if output is None:
        raise BadInput("Where to?", place="--out", cure="Name a folder that isn't there yet, or FILE.zip.")
    if output.exists():
        raise BadInput("Something is there already.", place=str(output), cure="Give another name with --out.")
    found = call.copilot.research.export(call.asker, k=k, programme=programme)
    _write(found, output)
    document = {"file": str(output), **found.model_dump(mode="json", exclude={"files"})}
    call.give(document, lambda screen: _show(found, output))


def _write(found: Exported, output: Path) -> None:
    from copilot.services.research.packing import zipped

    if output.suffix.lower() == ".zip":
        _write_for_its_owner(output, zipped(found.files))
        return
    try:
        output.mkdir(mode=0o700)
    except OSError as fault:
        raise _cannot_write(output, fault) from fault
    for name, text in found.files.items():
        _write_for_its_owner(output / name, text.encode())


def _show(found: Exported, output: Path) -> None:
    typer.echo(f"{found.members - found.suppressed} of {found.members} members are in {output}.")
    typer.echo(
        f"Every combination stands for {found.k} people or more (asked: {found.asked_k}); {found.unique_before} were "
        f"unique before, {found.unique_after} are now. {found.suppressed} rows ({found.suppressed_share:.1%}) left out."
    )
    typer.echo(
        f"Risk that somebody's row is picked: {found.risk.max:.1%} at most, {found.risk.mean:.1%} on average."
    )
    for table in found.tables:
        typer.echo(_told(table))
    typer.echo("What it does not protect from stands in README.md: read it before you give this away.")


def _told(table: Anonymised) -> str:
    if table.withheld:
        return f"  {table.name}: not written. {table.withheld}"
    told = "; ".join(f"{name.replace('_', ' ')}: {step}" for name, step in table.told_as.items())
    return f"  {table.name}: {table.rows_before - table.suppressed} rows, k {table.k}. {told}"


def _write_for_its_owner(file: Path, data: bytes) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.write(data)
    except OSError as fault:
        raise _cannot_write(file, fault) from fault


def _cannot_write(file: Path, fault: OSError) -> Exception:
    from copilot.errors import BadInput

    return BadInput(
        f"The file cannot be written: {fault.strerror}.",
        place=str(file),
        cure="Give the name of a file that isn't there yet, in a folder of yours.",
    )
