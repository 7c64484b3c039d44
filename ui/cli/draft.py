"""`mentoring draft`: words offered, and what a person makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from copilot.domain.drafts import Draft

app = typer.Typer(
    help="Drafts: goal plans, agendas, action items, agreements and more; edit, approve, export.",
    no_args_is_help=True,
)

DraftArgument = Annotated[str, typer.Argument(help="The draft's id.")]
ForOption = Annotated[str, typer.Option("--for", help="Whom it is about.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="draft")


@contextmanager
def _questions_instead(call: Call) -> Iterator[None]:
    """Where too little is known, print the questions to ask and exit 1."""
    from copilot.services.drafting.questions import QuestionsToAsk
    from ui.cli.tables import show_markdown

    try:
        yield
    except QuestionsToAsk as too_little:
        document = too_little.as_draft()
        call.give(document, lambda screen: show_markdown(screen, str(document["markdown"])))
        raise typer.Exit(1) from too_little


def _offer(call: Call, draft: Draft) -> None:
    from ui.cli.tables import show_markdown

    def show(screen: object) -> None:
        show_markdown(call.screen, draft.markdown)
        for check in draft.checks:
            call.screen.print(
                f"{'passed' if check.passed else 'failed'}: {check.name} {check.reason}", markup=False
            )
        words = (
            f"Draft {draft.id}, version {len(draft.versions)}, {draft.state}, by the writer {draft.writer}."
        )
        call.screen.print(f"{words} {draft.remark}", markup=False)

    call.give(draft, show)


@verb(app, "goal-plan", writes=True)
def goal_plan(call: Call, member: ForOption) -> None:
    """Draft a goal plan from a member's own words."""
    with _questions_instead(call):
        _offer(call, call.copilot.drafting.goal_plan(call.asker, member))


@verb(app, "agenda", writes=True)
def agenda(
    call: Call,
    relationship: Annotated[str, typer.Option(help="The relationship's id.")],
    minutes: Annotated[int, typer.Option(min=10, max=480, help="How long the session is.")] = 60,
    topic: Annotated[str, typer.Option(help="What it should be about.")] = "",
) -> None:
    """Draft the agenda of the next session."""
    with _questions_instead(call):
        _offer(call, call.copilot.drafting.agenda(call.asker, relationship, minutes=minutes, topic=topic))


@verb(app, "recognition", writes=True)
def recognition(
    call: Call,
    member: ForOption,
    tone: Annotated[
        Literal["shout-out", "newsletter", "nomination"], typer.Option(help="For what.")
    ] = "shout-out",
) -> None:
    """Draft a write-up from a member's logged moments."""
    with _questions_instead(call):
        _offer(call, call.copilot.drafting.recognition(call.asker, member, tone=tone))


@verb(app, "charter", writes=True)
def charter(
    call: Call,
    role: Annotated[
        Literal["mentor", "mentee", "sponsor", "peer", "manager"], typer.Option(help="Of whom it is.")
    ],
    programme: Annotated[
        str, typer.Option(help="The programme it is for; the one you take part in where it is left out.")
    ] = "",
) -> None:
    """Draft the charter of a role: what a community expects of it, and what it may expect."""
    with _questions_instead(call):
        _offer(call, call.copilot.drafting.charter(call.asker, role, programme=programme))


@verb(app, "brief", writes=True)
def brief(
    call: Call,
    member: ForOption,
    aim: Annotated[str, typer.Option(help="Which opportunity or decision it is for.")] = "",
) -> None:
    """Draft a sponsorship brief: what a sponsor may say of a member, where, on which evidence."""
    with _questions_instead(call):
        _offer(call, call.copilot.drafting.brief(call.asker, member, aim=aim))


@verb(app, "agreement", writes=True)
def agreement(call: Call, relationship: Annotated[str, typer.Option(help="The relationship's id.")]) -> None:
    """Draft the agreement of a relationship; approving it offers it for signature."""
    with _questions_instead(call):
        _offer(call, call.copilot.drafting.agreement(call.asker, relationship))


