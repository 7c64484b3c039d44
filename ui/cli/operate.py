"""`mentoring serve`, `demo` and `doctor`: running an installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ui.cli.call import Call, verb


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    verb(root, "serve", writes=True)(serve)
    verb(root, "demo", writes=True)(demo)
    verb(root, "doctor")(doctor)


def serve(
    call: Call,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")] = 7860,
    host: Annotated[
        str, typer.Option(help="Where to listen; beyond 127.0.0.1 only behind a proxy with TLS.")
    ] = "127.0.0.1",
) -> None:
    """Serve the web app of this home."""
    from ui.web.serve import serve as serve_web

    copilot = call.copilot
    call.waiting.end()
    serve_web(copilot, host=host, port=port, personas=None)


def demo(
    call: Call,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")] = 7860,
    reset: Annotated[
        bool, typer.Option("--reset", help="Throw the demo home away and make it again.")
    ] = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Make the home and stop.")] = False,
) -> None:
    """Make a home with the sample community, once, and serve it.

    Without --home it has a place of its own, whatever MENTORING_HOME says: no community of yours is touched.
    """
    from platformdirs import user_data_path

    from copilot.app import open_copilot
    from copilot.demo.loading import is_loaded, load, remove
    from copilot.demo.people import PERSONAS
    from ui.web.serve import serve as serve_web

    folder = call.home or Path(user_data_path("mentoring-copilot-demo", appauthor=False))
    if reset:
        remove(folder)
    copilot = open_copilot(folder)
    if not is_loaded(copilot):
        with call.progress() as progress:
            load(copilot, progress)
    if no_serve:
        call.give(
            {"home": str(folder), "personas": PERSONAS},
            lambda screen: typer.echo(f"The demo is in {folder}."),
        )
        return
    serve_web(copilot, host="127.0.0.1", port=port, personas=PERSONAS)


def doctor(call: Call) -> None:
    """Check that everything an installation needs is there and agrees."""
    from copilot.doctor import examine, locked_out
    from copilot.errors import KeyMissing

    try:
        checks = examine(call.copilot)
    except KeyMissing as missing:
        checks = locked_out(missing)

    def show(screen: Any) -> None:
        for check in checks:
            mark = "ok " if check.ok else "NO "
            screen.print(f"{mark} {check.name}: {check.detail}", markup=False)
            if not check.ok:
                screen.print(f"     {check.cure}", markup=False)

    call.give({"checks": checks}, show)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)
