"""`mentoring relationships`, `sessions` and `moments`: what happens between people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli.call import Call, verb
from ui.cli.reading import as_date, as_time

if TYPE_CHECKING:
    from copilot.services.relationships import RelationshipStatus

relationships = typer.Typer(help="Relationships: list, show.", no_args_is_help=True)
sessions = typer.Typer(help="Sessions: add, notes, actions.", no_args_is_help=True)
moments = typer.Typer(help="Moments worth recognising: add, agree, list.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(relationships, name="relationships")
    root.add_typer(sessions, name="sessions")
    root.add_typer(moments, name="moments")


@verb(relationships, "list")
def list_(call: Call) -> None:
    """List the relationships you may see, with their status; dates where you are in one or manage its programme."""
    from ui.cli.tables import show_table

    found = call.copilot.relationships.visible_to(call.asker)
    rows = [
        (s.id, s.role, " & ".join(s.members), s.state, "" if s.held is None else str(s.held), _last(s))
        for s in found
    ]
    header = ("id", "role", "members", "state", "held", "last")
    call.give({"relationships": found}, lambda screen: show_table(screen, header, rows))


@verb(relationships, "show")
def show(call: Call, relationship: Annotated[str, typer.Argument(help="Its id.")]) -> None:
    """Show what a relationship shares; its status where you are not part of it, with dates for its manager."""
    from copilot.errors import NotAllowed
    from ui.cli.tables import show_fields

    service = call.copilot.relationships
    try:
        found = service.shared(call.asker, relationship).model_dump(mode="json", by_alias=True)
    except NotAllowed:
        found = service.status(call.asker, relationship).model_dump(mode="json", by_alias=True)
    call.give(found, lambda screen: show_fields(screen, relationship, found))


@verb(sessions, "add", writes=True)
def add_session(
    call: Call,
    relationship: Annotated[str, typer.Argument(help="The relationship's id.")],
    at: Annotated[str, typer.Option(help="When, such as 2027-03-31T14:00+01:00.")],
    minutes: Annotated[int, typer.Option(min=5, max=480, help="How long.")] = 60,
    topic: Annotated[str, typer.Option(help="What about.")] = "",
) -> None:
    """Put a session down, past or planned."""
    own = call.copilot.members.show(call.asker, call.asker.member).profile.zone if call.asker.member else None
    kept = call.copilot.relationships.add_session(
        call.asker, relationship, at=as_time(at, "--at", own), minutes=minutes, topic=topic
    )
    call.give(kept, lambda screen: typer.echo(f"Kept as {kept.id} ({kept.state})."))


@verb(sessions, "settle", writes=True)
def settle_session(
    call: Call,
    session: Annotated[str, typer.Argument(help="The session's id.")],
    state: Annotated[Literal["held", "cancelled"], typer.Argument(help="What became of it.")],
) -> None:
    """Say what became of a planned session."""
    kept = call.copilot.relationships.settle_session(call.asker, session, state)
    call.give(kept, lambda screen: typer.echo(f"{kept.id} is {kept.state}."))


@verb(sessions, "notes", writes=True)
def add_note(
    call: Call,
    session: Annotated[str, typer.Argument(help="The session's id.")],
    text: Annotated[str, typer.Argument(help="The note.")],
    shared: Annotated[bool, typer.Option("--shared", help="Share it with the relationship.")] = False,
) -> None:
    """Write a note of a session: yours alone unless --shared."""
    kept = call.copilot.relationships.add_note(call.asker, session, text, shared=shared)
    call.give(kept, lambda screen: typer.echo(f"Kept as {kept.id} ({kept.visibility})."))


@verb(sessions, "actions", writes=True)
def actions(
    call: Call,
    session: Annotated[str, typer.Argument(help="The session's id.")] = "",
    text: Annotated[str, typer.Argument(help="What was promised.")] = "",
    owner: Annotated[str, typer.Option(help="Who promised it; you where it is left out.")] = "",
    due: Annotated[str, typer.Option(help="Until when, such as 2027-03-31.")] = "",
    done: Annotated[str, typer.Option(help="Tick off this action item instead.")] = "",
) -> None:
    """Note what someone promised in a session, or tick it off."""
    service = call.copilot.relationships
    if done:
        kept = service.finish_action(call.asker, done)
    else:
        kept = service.add_action(
            call.asker, session, owner=owner or call.asker.member, text=text, due=as_date(due, "--due")
        )
    call.give(kept, lambda screen: typer.echo(f"{kept.id}: {kept.text}" + (" (done)" if kept.done else "")))


@verb(moments, "add", writes=True)
def add_moment(
    call: Call,
    member: Annotated[str, typer.Option("--for", help="Who did it.")],
    situation: Annotated[str, typer.Option(help="When and where.")],
    behaviour: Annotated[str, typer.Option(help="What she did.")],
    impact: Annotated[str, typer.Option(help="What it led to.")] = "",
    on: Annotated[str, typer.Option(help="The day; today where it is left out.")] = "",
) -> None:
    """Log a moment worth recognising."""
    kept = call.copilot.moments.add(
        call.asker, member, situation=situation, behaviour=behaviour, impact=impact, on=as_date(on, "--on")
    )
    call.give(kept, lambda screen: typer.echo(f"Kept as {kept.id}."))


@verb(moments, "agree", writes=True)
def agree(
    call: Call,
    moment: Annotated[str, typer.Argument(help="A moment that is about you.")],
    take_back: Annotated[
        bool, typer.Option("--take-back", help="It is between the two of you again.")
    ] = False,
) -> None:
    """Let others read a moment and write of it; on the board it counts from then on."""
    kept = call.copilot.moments.agree(call.asker, moment, public=not take_back)
    words = "It is between the two of you again." if take_back else "Others may read it and write of it."
    call.give(kept, lambda screen: typer.echo(words))


@verb(moments, "list")
def list_moments(call: Call, member: Annotated[str, typer.Option("--for", help="Whose.")] = "") -> None:
    """List the moments of a member."""
    from ui.cli.tables import show_table

    found = call.copilot.moments.of(call.asker, member or call.asker.member)
    rows = [(m.id, m.on.isoformat(), m.behaviour) for m in found]
    call.give({"moments": found}, lambda screen: show_table(screen, ("id", "on", "what"), rows))


def _last(status: RelationshipStatus) -> str:
    return str(status.last_held or "–") if status.dated else ""
