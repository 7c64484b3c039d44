"""`mentoring chat` and `mentoring chats`: talk with the copilot; list, show and delete your conversations."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from copilot.domain.chat import Turn

chats = typer.Typer(help="Your conversations: list, show, delete.", no_args_is_help=True)

ThreadArgument = Annotated[str, typer.Argument(help="The conversation's name.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    verb(root, "chat", writes=True)(chat)
    root.add_typer(chats, name="chats")


def chat(
    call: Call,
    text: Annotated[str, typer.Argument(help="What you would like; - reads it from standard input.")],
    thread: Annotated[
        str, typer.Option(help="The conversation's name; the same name goes on where you were.")
    ] = "main",
) -> None:
    """Say something to the copilot."""
    said = sys.stdin.read() if text == "-" else text
    turn = _as_it_comes(call, said, thread)
    call.give({**_document(turn), "thread": thread}, lambda screen: _show_end(screen, turn))
    if not turn.text:
        raise typer.Exit(1)


@verb(chats, "list")
def list_(call: Call) -> None:
    """List your conversations, the latest first."""
    from ui.cli.tables import show_table

    found = call.copilot.chat.every(call.asker)
    rows = [(one.id, one.title, f"{one.latest:%Y-%m-%d %H:%M}") for one in found]
    call.give(
        {"conversations": found}, lambda screen: show_table(screen, ("thread", "begins with", "latest"), rows)
    )


@verb(chats, "show")
def show(call: Call, thread: ThreadArgument) -> None:
    """Show what was said in a conversation."""
    turns = call.copilot.chat.turns(call.asker, thread)
    call.give({"thread": thread, "turns": turns}, lambda screen: _show_turns(screen, turns))


@verb(chats, "delete", writes=True)
def delete(call: Call, thread: ThreadArgument) -> None:
    """Delete a conversation with everything said in it."""
    call.copilot.chat.forget(call.asker, thread)
    call.give({"deleted": thread}, lambda screen: typer.echo(f"{thread} is deleted."))


def _as_it_comes(call: Call, said: str, thread: str) -> Turn:
    """The turn; a person who reads along is told which tools are used."""
    from copilot.domain.chat import Called, Turn

    for event in call.copilot.chat.stream(call.asker, said, thread):
        call.waiting.end()
        if isinstance(event, Turn):
            return event
        if isinstance(event, Called) and not call.as_json:
            about = f" ({event.about})" if event.about else ""
            call.screen.print(_words(f"{event.tool}{about} …", "dim"))
    raise ValueError("the conversation ended without a reply")


def _document(turn: Turn) -> dict[str, object]:
    """The contract's keys first, then what was added to them."""
    return {
        "reply": turn.text,
        "citations": turn.citations,
        "offers": turn.offers,
        "tools": turn.tools,
        "steps": turn.steps,
        "writer": turn.writer,
        "remark": turn.remark,
    }


def _show_end(screen: Console, turn: Turn) -> None:
    from rich.padding import Padding

    if turn.remark:
        screen.print(_words(turn.remark, "italic"))
    screen.print(_words(turn.text))
    for citation in turn.citations:
        where = citation.path if citation.kind == "guide" else f"{citation.kind}, {citation.field}"
        screen.print(Padding(_words(f"[{citation.n}] {where}: “{citation.quote}”", "dim"), (0, 0, 0, 2)))
    for offer in turn.offers:
        screen.print(
            _words(f"Draft {offer}: `mentoring draft approve {offer}` or `edit` or `discard`.", "dim")
        )
    for step in turn.steps:
        screen.print(_words(f"→ {step.label}", "dim"))


def _show_turns(screen: Console, turns: list[Turn]) -> None:
    for turn in turns:
        screen.print(_words(f"{turn.at:%Y-%m-%d %H:%M} {'you' if turn.by == 'person' else 'copilot'}", "dim"))
        screen.print(_words(turn.text))


def _words(text: str, style: str = "") -> Text:
    """Text as it is: what somebody wrote in brackets is no markup."""
    from rich.text import Text

    return Text(text, style=style)
