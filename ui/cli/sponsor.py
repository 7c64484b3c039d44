"""`mentoring sponsor`: what is pledged, what may be said, what was done and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb
from ui.cli.reading import as_date
from ui.cli.sponsor_words import show_brief, show_citable, show_offered, show_one, show_status

if TYPE_CHECKING:
    from datetime import date

    from copilot.domain.sponsorship import AdvocacyKind
    from copilot.services.sponsorship.advocating import Outcome

app = typer.Typer(
    help="Sponsorship: list, show, pledge, update, keep, give-up, log, outcome, confirm, take-back, evidence, consent, "
    "withdraw, brief, spotlight, status.",
    no_args_is_help=True,
)
KINDS = "introduced, nominated, put-forward or defended"
OUTCOMES: dict[str, Outcome] = {
    "waiting": "waiting",
    "door-opened": "door opened",
    "not-this-time": "not this time",
}

SponsorshipId = Annotated[str, typer.Argument(help="The relationship's id.", metavar="SPONSORSHIP")]
PledgeId = Annotated[str, typer.Argument(help="The pledge's id.", metavar="PLEDGE")]
EntryId = Annotated[str, typer.Argument(help="The entry's id.", metavar="ENTRY")]
UntilOption = Annotated[str, typer.Option(help="The last day, such as 2027-03-31; within two years.")]
WhichSponsor = Annotated[str, typer.Option("--sponsor", help="Which sponsor, where there are several.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="sponsor")


@verb(app, "list")
def list_(call: Call) -> None:
    """List your sponsorships, on either side."""
    from ui.cli.tables import show_table

    every = call.copilot.sponsorship.every(call.asker)
    rows = [
        (
            each.id,
            "you are sponsored" if each.mine == "sponsored" else "you sponsor",
            ", ".join(each.sponsors) if each.mine == "sponsored" else each.member,
            str(sum(one.state == "open" for one in each.pledges)),
            str(len(each.advocacy)),
            each.state,
        )
        for each in every
    ]
    head = ("id", "side", "with", "open pledges", "done", "state")
    call.give({"sponsorships": every}, lambda screen: show_table(screen, head, rows))


@verb(app, "show")
def show(call: Call, sponsorship: SponsorshipId) -> None:
    """Show one: pledges with their days, what was done, and what holds of your consent."""
    found = call.copilot.sponsorship.show(call.asker, sponsorship)
    call.give(found, lambda screen: show_one(screen, found))


def _pledge(
    call: Call,
    sponsorship: SponsorshipId,
    what: Annotated[str, typer.Argument(help="What you will do, in a sentence.")],
    until: UntilOption,
    aim: Annotated[str, typer.Option(help="What it is for, such as the post or the stage.")] = "",
) -> None:
    """Pledge something, as the sponsor; four may be open at once."""
    kept = call.copilot.sponsorship.pledge(call.asker, sponsorship, what, _day(until, "--until"), aim=aim)
    call.give(kept, lambda screen: typer.echo(f"Kept as {kept.id}."))


verb(app, "pledge", writes=True)(_pledge)
verb(app, "add", writes=True)(_pledge)


@verb(app, "update", writes=True)
def update(
    call: Call,
    pledge: PledgeId,
    what: Annotated[str | None, typer.Option(help="What you will do.")] = None,
    until: Annotated[str, typer.Option(help="Another last day.")] = "",
    aim: Annotated[str | None, typer.Option(help="What it is for.")] = None,
) -> None:
    """Change what is given of an open pledge of yours."""
    kept = call.copilot.sponsorship.update(
        call.asker, pledge, what=what, until=as_date(until, "--until"), aim=aim
    )
    call.give(kept, lambda screen: typer.echo(f"{kept.what} Until {kept.until.isoformat()}."))


@verb(app, "keep", writes=True)
def keep(call: Call, pledge: PledgeId) -> None:
    """Say that a pledge of yours is kept."""
    kept = call.copilot.sponsorship.keep(call.asker, pledge)
    call.give(kept, lambda screen: typer.echo("Kept. Log what you did, so that both of you can see it."))


@verb(app, "give-up", writes=True)
def give_up(
    call: Call,
    pledge: PledgeId,
    reason: Annotated[str, typer.Option(help="Why; both of you read it. May be left out.")] = "",
) -> None:
    """Give up a pledge of yours."""
    kept = call.copilot.sponsorship.give_up(call.asker, pledge, reason)
    call.give(kept, lambda screen: typer.echo("Given up; both of you can read it."))


@verb(app, "log", writes=True)
def log(
    call: Call,
    sponsorship: SponsorshipId,
    kind: Annotated[str, typer.Argument(help="Introduced, nominated, put-forward or defended.")],
    room: Annotated[str, typer.Option(help="Where: the meeting, or before whom.")],
    on: Annotated[str, typer.Option(help="The day; today where it is left out.")] = "",
    said: Annotated[str, typer.Option(help="What you said.")] = "",
    evidence: Annotated[
        list[str] | None, typer.Option(help="An id that `sponsor evidence` lists; may be repeated.")
    ] = None,
    pledge: Annotated[str, typer.Option(help="The pledge of yours that it belongs to.")] = "",
    event: Annotated[str, typer.Option(help="The event it happened at.")] = "",
) -> None:
    """Log what you did in somebody's favour."""
    kept = call.copilot.sponsorship.log(
        call.asker,
        sponsorship,
        _kind(kind),
        room=room,
        on=as_date(on, "--on"),
        said=said,
        evidence=evidence or (),
        pledge=pledge,
        event=event,
    )
    told = "She had agreed to this room." if kept.consented else "She had not agreed to this room: tell her."
    call.give(kept, lambda screen: typer.echo(f"Kept as {kept.id}. {told}"))


