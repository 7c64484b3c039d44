"""`mentoring backup`, `restore` and `move`: the whole home copied, by whoever keeps the machine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from copilot.app import Copilot
    from copilot.domain.asking import Asker
    from copilot.domain.backups import Manifest
    from copilot.ports import Progress
    from copilot.services.backups import Made, Moved, Restored

NOW = "now"


class OrNow(TyperGroup):
    """`backup FILE` is `backup now FILE`: a word that is no verb is the file's name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words with the verb that is meant."""
        meant = args[:1] and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if meant else [NOW, *args])


app = typer.Typer(
    cls=OrNow,
    help="One file with everything in this home, while others go on working: `backup`, `backup FILE`.",
)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="backup")
    verb(root, "restore")(restore)
    verb(root, "move")(move)


@verb(app, NOW)
def now(
    call: Call,
    file: Annotated[
        Path | None,
        typer.Argument(help="The file to write, or the folder to write it into; else this folder."),
    ] = None,
    keep_days: Annotated[
        int,
        typer.Option(
            help="For how many days you keep it; so long it holds people who are deleted meanwhile."
        ),
    ] = 30,
) -> None:
    """Back this home up into one file, readable by you alone; this is what `mentoring backup FILE` does."""
    from copilot.errors import BadInput

    target = _named(file)
    if target.resolve().is_relative_to(call.copilot.home.folder.resolve()):
        raise BadInput(
            "That is inside the home.", place=str(target),
            cure="Name a file elsewhere: what is lost with the home helps nobody.",
        )  # fmt: skip
    with call.progress() as progress:
        made = call.copilot.backups.back_up(call.asker, target, keep_days=keep_days, progress=progress)
    call.give(_document(made), lambda screen: _show_made(made))


@verb(app, "verify")
def verify(call: Call, file: Annotated[Path, typer.Argument(help="The backup.")]) -> None:
    """Check every byte of a backup, and that all of it can be restored. Nothing is changed."""
    with call.progress() as progress:
        found = call.copilot.backups.verify(call.asker, file, progress)

    def show(screen: object) -> None:
        typer.echo(f"{found.file} is whole and can be restored.")
        _show(found.manifest)
        _show_until(found.outdated)

    call.give(_document(found), show)


def restore(
    call: Call,
    file: Annotated[Path, typer.Argument(help="The backup.")],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Put it in the place of what is here, which is backed up beside it first."
        ),
    ] = False,
    deletions: Annotated[
        Path | None, typer.Option(help="deletions.jsonl of a home that was lost, if you have it elsewhere.")
    ] = None,
) -> None:
    """Put a backup into this home, which has to be empty; who was deleted since is deleted again."""
    from copilot.app import open_copilot

    # Looked at before a home is made: for a file that can't be used none is left behind.
    asker = call.asker
    with call.progress() as progress:
        call.copilot.backups.verify(asker, file, progress)
    call.copilot.close()
    copilot = open_copilot(call.home)
    try:
        with call.progress() as progress:
            done = copilot.backups.restore(
                asker, file, deletions=deletions, replace=replace, progress=progress
            )
        with call.progress() as progress:
            later = _index_guides(copilot, asker, progress)
    finally:
        copilot.close()
    call.give({**done.model_dump(mode="json"), "later": later}, lambda screen: _show_restored(done, later))


def move(
    call: Call,
    to: Annotated[
        str, typer.Option(help="The address of an empty database: postgresql://…, or sqlite:////FOLDER/FILE.")
    ],
) -> None:
    """Copy all records into another database and compare each there; what is here stays as it is."""
    from copilot.stores.backups.moving import told

    place = told(to)
    with call.progress() as progress:
        done = call.copilot.backups.move(call.asker, to, progress)
    call.give(
        {"to": place, **done.model_dump()},
        lambda screen: _show_moved(done, place, str(call.copilot.home.folder)),
    )


def _index_guides(copilot: Copilot, asker: Asker, progress: Progress) -> str:
    """Make their indexes again; why that can't be done now, else empty. Who asks the first question makes them then."""
    from copilot.errors import Unavailable

    try:
        if copilot.guides.every(asker):
            copilot.guides.rebuild(asker, progress)
    except Unavailable as error:
        return f"The guides' index is made at the first question: {error.message}"
    return ""


def _named(file: Path | None) -> Path:
    name = f"mentoring-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"
    if file is None:
        return Path(name)
    return file / name if file.is_dir() else file


def _document(made: Made) -> dict[str, object]:
    manifest = made.manifest
    return {
        "file": made.file,
        "outdated": made.outdated,
        "unlogged": made.unlogged,
        **manifest.model_dump(mode="json", exclude={"packed", "home"}),
        "rows": manifest.rows,
        "files": [each.name.removeprefix("files/") for each in manifest.packed if each.rows is None],
    }


def _show_made(made: Made) -> None:
    typer.echo(f"Everything of this home is in {made.file}.")
    _show(made.manifest)
    if made.manifest.left_out:
        typer.echo(f"Not in it, since this program doesn't know them: {', '.join(made.manifest.left_out)}.")
    if made.unlogged:
        typer.echo(f"Note: the audit log does not know of this backup. {made.unlogged}")
    typer.echo("It is not encrypted, and it holds the keys of badges: keep it where nobody else reads.")


def _show(manifest: Manifest) -> None:
    rows = manifest.rows
    typer.echo(
        f"Of {manifest.created:%Y-%m-%d %H:%M} UTC: {rows.get('members', 0):,} members, {sum(rows.values()):,} rows "
        f"in {len(rows)} tables, {len(manifest.packed) - len(rows)} files."
    )
    typer.echo(
        f"Keep it until {manifest.keep_until:%Y-%m-%d}, then delete it: so long it holds whoever leaves meanwhile."
    )


def _show_until(outdated: bool) -> None:
    if outdated:
        typer.echo("Note: that day is over. It should have been deleted.")


def _show_restored(done: Restored, later: str) -> None:
    typer.echo(
        f"Restored: {sum(done.rows.values()):,} rows of {done.created:%Y-%m-%d %H:%M} UTC, each compared."
    )
    if done.deleted_again:
        people = "1 member" if done.deleted_again == 1 else f"{done.deleted_again} members"
        typer.echo(f"Deleted again, because they were deleted after that: {people}.")
    if done.before:
        typer.echo(f"What was here before is in {done.before}; delete it when you don't need it any more.")
    typer.echo("Everybody signs in again, and open invitations and tokens are closed.")
    if later:
        typer.echo(f"Note: {later}")
    _show_until(done.outdated)


def _show_moved(done: Moved, place: str, home: str) -> None:
    typer.echo(f"{sum(done.rows.values()):,} rows are in {place}, each compared with what it was.")
    if place.startswith("sqlite"):
        typer.echo(f"What is in {home} is as it was. To go on with that file, lay it into the home as")
        typer.echo("mentoring.sqlite3, and take MENTORING_DATABASE_URL away where it is set.")
        return
    typer.echo(f"What is in {home} is as it was. To go on with the other database, set")
    typer.echo(f"  MENTORING_DATABASE_URL={place}")
    typer.echo("(with its password), and keep the same --home: files and badge keys stay there.")
