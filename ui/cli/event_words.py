"""How events look: as JSON with their own fields first, and to a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.call import plain

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.events.questions import AskedAlike
    from copilot.services.events.recurring import SeriesView
    from copilot.services.events.registering import Place
    from copilot.services.events.seeing import EventView

EventArgument = Annotated[str, typer.Argument(help="The event's id.")]


def told(view: EventView) -> dict[str, Any]:
    """The event's own fields, and how it stands beside them."""
    document: dict[str, Any] = plain(view)
    return {**document.pop("event"), **document}


def told_place(place: Place) -> dict[str, Any]:
    """A registration with its place in the waiting list."""
    return {**plain(place.registration), "line": place.line}


def told_series(found: SeriesView) -> dict[str, Any]:
    """A series, its rule in words, its events."""
    events = [told(view) for view in found.events]
    return {**plain(found.series), "told": found.told, "events": events, "notes": found.notes}


def when_told(view: EventView) -> str:
    """When and how long, by the clock on the wall."""
    return f"{view.event.at:%a %d %b %Y, %H:%M} {view.event.time_zone}, {view.event.minutes} minutes"


def places_told(view: EventView) -> str:
    """How many have a place, and how many wait."""
    if view.free is None:
        return f"{view.registered} registered"
    waiting = f", {view.waiting} waiting" if view.waiting else ""
    return f"{view.registered} of {view.event.places} taken{waiting}"


def say(screen: Console, view: EventView, sentence: str) -> None:
    """A sentence, and what ought to be minded."""
    screen.print(sentence, *view.notes, sep="\n", markup=False)


def show_list(screen: Console, views: list[EventView]) -> None:
    """A table of events."""
    from ui.cli.tables import show_table

    rows = [
        (
            view.event.id,
            f"{view.event.at:%Y-%m-%d %H:%M}\n{view.event.time_zone}",
            f"{view.event.title} ({view.event.kind.value})",
            places_told(view) if view.event.state == "planned" else view.event.state,
            f"waiting, number {view.line}" if view.line else view.mine,
        )
        for view in views
    ]
    show_table(screen, ("id", "when", "what", "places", "you"), rows)


def show_event(screen: Console, view: EventView) -> None:
    """One event with all that may be known of it."""
    from ui.cli.tables import show_fields

    event = view.event
    coming = [
        f"{each.member} ({each.state}{', was there' if each.attended else ''})" for each in view.coming or ()
    ]
    answers = {**dict.fromkeys(event.agreed, "yes"), **dict.fromkeys(event.declined, "no")}
    speakers = [f"{each} ({answers[each]})" if each in answers else each for each in event.speakers]
    fields = {
        "when": when_told(view), "where": event.where, "state": f"{event.state} {event.reason}".strip(),
        "hosts": ", ".join(sorted(event.hosts)), "speakers": ", ".join(speakers), "programme": event.programme,
        "places": places_told(view), "you": f"waiting, number {view.line}" if view.line else view.mine,
        "about": event.description, "who comes": coming, "mind": list(view.notes),
    }  # fmt: skip
    show_fields(screen, f"{event.title} ({event.kind.value})", fields)


def show_place(screen: Console, place: Place) -> None:
    """What became of a registration."""
    sentences = {
        "registered": "You have a place.",
        "waiting": f"All places are taken; you are number {place.line} of those who wait.",
        "cancelled": "Your place is given back.",
    }
    screen.print(sentences[place.registration.state], markup=False)


def show_series(screen: Console, found: SeriesView) -> None:
    """A series and its events."""
    screen.print(
        f"{found.series.id}: {found.told}, {len(found.events)} times.", *found.notes, sep="\n", markup=False
    )
    show_list(screen, list(found.events))


def show_questions(screen: Console, groups: list[AskedAlike]) -> None:
    """Questions, those alike under the one that stands for them."""
    if not groups:
        screen.print("Nobody has asked anything yet. `mentoring events ask` is how.", markup=False)
    for group in groups:
        ask = "asked once" if group.askers == 1 else f"asked {group.askers} times"
        done = ", answered" if group.answered else ""
        screen.print(f"{group.leads.text} ({ask}{done}; {group.leads.question})", style="bold", markup=False)
        for each in group.others:
            screen.print(f"  {each.text} ({each.question})", markup=False)
