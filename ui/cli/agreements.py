"""`mentoring agreements`: what two have agreed on, and their signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.agreements import AgreementStanding, AgreementStatus

app = typer.Typer(help="Agreements: show, sign.", no_args_is_help=True)

RelationshipOption = Annotated[str, typer.Option(help="The relationship's id.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="agreements")


@verb(app, "show")
def show(call: Call, relationship: RelationshipOption) -> None:
    """Show an agreement, who has signed, and how it goes; signed or not where you are not part of it."""
    found = call.copilot.agreements.show(call.asker, relationship)
    call.give(found, lambda screen: _on_screen(screen, found))


@verb(app, "sign", writes=True)
def sign(
    call: Call,
    relationship: RelationshipOption,
    draft: Annotated[
        str, typer.Option(help="The draft you read; refused where another was offered since.")
    ] = "",
) -> None:
    """Sign the agreement of a relationship for yourself."""
    found = call.copilot.agreements.sign(call.asker, relationship, draft)
    call.give(found, lambda screen: _on_screen(screen, found))


def _on_screen(screen: Console, found: AgreementStanding | AgreementStatus) -> None:
    from ui.cli.tables import show_markdown

    if not found.offered:
        screen.print("No agreement has been offered yet.")
        return
    if text := getattr(found, "text", ""):
        show_markdown(screen, text)
    for member, when in found.signed.items():
        screen.print(f"{member}: {'signed' if when else 'not signed yet'}", markup=False)
    for sentence in getattr(found, "words", ()):
        screen.print(sentence, markup=False)
    screen.print("In force." if found.in_force else "It counts once all have signed.")
