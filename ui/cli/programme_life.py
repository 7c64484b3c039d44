"""`mentoring programmes`: who takes part: joins, pauses, leaves, looks back; and how a programme closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli.call import Call, verb
from ui.cli.reading import as_date

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.programmes import ClosingReview, NextStep
    from copilot.services.programmes.closing import Reviews
    from copilot.services.programmes.taking_part import Left

Which = Annotated[str, typer.Argument(help="The programme's id.")]
InCohort = Annotated[str, typer.Option("--cohort", help="Into this cohort of it.")]
Keep = Annotated[bool, typer.Option("--keep", help="Relationships in it go on outside the programme.")]
Close = Annotated[bool, typer.Option("--close", help="Relationships in it end in good order.")]


def add_to(programmes: typer.Typer) -> None:
    """Hang these verbs under `programmes`."""
    writing = (
        ("enrol", enrol), ("join", join), ("pause", pause), ("come-back", come_back), ("leave", leave),
        ("review", review), ("close", close),
    )  # fmt: skip
    for name, function in writing:
        verb(programmes, name, writes=True)(function)
    for name, function in (("enrolled", enrolled), ("standing", standing), ("reviews", reviews)):
        verb(programmes, name)(function)


def enrol(
    call: Call,
    programme: Which,
    members: Annotated[
        list[str] | None,
        typer.Argument(help="Members' ids; without any, everybody who has never taken part or waited here."),
    ] = None,
    cohort: InCohort = "",
) -> None:
    """Enrol members in a programme; who finds no place waits. Who has left comes back only where she is named."""
    done = call.copilot.programmes.enrol(call.asker, programme, members or None, cohort)
    waiting, many = done.waiting, len(done.kept) - len(done.waiting)

    def show(screen: Console) -> None:
        typer.echo(f"{many} enrolled.")
        if waiting:
            typer.echo(f"All places are taken; on the waiting list: {', '.join(waiting)}.")
        for member, why in done.unchanged.items():
            typer.echo(f"As before: {member} ({why}).")

    call.give(
        {"programme": programme, "enrolled": many, "waiting": waiting, "unchanged": done.unchanged}, show
    )


def enrolled(call: Call, programme: Which) -> None:
    """List who takes part, waits, has paused or left, as far as you may see."""
    from ui.cli.tables import show_table

    found = call.copilot.programmes.enrolled(call.asker, programme)
    rows = [(e.member, e.state, e.cohort, e.until.isoformat() if e.until else "") for e in found]
    header = ("member", "state", "cohort", "until")
    call.give({"enrolments": found}, lambda screen: show_table(screen, header, rows))


def standing(call: Call, programme: Which) -> None:
    """Show how you stand to a programme: whether you take part, wait, or may join."""
    found = call.copilot.programmes.standing(call.asker, programme)
    state = found.enrolment.state if found.enrolment else "no part yet"
    place = f", as number {found.waits_as}" if found.waits_as else ""
    joins = "You may join." if found.joinable and not found.full else ""
    waits = "You may join its waiting list." if found.joinable and found.full else ""
    call.give(
        found, lambda screen: typer.echo(f"{found.programme.name}: {state}{place}. {joins}{waits}".strip())
    )


def join(call: Call, programme: Which, cohort: InCohort = "") -> None:
    """Take part in a programme; where all places are taken, wait for one."""
    kept = call.copilot.programmes.join(call.asker, programme, cohort)
    told = (
        "All places are taken: you are on the waiting list, and move up by yourself."
        if kept.state == "waiting"
        else "You take part. Welcome!"
    )
    call.give(kept, lambda screen: typer.echo(told))


def pause(
    call: Call,
    programme: Which,
    until: Annotated[str, typer.Option(help="The day you are back; without one, until you say so.")] = "",
) -> None:
    """Be matched with nobody new in a programme for a while; your place stays yours."""
    kept = call.copilot.programmes.pause(call.asker, programme, as_date(until, "--until"))
    day = f" until {kept.until.isoformat()}" if kept.until else ", until you come back"
    call.give(kept, lambda screen: typer.echo(f"You have paused{day}. What you have begun goes on."))


def come_back(call: Call, programme: Which) -> None:
    """End your pause in a programme."""
    kept = call.copilot.programmes.come_back(call.asker, programme)
    call.give(kept, lambda screen: typer.echo("You take part again."))


def leave(call: Call, programme: Which, keep: Keep = False, close: Close = False) -> None:
    """Leave a programme; nobody asks why. With relationships at work in it, say --keep or --close."""
    left = call.copilot.programmes.leave(call.asker, programme, _keep_or_close(keep, close))
    call.give(left, lambda screen: _show_left(screen, left))


def review(
    call: Call,
    programme: Which,
    next_step: Annotated[
        str,
        typer.Option(
            help="What comes next for you: another round, mentor somebody, a peer or a circle, stay in touch "
            "informally, a rest. Without it, what you wrote is shown."
        ),
    ] = "",
    went_well: Annotated[str, typer.Option(help="What went well.")] = "",
    would_change: Annotated[str, typer.Option(help="What you would change.")] = "",
    for_managers: Annotated[
        bool, typer.Option("--for-managers", help="The programme's managers may read it, without your name.")
    ] = False,
) -> None:
    """Look back on a programme, for yourself, or for its managers too."""
    if not next_step:
        own = call.copilot.programmes.own_review(call.asker, programme)
        call.give({"review": own}, lambda screen: _show_review(screen, own))
        return
    kept = call.copilot.programmes.review(
        call.asker, programme, _next_step(next_step), went_well=went_well, would_change=would_change,
        for_managers=for_managers,
    )  # fmt: skip
    reads = "you, and the managers without your name" if kept.for_managers else "you alone"
    call.give({"review": kept}, lambda screen: typer.echo(f"Kept, for {reads}."))


def reviews(call: Call, programme: Which) -> None:
    """Read what members gave to the managers, once it has closed; in fives, and without names."""
    found = call.copilot.programmes.reviews(call.asker, programme)
    call.give(found, lambda screen: _show_reviews(screen, found))


def close(
    call: Call,
    programme: Which,
    keep: Keep = False,
    close: Close = False,
    lessons: Annotated[str, typer.Option(help="What was learned, for the next round.")] = "",
    early: Annotated[bool, typer.Option("--early", help="Before its last day.")] = False,
) -> None:
    """Close a programme; relationships in it end in good order unless you say --keep."""
    done = call.copilot.programmes.close(
        call.asker,
        programme,
        relationships=_keep_or_close(keep, close) or "close",
        lessons=lessons,
        early=early,
    )
    became = "go on outside the programme" if done.became == "keep" else "have ended in good order"

    def show(screen: Console) -> None:
        typer.echo(f"{done.programme.name} is closed. {done.completed} completed it.")
        typer.echo(f"{done.relationships} relationships {became}; nothing was deleted.")
        if done.waited:
            typer.echo(f"{done.waited} still waited for a place, and wait no more.")

    call.give(done, show)


def _keep_or_close(keep: bool, close: bool) -> Literal["keep", "close"] | None:
    from copilot.errors import BadInput

    if keep and close:
        raise BadInput("--keep and --close say two things.", place="--keep", cure="Choose one of them.")
    return "keep" if keep else "close" if close else None


def _next_step(word: str) -> NextStep:
    from copilot.domain.programmes import NextStep
    from copilot.errors import BadInput

    said = word.strip().lower().replace("-", " ")
    if said not in set(NextStep):
        raise BadInput(
            f"“{word}” is no next step.", place="--next-step", cure=f"Choose one of {', '.join(NextStep)}."
        )
    return NextStep(said)


def _show_left(screen: Console, left: Left) -> None:
    screen.print("You take part no more. Nobody asks why, and you may come again.")
    if left.kept:
        screen.print(f"Goes on outside the programme: {', '.join(left.kept)}.", markup=False)
    if left.closed:
        screen.print(f"Has ended in good order: {', '.join(left.closed)}.", markup=False)
    if left.without_her:
        screen.print(f"A circle that goes on without you: {', '.join(left.without_her)}.", markup=False)
    if left.stays_in:
        screen.print(
            f"A circle of the programme in which you stay: {', '.join(left.stays_in)}.", markup=False
        )


def _show_review(screen: Console, own: ClosingReview | None) -> None:
    from ui.cli.tables import show_fields

    if own is None:
        screen.print("You have not written a review yet. Begin with --next-step.")
        return
    words = {"went well": own.went_well, "would change": own.would_change, "next step": own.next_step.value}
    show_fields(screen, f"Your review of {own.on.isoformat()}", words)


def _show_reviews(screen: Console, found: Reviews) -> None:
    if found.remark:
        screen.print(found.remark, markup=False)
    for step, count in found.next_steps.items():
        screen.print(f"{step.value}: {'fewer than 5 or hidden' if count is None else count}", markup=False)
    for told in found.told:
        screen.print(f"  + {told.went_well or '–'}", markup=False)
        screen.print(f"  ~ {told.would_change or '–'}", markup=False)