@verb(app, "outcome", writes=True)
def outcome(
    call: Call,
    entry: EntryId,
    what: Annotated[str, typer.Argument(help="Waiting, door-opened or not-this-time.")],
    words: Annotated[str, typer.Option(help="A few words about it.")] = "",
) -> None:
    """Say what came of an entry; either of the two may."""
    from copilot.errors import BadInput

    if what not in OUTCOMES:
        said = ", ".join(OUTCOMES)
        raise BadInput(f"“{what}” is no outcome.", place="outcome", cure=f"Say one of {said}.")
    kept = call.copilot.sponsorship.outcome(call.asker, entry, OUTCOMES[what], words)
    call.give(kept, lambda screen: typer.echo(f"{kept.outcome.capitalize()}."))


@verb(app, "confirm", writes=True)
def confirm(
    call: Call,
    entry: EntryId,
    yes: Annotated[bool, typer.Option("--yes/--no", help="Whether it happened.")] = True,
) -> None:
    """Confirm that something was done for you, or say that it wasn't; nobody confirms for herself."""
    kept = call.copilot.sponsorship.confirm(call.asker, entry, yes=yes)
    call.give(kept, lambda screen: typer.echo("Confirmed." if kept.confirmed else "Said that it wasn't so."))


@verb(app, "take-back", writes=True)
def take_back(call: Call, entry: EntryId) -> None:
    """Remove an entry of yours made by mistake, on the day it was written."""
    gone = call.copilot.sponsorship.take_back(call.asker, entry)
    call.give(gone, lambda screen: typer.echo("Removed."))


@verb(app, "evidence")
def evidence(call: Call, sponsorship: SponsorshipId) -> None:
    """List what you may rest your words on, as the sponsor."""
    found = call.copilot.sponsorship.citable(call.asker, sponsorship)
    call.give({"evidence": found}, lambda screen: show_citable(screen, found))


