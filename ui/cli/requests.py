"""`mentoring requests`: a hand with one thing, asked for in a minute and given within days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli.call import Call, plain, verb
from ui.cli.reading import as_date

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.help_requests import CouldHelp, HelpRequest

app = typer.Typer(
    help="Informal requests: list, show, ask, offer, take, done, withdraw, suggest.", no_args_is_help=True
)
AnyState = Literal["open", "taken", "done", "withdrawn", "expired"]
RequestArgument = Annotated[str, typer.Argument(help="The request's id.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="requests")


@verb(app, "list")
def list_(
    call: Call,
    state: Annotated[
        AnyState | None, typer.Option(help="Only in this state; open and taken ones without it.")
    ] = None,
    programme: Annotated[str, typer.Option(help="Only those for the members of this programme.")] = "",
    mine: Annotated[bool, typer.Option("--mine", help="Only your own.")] = False,
) -> None:
    """List who asks for a hand, the most urgent first."""
    from copilot.services.help_requests.seeing import UNDER_WAY
    from ui.cli.tables import show_table

    service = call.copilot.help_requests
    found = service.every(call.asker, states={state} if state else UNDER_WAY, programme=programme)
    own = [each for each in found if each.member == call.asker.member or not mine]
    rows = [
        (each.id, each.state, each.member, each.by.isoformat(), f"{each.minutes} min", each.text)
        for each in own
    ]
    header = ("id", "state", "asks", "by", "takes", "with what")
    call.give({"requests": own}, lambda screen: show_table(screen, header, rows))


@verb(app, "show")
def show(call: Call, request: RequestArgument) -> None:
    """Show one request; who asked sees the offers."""
    found = call.copilot.help_requests.show(call.asker, request)
    call.give(found, lambda screen: _show(screen, found))


@verb(app, "ask", writes=True)
def ask(
    call: Call,
    text: Annotated[str, typer.Argument(help="With what, in a sentence.")],
    by: Annotated[
        str, typer.Option(help="The last day on which help is of use, such as 2027-03-31; within 60 days.")
    ],
    details: Annotated[str, typer.Option(help="What a helper should know.")] = "",
    minutes: Annotated[int, typer.Option(help="How long it will take her, 5 to 240.")] = 30,
    programme: Annotated[str, typer.Option(help="Only members of this programme are asked.")] = "",
) -> None:
    """Ask for a hand with one thing."""
    from copilot.errors import BadInput

    last = as_date(by, "--by")
    if last is None:
        raise BadInput("The day is missing.", place="--by", cure="Write it as 2027-03-31.")
    asked = call.copilot.help_requests.ask(
        call.asker, text, by=last, details=details, minutes=minutes, programme=programme
    )
    call.give(asked, lambda screen: typer.echo(f"Asked as {asked.id}, until {asked.by}."))


@verb(app, "offer", writes=True)
def offer(
    call: Call,
    request: RequestArgument,
    words: Annotated[str, typer.Option(help="What you would like to say to it.")] = "",
) -> None:
    """Offer a hand; only who asked sees it."""
    kept = call.copilot.help_requests.offer(call.asker, request, words)
    call.give(kept, lambda screen: typer.echo(f"Offered. {kept.member} sees it and decides."))


@verb(app, "step-back", writes=True)
def step_back(call: Call, request: RequestArgument) -> None:
    """Take your own offer back; where it was taken, the request is open again."""
    kept = call.copilot.help_requests.step_back(call.asker, request)
    call.give(kept, lambda screen: typer.echo("Your offer is taken back."))


@verb(app, "take", writes=True)
def take(
    call: Call,
    request: RequestArgument,
    helper: Annotated[
        str, typer.Option("--from", help="Whose offer; may be left out where there is one.")
    ] = "",
) -> None:
    """Accept an offer to your request."""
    kept = call.copilot.help_requests.take(call.asker, request, helper)
    call.give(kept, lambda screen: typer.echo(f"{kept.helper} helps. Now agree on a time with her."))


@verb(app, "done", writes=True)
def done(
    call: Call,
    request: RequestArgument,
    thanks: Annotated[str, typer.Option(help="Thanks to her who helped; she alone reads them.")] = "",
    moment: Annotated[
        bool, typer.Option("--moment", help="Log the thanks as a moment of hers, too.")
    ] = False,
) -> None:
    """Say that it is done."""
    kept, logged = call.copilot.help_requests.done(call.asker, request, thanks=thanks, as_moment=moment)
    told = f"Done. Logged as the moment {logged.id} of {logged.member}." if logged else "Done."
    call.give({**plain(kept), "moment": logged}, lambda screen: typer.echo(told))


@verb(app, "withdraw", writes=True)
def withdraw(call: Call, request: RequestArgument) -> None:
    """Withdraw your request; no reason is asked for."""
    kept = call.copilot.help_requests.withdraw(call.asker, request)
    call.give(kept, lambda screen: typer.echo("Withdrawn."))


@verb(app, "suggest", writes=True)
def suggest(
    call: Call,
    request: RequestArgument,
    k: Annotated[int, typer.Option("-k", help="How many at most, 1 to 5.")] = 5,
) -> None:
    """Suggest who could help, each with her own words; nobody is written to."""
    with call.progress() as progress:
        found = call.copilot.help_requests.suggest(call.asker, request, k, progress)
    call.give({"suggestions": found}, lambda screen: _show_suggestions(screen, found))


def _show(screen: Console, request: HelpRequest) -> None:
    from ui.cli.tables import show_fields

    fields = request.model_dump(mode="json", exclude={"id", "revision", "text", "offers"})
    fields["offers"] = [f"{each.member}: {each.words or '(no words)'}" for each in request.offers]
    show_fields(screen, f"{request.id}: {request.text}", fields)


def _show_suggestions(screen: Console, found: list[CouldHelp]) -> None:
    for each in found:
        quoted = f"{each.member}  {each.closeness:.2f}  “{each.citation.quote}” ({each.citation.field})"
        screen.print(quoted, markup=False)
    if not found:
        screen.print("Nobody's profile comes near it. Whoever may see the request can still offer.")
