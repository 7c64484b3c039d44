"""`mentoring nudge`: what I am reminded of, when, and how to stop it; and what would be sent."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from copilot.errors import BadInput
from ui.cli import nudge_send
from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.nudges.service import Number
    from copilot.services.nudges.telling import Mine, Planned, Preview, SettingsTold

W = TypeVar("W", bound=StrEnum)

app = typer.Typer(
    help="Nudges: settings, stop, want, list, test, preview, close-unanswered, send.",
    no_args_is_help=True,
)

HourOption = Annotated[str, typer.Option(help="An hour of your day, 0 to 23; or community.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    nudge_send.add_to(app)
    root.add_typer(app, name="nudge")


@verb(app, "settings", writes=True)
def settings(
    call: Call,
    a_week: Annotated[str, typer.Option(help="The most in seven days, 0 to 14; or community.")] = "",
    quiet_from: HourOption = "",
    quiet_until: HourOption = "",
    weekends: Annotated[bool | None, typer.Option(help="Whether nudges may come at weekends.")] = None,
    digest: Annotated[bool | None, typer.Option(help="The week of the programmes you manage.")] = None,
    on: Annotated[bool | None, typer.Option("--on/--off", help="Any nudges, or none at all.")] = None,
    channel: Annotated[str, typer.Option(help="slack, teams, discord or mattermost.")] = "",
    webhook: Annotated[
        str,
        typer.Option(help="The address of a webhook of your own, a secret; - reads it from standard input."),
    ] = "",
    no_webhook: Annotated[bool, typer.Option("--no-webhook", help="Forget your own webhook.")] = False,
) -> None:
    """Show how you are nudged, and change what is given."""
    from copilot.domain.nudges import LAST_HOUR, MOST_A_WEEK
    from copilot.domain.spaces import Channel

    told = call.copilot.nudges.choose(
        call.asker,
        off=None if on is None else not on,
        digest=digest,
        a_week=_number(a_week, "--a-week", MOST_A_WEEK),
        quiet_from=_number(quiet_from, "--quiet-from", LAST_HOUR),
        quiet_until=_number(quiet_until, "--quiet-until", LAST_HOUR),
        weekends=weekends,
        channel=_one_of(Channel, channel, "--channel") if channel else None,
        webhook="" if no_webhook else _secret(webhook) if webhook else None,
    )
    call.give(told, lambda screen: _show_settings(screen, told))


@verb(app, "stop", writes=True)
def stop(
    call: Call, kind: Annotated[str, typer.Argument(help="A kind that `nudge settings` names, or all.")]
) -> None:
    """Get no more nudges of one kind, or none at all."""
    from copilot.domain.nudges import NudgeKind

    told = call.copilot.nudges.stop(call.asker, None if kind == "all" else _one_of(NudgeKind, kind, "kind"))
    said = "You get no nudges any more." if kind == "all" else f"You get no more nudges “{kind}”."
    call.give(told, lambda screen: typer.echo(said))


@verb(app, "want", writes=True)
def want(
    call: Call, kind: Annotated[str, typer.Argument(help="A kind that `nudge settings` names.")]
) -> None:
    """Get a kind of nudges again that you stopped."""
    from copilot.domain.nudges import NudgeKind

    told = call.copilot.nudges.want(call.asker, _one_of(NudgeKind, kind, "kind"))
    call.give(told, lambda screen: typer.echo(f"You get nudges “{kind}” again."))


@verb(app, "list")
def list_(call: Call) -> None:
    """List what was sent to you, and what is due for you now."""
    mine = call.copilot.nudges.mine(call.asker)
    call.give(mine, lambda screen: _show_mine(screen, mine))


@verb(app, "preview")
def preview(call: Call) -> None:
    """Show what would be sent to whom now, in which words, and what would not and why; nothing is sent."""
    found = call.copilot.nudges.preview(call.asker)
    call.give(found, lambda screen: show_preview(screen, found))


@verb(app, "close-unanswered", writes=True)
def close_unanswered(call: Call) -> None:
    """Close matches that have waited 21 days for somebody's yes; a locked one stays open."""
    closed = call.copilot.nudges.close_unanswered(call.asker)
    words = (
        f"Closed: {', '.join(closed)}. Their places are free again." if closed else "Nothing waited so long."
    )
    call.give({"closed": closed}, lambda screen: typer.echo(words))


