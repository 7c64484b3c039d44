"""`mentoring match`: which kinds of partners are missing, which fields a profile lacks, a match in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb
from ui.cli.match_words import MatchArgument, Programme, RoleOption

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.matching.verbs.recruiting import MissingKind


def add_to(matches: typer.Typer) -> None:
    """Hang these verbs under `match`."""
    for name, function in (("recruit", recruit), ("missing", missing), ("words", in_words)):
        verb(matches, name)(function)


def recruit(
    call: Call,
    role: RoleOption = "mentor",
    programme: Programme = "",
    k: Annotated[int, typer.Option("-k", min=1, help="How many kinds at most.")] = 10,
) -> None:
    """List the kinds of partners that are missing: what they would be asked for, and by how many."""
    from copilot.domain.matches import MatchRole

    with call.progress() as progress:
        kinds = call.copilot.matching.recruit(call.asker, MatchRole(role), programme, k, progress)
    call.give({"missing": kinds}, lambda screen: _show_kinds(screen, kinds))


def missing(
    call: Call,
    member: Annotated[str, typer.Option("--for", help="Whose profile.")],
    role: RoleOption = "mentor",
    programme: Programme = "",
) -> None:
    """List a profile's empty fields, the one that would change the member's matches most first."""
    from copilot.domain.matches import MatchRole
    from ui.cli.tables import show_table

    found = call.copilot.matching.missing(call.asker, member, MatchRole(role), programme)
    rows = [(each.field.replace("_", " "), f"{each.would_change:.0%}", each.message) for each in found]

    def show(screen: Console) -> None:
        if not found:
            screen.print("Nothing is missing that a match would look at.")
            return
        show_table(screen, ("field", "would change", "what to tell"), rows)

    call.give({"missing": found}, show)


def in_words(call: Call, match_id: MatchArgument) -> None:
    """Say in sentences why a match; with the setting matching.rephrase a chat model finds the words, and is checked."""
    told = call.copilot.matching.in_words(call.asker, match_id, call.copilot.rephraser)
    call.give({"match": match_id, "words": told}, lambda screen: screen.print(told, markup=False))


def _show_kinds(screen: Console, kinds: list[MissingKind]) -> None:
    if not kinds:
        screen.print("Nobody waits, and no match leaves a need unanswered.")
    for kind in kinds:
        screen.print(f"{kind.waiting} wait ({kind.unmatched} with nobody): {kind.need}", markup=False)
        told = {
            "words": kind.example_words,
            "languages": kind.languages,
            "levels": [str(level) for level in kind.levels],
            "time zones": kind.time_zones,
        }
        for called, values in told.items():
            if values:
                screen.print(f"  {called}: {', '.join(values)}", markup=False)
        screen.print(f"  one more would add about {kind.adds:.2f} to the total score", markup=False)
