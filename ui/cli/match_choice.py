"""`mentoring match`: what a member chooses, and whom a programme reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb
from ui.cli.match_words import AnyRole, MatchArgument, Programme, RoleOption, role_named

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.choices import Choice, Nomination

Whom = Annotated[str, typer.Option("--for", help="The member who chooses.")]


def add_to(matches: typer.Typer) -> None:
    """Hang these verbs under `match`."""
    for name, function in (("rank", rank), ("nominate", nominate), ("opt-out", opt_out)):
        verb(matches, name, writes=True)(function)
    verb(matches, "ask", writes=True)(ask)
    verb(matches, "say-no", writes=True)(say_no)
    for name, function in (("choices", choices), ("reach", reach)):
        verb(matches, name)(function)


def rank(
    call: Call,
    member: Whom,
    partners: Annotated[
        list[str] | None, typer.Argument(help="Up to three ids, the first choice first; none withdraws.")
    ] = None,
    role: RoleOption = "mentor",
    programme: Programme = "",
) -> None:
    """Rank up to three suggested partners: the next run counts it."""
    from copilot.domain.matches import MatchRole

    kept = call.copilot.matching.rank(call.asker, member, MatchRole(role), partners or [], programme)
    call.give({"choice": kept}, lambda screen: _show_choices(screen, [kept] if kept else [], []))


def ask(
    call: Call,
    partner: Annotated[str, typer.Argument(help="Whom you ask; `match suggest` shows who could be asked.")],
    programme: Annotated[str, typer.Option("--programme", help="In which programme.")],
    role: RoleOption = "mentor",
) -> None:
    """Ask somebody to be your partner, where a programme leaves that to its members; she says yes or no."""
    from copilot.domain.matches import MatchRole, MatchState

    kept = call.copilot.matching.ask(call.asker, partner, MatchRole(role), programme)
    waits = kept.state is MatchState.APPROVED
    told = f"{partner} is asked: she answers with `match accept {kept.id}` or `match say-no {kept.id}`."
    reviewed = "A sponsor is reviewed by two people first; then she is asked."
    call.give({"matches": [kept]}, lambda screen: screen.print(told if waits else reviewed, markup=False))


def say_no(call: Call, match: MatchArgument) -> None:
    """Say no to a match that waits for your answer, or take your own question back; nobody asks why."""
    kept = call.copilot.matching.say_no(call.asker, match)
    call.give(
        {"matches": [kept]}, lambda screen: screen.print(f"{kept.id} is {kept.state.value}.", markup=False)
    )


def choices(
    call: Call,
    member: Annotated[str, typer.Option("--for", help="Only this member's.")] = "",
    role: AnyRole = "",
    programme: Annotated[str | None, typer.Option(help="Only of this programme.")] = None,
) -> None:
    """List whom members ranked, who is nominated, and who opted out, as far as you may see."""
    wanted = {"member": member, "role": role_named(role), "programme": programme}
    matching = call.copilot.matching
    ranked, nominated = matching.choices(call.asker, **wanted), matching.nominations(call.asker, **wanted)
    call.give(
        {"choices": ranked, "nominations": nominated},
        lambda screen: _show_choices(screen, ranked, nominated),
    )


def nominate(
    call: Call,
    members: Annotated[
        list[str] | None, typer.Argument(help="Only these members; else everybody eligible.")
    ] = None,
    role: RoleOption = "mentor",
    programme: Programme = "",
    preview: Annotated[bool, typer.Option("--preview", help="Only list them; nothing is kept.")] = False,
) -> None:
    """Nominate everybody eligible who seeks nothing yet: `match run --opt-out` seeks for them, unless they opt out."""
    from copilot.domain.matches import MatchRole

    new = call.copilot.matching.nominate(
        call.asker, MatchRole(role), programme, members or (), preview=preview
    )
    call.give(
        {"nominated": new, "preview": preview},
        lambda screen: _show_choices(screen, [], new),
    )


def opt_out(
    call: Call,
    member: Whom,
    role: RoleOption = "mentor",
    programme: Annotated[str, typer.Option(help="Only in this programme; a manager names hers.")] = "",
    off: Annotated[bool, typer.Option("--off", help="Take the opt-out back.")] = False,
) -> None:
    """Take a member out of the matching of a role, or back in."""
    from copilot.domain.matches import MatchRole

    kept = call.copilot.matching.opt_out(call.asker, member, MatchRole(role), programme, off=off)
    call.give(kept, lambda screen: _show_choices(screen, [], [kept]))


def reach(call: Call, role: RoleOption = "mentor", programme: Programme = "") -> None:
    """Report whom the programme reaches: who is eligible, never asked, never matched."""
    from copilot.domain.matches import MatchRole
    from ui.cli.tables import show_fields

    found = call.copilot.matching.reach(call.asker, MatchRole(role), programme)
    numbers = found.model_dump(mode="json")
    title = f"Reach of {role} matching in {programme or 'the community'}"
    call.give(found, lambda screen: show_fields(screen, title, numbers))


def _show_choices(screen: Console, ranked: list[Choice], nominated: list[Nomination]) -> None:
    from ui.cli.tables import show_table

    rows = [(each.member, each.role.value, each.programme, ", ".join(each.ranked)) for each in ranked]
    rows += [
        (each.member, each.role.value, each.programme, each.state.replace("_", " ")) for each in nominated
    ]
    show_table(screen, ("member", "role", "programme", "choice"), rows)
