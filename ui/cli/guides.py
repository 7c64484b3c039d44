"""`mentoring guides`: documents in, passages out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.cli.call import Call, verb

app = typer.Typer(help="The guides: add, list, search, read.", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="guides")


@verb(app, "add", writes=True)
def add(
    call: Call,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders.")] = None,
    builtin: Annotated[
        bool, typer.Option("--builtin", help="Add the guides that ship with the copilot.")
    ] = False,
    name: Annotated[str, typer.Option(help="A prefix for the paths, where two folders would collide.")] = "",
) -> None:
    """Read guides in. A folder that is added again is compared: what vanished from it goes, nothing else."""
    from copilot.errors import BadInput

    if not paths and not builtin:
        raise BadInput(
            "There is nothing to add.", place="PATH", cure="Name a file or folder, or give --builtin."
        )
    with call.progress() as progress:
        result = call.copilot.guides.add(
            call.asker, paths or [], builtin=builtin, name=name, progress=progress
        )

    def show(screen: object) -> None:
        typer.echo(
            f"{result.added} added, {result.updated} updated, {result.unchanged} unchanged, "
            f"{result.removed} removed; the index holds {result.passages} passages."
        )
        for failed in result.failed:
            typer.echo(f"{failed.path}: {failed.error}")
        for warning in result.warnings:
            typer.echo(f"Note: {warning}")

    call.give(result, show)
    if result.failed and not (result.added or result.updated or result.unchanged):
        raise typer.Exit(2)


@verb(app, "list")
def list_(call: Call) -> None:
    """List the guides."""
    from ui.cli.tables import show_table

    found = call.copilot.guides.every(call.asker)
    call.give(
        {"guides": [guide.model_dump(mode="json", exclude={"text"}) for guide in found]},
        lambda screen: show_table(screen, ("path", "title"), [(guide.path, guide.title) for guide in found]),
    )


@verb(app, "text")
def text(
    call: Call, path: Annotated[str, typer.Argument(help="A guide's path, as `guides list` shows it.")]
) -> None:
    """Print the extracted text that the offsets of citations refer to."""
    guide = call.copilot.guides.show(call.asker, path)
    call.give(
        {"path": guide.path, "title": guide.title, "text": guide.text}, lambda screen: typer.echo(guide.text)
    )


@verb(app, "rebuild", writes=True)
def rebuild(call: Call) -> None:
    """Make the index again from the records."""
    with call.progress() as progress:
        passages = call.copilot.guides.rebuild(call.asker, progress)
    call.give({"passages": passages}, lambda screen: typer.echo(f"The index holds {passages} passages."))


@verb(app, "search")
def search(
    call: Call,
    text: Annotated[str, typer.Argument(help="What to look for.")] = "",
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="How many passages.")] = 5,
    queries: Annotated[Path | None, typer.Option(help='JSON Lines of {"id", "text"}.')] = None,
    audience: Annotated[str, typer.Option(help="Only guides for these readers, such as mentor.")] = "",
    topic: Annotated[str, typer.Option(help="Only guides on this topic.")] = "",
    language: Annotated[str, typer.Option(help="Only guides in this language, such as en.")] = "",
) -> None:
    """Find the passages that answer best."""
    from knowledge.words import Within

    asked = list(read_lines(queries)) if queries else [(None, text)]
    within = Within(audience=audience, topic=topic, language=language)

    def documents() -> Iterator[dict[str, Any]]:
        for query_id, query in asked:
            warning = call.copilot.guides.warning(call.asker, query)
            if warning:
                typer.echo(warning, err=True)
            found = call.copilot.guides.search(call.asker, query, k, within)
            shown = [
                {
                    **f.passage.model_dump(include={"path", "title", "section", "start", "end", "text"}),
                    "score": f.score,
                }
                for f in found
            ]
            yield {"id": query_id, "passages": shown}

    call.give_lines(documents(), _show_passages)


def _show_passages(screen: Any, document: dict[str, Any]) -> None:
    for passage in document["passages"]:
        screen.print(
            f"{passage['score']:.2f}  {passage['path']} › {passage['section']}", style="bold", markup=False
        )
        screen.print(passage["text"] + "\n", markup=False)
    if not document["passages"]:
        screen.print("The guides hold nothing about this.")


def read_lines(file: Path) -> Iterator[tuple[str | None, str]]:
    """The id and text of each line of a JSON Lines file; BadInput names the line that is wrong."""
    from copilot.errors import BadInput

    for number, line in enumerate(lines_of(file), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield row.get("id"), str(row["text"])
        except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as fault:
            raise BadInput(
                'The line is not {"id": …, "text": …}.', place=f"{file} line {number}", cure="Mend the line."
            ) from fault


def lines_of(file: Path) -> list[str]:
    """The lines of a text file; BadInput where it can't be read."""
    from copilot.errors import BadInput

    try:
        return file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(
            "The file cannot be read as UTF-8 text.", place=str(file), cure="Check its name."
        ) from fault
