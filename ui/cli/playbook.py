"""`mentoring playbook`: how mentoring is done here, chapter by chapter; and how each practice stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.playbook import PlaybookOffer, Practice
    from copilot.services.playbook.pages import ChapterShown
    from copilot.services.playbook.proposing import Proposed

app = typer.Typer(
    help="The playbook: chapters and their versions, health, what members and numbers offer.",
    no_args_is_help=True,
)

ChapterArgument = Annotated[str, typer.Argument(help="The chapter's number, 1 to 10, or its key.")]
OfferArgument = Annotated[str, typer.Argument(help="The offer's id.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="playbook")


@verb(app, "chapters")
def chapters(call: Call) -> None:
    """List the ten chapters."""
    from ui.cli.tables import show_table

    every = call.copilot.playbook.chapters(call.asker)
    rows = [(str(one.n), one.chapter.value, one.title, _standing(one)) for one in every]
    call.give(
        {"chapters": every}, lambda screen: show_table(screen, ("n", "key", "chapter", "version"), rows)
    )


@verb(app, "show")
def show(call: Call, chapter: ChapterArgument) -> None:
    """Show a chapter."""
    _give_chapter(call, call.copilot.playbook.show(call.asker, chapter))


@verb(app, "edit", writes=True)
def edit(
    call: Call,
    chapter: ChapterArgument,
    file: Annotated[str, typer.Argument(help="A Markdown file with the new words; - for standard input.")],
    version: Annotated[
        int | None, typer.Option(help="The version you began from: refused where somebody was quicker.")
    ] = None,
) -> None:
    """Keep a chapter's new words; the version before stays."""
    from ui.cli.reading import as_text

    kept = call.copilot.playbook.edit(call.asker, chapter, as_text(file, "FILE"), version)

    def tell(screen: Console) -> None:
        screen.print(f"Chapter {kept.chapter.n} is at version {kept.chapter.version}.", markup=False)
        for remark in kept.remarks:
            screen.print(remark, markup=False)

    call.give(kept, tell)


@verb(app, "versions")
def versions(
    call: Call,
    chapter: ChapterArgument,
    since: Annotated[int, typer.Option("--from", help="Show what changed from this version on.")] = 0,
    until: Annotated[
        int | None, typer.Option("--to", help="Up to this one; the present one otherwise.")
    ] = None,
) -> None:
    """List a chapter's versions, newest first; with --from, what changed."""
    from ui.cli.tables import show_table

    if since:
        found = call.copilot.playbook.difference(call.asker, chapter, since, until)
        said = found or "Nothing changed."
        call.give({"difference": found}, lambda screen: screen.print(said, markup=False))
        return
    every = call.copilot.playbook.versions(call.asker, chapter)
    rows = [(str(one.version), one.at[:16].replace("T", " "), one.by, one.source) for one in every]
    call.give({"versions": every}, lambda screen: show_table(screen, ("version", "when", "by", "from"), rows))


@verb(app, "restore", writes=True)
def restore(
    call: Call, chapter: ChapterArgument, version: Annotated[int, typer.Argument(help="Which version.")]
) -> None:
    """Make the words of an earlier version the next one."""
    _give_chapter(call, call.copilot.playbook.restore(call.asker, chapter, version))


@verb(app, "health")
def health(call: Call) -> None:
    """Show how each of the eleven practices stands; exit 1 where something is missing."""
    found = call.copilot.playbook.health(call.asker)
    call.give({"practices": found}, lambda screen: _show_health(screen, found))
    if any(one.state != "in place" for one in found):
        raise typer.Exit(1)


@verb(app, "offer", writes=True)
def offer(
    call: Call,
    chapter: ChapterArgument,
    text: Annotated[str, typer.Argument(help="What you would like to see in it.")],
    kind: Annotated[Literal["insight", "story"], typer.Option(help="What it is.")] = "insight",
    named: Annotated[
        bool, typer.Option("--named", help="With your name; without it nobody learns it.")
    ] = False,
) -> None:
    """Offer an insight or a story to a chapter."""
    kept = call.copilot.playbook.offer(call.asker, chapter, text, kind=kind, named=named)
    call.give(
        kept, lambda screen: typer.echo(f"Offered as {kept.id}. An editor decides; you can take it back.")
    )


