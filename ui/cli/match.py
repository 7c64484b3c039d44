"""`mentoring match`: suggestions, runs, and a manager's decisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.matches import Match, Rationale

app = typer.Typer(help="Matches: suggest, run, review, accept.", no_args_is_help=True)

RoleOption = Annotated[
    Literal["mentor", "sponsor", "peer", "reverse", "circle"],
    typer.Option("--role", help="What the partner is to be."),
]
MatchArgument = Annotated[str, typer.Argument(help="The match's id.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="match")


@verb(app, "suggest")
def suggest(
    call: Call,
    member: Annotated[str, typer.Option("--for", help="Whom to find somebody for.")],
    role: RoleOption = "mentor",
    k: Annotated[
        int, typer.Option("-k", min=1, help="How many: up to 10 for oneself, up to 50 for a manager.")
    ] = 3,
    programme: Annotated[
        str, typer.Option(help="Only partners enrolled in this programme; a manager names hers.")
    ] = "",
) -> None:
    """Suggest partners for one member, with reasons; nothing is kept."""
    from copilot.domain.matches import MatchRole

    suggestions = call.copilot.matching.suggest(call.asker, member, MatchRole(role), k, programme)

    def show(screen: Console) -> None:
        for suggestion in suggestions:
            _show_reasons(screen, f"{suggestion.member}  {suggestion.score:.2f}", suggestion.rationale)
        if not suggestions:
            screen.print("Nobody suits yet. `match run` says why for each member.")

    call.give({"suggestions": suggestions}, show)
    if not suggestions:
        raise typer.Exit(1)


@verb(app, "run", writes=True)
def run(
    call: Call,
    role: RoleOption = "mentor",
    programme: Annotated[str, typer.Option(help="Only those enrolled in this programme.")] = "",
    seed: Annotated[int, typer.Option(help="What breaks ties.")] = 0,
) -> None:
    """Match the whole pool at once: the best total, every rule kept, each person left out told why."""
    from copilot.domain.matches import MatchRole

    with call.progress() as progress:
        result, proposed = call.copilot.matching.run(
            call.asker, MatchRole(role), programme=programme, seed=seed, progress=progress
        )
    document = {**result.model_dump(mode="json", by_alias=True), "proposed": proposed}

    def show(screen: Console) -> None:
        screen.print(
            f"{len(proposed)} proposed, {len(result.unmatched)} unmatched; run {result.id}.", markup=False
        )
        screen.print(f"Total score {result.total_score:.2f}, gap to the optimum {100 * result.gap:.3f} %.")
        for match in proposed[:20]:
            screen.print(f"  {match.id}  {match.seeker} → {match.partner}  {match.score:.2f}", markup=False)
        if len(proposed) > 20:
            screen.print(f"  … and {len(proposed) - 20} more: `match list`.")
        for left in result.unmatched[:10]:
            screen.print(f"  {left.member}: {left.reason} {left.cure}", markup=False)

    call.give(document, show)


@verb(app, "list")
def list_(
    call: Call,
    state: Annotated[str, typer.Option(help="Only matches in this state.")] = "",
    programme: Annotated[str, typer.Option(help="Only matches of this programme.")] = "",
) -> None:
    """List the matches you may see."""
    from copilot.domain.matches import MatchState
    from copilot.errors import BadInput

    if state and state not in set(MatchState):
        raise BadInput(
            f"“{state}” is no state.", place="--state", cure=f"Choose one of {', '.join(MatchState)}."
        )
    states = [MatchState(state)] if state else []
    found = call.copilot.matching.list_matches(call.asker, states=states, programme=programme or None)
    call.give({"matches": found}, lambda screen: _show_matches(screen, found))


@verb(app, "show")
def show(call: Call, match: MatchArgument) -> None:
    """Show one match with its reasons."""
    found = call.copilot.matching.show(call.asker, match)
    title = f"{found.seeker} → {found.partner}  {found.score:.2f}  {found.state}"
    call.give(found, lambda screen: _show_reasons(screen, title, found.rationale))


def _decided(call: Call, touched: list[Match]) -> None:
    call.give({"matches": touched}, lambda screen: _show_matches(screen, touched))


@verb(app, "approve", writes=True)
def approve(call: Call, matches: Annotated[list[str], typer.Argument(help="The matches' ids.")]) -> None:
    """Approve proposed matches: the two people see them from then on."""
    _decided(call, [call.copilot.matching.approve(call.asker, match) for match in matches])


@verb(app, "decline", writes=True)
def decline(
    call: Call,
    match: MatchArgument,
    reason: Annotated[str, typer.Option(help="Why; it is kept and learnt from.")],
) -> None:
    """Decline a match: the pair is never proposed again."""
    _decided(call, [call.copilot.matching.decline(call.asker, match, reason)])


@verb(app, "lock", writes=True)
def lock(
    call: Call,
    match: MatchArgument,
    off: Annotated[bool, typer.Option("--off", help="Take the lock away.")] = False,
) -> None:
    """Lock a match, so that later runs keep it."""
    mark = call.copilot.matching.unlock if off else call.copilot.matching.lock
    _decided(call, [mark(call.asker, match)])


@verb(app, "replace", writes=True)
def replace(
    call: Call,
    match: MatchArgument,
    partner: Annotated[str, typer.Option("--with", help="The new partner's id.")],
) -> None:
    """Propose another partner instead."""
    _decided(call, list(call.copilot.matching.replace(call.asker, match, partner)))


@verb(app, "undo", writes=True)
def undo(call: Call, match: MatchArgument) -> None:
    """Take back the last decision on a match."""
    _decided(call, [call.copilot.matching.undo(call.asker, match)])


@verb(app, "accept", writes=True)
def accept(call: Call, match: MatchArgument) -> None:
    """Accept an approved match, as its seeker or partner; once both have, the relationship begins."""
    _decided(call, [call.copilot.matching.accept(call.asker, match)])


@verb(app, "what-if")
def what_if(
    call: Call,
    seeker: Annotated[str, typer.Argument(help="The seeker's id.")],
    partner: Annotated[str, typer.Argument(help="The partner's id.")],
    role: RoleOption = "mentor",
    programme: Annotated[str, typer.Option(help="Only those enrolled in this programme.")] = "",
) -> None:
    """Say what forcing a pair would cost, and who else would move. Nothing is changed."""
    from copilot.domain.matches import MatchRole

    answer = call.copilot.matching.what_if(call.asker, seeker, partner, MatchRole(role), programme=programme)
    from ui.cli.tables import show_fields

    call.give(
        answer, lambda screen: show_fields(screen, f"{seeker} → {partner}", answer.model_dump(mode="json"))
    )


@verb(app, "score")
def score(
    call: Call,
    seekers: Annotated[Path, typer.Option(help="A roster of seekers.")],
    partners: Annotated[Path, typer.Option(help="A roster of partners.")],
    role: RoleOption = "mentor",
) -> None:
    """Score every pair of two rosters: affinity only, no hard rules, no home touched."""
    from copilot.app import score_rosters
    from copilot.domain.matches import MatchRole

    def documents() -> Iterator[dict[str, Any]]:
        with call.progress() as progress:
            for seeker, partner, value, parts in score_rosters(seekers, partners, MatchRole(role), progress):
                yield {"seeker": seeker, "partner": partner, "score": value, "parts": parts}

    call.give_lines(
        documents(),
        lambda screen, pair: screen.print(f"{pair['seeker']} → {pair['partner']}  {pair['score']:.3f}"),
    )


def _show_matches(screen: Console, matches: list[Match]) -> None:
    from ui.cli.tables import show_table

    rows = [
        (m.id, m.seeker, m.partner, m.role, m.state + (" (locked)" if m.locked else ""), f"{m.score:.2f}")
        for m in matches
    ]
    show_table(screen, ("id", "seeker", "partner", "role", "state", "score"), rows)


def _show_reasons(screen: Console, title: str, rationale: Rationale) -> None:
    quotes = {citation.n: getattr(citation, "quote", "") for citation in rationale.citations}
    screen.print(title, style="bold", markup=False)
    for heading, claims in (("for", rationale.for_), ("against", rationale.against)):
        for claim in claims:
            evidence = "; ".join(f"“{quotes[n]}”" for n in claim.evidence if n in quotes)
            screen.print(f"  {heading}: {claim.claim}" + (f" ({evidence})" if evidence else ""), markup=False)
    for change in rationale.would_change:
        screen.print(f"  would change it: {change}", markup=False)
    screen.print(f"  {rationale.confidence}\n", markup=False)
