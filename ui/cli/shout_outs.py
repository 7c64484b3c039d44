"""`mentoring recognise`: moments people saw, words written of them, and shout-outs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb
from ui.cli.reading import as_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from copilot.domain.drafts import Draft
    from copilot.domain.relationships import Moment
    from copilot.domain.spaces import Post
    from copilot.services.recognition.shout_outs import ShoutOutsShown

SHOWN = 70
Rows = list[tuple[str, str, str, str]]


def add_to(recognise: typer.Typer) -> None:
    """Hang these verbs under `recognise`."""
    verb(recognise, "list")(list_)
    verb(recognise, "show")(show)
    verb(recognise, "add", writes=True)(add)
    verb(recognise, "shout-outs")(shout_outs)
    verb(recognise, "shout-out", writes=True)(shout_out)
    verb(recognise, "take-back", writes=True)(take_back)


def list_(call: Call) -> None:
    """List what others saw you do and what is written of people, yours to read; what waits for your yes comes first."""
    from ui.cli.tables import show_table

    moments = call.copilot.moments.of(call.asker, call.asker.member)
    drafts = _write_ups(call)
    waiting = [each for each in drafts if _waits(each, call.asker.member)]
    document = {"waiting": waiting, "write_ups": drafts, "moments": moments}
    ordered = sorted(drafts, key=lambda each: each not in waiting)
    rows = [_of_draft(each, call.asker.member) for each in ordered] + [_of_moment(each) for each in moments]
    call.give(document, lambda screen: show_table(screen, ("id", "what", "how it stands", "words"), rows))


def show(
    call: Call, record: Annotated[str, typer.Argument(help="The write-up's or the moment's id.")]
) -> None:
    """Show one write-up or moment that is yours to read."""
    moment = next(
        (each for each in call.copilot.moments.of(call.asker, call.asker.member) if each.id == record), None
    )
    if moment is not None:
        call.give(moment, lambda screen: _show_moment(screen, moment))
        return
    draft = call.copilot.drafting.show(call.asker, record)
    call.give(draft, lambda screen: screen.print(draft.markdown, markup=False))


def add(
    call: Call,
    member: Annotated[str, typer.Argument(help="Whom you saw, by id.")],
    situation: Annotated[str, typer.Option(help="When and where it was.")],
    behaviour: Annotated[str, typer.Option(help="What she did, as a camera would have seen it.")],
    impact: Annotated[str, typer.Option(help="What it led to, and for whom.")] = "",
    on: Annotated[str, typer.Option(help="The day, such as 2026-11-23; today without it.")] = "",
) -> None:
    """Log a moment you saw. It is between the two of you until she says otherwise; nobody logs her own."""
    kept = call.copilot.moments.add(
        call.asker, member, situation=situation, behaviour=behaviour, impact=impact, on=as_date(on, "--on")
    )
    call.give(kept, lambda screen: typer.echo(f"Kept as {kept.id}. `draft recognition` writes it up."))


def shout_outs(call: Call) -> None:
    """List the shout-outs you may read, the newest first; and those about you that you took back."""
    found = call.copilot.shout_outs.every(call.asker)
    call.give(found, lambda screen: _show_all(screen, found, _names(call, found)))


def shout_out(
    call: Call,
    draft: Annotated[str, typer.Argument(help="A write-up that she approved.")],
    space: Annotated[str, typer.Option(help="Say it in this space of yours.")] = "",
    community: Annotated[bool, typer.Option("--community", help="Say it to the whole community.")] = False,
) -> None:
    """Say a write-up aloud, where she agreed to it: in a space of yours, or to everybody."""
    from copilot.errors import BadInput

    if bool(space) == community:
        raise BadInput(
            "It isn't clear where.", place="--space, --community", cure="Name a space, or say --community."
        )
    post = call.copilot.shout_outs.give(call.asker, draft, space)
    where = "to the community" if community else f"in {space}"
    call.give(
        post, lambda screen: typer.echo(f"Said {where} as {post.id}. She can take it back at any time.")
    )


def take_back(
    call: Call,
    post: Annotated[str, typer.Argument(help="The shout-out's id.")],
    reason: Annotated[
        str, typer.Option(help="For its author, where somebody who keeps order takes it down.")
    ] = "",
) -> None:
    """Take a shout-out back: one about you is hidden at once, one you said is gone."""
    gone = call.copilot.shout_outs.take_back(call.asker, post, reason)
    hidden = call.asker.member in gone.about
    words = (
        f"Nobody else reads it now. `spaces agree {post}` shows it again." if hidden else "It is taken down."
    )
    call.give(gone, lambda screen: typer.echo(words))


def _write_ups(call: Call) -> list[Draft]:
    from copilot.domain.drafts import DraftKind

    return call.copilot.drafting.list(call.asker, DraftKind.RECOGNITION)


def _waits(draft: Draft, me: str) -> bool:
    return draft.about == me and draft.state == "approved" and not draft.publishable


def _of_draft(draft: Draft, me: str) -> tuple[str, str, str, str]:
    standing = "waits for your yes" if _waits(draft, me) else draft.state
    about = "about you" if draft.about == me else f"about {draft.about}"
    return (
        draft.id,
        f"write-up {about}",
        "may be told" if draft.publishable else standing,
        _first_line(draft.markdown),
    )


def _of_moment(moment: Moment) -> tuple[str, str, str, str]:
    seen = "others may write of it" if moment.public else "between the two of you"
    return moment.id, f"moment, {moment.on.isoformat()}", seen, moment.behaviour[:SHOWN]


def _first_line(markdown: str) -> str:
    return next((line.strip("# ") for line in markdown.splitlines() if line.strip()), "")[:SHOWN]


def _show_moment(screen: Console, moment: Moment) -> None:
    for name, words in (
        ("When and where", moment.situation),
        ("What she did", moment.behaviour),
        ("What it led to", moment.impact),
    ):
        if words:
            screen.print(f"{name}: {words}", markup=False)
    screen.print(f"Logged by {moment.by} on {moment.on.isoformat()}.", markup=False)


def _names(call: Call, found: ShoutOutsShown) -> dict[str, str]:
    posts = (*found.shout_outs, *found.taken_back)
    ids = {member for post in posts for member in (post.author, *post.about)}
    return {each: one.name for each, one in call.copilot.members.introduced(call.asker, ids).items()}


def _show_all(screen: Console, found: ShoutOutsShown, names: dict[str, str]) -> None:
    from ui.cli.tables import show_table

    rows = _rows(found.shout_outs, names, "") + _rows(found.taken_back, names, "taken back")
    show_table(screen, ("id", "about", "said by", "words"), rows)


def _rows(posts: Iterable[Post], names: dict[str, str], mark: str) -> Rows:
    return [
        (
            post.id,
            ", ".join(names.get(one, one) for one in sorted(post.about)) + (f" ({mark})" if mark else ""),
            names.get(post.author, post.author),
            (post.title or post.text)[:SHOWN],
        )
        for post in posts
    ]  # fmt: skip