@verb(app, "offers")
def offers(call: Call) -> None:
    """List what was offered: yours, or everything for an editor."""
    every = call.copilot.playbook.offers(call.asker)
    call.give({"offers": every}, lambda screen: _show_offers(screen, every))


@verb(app, "take", writes=True)
def take(call: Call, offer: OfferArgument) -> None:
    """Take an offer in: the chapter's next version has it."""
    _give_chapter(call, call.copilot.playbook.take(call.asker, offer))


@verb(app, "decline", writes=True)
def decline(
    call: Call,
    offer: OfferArgument,
    reason: Annotated[str, typer.Option(help="Why; its author reads it.")] = "",
) -> None:
    """Decline an offer, or let one go that was taken in, with a reason."""
    kept = call.copilot.playbook.decline(call.asker, offer, reason)
    call.give(kept, lambda screen: typer.echo("Declined. Whoever offered it sees the reason."))


@verb(app, "take-back", writes=True)
def take_back(call: Call, offer: OfferArgument) -> None:
    """Take an offer of yours back; it goes from every version of the chapter."""
    call.copilot.playbook.take_back(call.asker, offer)
    call.give({"taken_back": offer}, lambda screen: typer.echo("It is gone."))


@verb(app, "propose", writes=True)
def propose(call: Call) -> None:
    """Let the numbers propose revisions; each becomes an offer."""
    found = call.copilot.playbook.propose(call.asker)
    call.give(found, lambda screen: _show_proposed(screen, found))


@verb(app, "export")
def export(
    call: Call,
    format: Annotated[Literal["md", "docx"], typer.Option("--format", help="The file's kind.")] = "md",
    out: Annotated[
        Path | None, typer.Option(help="Where to; playbook.FORMAT here where it is left out.")
    ] = None,
) -> None:
    """Write the whole playbook to a file."""
    from copilot.errors import Unavailable

    exported = call.copilot.playbook.export(call.asker, format)
    file = out or Path(exported.name)
    try:
        file.write_bytes(exported.content)
    except OSError as fault:
        raise Unavailable(
            f"The file cannot be written: {fault.strerror}.", place=str(file), cure="Name another with --out."
        ) from fault
    call.give({"file": str(file)}, lambda screen: typer.echo(f"Written to {file}."))


def _standing(one: ChapterShown) -> str:
    return f"{one.version}, {one.on:%Y-%m-%d}" if one.on else "not written yet"


def _give_chapter(call: Call, one: ChapterShown) -> None:
    from ui.cli.tables import show_markdown

    def tell(screen: Console) -> None:
        show_markdown(
            screen, f"# {one.n}. {one.title}\n\n{one.text or '*Nobody has written this chapter yet.*'}"
        )
        screen.print(f"Version {_standing(one)}.", markup=False)

    call.give(one, tell)


def _show_health(screen: Console, practices: tuple[Practice, ...]) -> None:
    for one in practices:
        screen.print(f"{one.n:2}. {one.practice}: {one.state}", style="bold", markup=False)
        for evidence in one.evidence:
            screen.print(f"      {evidence.told}", markup=False)
        for missing in one.missing:
            screen.print(f"    ! {missing}", markup=False)
        if one.next:
            screen.print(f"    → {one.next}", markup=False)


def _show_offers(screen: Console, offers: list[PlaybookOffer]) -> None:
    from ui.cli.tables import show_table

    rows = [
        (one.id, one.chapter.value, one.kind, one.by or "a member", one.state, one.reason or one.text)
        for one in offers
    ]
    show_table(screen, ("id", "chapter", "kind", "by", "state", "words"), rows)


def _show_proposed(screen: Console, found: Proposed) -> None:
    for one in found.proposed:
        screen.print(f"{one.id}, for the chapter on {one.chapter.value}", style="bold", markup=False)
        screen.print(f"  {one.text}", markup=False)
        screen.print(f"  {one.evidence}", markup=False)
    if not found.proposed:
        screen.print("Nothing is proposed.")
    for look in found.looked_at:
        if look.why_not:
            screen.print(f"Not proposed: {look.what}. {look.why_not}", markup=False)
