"""`mentoring recognise badges`: tokens of what was done, which anyone can check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from copilot.errors import BadInput
from ui.cli import badge_checks
from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.recognition import Badge, BadgeKey

app = typer.Typer(
    help="Badges: list, show, offer, take, decline, publish, hide, revoke, export, verify, key, status-list.",
    no_args_is_help=True,
)

BadgeId = Annotated[str, typer.Argument(help="The badge's id.")]
BadgeOrNotice = Annotated[str, typer.Argument(help="The badge's id, or that of what was noticed.")]
WithName = Annotated[bool, typer.Option("--with-name", help="Let your name stand in it; else it has none.")]
WithAddress = Annotated[
    bool,
    typer.Option(
        "--with-address",
        help="Let a salted hash of your e-mail address stand in it: whoever knows or guesses it can tell it is yours.",
    ),
]


def add_to(recognise: typer.Typer) -> None:
    """Hang these verbs under `recognise`."""
    badge_checks.add_to(app)
    recognise.add_typer(app, name="badges")


@verb(app, "list")
def list_(
    call: Call,
    member: Annotated[str, typer.Option(help="Of this member alone.")] = "",
    shown: Annotated[bool, typer.Option("--shown", help="Those that members show to everybody.")] = False,
) -> None:
    """List your own badges and those you may give, those that wait for an answer first."""
    from ui.cli.tables import show_table

    badges = call.copilot.badges
    found = badges.shown(call.asker, member) if shown else badges.every(call.asker, member)
    rows = [(each.id, each.member, _state(each), each.on.isoformat(), each.name) for each in found]
    head = ("id", "whose", "state", "on", "badge")
    call.give({"badges": found}, lambda screen: show_table(screen, head, rows))


@verb(app, "show")
def show(call: Call, badge: BadgeId) -> None:
    """Show one badge: what it is for, and how it stands."""
    found = call.copilot.badges.show(call.asker, badge)
    call.give(found, lambda screen: _show(screen, found))


@verb(app, "offer", writes=True)
def offer(
    call: Call,
    member: Annotated[str, typer.Option(help="Whom it is for.")] = "",
    name: Annotated[str, typer.Option(help="What the badge is called.")] = "",
    because: Annotated[str, typer.Option(help="What she did, in words that name nobody.")] = "",
    criteria: Annotated[str, typer.Option(help="What such a badge is given for; else the usual words.")] = "",
    moment: Annotated[str, typer.Option(help="The logged moment it rests on.")] = "",
    programme: Annotated[str, typer.Option(help="In whose name; else one of yours that she is in.")] = "",
    noticed: Annotated[str, typer.Option(help="Instead: the id of what was noticed.")] = "",
) -> None:
    """Offer a badge; a manager, an admin and the operator may. Nothing is signed before she takes it."""
    badges = call.copilot.badges
    if noticed:
        kept = badges.offer_noticed(call.asker, noticed)
    else:
        _check_said(member, name, because)
        kept = badges.offer(
            call.asker, member, name, because, criteria=criteria, moment=moment, programme=programme
        )
    call.give(kept, lambda screen: typer.echo(f"Offered as {kept.id}. {kept.member} says yes or no to it."))


@verb(app, "take", writes=True)
def take(
    call: Call, badge: BadgeOrNotice, with_name: WithName = False, with_address: WithAddress = False
) -> None:
    """Take a badge that was offered to you, or one for what was noticed; only now it is signed."""
    kept = call.copilot.badges.take(call.asker, badge, with_name=with_name, with_address=with_address)
    words = f"Yours and signed: {kept.name} ({kept.id}). Nobody sees it before you publish it."
    call.give(kept, lambda screen: typer.echo(words))


@verb(app, "decline", writes=True)
def decline(call: Call, badge: BadgeOrNotice) -> None:
    """Say no to a badge; no reason is asked, and it isn't offered for the same thing again."""
    kept = call.copilot.badges.decline(call.asker, badge)
    call.give(kept, lambda screen: typer.echo("Declined. It isn't offered for this again."))


@verb(app, "publish", writes=True)
def publish(call: Call, badge: BadgeId) -> None:
    """Show one of your badges to everybody."""
    kept = call.copilot.badges.publish(call.asker, badge, public=True)
    call.give(kept, lambda screen: typer.echo("Everybody can see it now; `hide` takes it back."))


