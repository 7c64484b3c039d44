"""`mentoring board`: roles, talks and projects that somebody offers, and people who are pointed to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from ui.cli.call import Call, verb
from ui.cli.reading import as_date, as_text

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.opportunities_told import Opportunity, Pointed

app = typer.Typer(
    help="The board: list, show, post, edit, close, point, interested, not-now, pointed.",
    no_args_is_help=True,
)
OpportunityArgument = Annotated[str, typer.Argument(help="The opportunity's id.")]
PointerArgument = Annotated[str, typer.Argument(help="The pointer's id; `board pointed` shows it.")]
Offer = Literal["role", "talk", "project"]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="board")


@verb(app, "list")
def list_(
    call: Call,
    offer: Annotated[str, typer.Option(help="Only role, talk or project.")] = "",
    past: Annotated[bool, typer.Option(help="Your own that are over, too.")] = False,
) -> None:
    """List what is open; what ends first stands first."""
    from ui.cli.tables import show_table

    found = call.copilot.opportunities.every(call.asker, offer=offer, past=past)
    rows = [(each.id, each.offer, _until(each), each.title) for each in found]
    header = ("id", "offer", "last day", "title")
    call.give({"opportunities": found}, lambda screen: show_table(screen, header, rows))


@verb(app, "show")
def show(call: Call, opportunity: OpportunityArgument) -> None:
    """Show one opportunity."""
    found = call.copilot.opportunities.show(call.asker, opportunity)
    call.give(found, lambda screen: _show(screen, found))


@verb(app, "post", writes=True)
def post(
    call: Call,
    title: Annotated[str, typer.Argument(help="What it is, in a line.")],
    offer: Annotated[str, typer.Option(help="role, talk or project.")],
    text: Annotated[str, typer.Option(help="What is asked, and what she gets.")] = "",
    file: Annotated[str, typer.Option(help="The text from a file instead; - reads standard input.")] = "",
    link: Annotated[str, typer.Option(help="An https address with more.")] = "",
    closes: Annotated[str, typer.Option(help="Its last day, such as 2027-03-31.")] = "",
) -> None:
    """Put an opportunity on the board."""
    kept = call.copilot.opportunities.post(
        call.asker,
        cast("Offer", offer),
        title,
        text or as_text(file, "--file"),
        link=link,
        closes=as_date(closes, "--closes"),
    )
    call.give(kept, lambda screen: typer.echo(f"It stands on the board as {kept.id}."))


@verb(app, "edit", writes=True)
def edit(
    call: Call,
    opportunity: OpportunityArgument,
    title: Annotated[str | None, typer.Option(help="Another title.")] = None,
    offer: Annotated[str | None, typer.Option(help="role, talk or project.")] = None,
    text: Annotated[str | None, typer.Option(help="Another text.")] = None,
    link: Annotated[str | None, typer.Option(help="Another address; empty for none.")] = None,
    closes: Annotated[str, typer.Option(help="Another last day; a later one opens it again.")] = "",
) -> None:
    """Change an opportunity of yours."""
    kept = call.copilot.opportunities.edit(
        call.asker,
        opportunity,
        offer=cast("Offer | None", offer),
        title=title,
        text=text,
        link=link,
        closes=as_date(closes, "--closes"),
    )
    call.give(kept, lambda screen: typer.echo("Changed."))


@verb(app, "close", writes=True)
def close(
    call: Call,
    opportunity: OpportunityArgument,
    reason: Annotated[
        str, typer.Option(help="Why an admin takes it off for good; its author reads it.")
    ] = "",
) -> None:
    """Take an opportunity of yours off the board; an admin may take any."""
    kept = call.copilot.opportunities.close(call.asker, opportunity, reason)
    call.give(kept, lambda screen: screen.print(f"“{kept.title}” is off the board.", markup=False))


@verb(app, "point", writes=True)
def point(
    call: Call,
    opportunity: OpportunityArgument,
    to: Annotated[str, typer.Option(help="Whom.")],
    words: Annotated[str, typer.Option(help="Why she: a sentence for her eyes alone.")],
) -> None:
    """Point somebody to an opportunity; she alone sees it."""
    kept = call.copilot.opportunities.point(call.asker, opportunity, to, words)
    call.give(kept, lambda screen: typer.echo("She will see it, with your words, and answers if she likes."))


@verb(app, "interested", writes=True)
def interested(call: Call, pointer: PointerArgument) -> None:
    """Say that you are interested: who posted it, and who pointed you there, hear of it."""
    kept = call.copilot.opportunities.answer(call.asker, pointer, "interested")
    call.give(
        kept,
        lambda screen: screen.print(f"{kept.opportunity.author} and {kept.by} hear of it.", markup=False),
    )


@verb(app, "not-now", writes=True)
def not_now(call: Call, pointer: PointerArgument) -> None:
    """Say that it is not for you now; nobody hears of it."""
    kept = call.copilot.opportunities.answer(call.asker, pointer, "not now")
    call.give(kept, lambda screen: typer.echo("Nobody hears of it; you can change your mind."))


@verb(app, "pointed")
def pointed(call: Call) -> None:
    """List what you were pointed to, what you pointed others to, and who is interested in yours."""
    found = call.copilot.opportunities.pointed(call.asker)
    call.give({"pointed": found}, lambda screen: _show_pointed(screen, found))


def _until(found: Opportunity) -> str:
    if not found.open:
        return "over"
    return found.closes.isoformat() if found.closes else "open"


def _show(screen: Console, found: Opportunity) -> None:
    from ui.cli.tables import show_markdown

    screen.print(found.title, style="bold", markup=False)
    screen.print(f"{found.offer.capitalize()}, posted by {found.author}; {_until(found)}.", markup=False)
    show_markdown(screen, found.text)
    if found.link:
        screen.print(found.link, markup=False)
    if found.reason:
        screen.print(f"Taken off the board: {found.reason}", markup=False)
    if found.interested:
        screen.print(f"Interested: {', '.join(found.interested)}", markup=False)


def _show_pointed(screen: Console, found: list[Pointed]) -> None:
    from ui.cli.tables import show_table

    rows = [
        (each.id, each.member, each.by, each.state, each.opportunity.title, each.words)
        for each in sorted(found, key=lambda each: each.on, reverse=True)
    ]
    show_table(screen, ("id", "who", "pointed by", "state", "to", "why"), rows)