def show_preview(screen: Console, found: Preview) -> None:
    """A dry run as a person reads it."""
    if found.to_close:
        screen.print(f"Closed before, unanswered for 21 days: {', '.join(found.to_close)}.", markup=False)
    for says, head in (("now", "Would go now"), ("later", "Would go later"), ("never", "Would not go")):
        some = [each for each in found.nudges if each.says == says]
        screen.print(f"{head}: {len(some)}", style="bold", markup=False)
        for each in some:
            _show_planned(screen, each)
    screen.print("Nothing was sent.", markup=False)


def _show_planned(screen: Console, one: Planned) -> None:
    at = f", {one.at:%d %B %Y %H:%M} UTC" if one.at else ""
    way = f" by {one.way}" if one.way else ""
    screen.print(f"  {one.kind} to {one.member}{way}{at}. {one.reason}".rstrip(), markup=False)
    if one.subject:
        screen.print(f"    {one.subject}", style="italic", markup=False)
    if one.says == "now":
        screen.print(f"    {one.short}", markup=False)


def _show_settings(screen: Console, told: SettingsTold) -> None:
    from ui.cli.tables import show_table

    if told.off:
        screen.print("You get no nudges. `nudge settings --on` brings them back.", markup=False)
    ways = {
        "e-mail": "by e-mail",
        "webhook": "to your own webhook",
        "": "nowhere: there is no address of yours",
    }
    quiet = f"from {told.quiet_from}:00 until {told.quiet_until}:00"
    quiet = "never" if told.quiet_from == told.quiet_until else quiet
    weekends = "too" if told.weekends else "none"
    screen.print(f"They come {ways[told.way]}, at most {told.a_week} in seven days.", markup=False)
    screen.print(f"Quiet hours ({told.time_zone}): {quiet}; at weekends: {weekends}.", markup=False)
    rows = [(each.kind.value, "yes" if each.gets else "stopped", each.what) for each in told.kinds]
    show_table(screen, ("kind", "comes", "what"), rows)


def _show_mine(screen: Console, mine: Mine) -> None:
    for one in mine.coming:
        at = f" ({one.at:%d %B %Y %H:%M} UTC)" if one.at else ""
        when = {"now": "next", "later": f"later{at}", "never": "not at all"}[one.says]
        screen.print(f"{one.kind}: {when}. {one.reason}".rstrip(), style="bold", markup=False)
        screen.print(f"  {one.short}", markup=False)
        screen.print(f"  Why: {one.why}", markup=False)
    for each in mine.got:
        screen.print(f"{each.at:%d %B %Y %H:%M} UTC  {each.kind}: {each.what} ({each.state})", markup=False)
    if not mine.coming and not mine.got:
        screen.print("Nothing was sent to you, and nothing is due.", markup=False)


def _number(text: str, option: str, most: int) -> Number:
    if text == "community":
        return "community"
    cure = f"Give a number from 0 to {most}, or community."
    try:
        number = int(text) if text else None
    except ValueError as fault:
        raise BadInput(f"“{text[:40]}” is no number.", place=option, cure=cure) from fault
    if number is not None and not 0 <= number <= most:
        raise BadInput(f"{text[:40]} is not between 0 and {most}.", place=option, cure=cure)
    return number


def _one_of(words: type[W], text: str, place: str) -> W:
    try:
        return words(text)
    except ValueError as fault:
        known = ", ".join(each.value for each in words)
        raise BadInput(f"There is no “{text}”.", place=place, cure=f"Choose one of {known}.") from fault


def _secret(given: str) -> str:
    address = sys.stdin.readline().strip() if given == "-" else given
    if not address:
        raise BadInput(
            "No address was given.",
            place="--webhook",
            cure="Pipe it in: it is a secret, and shells keep options.",
        )
    return address
