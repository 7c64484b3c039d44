"""`mentoring encryption`: the words that people wrote in confidence, kept so that a stolen disk tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from copilot.domain.encryption import EncryptionDone

app = typer.Typer(help="Encrypt what people wrote in confidence, and change the key.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="encryption")


@verb(app, "new-key")
def new_key(call: Call) -> None:
    """Print a new key. Keep a copy outside this machine: without it nobody can read the words again."""
    from copilot.stores.keyring import Keyring
    from copilot.stores.keyring import new_key as made_by_chance

    key = made_by_chance()
    call.give({"key": key, "id": Keyring([key]).first}, lambda _: typer.echo(key))


@verb(app, "status")
def status(call: Call) -> None:
    """Tell how many texts are encrypted, with which keys."""
    from ui.cli.tables import show_table

    found = call.copilot.encryption.status(call.asker)
    rows = [
        (
            one.table,
            f"{one.plain:,}",
            ", ".join(f"{n:,} with {key}" for key, n in one.encrypted.items()),
            ", ".join(one.damaged),
        )
        for one in found.tables
    ]

    def show(screen: Any) -> None:
        key = f"New words are encrypted with the key {found.key}." if found.key else "No key is set."
        screen.print(key, markup=False)
        show_table(screen, ("texts of", "as written", "encrypted", "damaged records"), rows)

    call.give(
        {
            "key": found.key or None,
            "keys": found.keys,
            "plain": found.plain,
            "encrypted": found.encrypted,
            "outdated": found.outdated,
            "tables": found.tables,
        },
        show,
    )


@verb(app, "apply", writes=True)
def apply(call: Call) -> None:
    """Encrypt with the first key what isn't yet, also what an older key encrypted. A second time goes on."""
    with call.progress() as progress:
        done = call.copilot.encryption.apply(call.asker, progress)
    _tell(call, done, f"{done.texts:,} texts were encrypted with the key {done.key}.")


@verb(app, "remove", writes=True)
def remove(
    call: Call,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
) -> None:
    """Decrypt everything. Take the key out of the settings afterwards, or new words are encrypted again."""
    if not yes:
        typer.confirm(
            "Keep everything as it was written, readable to whoever has the files?", abort=True, err=True
        )
    with call.progress() as progress:
        done = call.copilot.encryption.remove(call.asker, progress)
    _tell(call, done, f"{done.texts:,} texts were decrypted. Now take the key out of the settings.")


def _tell(call: Call, done: EncryptionDone, sentence: str) -> None:
    def show(screen: Any) -> None:
        screen.print(sentence, markup=False)
        for table, count in done.changed.items():
            screen.print(f"  {table}: {count:,}", markup=False)
        if done.retired:
            keys = ", ".join(done.retired)
            screen.print(f"Nothing is encrypted with {keys} any more.", markup=False)
        for record in done.damaged:
            screen.print(f"Left as it is, since it can't be opened: {record}.", markup=False)
        if done.unfinished:
            screen.print(done.unfinished, markup=False)

    call.give({"texts": done.texts, **done.model_dump(mode="json")}, show)
    if done.damaged or done.unfinished:
        raise typer.Exit(1)