@verb(app, "consent", writes=True)
def consent(
    call: Call,
    sponsorship: SponsorshipId,
    room: Annotated[
        list[str] | None,
        typer.Option(help="Where it may be said; may be repeated. Without any, see what is offered."),
    ] = None,
    until: Annotated[str, typer.Option(help="The last day on which it holds; within two years.")] = "",
    draft: Annotated[str, typer.Option(help="A brief that you approved.")] = "",
    tick: Annotated[
        list[int] | None,
        typer.Option(help="The number of a sentence of it; all without it. May be repeated."),
    ] = None,
    own: Annotated[list[str] | None, typer.Option(help="A sentence of your own; may be repeated.")] = None,
    sponsor: WhichSponsor = "",
) -> None:
    """Say what may be said of you, where and until when; without a room, list the sentences you may choose from."""
    service = call.copilot.sponsorship
    if not room and not until:
        offered = service.offered(call.asker, sponsorship)
        call.give({"offered": offered}, lambda screen: show_offered(screen, offered))
        return
    given = service.consent(
        call.asker,
        sponsorship,
        rooms=room or (),
        until=_day(until, "--until"),
        draft=draft,
        ticked=_ticked(call, sponsorship, draft, tick),
        own=own or (),
        sponsor=sponsor,
    )
    call.give(
        given, lambda screen: typer.echo(f"Kept as {given.id}: it holds until {given.until.isoformat()}.")
    )


@verb(app, "withdraw", writes=True)
def withdraw(call: Call, sponsorship: SponsorshipId, sponsor: WhichSponsor = "") -> None:
    """Take your consent back: from now on nothing may be said."""
    ended = call.copilot.sponsorship.withdraw(call.asker, sponsorship, sponsor)
    call.give(ended, lambda screen: typer.echo("Taken back. From now on nothing may be said."))


@verb(app, "brief")
def brief(call: Call, sponsorship: SponsorshipId, sponsor: WhichSponsor = "") -> None:
    """Show what may be said today, where, on which evidence, and until when."""
    found = call.copilot.sponsorship.brief(call.asker, sponsorship, sponsor)
    call.give(found, lambda screen: show_brief(screen, found))


@verb(app, "spotlight", writes=True)
def spotlight(
    call: Call,
    event: Annotated[str, typer.Argument(help="The id of a spotlight that you host.")],
    member: Annotated[str, typer.Option("--for", help="Whom you sponsor.")],
) -> None:
    """Propose the one you sponsor as a speaker; whether she speaks, she says herself."""
    found = call.copilot.sponsorship.spotlight(call.asker, event, member)
    call.give(found, lambda screen: typer.echo(found.told))


@verb(app, "status")
def status(call: Call, programme: Annotated[str, typer.Option(help="Of this programme.")] = "") -> None:
    """Show managers and admins how many sponsorships are at work; numbers under five are hidden."""
    found = call.copilot.sponsorship.status(call.asker, programme)
    call.give(found, lambda screen: show_status(screen, found))


def _day(text: str, option: str) -> date:
    from copilot.errors import BadInput

    day = as_date(text, option)
    if day is None:
        raise BadInput("The day is missing.", place=option, cure="Write it as 2027-03-31.")
    return day


def _kind(text: str) -> AdvocacyKind:
    from copilot.domain.sponsorship import AdvocacyKind
    from copilot.errors import BadInput

    plain = text.replace("-", " ").lower()
    if plain not in set(AdvocacyKind):
        raise BadInput(f"“{text}” is none of them.", place="kind", cure=f"Say {KINDS}.")
    return AdvocacyKind(plain)


def _ticked(call: Call, sponsorship: str, draft: str, numbers: list[int] | None) -> list[str] | None:
    """The sentences behind the numbers, as `consent` without a room lists them."""
    from copilot.errors import BadInput

    if not numbers:
        return None
    offered = call.copilot.sponsorship.offered(call.asker, sponsorship)
    sentences = next((each.sentences for each in offered if each.draft == draft), ())
    if not all(1 <= n <= len(sentences) for n in numbers):
        raise BadInput(
            "The brief has no such sentence.",
            place="--tick",
            cure=f"`sponsor consent {sponsorship}` lists the sentences with their numbers.",
        )
    return [sentences[n - 1].text for n in numbers]
