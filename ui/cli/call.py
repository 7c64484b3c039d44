"""What every verb shares: `--home`, `--as`, `--json`, one document on standard output, progress beside it."""

from __future__ import annotations

import functools
import inspect
import json
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as ProgressBar
    from rich.status import Status

    from copilot.app import Copilot
    from copilot.domain.asking import Asker
    from copilot.ports import Progress

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="The home's folder; else MENTORING_HOME, else your data folder.")
]
AsOption = Annotated[str, typer.Option("--as", help="The member who asks; without it, the operator.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
QUIET_SECONDS = 1.0


class Call:
    """One run of one verb: who asks, in which home, and how the result is printed."""

    def __init__(self, home: Path | None, asked_as: str, as_json: bool, writes: bool) -> None:
        self.home = home
        self.asked_as = asked_as
        self.as_json = as_json
        self.writes = writes
        self.waiting = Waiting()

    @functools.cached_property
    def copilot(self) -> Copilot:
        """The copilot over this call's home."""
        self.waiting.begin()
        from copilot.app import open_copilot

        return open_copilot(self.home, for_writing=self.writes)

    def close(self) -> None:
        """Give files and connections back, where any were opened."""
        self.waiting.end()
        if "copilot" in vars(self):
            self.copilot.close()

    @functools.cached_property
    def asker(self) -> Asker:
        """Who asks."""
        return self.copilot.askers.identify(self.asked_as)

    @functools.cached_property
    def screen(self) -> Console:
        """Where people read results."""
        from rich.console import Console

        return Console(highlight=False)

    def give(self, document: object, show: Callable[[Console], None]) -> None:
        """Print the JSON document, or show it to a person."""
        self.waiting.end()
        if self.as_json:
            sys.stdout.write(json.dumps(plain(document), ensure_ascii=False) + "\n")
        else:
            show(self.screen)

    def give_lines(self, documents: Iterable[object], show: Callable[[Console, Any], None]) -> None:
        """Print JSON Lines as they come, or show each to a person."""
        for document in documents:
            self.give(document, lambda screen, document=document: show(screen, document))  # type: ignore[misc]

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A callback for long work: a bar on standard error once it has taken a second."""
        self.waiting.end()
        bar = _Bar()
        try:
            yield bar
        finally:
            bar.stop()


class Waiting:
    """A sign of life on a person's standard error, once something has taken a second: loading the encoder does."""

    def __init__(self) -> None:
        self._timer: threading.Timer | None = None
        self._status: Status | None = None

    def begin(self) -> None:
        """From now on somebody waits."""
        if self._timer is None and sys.stderr.isatty():
            self._timer = threading.Timer(QUIET_SECONDS, self._show)
            self._timer.daemon = True
            self._timer.start()

    def end(self) -> None:
        """Nobody waits any more."""
        if self._timer:
            self._timer.cancel()
        if self._status:
            self._status.stop()
            self._status = None

    def _show(self) -> None:
        from rich.console import Console

        self._status = Console(stderr=True).status("Working …")
        self._status.start()


class _Bar:
    def __init__(self) -> None:
        self._started = time.monotonic()
        self._bar: ProgressBar | None = None
        self._task: Any = None
        self._what = ""

    def __call__(self, done: int, of: int, what: str) -> None:
        if self._bar is None and time.monotonic() - self._started < QUIET_SECONDS:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
        if what != self._what:
            self._what, self._task = what, self._bar.add_task(what, total=of)
        self._bar.update(self._task, completed=done, total=of)

    def stop(self) -> None:
        if self._bar:
            self._bar.stop()


def plain(document: object) -> Any:
    """Pydantic models anywhere inside into the contract's names and JSON's types."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(document, by_alias=True)


def verb(
    app: typer.Typer, name: str, *, writes: bool = False, negative: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function that takes a Call first a command with `--home`, `--as` and `--json`.

    Where `negative`, an argument may be a number such as -5, which would otherwise be read as an option.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def command(*, home: Path | None, asked_as: str, as_json: bool, **options: Any) -> None:
            call = Call(home, asked_as, as_json, writes)
            try:
                function(call, **options)
            finally:
                call.close()

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        keyword = inspect.Parameter.KEYWORD_ONLY
        shared = [
            inspect.Parameter("home", keyword, default=None, annotation=HomeOption),
            inspect.Parameter("asked_as", keyword, default="", annotation=AsOption),
            inspect.Parameter("as_json", keyword, default=False, annotation=JsonOption),
        ]
        command.__signature__ = inspect.Signature([p.replace(kind=keyword) for p in own] + shared)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in [*own, *shared]}
        app.command(name, context_settings={"ignore_unknown_options": negative})(command)
        return function

    return decorate
