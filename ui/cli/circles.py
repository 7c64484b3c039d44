"""`mentoring circles`: circles of four to eight, whose turn it is, how they are; and one's peers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.errors import BadInput
from ui.cli.call import Call, verb
from ui.cli.circle_words import Names, change_told, health_told, shown_told, turn_told

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.circles.seeing import Circles, CircleShown, CircleStatus
    from copilot.services.circles.splitting import Change

app = typer.Typer(
    help="Circles and peers: list, show, add, suggest, update, chair, pass, came, plan, health, split, merge, leave, "
    "peers.",
    no_args_is_help=True,
)

NO_THANKS = "If you would rather not, tell whoever manages your programme, who takes it back."
CircleId = Annotated[str, typer.Argument(help="The circle's id, which is its relationship's.")]
SessionOption = Annotated[str, typer.Option("--session", help="Which meeting; the last one without it.")]
ProgrammeOption = Annotated[str, typer.Option("--programme", help="The programme's id; in none without it.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; without it, it is only shown.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="circles")


@verb(app, "list")
def list_(
    call: Call, closed: Annotated[bool, typer.Option("--closed", help="Also what is over.")] = False
) -> None:
    """List your circles and those you may know of, and the ones that wait for a yes."""
    found = call.copilot.circles.every(call.asker, closed=closed)
    call.give(found, lambda screen: _list(screen, found))


@verb(app, "show")
def show(call: Call, circle: CircleId) -> None:
    """Show a circle: whole where you sit in it, its status where you may know of it, with dates for its manager."""
    found = call.copilot.circles.show(call.asker, circle)
    call.give(found, lambda screen: _lines(screen, shown_told(found, _names(call, _people_in(found)))))


@verb(app, "add", writes=True)
def add(
    call: Call,
    members: Annotated[list[str], typer.Argument(help="Four to eight ids.")],
    theme: Annotated[str, typer.Option("--theme", help="What its members share.")],
    programme: ProgrammeOption = "",
) -> None:
    """Bring a circle together; it begins once each of them has accepted the match."""
    added = call.copilot.circles.add(call.asker, members, theme, programme)
    yes = f"It begins once all {len(added.members)} have said yes: `match accept {added.match}`."
    call.give(added, lambda screen: typer.echo(f"Approved as {added.match}. {yes}"))


@verb(app, "suggest")
def suggest(
    call: Call,
    theme: Annotated[str, typer.Argument(help="What it would be about; may stay away.")] = "",
    programme: ProgrammeOption = "",
) -> None:
    """Say who is free to sit in a circle, and how the matching proposes balanced ones."""
    found = call.copilot.circles.suggest(call.asker, theme, programme)
    call.give(found, lambda screen: typer.echo(found.words))


@verb(app, "update", writes=True)
def update(
    call: Call, circle: CircleId, theme: Annotated[str, typer.Option("--theme", help="What it is about now.")]
) -> None:
    """Give a circle another theme."""
    said = call.copilot.circles.update(call.asker, circle, theme)
    call.give(
        {"circle": circle, "theme": said}, lambda screen: typer.echo(f"{circle} is about “{said}” now.")
    )


@verb(app, "chair", writes=True)
def chair(
    call: Call, circle: CircleId, to: Annotated[str, typer.Option("--to", help="Whom you agreed on.")] = ""
) -> None:
    """Say whose turn it is to chair the next meeting, and why; with --to, say whom you agreed on."""
    service = call.copilot.circles
    turn = service.set_chair(call.asker, circle, to) if to else service.chair(call.asker, circle)
    call.give(turn, lambda screen: _lines(screen, turn_told(turn, _names(call, turn.chaired))))


@verb(app, "pass", writes=True)
def pass_(call: Call, circle: CircleId) -> None:
    """Pass your turn on; no reason is asked for."""
    turn = call.copilot.circles.pass_on(call.asker, circle)
    call.give(turn, lambda screen: _lines(screen, turn_told(turn, _names(call, turn.chaired))))


@verb(app, "came", writes=True)
def came(
    call: Call,
    circle: CircleId,
    members: Annotated[list[str] | None, typer.Argument(help="Who came; ids.")] = None,
    session: SessionOption = "",
    chaired: Annotated[str, typer.Option("--chaired", help="Who chaired, where it was somebody else.")] = "",
    me: Annotated[
        bool | None, typer.Option("--me/--not-me", help="Correct the note for yourself alone.")
    ] = None,
) -> None:
    """Note who came to a meeting, or correct the note for yourself."""
    service = call.copilot.circles
    if me is not None and (members or chaired):
        raise BadInput(
            "A correction for yourself names nobody else.",
            place="--me/--not-me",
            cure="Leave the names and --chaired away, or note anew who came without --me/--not-me.",
        )
    if me is None:
        told = service.came(call.asker, circle, members or [], session=session, chaired=chaired)
    else:
        told = service.correct(call.asker, circle, here=me, session=session)
    names = _names(call, {*told.came, told.chair} - {""})
    who = names.listed(told.came) or "nobody"
    by = f" {names(told.chair)} chaired." if told.chair else ""
    call.give(told, lambda screen: typer.echo(f"Noted for {told.at:%d %B %Y}: {who} came.{by}"))


@verb(app, "plan", writes=True)
def plan(
    call: Call,
    circle: CircleId,
    minutes: Annotated[int, typer.Option(help="How long.")] = 60,
    topic: Annotated[str, typer.Option(help="What it is about.")] = "",
) -> None:
    """Draft the agenda of the next meeting, with who opens, who keeps the time and who brings a case."""
    from ui.cli.tables import show_markdown

    draft = call.copilot.circles.plan(call.asker, circle, minutes, topic)
    call.give(draft, lambda screen: show_markdown(screen, draft.markdown))


@verb(app, "health")
def health(call: Call, circle: CircleId) -> None:
    """Say how a circle is: to its members with evidence and a next step, to managers how it meets."""
    found = call.copilot.circles.health(call.asker, circle)
    people = {member for each in found.findings for member in each.members}
    call.give(found, lambda screen: _lines(screen, health_told(found, _names(call, people))))


@verb(app, "split", writes=True)
def split(
    call: Call,
    circle: CircleId,
    first: Annotated[
        list[str] | None, typer.Option("--first", help="Who sits in the first of the two.")
    ] = None,
    yes: Yes = False,
) -> None:
    """Show how a circle would be split in two, and with --yes, or with --first who sits in the first, split it."""
    chosen = [each for some in first or () for each in some.replace(",", " ").split()]
    _give_change(call, call.copilot.circles.split(call.asker, circle, chosen, yes=yes or bool(chosen)))


@verb(app, "merge", writes=True)
def merge(
    call: Call,
    circle: CircleId,
    other: Annotated[str, typer.Argument(help="The other circle's id.")],
    theme: Annotated[
        str, typer.Option("--theme", help="What they are about together; both themes without it.")
    ] = "",
    yes: Yes = False,
) -> None:
    """Show what two circles would be as one, and with --yes merge them."""
    _give_change(call, call.copilot.circles.merge(call.asker, circle, other, theme, yes=yes))


@verb(app, "leave", writes=True)
def leave(call: Call, circle: CircleId) -> None:
    """Leave a circle; no reason is asked for."""
    left = call.copilot.circles.leave(call.asker, circle)
    call.give(left, lambda screen: typer.echo(left.words))


@verb(app, "peers")
def peers(call: Call) -> None:
    """List your peers, and how to get one."""
    from ui.cli.tables import show_table

    found = call.copilot.circles.peers(call.asker)

    def tell(screen: Console) -> None:
        names = _names(call, {each.member for each in found.peers})
        rows = [
            (each.relationship, names(each.member), each.state, _day(each.last_held), _day(each.next_planned))
            for each in found.peers
        ]
        show_table(screen, ("id", "peer", "state", "last met", "next"), rows)
        _lines(screen, [each.words for each in found.ways])
        if not found.seeks:
            screen.print("You don't seek peers: ask the manager of your programme for the role peer.")

    call.give(found, tell)


def _give_change(call: Call, change: Change) -> None:
    people = {member for each in change.circles for member in each.members}
    call.give(change, lambda screen: _lines(screen, change_told(change, _names(call, people))))


def _list(screen: Console, found: Circles) -> None:
    from ui.cli.tables import show_table

    rows = [
        (
            each.id,
            each.theme or "no theme yet",
            str(len(each.members)),
            each.standing,
            _day(each.next_planned),
        )
        for each in found.circles
    ]
    show_table(screen, ("id", "theme", "members", "how it meets", "next"), rows)
    for each in found.forming:
        yes = f" `match accept {each.match}` is your yes. {NO_THANKS}" if each.mine else ""
        screen.print(
            f"“{each.theme or 'A circle'}” waits: {each.said_yes} of {len(each.members)} have said yes.{yes}",
            markup=False,
        )


def _names(call: Call, ids: Iterable[str]) -> Names:
    known = call.copilot.members.introduced(call.asker, list(ids))
    return Names({member: each.name for member, each in known.items()})


def _people_in(found: CircleStatus | CircleShown) -> set[str]:
    meetings = getattr(found, "meetings", ())
    return {*found.members, *(member for each in meetings for member in (*each.came, each.chair) if member)}


def _lines(screen: Console, lines: Iterable[str]) -> None:
    for line in lines:
        screen.print(line, markup=False, soft_wrap=True)


def _day(day: object) -> str:
    return str(day or "")
