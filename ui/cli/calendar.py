"""`mentoring calendar`: what lies ahead, as a file, and at an address of one's own; and who is due a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from copilot.domain.calendars import CalendarEntry, DueReminder

app = typer.Typer(
    help="Your calendar: show, file, and its secret address: address, renew, forget.", no_args_is_help=True
)
WhereOption = Annotated[
    str, typer.Option("--address", help="Where the web app is reached; else by MENTORING_HOSTS, else here.")
]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="calendar")


def add_reminders_to(events: typer.Typer) -> None:
    """Hang `reminders` under `events`."""
    verb(events, "reminders")(reminders)


@verb(app, "show")
def show(call: Call) -> None:
    """Show what lies ahead of you: events, and sessions without their topics."""
    from ui.cli.tables import show_table

    entries = call.copilot.calendars.coming(call.asker, call.asker.member)
    zone = _own_zone(call)
    rows = [(_at(each.starts, zone), each.title, _state(each), each.where, each.of) for each in entries]
    call.give(
        {"entries": entries}, lambda screen: show_table(screen, ("when", "what", "", "where", "id"), rows)
    )


@verb(app, "file")
def file(
    call: Call,
    event: Annotated[str, typer.Option(help="One event alone.")] = "",
    series: Annotated[str, typer.Option(help="Every event of a series.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where to; here where it is left out.")] = None,
) -> None:
    """Write an iCalendar file: all that is yours, or one event or series."""
    from copilot.errors import BadInput

    if event and series:
        raise BadInput("An event or a series, not both.", place="--event, --series", cure="Leave one out.")
    where = out or Path(f"{event or series or 'calendar'}.ics")
    content = _content(call, event, series)
    _write(where, content)
    document = {"file": str(where), "entries": content.count(b"BEGIN:VEVENT")}
    call.give(document, lambda screen: typer.echo(f"Written to {where}."))


@verb(app, "address", writes=True)
def address(call: Call, root: WhereOption = "") -> None:
    """Make the secret address of your calendar. It is shown once."""
    from ui.cli.addresses import root_of

    begins = root_of(call, root)
    _hand_over(
        call, f"{begins}/calendar/{call.copilot.calendar_feeds.make(call.asker, call.asker.member)}.ics"
    )


@verb(app, "renew", writes=True)
def renew(call: Call, root: WhereOption = "") -> None:
    """Make another address; the old one stops working at once."""
    from ui.cli.addresses import root_of

    begins = root_of(call, root)
    _hand_over(
        call, f"{begins}/calendar/{call.copilot.calendar_feeds.renew(call.asker, call.asker.member)}.ics"
    )


@verb(app, "forget", writes=True)
def forget(call: Call) -> None:
    """Take the address away; calendar programs find nothing there any more."""
    there_was = call.copilot.calendar_feeds.forget(call.asker, call.asker.member)
    told = "The address is gone." if there_was else "There was no address."
    call.give({"forgotten": there_was}, lambda screen: typer.echo(told))


def reminders(
    call: Call,
    within: Annotated[
        int | None, typer.Option(help="Only those whose time came in the last so many hours.")
    ] = None,
) -> None:
    """Say who is due which reminder now. Nothing is sent."""
    from ui.cli.tables import show_table

    found = call.copilot.calendars.reminders(call.asker, within=within)
    zone = _own_zone(call)
    rows = [
        (f"{each.hours} h before", _at(each.starts, zone), each.title, _whom(call, each), each.event)
        for each in found
    ]
    header = ("reminder", "starts", "event", "for", "id")
    documents = [{**each.model_dump(mode="json"), "number": len(each.members)} for each in found]
    call.give({"reminders": documents}, lambda screen: show_table(screen, header, rows))


def _whom(call: Call, due: DueReminder) -> str:
    return "you" if due.members == (call.asker.member,) else f"{len(due.members)}: {', '.join(due.members)}"


def _content(call: Call, event: str, series: str) -> bytes:
    calendars = call.copilot.calendars
    if event:
        return calendars.event_file(call.asker, event)
    return (
        calendars.series_file(call.asker, series) if series else calendars.file(call.asker, call.asker.member)
    )


def _write(where: Path, content: bytes) -> None:
    from copilot.errors import Unavailable

    try:
        where.write_bytes(content)
    except OSError as fault:
        raise Unavailable(
            f"The file cannot be written: {fault.strerror}.",
            place=str(where),
            cure="Name another with --out.",
        ) from fault


def _hand_over(call: Call, link: str) -> None:
    lines: Sequence[str] = (
        link,
        "Give it to your calendar program as a calendar to subscribe to. It is shown this once; whoever has it can",
        "read your calendar. `calendar renew` makes another, `calendar forget` takes it away.",
    )
    call.give({"address": link}, lambda screen: typer.echo("\n".join(lines)))


def _own_zone(call: Call) -> tzinfo:
    """The asker's zone, else UTC."""
    if not call.asker.member:
        return UTC
    return call.copilot.members.show(call.asker, call.asker.member).profile.zone or UTC


def _at(instant: datetime | None, zone: tzinfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M %Z}" if instant else ""


def _state(entry: CalendarEntry) -> str:
    return "" if entry.state == "confirmed" else entry.state
