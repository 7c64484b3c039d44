"""`mentoring events`: who comes, what they ask before, and what they say afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from ui.cli.call import Call, verb
from ui.cli.event_words import EventArgument, say, show_place, show_questions, told, told_place


def add_to(events: typer.Typer) -> None:
    """Hang these verbs under `events`."""
    writing: dict[str, Callable[..., None]] = {
        "register": register, "cancel-registration": cancel_registration, "attend": attend, "feedback": feedback,
        "ask": ask, "take-back": take_back, "answered": answered,
    }  # fmt: skip
    for name, function in writing.items():
        verb(events, name, writes=True)(function)
    verb(events, "questions")(questions)


def register(call: Call, event: EventArgument) -> None:
    """Take a place, or one in the waiting list."""
    place = call.copilot.registrations.register(call.asker, call.asker.member, event)
    call.give(told_place(place), lambda screen: show_place(screen, place))


def cancel_registration(call: Call, event: EventArgument) -> None:
    """Give your place back; the first who waits moves up."""
    place = call.copilot.registrations.cancel(call.asker, call.asker.member, event)
    call.give(told_place(place), lambda screen: show_place(screen, place))


def attend(
    call: Call,
    event: EventArgument,
    came: Annotated[
        list[str] | None, typer.Argument(help="Who was there; with --all, everybody registered.")
    ] = None,
    absent: Annotated[list[str] | None, typer.Option(help="Who wasn't; may be repeated.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="All who registered, but those absent.")] = False,
) -> None:
    """Say who was there."""
    there = set(came or [])
    if everybody:
        coming = call.copilot.registrations.coming(call.asker, event)
        there |= {each.member for each in coming if each.state == "registered"} - set(absent or [])
    view = call.copilot.registrations.attend(call.asker, event, sorted(there), absent or [])
    call.give(told(view), lambda screen: say(screen, view, f"{len(there)} were there."))


def feedback(
    call: Call,
    event: EventArgument,
    rating: Annotated[int | None, typer.Option(help="1 to 5; without it, what came back is shown.")] = None,
    text: Annotated[str, typer.Option(help="What was good, and what would be better.")] = "",
) -> None:
    """Say how it was, or read what came back: without names, five answers at a time."""
    if rating is not None:
        said = call.copilot.event_feedback.say(call.asker, call.asker.member, event, rating, text)
        call.give(said, lambda screen: typer.echo("Kept. The hosts read it without your name."))
        return
    found = call.copilot.event_feedback.told(call.asker, event)
    words = "".join(f"\n- {each}" for each in found.words)
    mean = f"{found.answers} answered; {found.mean} of 5 on average.{words}"
    call.give(
        found, lambda screen: typer.echo(mean if found.answers else "Fewer than five have answered so far.")
    )


def ask(
    call: Call,
    event: EventArgument,
    text: Annotated[str, typer.Argument(help="Your question.")],
    named: Annotated[bool, typer.Option("--named", help="Others may read who asks.")] = False,
) -> None:
    """Ask before an event; nobody is told who asks, unless you say so."""
    asked = call.copilot.event_questions.ask(call.asker, call.asker.member, event, text, named=named)
    call.give(
        asked,
        lambda screen: typer.echo(f"Asked as {asked.question}{'' if named else ', without your name'}."),
    )


def take_back(call: Call, question: Annotated[str, typer.Argument(help="The question's id.")]) -> None:
    """Delete a question of yours."""
    call.copilot.event_questions.take_back(call.asker, question)
    call.give({"question": question, "deleted": True}, lambda screen: typer.echo("Taken back."))


def questions(call: Call, event: EventArgument) -> None:
    """List the questions before an event, those alike together, what is asked most often first."""
    groups = call.copilot.event_questions.every(call.asker, event)
    call.give({"event": event, "groups": groups}, lambda screen: show_questions(screen, groups))


def answered(
    call: Call,
    question: Annotated[list[str], typer.Argument(help="The questions' ids.")],
    undo: Annotated[bool, typer.Option("--undo", help="Not answered after all.")] = False,
) -> None:
    """Tick questions off."""
    found = call.copilot.event_questions.answer(call.asker, question, answered=not undo)
    call.give(
        {"questions": found},
        lambda screen: typer.echo(f"{len(found)} {'open again' if undo else 'answered'}."),
    )
