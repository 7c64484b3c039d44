"""`mentoring objectives`: what the community wants to reach, how far it is, and what serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli.call import Call, verb
from ui.cli.reading import as_date

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from copilot.services.objectives.linking import Linked
    from copilot.services.objectives.serving import Report, ResultStanding, ServedBy, Standing

app = typer.Typer(
    help="Objectives of the community: list, show, add, update, key-result, settle, link, unlink, suggest, "
    "confirm, refuse, serving.",
    no_args_is_help=True,
)

ObjectiveId = Annotated[str, typer.Argument(help="The objective's id.")]
KindWord = Annotated[str, typer.Argument(help="goal, programme, event or match.")]
RecordId = Annotated[str, typer.Argument(help="Its id; of a match, that of its relationship will do.")]
KeyResults = Annotated[
    list[str] | None,
    typer.Option("--key-result", help="Such as 'New maintainers: 2 -> 8 people'; may be repeated."),
]
OwnerOption = Annotated[str | None, typer.Option(help="The member who sees to it.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="objectives")


@verb(app, "list")
def list_(
    call: Call, state: Annotated[str, typer.Option(help="open, reached or dropped; all without it.")] = ""
) -> None:
    """List the objectives: the open ones first, those that end first before others."""
    from ui.cli.tables import show_table

    every = call.copilot.objectives.every(call.asker, state)
    rows = [
        (
            each.id,
            _state(each),
            _percent(each.progress),
            each.ends.isoformat() if each.ends else "",
            each.title,
        )
        for each in every
    ]
    head = ("id", "state", "progress", "ends", "objective")
    call.give({"objectives": every}, lambda screen: show_table(screen, head, rows))


@verb(app, "show")
def show(call: Call, objective: ObjectiveId) -> None:
    """Show one objective: its key results, what serves it, and the links that are yours to take back."""
    found = call.copilot.objectives.show(call.asker, objective)
    links = call.copilot.objectives.links(call.asker, objective)
    document = {**found.model_dump(mode="json", by_alias=True), "links": links}
    call.give(document, lambda screen: _show(screen, found, links))


@verb(app, "add", writes=True)
def add(
    call: Call,
    title: Annotated[str, typer.Argument(help="What the community wants to reach.")],
    id_: Annotated[str, typer.Option("--id", help="A short id, such as more-speakers.")] = "",
    why: Annotated[str, typer.Option(help="Why it matters.")] = "",
    key_result: KeyResults = None,
    owner: OwnerOption = None,
    starts: Annotated[str, typer.Option(help="First day, such as 2027-01-01.")] = "",
    ends: Annotated[str, typer.Option(help="Last day.")] = "",
) -> None:
    """Add an objective; an admin and the operator may."""
    kept = call.copilot.objectives.add(
        call.asker,
        title,
        objective_id=id_,
        why=why,
        key_results=key_result or (),
        owner=owner or "",
        starts=as_date(starts, "--starts"),
        ends=as_date(ends, "--ends"),
    )
    call.give(kept, lambda screen: typer.echo(f"Kept as {kept.id}."))


@verb(app, "update", writes=True)
def update(
    call: Call,
    objective: ObjectiveId,
    title: Annotated[str | None, typer.Option(help="What the community wants to reach.")] = None,
    why: Annotated[str | None, typer.Option(help="Why it matters.")] = None,
    key_result: KeyResults = None,
    owner: OwnerOption = None,
    starts: Annotated[str | None, typer.Option(help="First day; '' for none.")] = None,
    ends: Annotated[str | None, typer.Option(help="Last day; '' for none.")] = None,
) -> None:
    """Change what is given. Key results are given all together; one that keeps its words keeps where it stands."""
    kept = call.copilot.objectives.update(
        call.asker,
        objective,
        title=title,
        why=why,
        key_results=key_result or None,
        owner=owner,
        starts=_day(starts, "--starts"),
        ends=_day(ends, "--ends"),
    )
    call.give(kept, lambda screen: typer.echo(f"{kept.title}: changed."))


@verb(app, "key-result", writes=True, negative=True)
def key_result(
    call: Call,
    objective: ObjectiveId,
    which: Annotated[int, typer.Argument(help="Its number, from 1 on.")],
    now: Annotated[str, typer.Argument(help="Where it stands, such as 12, 4.5 or -5.")],
) -> None:
    """Say where a key result stands."""
    kept = call.copilot.objectives.key_result(call.asker, objective, which, now)
    call.give(kept, lambda screen: typer.echo(_result(kept.key_results[which - 1])))


@verb(app, "settle", writes=True)
def settle(
    call: Call,
    objective: ObjectiveId,
    state: Annotated[str, typer.Argument(help="reached, dropped, or open again.")],
) -> None:
    """Say that an objective is reached or dropped, or open it again."""
    kept = call.copilot.objectives.settle(call.asker, objective, state)
    call.give(kept, lambda screen: typer.echo(f"{kept.title}: {kept.state}."))


@verb(app, "link", writes=True)
def link(call: Call, objective: ObjectiveId, kind: KindWord, record: RecordId) -> None:
    """Say that something serves an objective: your own goal, or what you manage."""
    _give_link(call, call.copilot.objectives.link(call.asker, objective, kind, record))


@verb(app, "unlink", writes=True)
def unlink(call: Call, objective: ObjectiveId, kind: KindWord, record: RecordId) -> None:
    """Take a link back."""
    _give_link(call, call.copilot.objectives.unlink(call.asker, objective, kind, record))


@verb(app, "suggest")
def suggest(call: Call) -> None:
    """Suggest which objectives your own goals serve, and the programmes, events and matches you manage."""
    from ui.cli.tables import show_table

    found = call.copilot.objectives.suggest(call.asker)
    rows = [
        (each.objective, each.kind, each.record, f"{each.in_words}, {each.confidence:.0%}", each.title)
        for each in found
    ]
    head = ("objective", "kind", "id", "serves it", "what")
    call.give({"suggestions": found}, lambda screen: show_table(screen, head, rows))


@verb(app, "confirm", writes=True)
def confirm(call: Call, objective: ObjectiveId, kind: KindWord, record: RecordId) -> None:
    """Take a suggestion; the link keeps its confidence."""
    _give_link(call, call.copilot.objectives.confirm(call.asker, objective, kind, record))


@verb(app, "refuse", writes=True)
def refuse(call: Call, objective: ObjectiveId, kind: KindWord, record: RecordId) -> None:
    """Turn a suggestion down; it isn't suggested again."""
    _give_link(call, call.copilot.objectives.refuse(call.asker, objective, kind, record))


