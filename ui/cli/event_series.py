"""`mentoring events`: those that come again."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from ui.cli.call import Call, verb
from ui.cli.event_words import EventArgument, say, show_series, told, told_series
from ui.cli.reading import as_date

SKIPPED = "Left out this time."


def add_to(events: typer.Typer) -> None:
    """Hang these verbs under `events`."""
    verb(events, "repeat", writes=True)(repeat)
    verb(events, "series")(series)
    verb(events, "skip", writes=True)(skip)


def repeat(
    call: Call,
    event: EventArgument,
    every: Annotated[str, typer.Option(help="week, “two weeks”, month, or a day such as “second Tuesday”.")],
    until: Annotated[str, typer.Option(help="The last day, such as 2027-06-30.")] = "",
    count: Annotated[
        int | None, typer.Option(help="Or how many times, the first one included; at most 104.")
    ] = None,
    missing_day: Annotated[
        Literal["last-day", "leave-out"],
        typer.Option(help="What becomes of a month without a 31st."),
    ] = "last-day",
) -> None:
    """Let an event come again, at the same time by the clock on the wall."""
    found = call.copilot.recurring.repeat(
        call.asker,
        event,
        every,
        until=as_date(until, "--until"),
        count=count,
        missing_day="last day" if missing_day == "last-day" else "leave out",
    )
    call.give(told_series(found), lambda screen: show_series(screen, found))


def series(call: Call, series: Annotated[str, typer.Argument(help="The series' id.")]) -> None:
    """Show a series with its events."""
    found = call.copilot.recurring.show(call.asker, series)
    call.give(told_series(found), lambda screen: show_series(screen, found))


def skip(
    call: Call,
    event: EventArgument,
    reason: Annotated[str, typer.Option(help="Why; those who registered read it.")] = SKIPPED,
) -> None:
    """Leave one event of a series out."""
    view = call.copilot.recurring.skip(call.asker, event, reason)
    call.give(told(view), lambda screen: say(screen, view, "Left out; the others stay."))
