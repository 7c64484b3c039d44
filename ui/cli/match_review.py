"""`mentoring match`: what a manager decides, one match or many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli.call import Call, verb
from ui.cli.match_words import AnyRole, MatchArgument, role_named, show_matches

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.matches import DeclineCategory, Match
    from copilot.services.matching.verbs.bulk import Batch
    from copilot.services.matching.verbs.declines import Declines

Because = Annotated[
    str, typer.Option("--because", help="Its category, such as wrong-level; else read from the reason.")
]
OneProgramme = Annotated[str | None, typer.Option("--programme", help="Only matches of this programme.")]


def add_to(matches: typer.Typer) -> None:
    """Hang these verbs under `match`."""
    for name, function in (
        ("approve", approve),
        ("decline", decline),
        ("bulk", bulk),
        ("lock", lock),
        ("replace", replace),
        ("undo", undo),
        ("expire", expire),
    ):
        verb(matches, name, writes=True)(function)
    verb(matches, "declines")(declines)


def approve(call: Call, matches: Annotated[list[str], typer.Argument(help="The matches' ids.")]) -> None:
    """Approve proposed matches: the two people see them from then on. Of several all are approved, or none.

    A sponsor's match waits for a second reviewer after the first.
    """
    from copilot.services.matching.verbs.bulk import Selection

    if len(matches) == 1:
        _decided(call, [call.copilot.matching.approve(call.asker, matches[0])])
    else:
        _decided_together(call, call.copilot.matching.approve_all(call.asker, Selection(ids=tuple(matches))))


def decline(
    call: Call,
    match: MatchArgument,
    reason: Annotated[str, typer.Option(help="Why; it is kept and learnt from.")],
    because: Because = "",
) -> None:
    """Decline a match: the pair is never proposed again."""
    _decided(call, [call.copilot.matching.decline(call.asker, match, reason, _category(because))])


def bulk(
    call: Call,
    what: Annotated[Literal["approve", "decline"], typer.Argument(help="What to do with them.")],
    matches: Annotated[list[str] | None, typer.Argument(help="The matches' ids.")] = None,
    above: Annotated[
        float | None, typer.Option(help="Instead of ids: open matches with this score or more.")
    ] = None,
    below: Annotated[
        float | None, typer.Option(help="Instead of ids: open matches with less than this score.")
    ] = None,
    role: AnyRole = "",
    programme: OneProgramme = None,
    reason: Annotated[str, typer.Option(help="Why, where they are declined.")] = "",
    because: Because = "",
) -> None:
    """Approve or decline many matches: all of them or none. `match undo` with the batch's id takes it back."""
    from copilot.services.matching.verbs.bulk import Selection

    chosen = Selection(
        ids=tuple(matches or ()), above=above, below=below, role=role_named(role), programme=programme
    )
    matching = call.copilot.matching
    if what == "approve":
        _decided_together(call, matching.approve_all(call.asker, chosen))
    else:
        _decided_together(call, matching.decline_all(call.asker, chosen, reason, _category(because)))


def lock(
    call: Call,
    match: MatchArgument,
    off: Annotated[bool, typer.Option("--off", help="Take the lock away.")] = False,
) -> None:
    """Lock a match, so that later runs keep it."""
    mark = call.copilot.matching.unlock if off else call.copilot.matching.lock
    _decided(call, [mark(call.asker, match)])


def replace(
    call: Call,
    match: MatchArgument,
    partner: Annotated[str, typer.Option("--with", help="The new partner's id.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Propose another partner instead."""
    _decided(call, list(call.copilot.matching.replace(call.asker, match, partner, reason)))


def undo(
    call: Call, match: Annotated[str, typer.Argument(help="The id of a match, or of a whole batch.")]
) -> None:
    """Take back the last decision on a match, or a whole batch of decisions."""
    matching = call.copilot.matching
    if matching.is_batch(match):
        _decided_together(call, matching.undo_all(call.asker, match))
    else:
        _decided(call, [matching.undo(call.asker, match)])


def expire(
    call: Call,
    older_than: Annotated[
        int, typer.Option("--older-than", min=1, help="Days in which nothing happened to them.")
    ],
    role: AnyRole = "",
    programme: OneProgramme = None,
) -> None:
    """Let matches expire that nobody answered, so that their places are free again; locked ones stay."""
    batch = call.copilot.matching.expire(call.asker, older_than, programme=programme, role=role_named(role))
    if batch:
        _decided_together(call, batch)
    else:
        call.give(
            {"batch": None, "results": [], "matches": []}, lambda screen: screen.print("None is that old.")
        )


def declines(call: Call, role: AnyRole = "", programme: OneProgramme = None) -> None:
    """Count why matches were declined, and say what to do about it. No weight changes by itself."""
    found = call.copilot.matching.declines(call.asker, programme=programme or "", role=role_named(role))
    call.give(found, lambda screen: _show_declines(screen, found))


def _category(name: str) -> DeclineCategory | None:
    from copilot.domain.matches import DeclineCategory
    from copilot.errors import BadInput

    if name and name not in set(DeclineCategory):
        raise BadInput(
            f"“{name}” is no category.",
            place="--because",
            cure=f"Choose one of {', '.join(DeclineCategory)}, or leave it out.",
        )
    return DeclineCategory(name) if name else None


def _decided(call: Call, touched: Sequence[Match]) -> None:
    waiting = _waiting(call, touched)
    call.give(
        {"matches": touched, **({"waiting": waiting} if waiting else {})},
        lambda screen: _show_decided(screen, touched, waiting),
    )


def _decided_together(call: Call, batch: Batch) -> None:
    waiting = _waiting(call, batch.matches)
    document = batch.model_dump(mode="json", by_alias=True)

    def show(screen: Console) -> None:
        _show_decided(screen, batch.matches, waiting)
        screen.print(f"Batch {batch.id}: `match undo {batch.id}` takes it back.", markup=False)

    call.give({**document, **({"waiting": waiting} if waiting else {})}, show)


def _waiting(call: Call, touched: Sequence[Match]) -> dict[str, str]:
    return call.copilot.matching.waiting(call.asker, [match.id for match in touched])


def _show_decided(screen: Console, touched: Sequence[Match], waiting: dict[str, str]) -> None:
    show_matches(screen, touched)
    for match, sentence in waiting.items():
        screen.print(f"{match}: {sentence}", markup=False)


def _show_declines(screen: Console, found: Declines) -> None:
    from ui.cli.tables import show_table

    rows = [
        (each.because.value, each.role.value, f"{each.count} of {each.of}", each.advice)
        for each in found.declines
    ]
    show_table(screen, ("because", "role", "declines", "what to do"), rows)
    for sentence in found.suggestions:
        screen.print(sentence, markup=False)