@verb(app, "serving")
def serving(call: Call) -> None:
    """Report what serves each objective, and which nobody serves; numbers of fewer than five are hidden."""
    report = call.copilot.objectives.serving(call.asker)
    call.give(report, lambda screen: _show_report(screen, report))


_SAID = {
    "confirmed": "{} “{}” serves {}.",
    "refused": "{} “{}” is not suggested for {} again.",
    "none": "{} “{}” serves {} no more.",
}


def _give_link(call: Call, linked: Linked) -> None:
    words = _SAID[linked.state].format(linked.kind.capitalize(), linked.record, linked.objective)
    call.give(linked, lambda screen: typer.echo(f"{words} {linked.note}".strip()))


def _state(objective: Standing) -> str:
    return "overdue" if objective.overdue else objective.state


def _day(text: str | None, option: str) -> date | Literal[""] | None:
    """None where nothing was said; empty where the day is taken away."""
    return as_date(text, option) or "" if text is not None else None


def _percent(progress: float | None) -> str:
    return "–" if progress is None else f"{progress:.0%}"


def _result(result: ResultStanding) -> str:
    unit = f" {result.unit}" if result.unit else ""
    way = f"{result.now:g} on the way from {result.start:g} to {result.target:g}{unit}"
    return f"{result.number}. {result.text}: {way} ({result.progress:.0%})"


def _served_by(found: ServedBy) -> str:
    matches = "1 to 4 matches" if found.matches is None else _counted(found.matches, "match", "matches")
    goals = f"about {found.goals} goals" if found.goals else "goals of fewer than 5 people, or none"
    parts = [
        _counted(len(found.programmes), "programme"),
        _counted(len(found.events), "event"),
        matches,
        goals,
    ]
    if found.matches_by_goals:
        parts.append(f"about {found.matches_by_goals} pairs who share one")
    return ", ".join(part for part in parts if part)


def _counted(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}" if n else ""


def _show(screen: Console, found: ServedBy, links: list[Linked]) -> None:
    screen.print(found.title, style="bold", markup=False)
    when = f", from {found.starts.isoformat()}" if found.starts else ""
    when += f", until {found.ends.isoformat()}" if found.ends else ""
    lines = [found.why, f"{_state(found)}{when}"]
    lines += [_result(each) for each in found.key_results]
    lines += [f"Served by {_served_by(found)}."]
    lines += [f"programme {each.record}: {each.title}" for each in found.programmes]
    lines += [f"event {each.record}: {each.title}" for each in found.events]
    lines += [f"before: programme {each.record}: {each.title}" for each in found.programmes_before]
    lines += [f"before: event {each.record}: {each.title}" for each in found.events_before]
    lines += [f"Yours to take back: {each.kind} {each.record}" for each in links]
    for line in lines:
        if line:
            screen.print(f"  {line}", markup=False)


def _show_report(screen: Console, report: Report) -> None:
    if not report.objectives:
        screen.print("The community has no objectives yet.")
    titles: dict[str, Standing] = {each.id: each for each in report.objectives}
    for each in report.objectives:
        head = f"{each.title} ({each.id}, {_state(each)}, {_percent(each.progress)})"
        screen.print(head, style="bold", markup=False)
        screen.print(f"  {_served_by(each)}", markup=False)
        before = [one.title for one in (*each.programmes_before, *each.events_before)]
        if before:
            screen.print(f"  before: {', '.join(before)}", markup=False)
    for nobody in report.nobody_serves:
        screen.print(f"Nobody serves “{titles[nobody].title}” yet.", markup=False)
    for what, named in (("programme", report.programmes_serving_none), ("event", report.events_serving_none)):
        for one in named:
            screen.print(f"The {what} “{one.title}” ({one.record}) serves none.", markup=False)