@verb(app, "hide", writes=True)
def hide(call: Call, badge: BadgeId) -> None:
    """Take a badge of yours back from sight; it stays yours."""
    kept = call.copilot.badges.publish(call.asker, badge, public=False)
    call.give(kept, lambda screen: typer.echo("Only you see it now."))


@verb(app, "revoke", writes=True)
def revoke(
    call: Call,
    badge: BadgeId,
    reason: Annotated[str, typer.Option(help="Why; whose badge it is reads it.")] = "",
) -> None:
    """Take a badge back for good: one that you may give, with a reason, or one of your own."""
    kept = call.copilot.badges.revoke(call.asker, badge, reason)
    call.give(kept, lambda screen: typer.echo("Revoked. Whoever checks it with today's list is told."))


@verb(app, "export")
def export(
    call: Call,
    badge: BadgeId,
    format_: Annotated[
        Literal["svg", "jws", "json"],
        typer.Option("--format", help="The picture that carries it, the signed text, or the same as JSON."),
    ] = "svg",
    out: Annotated[Path | None, typer.Option(help="The file to write; else it is named by its id.")] = None,
) -> None:
    """Write a badge to a file that anybody can check."""
    file = call.copilot.badges.file(call.asker, badge, format_)
    path = out or Path(file.name)
    written(path, file.content)
    call.give({"file": str(path)}, lambda screen: typer.echo(f"Written to {path}."))


@verb(app, "key", writes=True)
def key(
    call: Call,
    new: Annotated[
        bool, typer.Option("--new", help="Make another; badges signed before stay right.")
    ] = False,
) -> None:
    """Print the public keys that badges are signed with, the current one first, as PEM and as JWK."""
    if new:
        call.copilot.badges.renew_key(call.asker)
    found = call.copilot.badges.keys(call.asker)
    call.give({"keys": found}, lambda screen: _show_keys(found))


@verb(app, "status-list")
def status_list(
    call: Call,
    out: Annotated[Path | None, typer.Option(help="The file to write; else it is printed.")] = None,
    number: Annotated[int, typer.Option("--list", help="Which list, from 1 on.")] = 1,
    badge: Annotated[str, typer.Option(help="The file of a badge: the list that it names.")] = "",
) -> None:
    """Write the signed list of what was revoked. It names nobody; whoever checks a badge may have it."""
    text = badge_checks.text_in(badge, "--badge") if badge else ""
    signed = call.copilot.badges.status_list(call.asker, number=number, badge=text)
    if out:
        written(out, signed.encode())
    told = {"file": str(out)} if out else {"status_list": signed}
    call.give(told, lambda screen: typer.echo(f"Written to {out}." if out else signed))


def written(path: Path, content: bytes) -> None:
    """Write a file, or say why not."""
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise BadInput(
            f"{path} cannot be written: {fault.strerror}.", place="--out", cure="Name another file."
        ) from fault


def _check_said(member: str, name: str, because: str) -> None:
    told = {"--member": member, "--name": name, "--because": because}
    if missing := [option for option, value in told.items() if not value.strip()]:
        raise BadInput(
            "A badge says whom it is for, what it is called and what she did.",
            place=missing[0],
            cure="Give --member, --name and --because; or --noticed with an id from `recognise noticed`.",
        )


def _state(badge: Badge) -> str:
    return "shown" if badge.public and badge.state == "taken" else badge.state


def _show(screen: Console, badge: Badge) -> None:
    from ui.cli.tables import show_fields

    fields: dict[str, object] = {
        "badge": badge.id, "whose": badge.member, "state": _state(badge), "on": badge.on, "for": badge.criteria,
        "what was done": badge.evidence, "programme": badge.programme, "offered by": badge.by,
        "revoked because": badge.reason,
    }  # fmt: skip
    show_fields(screen, badge.name, fields)


def _show_keys(keys: list[BadgeKey]) -> None:
    import json

    lines: list[str] = []
    for each in keys:
        standing = "signs new badges" if each.current else "signed earlier badges"
        lines += [f"{each.id}: {standing}", each.pem.strip(), json.dumps(each.jwk), ""]
    typer.echo("\n".join(lines).rstrip() or "No badge was signed here yet, so there is no key.")
