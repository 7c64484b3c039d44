"""`mentoring webhooks`: posts of a space, sent on to Slack, Teams, Discord or Mattermost."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from copilot.services.webhooks_told import WebhookTold

app = typer.Typer(
    help="Webhooks: add, list, show, pause, resume, remove, test, deliver, deliveries.", no_args_is_help=True
)
E = TypeVar("E", bound=StrEnum)
WebhookArgument = Annotated[str, typer.Argument(help="The webhook's id.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="webhooks")


@verb(app, "add", writes=True)
def add(
    call: Call,
    space: Annotated[str, typer.Argument(help="The space's id; board for the board of opportunities.")],
    channel: Annotated[str, typer.Option(help="slack, teams, discord or mattermost.")],
    name: Annotated[str, typer.Option(help="What people call the channel there, such as #speaking.")],
    address: Annotated[
        str, typer.Option(help="The incoming webhook's address, a secret; - reads it from standard input.")
    ],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="post, resource, story or shout-out; may be repeated. Without it posts and resources."
        ),
    ] = None,
) -> None:
    """Send what is posted in a space from now on to a channel elsewhere."""
    from copilot.domain.spaces import Channel, PostKind

    where = _one_of(Channel, channel, "--channel")
    kinds = [_one_of(PostKind, each, "--kind") for each in kind or []]
    secret = sys.stdin.read().strip() if address == "-" else address
    kept = call.copilot.webhooks.add(call.asker, space, where, name, secret, kinds=kinds)
    call.give(kept, lambda screen: typer.echo(f"Kept as {kept.id}. `webhooks test {kept.id}` tries it."))


@verb(app, "list")
def list_(call: Call, space: Annotated[str, typer.Option(help="Of this space alone.")] = "") -> None:
    """List the webhooks of the spaces that you keep."""
    from ui.cli.tables import show_table

    every = call.copilot.webhooks.every(call.asker, space)
    header = ("id", "space", "channel", "name", "state", "sent", "waiting", "given up")
    rows = [
        (each.id, each.space, each.channel.value, each.name, _state(each), str(each.sent), str(each.waiting),
         str(each.failed))
        for each in every
    ]  # fmt: skip
    call.give({"webhooks": every}, lambda screen: show_table(screen, header, rows))


@verb(app, "show")
def show(call: Call, webhook: WebhookArgument) -> None:
    """Show one webhook; of its address only the host and the last letters."""
    from ui.cli.tables import show_fields

    found = call.copilot.webhooks.show(call.asker, webhook)
    call.give(found, lambda screen: show_fields(screen, found.name, found.model_dump(mode="json")))


@verb(app, "pause", writes=True)
def pause(call: Call, webhook: WebhookArgument) -> None:
    """Send nothing there until it is resumed."""
    kept = call.copilot.webhooks.pause(call.asker, webhook)
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is paused."))


@verb(app, "resume", writes=True)
def resume(call: Call, webhook: WebhookArgument) -> None:
    """Send again: what waited, and what is posted from now on."""
    kept = call.copilot.webhooks.resume(call.asker, webhook)
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is sent to again."))


@verb(app, "remove", writes=True)
def remove(call: Call, webhook: WebhookArgument) -> None:
    """Forget a webhook, with its address and what was on its way there."""
    gone = call.copilot.webhooks.remove(call.asker, webhook)
    call.give(gone, lambda screen: typer.echo(f"{gone.name} is forgotten."))


@verb(app, "test", writes=True)
def test(call: Call, webhook: WebhookArgument) -> None:
    """Send one line that says it is a test, and tell what came of it."""
    sent = call.copilot.webhooks.test(call.asker, webhook)
    told = "It arrived." if sent.outcome == "sent" else sent.fault
    call.give(sent, lambda screen: typer.echo(told))


@verb(app, "deliver", writes=True)
def deliver(
    call: Call,
    webhook: Annotated[
        str, typer.Argument(help="One webhook; all of the spaces that you keep without it.")
    ] = "",
) -> None:
    """Send what waits; the web app does so every minute."""
    done = call.copilot.webhooks.deliver(call.asker, webhook)
    words = f"{done.sent} sent, {done.put_off} put off, {done.given_up} given up."
    paused = f" Paused: {', '.join(done.paused)}." if done.paused else ""
    call.give(done, lambda screen: typer.echo(words + paused))


@verb(app, "deliveries")
def deliveries(
    call: Call,
    webhook: WebhookArgument,
    state: Annotated[str, typer.Option(help="waiting, sent or failed.")] = "",
) -> None:
    """List what is on its way to a webhook, what arrived, and what was given up."""
    from ui.cli.tables import show_table

    every = call.copilot.webhooks.deliveries(call.asker, webhook, state)
    rows = [
        (each.post, each.state, str(each.tries), f"{each.next_try:%Y-%m-%d %H:%M}", each.fault)
        for each in every
    ]
    header = ("post", "state", "tries", "when (UTC)", "what went wrong")
    call.give({"deliveries": every}, lambda screen: show_table(screen, header, rows))


def _state(webhook: WebhookTold) -> str:
    if not webhook.active:
        return f"paused: {webhook.fault}" if webhook.fault else "paused"
    return webhook.fault or "in order"


def _one_of(kinds: type[E], said: str, option: str) -> E:
    from copilot.errors import BadInput

    try:
        return kinds(said.strip().lower())
    except ValueError as fault:
        known = ", ".join(each.value for each in kinds)
        raise BadInput(f"“{said}” is not known here.", place=option, cure=f"Give one of {known}.") from fault
