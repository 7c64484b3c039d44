"""`mentoring events`: meetings of many, from the invitation to what people say afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from ui.cli import calendar, event_people, event_series
from ui.cli.call import Call, verb
from ui.cli.event_words import EventArgument, say, show_event, show_list, told, when_told

app = typer.Typer(
    help="Events: add, list, show, register, ask, repeat, attend, feedback.", no_args_is_help=True
)
AnyKind = Literal["webinar", "workshop", "ama", "circle", "spotlight", "office-hours"]
Onwards = Annotated[bool, typer.Option("--onwards", help="Also those of its series that come after it.")]
Reminder = Annotated[
    list[int] | None,
    typer.Option(
        help="Hours before it starts to remind people at, 0 to 336; may be repeated, up to five times."
    ),
]
Starts = "by the clock on the wall, such as 2027-03-31T14:00"


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    for verbs in (event_people, event_series):
        verbs.add_to(app)
    calendar.add_reminders_to(app)
    root.add_typer(app, name="events")


@verb(app, "add", writes=True)
def add(
    call: Call,
    kind: Annotated[AnyKind, typer.Argument(help="What people come for.")],
    title: Annotated[str, typer.Argument(help="Its title.")],
    starts: Annotated[str, typer.Option(help=f"When it starts, {Starts}.")],
    zone: Annotated[
        str, typer.Option(help="The time zone of that clock, such as Africa/Nairobi; else yours.")
    ] = "",
    ends: Annotated[str, typer.Option(help="When it ends, by the same clock.")] = "",
    minutes: Annotated[
        int | None, typer.Option(help="How long; an hour where no end is given either.")
    ] = None,
    description: Annotated[str, typer.Option(help="What it is about.")] = "",
    where: Annotated[str, typer.Option(help="A room, or a link.")] = "",
    places: Annotated[int | None, typer.Option(help="How many may come; as many as like without it.")] = None,
    host: Annotated[
        list[str] | None, typer.Option(help="Who hosts it, where you manage it; may be repeated.")
    ] = None,
    speaker: Annotated[
        list[str] | None, typer.Option(help="A member asked to speak; may be repeated.")
    ] = None,
    programme: Annotated[str, typer.Option(help="In whose name; its managers may.")] = "",
    members_only: Annotated[
        bool, typer.Option("--members-only", help="For the programme's members alone.")
    ] = False,
    reminder: Reminder = None,
    held: Annotated[bool, typer.Option("--held", help="It has taken place already.")] = False,
) -> None:
    """Invite to an event."""
    from copilot.domain.events import EventKind

    view = call.copilot.events.add(
        call.asker,
        kind=EventKind(kind),
        title=title,
        at=_wall_clock(starts, "--starts"),
        time_zone=zone or _own_zone(call),
        ends=_wall_clock(ends, "--ends") if ends else None,
        minutes=minutes,
        description=description,
        where=where,
        places=places,
        hosts=host or (),
        speakers=speaker or (),
        programme=programme,
        audience="programme" if members_only else "community",
        reminders=reminder or (24, 1),
        held=held,
    )
    call.give(
        told(view), lambda screen: say(screen, view, f"“{view.event.title}” is kept as {view.event.id}.")
    )


@verb(app, "list")
def list_(
    call: Call,
    past: Annotated[bool, typer.Option("--past", help="Those that are over, the latest first.")] = False,
    programme: Annotated[str, typer.Option(help="Only those in its name.")] = "",
    mine: Annotated[bool, typer.Option("--mine", help="Only where you host, speak or have a place.")] = False,
) -> None:
    """List events, the next one first."""
    views = call.copilot.events.every(call.asker, past=past, programme=programme, mine=mine)
    call.give({"events": [told(view) for view in views]}, lambda screen: show_list(screen, views))


@verb(app, "for-me")
def for_me(call: Call) -> None:
    """List what is to come for you: where you have a place, your programmes' events, the community's."""
    views = call.copilot.events.for_me(call.asker)
    call.give({"events": [told(view) for view in views]}, lambda screen: show_list(screen, views))


@verb(app, "show")
def show(call: Call, event: EventArgument) -> None:
    """Show one event; those who run it or speak there see who comes."""
    view = call.copilot.events.show(call.asker, event)
    call.give(told(view), lambda screen: show_event(screen, view))


@verb(app, "update", writes=True)
def update(
    call: Call,
    event: EventArgument,
    title: Annotated[str | None, typer.Option(help="Its new title.")] = None,
    description: Annotated[str | None, typer.Option(help="What it is about.")] = None,
    starts: Annotated[str, typer.Option(help=f"When it starts, {Starts}.")] = "",
    ends: Annotated[str, typer.Option(help="When it ends, by the same clock.")] = "",
    minutes: Annotated[int | None, typer.Option(help="How long.")] = None,
    zone: Annotated[str | None, typer.Option(help="Its time zone.")] = None,
    where: Annotated[str | None, typer.Option(help="A room, or a link.")] = None,
    places: Annotated[
        int | None, typer.Option(help="How many may come; 0 for as many as like.", min=0)
    ] = None,
    host: Annotated[list[str] | None, typer.Option(help="Who hosts it from now on; may be repeated.")] = None,
    speaker: Annotated[list[str] | None, typer.Option(help="Who is asked to speak; may be repeated.")] = None,
    reminder: Reminder = None,
    onwards: Onwards = False,
) -> None:
    """Change an event; who has a place keeps it."""
    view = call.copilot.events.update(
        call.asker,
        event,
        title=title,
        description=description,
        at=_wall_clock(starts, "--starts") if starts else None,
        ends=_wall_clock(ends, "--ends") if ends else None,
        minutes=minutes,
        time_zone=zone,
        where=where,
        places=places,
        hosts=host or None,
        speakers=speaker or None,
        reminders=reminder or None,
        onwards=onwards,
    )
    call.give(told(view), lambda screen: say(screen, view, f"Changed: {when_told(view)}."))


@verb(app, "cancel", writes=True)
def cancel(
    call: Call,
    event: EventArgument,
    reason: Annotated[str, typer.Option(help="Why; those who registered read it.")],
    onwards: Onwards = False,
) -> None:
    """Call an event off."""
    view = call.copilot.events.cancel(call.asker, event, reason, onwards=onwards)
    call.give(told(view), lambda screen: say(screen, view, f"“{view.event.title}” is called off."))


@verb(app, "hold", writes=True)
def hold(call: Call, event: EventArgument) -> None:
    """Say that an event took place."""
    view = call.copilot.events.hold(call.asker, event)
    call.give(told(view), lambda screen: say(screen, view, f"“{view.event.title}” was held."))


@verb(app, "speak", writes=True)
def speak(
    call: Call,
    event: EventArgument,
    yes: Annotated[bool | None, typer.Option("--yes/--no", help="Whether you will.")] = None,
    onwards: Onwards = False,
) -> None:
    """Answer whether you speak at an event that named you."""
    from copilot.errors import BadInput

    if yes is None:
        raise BadInput("Yes or no?", place="--yes", cure="Add --yes or --no.")
    view = call.copilot.events.speak(call.asker, event, yes=yes, onwards=onwards)
    said = "You speak there." if yes else "You don't speak there."
    call.give(told(view), lambda screen: say(screen, view, said))


def _wall_clock(text: str, option: str) -> datetime:
    from copilot.errors import BadInput

    cure = "Write it by the clock on the wall, as 2027-03-31T14:00, and name its zone with --zone."
    try:
        found = datetime.fromisoformat(text)
    except ValueError as fault:
        raise BadInput(f"“{text}” is not a time.", place=option, cure=cure) from fault
    if found.tzinfo is not None or "T" not in text.upper().replace(" ", "T"):
        raise BadInput(f"“{text}” is not a time on the wall.", place=option, cure=cure)
    return found


def _own_zone(call: Call) -> str:
    from copilot.errors import BadInput

    own = (
        call.copilot.members.show(call.asker, call.asker.member).profile.time_zone
        if call.asker.member
        else ""
    )
    if not own:
        raise BadInput("In which time zone?", place="--zone", cure="Name one, such as Europe/Lisbon.")
    return own
