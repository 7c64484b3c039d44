"""What the verbs of matching share: their options, and how matches look at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.matches import Match, MatchRole, MatchRun, Rationale
    from copilot.services.matching.verbs.history import Happening

RoleOption = Annotated[
    Literal["mentor", "sponsor", "peer", "reverse", "circle"],
    typer.Option("--role", help="What the partner is to be."),
]
AnyRole = Annotated[str, typer.Option("--role", help="Only matches of this role.")]
MatchArgument = Annotated[str, typer.Argument(help="The match's id.")]
Programme = Annotated[str, typer.Option("--programme", help="In which programme; a manager names hers.")]
MANY = 20


def role_named(name: str) -> MatchRole | None:
    """The role of an option that may be left out. Raises BadInput naming those there are."""
    from copilot.domain.matches import MatchRole
    from copilot.errors import BadInput

    if name and name not in set(MatchRole):
        raise BadInput(f"“{name}” is no role.", place="--role", cure=f"Choose one of {', '.join(MatchRole)}.")
    return MatchRole(name) if name else None


def show_matches(screen: Console, matches: Sequence[Match]) -> None:
    """A line a match."""
    from ui.cli.tables import show_table

    rows = [
        (
            m.id,
            m.seeker,
            ", ".join(m.members[1:]) or m.partner,
            m.role,
            _state(m) + (" (locked)" if m.locked else ""),
            f"{m.score:.2f}",
        )
        for m in matches
    ]
    show_table(screen, ("id", "seeker", "partner", "role", "state", "score"), rows)


def show_reasons(screen: Console, title: str, rationale: Rationale) -> None:
    """What speaks for and against, what each gets out of it, who else was possible."""
    quotes = {citation.n: getattr(citation, "quote", "") for citation in rationale.citations}
    screen.print(title, style="bold", markup=False)
    for heading, claims in (("for", rationale.for_), ("against", rationale.against)):
        for claim in claims:
            evidence = "; ".join(f"“{quotes[n]}”" for n in claim.evidence if n in quotes)
            screen.print(f"  {heading}: {claim.claim}" + (f" ({evidence})" if evidence else ""), markup=False)
    screen.print(f"  for the seeker: {rationale.benefit.seeker}", markup=False)
    screen.print(f"  for the partner: {rationale.benefit.partner}", markup=False)
    for other in rationale.alternatives:
        screen.print(f"  else: {other.member}  {other.score:.2f}, {other.why_not}", markup=False)
    for change in rationale.would_change:
        screen.print(f"  would change it: {change}", markup=False)
    screen.print(f"  {rationale.confidence}\n", markup=False)


def show_history(screen: Console, history: Sequence[Happening]) -> None:
    """When, who, what, why; a line each."""
    for each in history:
        step = f", {each.before} → {each.after}" if each.before and each.after else ""
        why = f": {each.reason}" if each.reason else ""
        screen.print(f"  {each.at:%Y-%m-%d %H:%M} {each.by} {each.verb}{step}{why}", markup=False)


def show_run(screen: Console, run: MatchRun, proposed: Sequence[Match]) -> None:
    """What a run proposes, who moved and why, and who has nobody, why, and what would help."""
    screen.print(f"{len(proposed)} proposed, {len(run.unmatched)} unmatched; run {run.id}.", markup=False)
    screen.print(f"Total score {run.total_score:.2f}, gap to the optimum {100 * run.gap:.3f} %.")
    pairs = [f"{match.id}  {people_of(match)}  {match.score:.2f}" for match in proposed]
    moved = [f"{each.member}: {each.before} → {each.after or 'nobody'}. {each.why}" for each in run.moved]
    left = [f"{each.member}: {each.reason} {each.cure}" for each in run.unmatched]
    for heading, lines in (
        ("Aims", run.aims),
        ("Mind", run.warnings),
        ("Proposed", pairs),
        ("Moved", moved),
        ("Without a partner", left),
    ):
        _show_lines(screen, heading, lines)


def people_of(match: Match) -> str:
    """The two, or all of a circle."""
    return ", ".join(match.members) if match.members else f"{match.seeker} → {match.partner}"


def _show_lines(screen: Console, heading: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    screen.print(f"{heading}:")
    for line in lines[:MANY]:
        screen.print(f"  {line}", markup=False)
    if len(lines) > MANY:
        screen.print(f"  … and {len(lines) - MANY} more; --json has them all.")


def _state(match: Match) -> str:
    return match.state.value.replace("_", " ")