@verb(app, "actions", writes=True)
def actions(
    call: Call,
    session: Annotated[str, typer.Option(help="The session's id.")],
    notes: Annotated[
        str, typer.Option(help="A file with notes of yours to read instead, - for standard input.")
    ] = "",
    mine: Annotated[
        bool, typer.Option("--mine", help="For you alone; your private notes of it are read too.")
    ] = False,
) -> None:
    """Draft the action items of a session: what was promised in its notes, by whom, until when."""
    from ui.cli.reading import as_text

    with _questions_instead(call):
        text = as_text(notes, "--notes")
        _offer(call, call.copilot.drafting.actions(call.asker, session, text, mine=mine))


@verb(app, "playbook", writes=True)
def playbook(
    call: Call,
    chapter: Annotated[str, typer.Option(help="One chapter alone, by its number or key.")] = "",
) -> None:
    """Draft the community's playbook from its own records; approving it makes new versions of its chapters."""
    with _questions_instead(call), call.progress() as progress:
        draft = call.copilot.drafting.playbook(call.asker, chapter, progress)
        _offer(call, draft)


@verb(app, "run-sheet", writes=True)
def run_sheet(call: Call, event: Annotated[str, typer.Option(help="The event's id.")]) -> None:
    """Draft the run sheet of an event: who does what, minute by minute, with the questions that were gathered."""
    with _questions_instead(call):
        _offer(call, call.copilot.drafting.run_sheet(call.asker, event))


@verb(app, "list")
def list_(call: Call) -> None:
    """List your drafts."""
    from ui.cli.tables import show_table

    drafts = call.copilot.drafting.list(call.asker)
    rows = [(d.id, d.kind, d.about, d.state, d.writer) for d in drafts]
    call.give(
        {"drafts": drafts},
        lambda screen: show_table(screen, ("id", "kind", "about", "state", "writer"), rows),
    )


@verb(app, "show")
def show(call: Call, draft: DraftArgument) -> None:
    """Show a draft."""
    _offer(call, call.copilot.drafting.show(call.asker, draft))


@verb(app, "edit", writes=True)
def edit(
    call: Call,
    draft: DraftArgument,
    file: Annotated[str, typer.Argument(help="A Markdown file with the new text; - for standard input.")],
) -> None:
    """Replace a draft's text; the earlier one is kept."""
    from ui.cli.reading import as_text

    _offer(call, call.copilot.drafting.edit(call.asker, draft, as_text(file, "FILE")))


@verb(app, "approve", writes=True)
def approve(
    call: Call,
    draft: DraftArgument,
    version: Annotated[
        int | None,
        typer.Option(min=0, help="The version you read, as `draft show` names it; refused if it was edited."),
    ] = None,
) -> None:
    """Approve a draft."""
    _offer(call, call.copilot.drafting.approve(call.asker, draft, version))


@verb(app, "discard", writes=True)
def discard(call: Call, draft: DraftArgument, reason: Annotated[str, typer.Option(help="Why.")] = "") -> None:
    """Discard a draft."""
    _offer(call, call.copilot.drafting.discard(call.asker, draft, reason))


@verb(app, "export")
def export(
    call: Call,
    draft: DraftArgument,
    format: Annotated[
        Literal["md", "docx", "ics", "json"], typer.Option("--format", help="The file's kind.")
    ] = "md",
    out: Annotated[
        Path | None, typer.Option(help="Where to; DRAFT.FORMAT here where it is left out.")
    ] = None,
) -> None:
    """Write a draft to a file."""
    from copilot.errors import Unavailable

    exported = call.copilot.drafting.export(call.asker, draft, format)
    file = out or Path(exported.name)
    try:
        file.write_bytes(exported.content)
    except OSError as fault:
        raise Unavailable(
            f"The file cannot be written: {fault.strerror}.", place=str(file), cure="Name another with --out."
        ) from fault
    call.give({"draft": draft, "file": str(file)}, lambda screen: typer.echo(f"Written to {file}."))
