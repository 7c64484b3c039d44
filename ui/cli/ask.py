"""`mentoring ask`: a question answered from the guides, or an honest no."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ui.cli.call import Call, verb
from ui.cli.guides import lines_of

if TYPE_CHECKING:
    from rich.console import Console

    from knowledge.words import Answer, Found


class Asked(NamedTuple):
    """One question, what was asked before it, and the id it is to come back with."""

    id: str | None
    text: str
    after: tuple[str, ...]


def add_to(root: typer.Typer) -> None:
    """Hang this verb under the root command."""
    verb(root, "ask")(ask)


def ask(
    call: Call,
    text: Annotated[str, typer.Argument(help="Your question.")] = "",
    after: Annotated[
        list[str] | None,
        typer.Option(
            help="What you asked before, so that “and online?” is understood. Give it again for more."
        ),
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help='JSON Lines of {"id", "text", "after": […]}; after may be left out.')
    ] = None,
) -> None:
    """Ask the guides."""
    asked = list(_asked_in(questions)) if questions else [Asked(None, text, tuple(after or ()))]
    answers = [_answer(call, one) for one in asked]
    if not questions and answers[0].abstained:
        raise typer.Exit(1)


def _answer(call: Call, asked: Asked) -> Answer:
    """The answer, given as one document, or sentence by sentence as it comes to a person who reads along."""
    if call.as_json:
        answer = call.copilot.guides.ask(call.asker, asked.text, asked.after)
        call.give({"id": asked.id, **answer.model_dump(mode="json")}, lambda screen: None)
        return answer
    return _told(call, asked)


def _told(call: Call, asked: Asked) -> Answer:
    from knowledge.words import Said, Searched

    said = ""
    for event in call.copilot.guides.stream(call.asker, asked.text, asked.after):
        call.waiting.end()
        if isinstance(event, Searched):
            _show_search(call.screen, event.found)
        elif isinstance(event, Said):
            # A line a sentence: a terminal can't break a paragraph that isn't there yet.
            call.screen.print(_words(event.text.strip()))
            said += event.text
        else:
            _show_end(call.screen, event.answer, said)
            return event.answer
    raise ValueError("the stream ended without an answer")


def _show_search(screen: Console, found: tuple[Found, ...]) -> None:
    guides = {one.passage.path for one in found}
    if found:
        read = f"Read {_count(len(found), 'passage')} in {_count(len(guides), 'guide')}."
        screen.print(_words(read, "dim"))


def _show_end(screen: Console, answer: Answer, said: str) -> None:
    """What is not on the screen yet: the whole answer where the one begun was given up, and the sources."""
    from rich.padding import Padding

    if answer.remark:
        screen.print(_words(answer.remark, "italic"))
    if said != answer.answer:
        screen.print(_words(answer.answer))
    for citation in answer.citations:
        place = f"[{citation.n}] {citation.path} › {citation.section}"
        screen.print(Padding(_words(place, "dim"), (0, 0, 0, 2)))


def _words(text: str, style: str = "") -> Any:
    """Text as it is: what a guide says in brackets is no markup."""
    from rich.text import Text

    return Text(text, style=style)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _asked_in(file: Path) -> Iterator[Asked]:
    """Each line's question; BadInput names the line that is wrong."""
    from copilot.errors import BadInput

    for number, line in enumerate(lines_of(file), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield Asked(row.get("id"), str(row["text"]), _earlier(row.get("after")))
        except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as fault:
            raise BadInput(
                'The line is not {"id": …, "text": …, "after": […]}.',
                place=f"{file} line {number}",
                cure="Mend the line; after is a list of questions, or left out.",
            ) from fault


def _earlier(after: object) -> tuple[str, ...]:
    if after is None:
        return ()
    if not isinstance(after, list) or not all(isinstance(one, str) for one in after):
        raise TypeError("after is a list of questions")
    return tuple(after)
