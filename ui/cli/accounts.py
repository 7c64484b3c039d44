"""`mentoring accounts`: who can sign in to the web app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.addresses import root_of
from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copilot.domain.accounts import AccountStatus, Invited

app = typer.Typer(
    help="Accounts of the web app: invite, list, lock, unlock, sign out, unlink.", no_args_is_help=True
)
MemberArgument = Annotated[str, typer.Argument(help="The member's id.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="accounts")


@verb(app, "invite", writes=True)
def invite(
    call: Call,
    members: Annotated[list[str] | None, typer.Argument(help="Members' ids.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody who has no password yet.")] = False,
    address: Annotated[
        str, typer.Option(help="Where people reach the web app; else by MENTORING_HOSTS, else this machine.")
    ] = "",
) -> None:
    """Make a link with which a member chooses her password: once, within seven days. Sending it is yours to do."""
    from copilot.errors import BadInput

    if bool(members) == everybody:
        raise BadInput(
            "Either name members or say --all.", place="members", cure="For instance `accounts invite m1`."
        )
    root = root_of(call, address)
    accounts = call.copilot.accounts
    invited = accounts.invite_all(call.asker) if everybody else accounts.invite(call.asker, members or [])
    links = [_as_document(one, root) for one in invited]
    call.give({"invited": links}, lambda screen: _show_links(invited, root))


@verb(app, "list")
def list_(call: Call) -> None:
    """List the members with the state of their accounts."""
    from ui.cli.tables import show_table

    every = call.copilot.accounts.every(call.asker)
    header = ("id", "name", "account", "link until", "password since", "linked since", "signed in")
    rows = [
        (
            one.member,
            one.name,
            one.state,
            f"{one.invited_until:%Y-%m-%d %H:%M} UTC" if one.invited_until else "",
            f"{one.chosen:%Y-%m-%d}" if one.chosen else "",
            f"{one.linked:%Y-%m-%d}" if one.linked else "",
            str(one.signed_in or ""),
        )
        for one in every
    ]
    call.give({"accounts": every}, lambda screen: show_table(screen, header, rows))


@verb(app, "lock", writes=True)
def lock(call: Call, member: MemberArgument) -> None:
    """Keep a member out: she is signed out everywhere, and her password and her links don't work."""
    _tell(call, call.copilot.accounts.lock(call.asker, member), "is kept out until `accounts unlock`")


@verb(app, "unlock", writes=True)
def unlock(call: Call, member: MemberArgument) -> None:
    """Let a member in again, with the password she had."""
    _tell(call, call.copilot.accounts.unlock(call.asker, member), "may sign in again")


@verb(app, "sign-out", writes=True)
def sign_out(call: Call, member: MemberArgument) -> None:
    """Sign a member out of every browser."""
    _tell(call, call.copilot.accounts.sign_out(call.asker, member), "is signed out everywhere")


@verb(app, "unlink", writes=True)
def unlink(call: Call, member: MemberArgument) -> None:
    """Forget who a member is elsewhere: she is signed out where she came from there, and may be linked anew."""
    _tell(call, call.copilot.accounts.unlink(call.asker, member), "is linked to nobody elsewhere")


def _as_document(one: Invited, root: str) -> dict[str, object]:
    return {**one.model_dump(mode="json", exclude={"token"}), "link": _link(one, root)}


def _link(one: Invited, root: str) -> str:
    return f"{root}/invitation?token={one.token}"


def _show_links(invited: Sequence[Invited], root: str) -> None:
    if not invited:
        typer.echo("Everybody has a password already; `accounts list` shows them.")
        return
    for one in invited:
        typer.echo(f"{one.member}  {one.name}{' (replaces her password)' if one.resets else ''}")
        typer.echo(f"  {_link(one, root)}")
    until = max(one.expires for one in invited)
    typer.echo(
        f"Each works once, until {until:%Y-%m-%d %H:%M} UTC. Give it to nobody else: whoever has it is let in."
    )


def _tell(call: Call, status: AccountStatus, what: str) -> None:
    call.give(status, lambda screen: typer.echo(f"{status.name} ({status.member}) {what}."))
