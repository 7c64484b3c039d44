"""`mentoring match`: suggestions, runs, and a manager's decisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ui.cli import audit, match_choice, match_outlook, match_review
from ui.cli.call import Call, verb
from ui.cli.match_words import (
    AnyRole,
    MatchArgument,
    RoleOption,
    people_of,
    role_named,
    show_history,
    show_matches,
    show_reasons,
    show_run,
)

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(help="Matches: suggest, run, review, accept.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    for verbs in (match_review, match_choice, match_outlook, audit):
        verbs.add_to(app)
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
            show_reasons(screen, f"{suggestion.member}  {suggestion.score:.2f}", suggestion.rationale)
        if not suggestions:
            screen.print(
                f"Nobody suits yet. `match missing --for {member} --role {role}` lists what the profile lacks; to "
                "managers `match run` says why for each member.",
                markup=False,
            )

    call.give({"suggestions": suggestions}, show)
    if not suggestions:
        raise typer.Exit(1)


@verb(app, "run", writes=True)
def run(
    call: Call,
    role: RoleOption = "mentor",
    programme: Annotated[str, typer.Option(help="Only those enrolled in this programme.")] = "",
    seed: Annotated[int, typer.Option(help="What breaks ties.")] = 0,
    opt_out: Annotated[
        bool, typer.Option("--opt-out", help="Seek also for those nominated who did not opt out.")
    ] = False,
    mode: Annotated[
        Literal["best-total", "worst-off-first"],
        typer.Option(help="The highest total score, or the worst-off first; the price is told."),
    ] = "best-total",
    target: Annotated[
        list[str] | None,
        typer.Option(
            help="At least so many of all matches, for instance cross-functional=40%; may be repeated."
        ),
    ] = None,
) -> None:
    """Match the whole pool at once: the best total, every rule kept, each person left out told why."""
    from copilot.domain.matches import MatchRole
    from copilot.services.matching.solving.aims import Aim
    from copilot.services.matching.solving.targets import read_target

    aim = Aim(mode, tuple(read_target(each) for each in target or ()))
    with call.progress() as progress:
        result, proposed = call.copilot.matching.run(
            call.asker,
            MatchRole(role),
            programme=programme,
            seed=seed,
            progress=progress,
            opt_out=opt_out,
            aim=aim,
        )
    document = {**result.model_dump(mode="json", by_alias=True), "proposed": proposed}
    call.give(document, lambda screen: show_run(screen, result, proposed))


@verb(app, "weights")
def weights(call: Call) -> None:
    """Print how the parts of a score weigh, as a file: save it as matching.yaml in the home and change it there."""
    from copilot.services.matching.scores.weights_file import in_words

    found = call.copilot.matching_weights
    call.give(found, lambda screen: screen.print(in_words(found), markup=False, highlight=False))


@verb(app, "list")
def list_(
    call: Call,
    state: Annotated[str, typer.Option(help="Only matches in this state.")] = "",
    programme: Annotated[str, typer.Option(help="Only matches of this programme.")] = "",
    role: AnyRole = "",
    member: Annotated[str, typer.Option("--for", help="Only matches of this member.")] = "",
) -> None:
    """List the matches you may see."""
    from copilot.domain.matches import MatchState
    from copilot.errors import BadInput

    if state and state not in set(MatchState):
        raise BadInput(
            f"“{state}” is no state.", place="--state", cure=f"Choose one of {', '.join(MatchState)}."
        )
    states = [MatchState(state)] if state else []
    found = call.copilot.matching.list_matches(
        call.asker, states=states, programme=programme or None, role=role_named(role), member=member
    )
    call.give({"matches": found}, lambda screen: show_matches(screen, found))


@verb(app, "show")
def show(call: Call, match: MatchArgument) -> None:
    """Show one match with its reasons, and to those who decide what happened to it so far."""
    found = call.copilot.matching.show(call.asker, match)
    history = call.copilot.matching.history(call.asker, match)
    title = f"{people_of(found)}  {found.score:.2f}  {found.state.value.replace('_', ' ')}"

    def show(screen: Console) -> None:
        show_reasons(screen, title, found.rationale)
        show_history(screen, history)

    document = found.model_dump(mode="json", by_alias=True)
    call.give({**document, **({"history": history} if history else {})}, show)


@verb(app, "accept", writes=True)
def accept(call: Call, match: MatchArgument) -> None:
    """Accept an approved match, as its seeker or partner; once both have, the relationship begins."""
    touched = [call.copilot.matching.accept(call.asker, match)]
    call.give({"matches": touched}, lambda screen: show_matches(screen, touched))


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
