"""`mentoring ask`: a question answered from the guides, or an honest no."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.cli.call import Call, verb
from ui.cli.guides import read_lines


def add_to(root: typer.Typer) -> None:
    """Hang this verb under the root command."""
    verb(root, "ask")(ask)


def ask(
    call: Call,
    text: Annotated[str, typer.Argument(help="Your question.")] = "",
    questions: Annotated[Path | None, typer.Option(help='JSON Lines of {"id", "text"}.')] = None,
) -> None:
    """Ask the guides."""
    asked = list(read_lines(questions)) if questions else [(None, text)]
    abstained: list[bool] = []

    def documents() -> Iterator[dict[str, Any]]:
        for question_id, question in asked:
            answer = call.copilot.guides.ask(call.asker, question)
            abstained.append(answer.abstained)
            yield {"id": question_id, **answer.model_dump(mode="json")}

    call.give_lines(documents(), _show)
    if not questions and abstained == [True]:
        raise typer.Exit(1)


def _show(screen: Any, document: dict[str, Any]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    screen.print(Text(document["answer"]))
    for citation in document["citations"]:
        place = f"[{citation['n']}] {citation['path']} › {citation['section']}"
        screen.print(Padding(Text(place, style="dim"), (0, 0, 0, 2)))
