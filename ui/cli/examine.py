"""`mentoring eval`: the suites, against their baselines."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ui.cli.call import Call, verb


def add_to(root: typer.Typer) -> None:
    """Hang this verb under the root command."""
    verb(root, "eval")(evaluate)


def evaluate(
    call: Call,
    suites: Annotated[list[str] | None, typer.Argument(help="Which suites; all where none is named.")] = None,
) -> None:
    """Run evaluation suites; exit 1 where one falls below its baseline."""
    from evals.running import run_suites

    with call.progress() as progress:
        results = run_suites(suites or [], progress)

    def show(screen: Any) -> None:
        from ui.cli.tables import show_table

        rows = [
            (name, str(result["n"]), metric, f"{value:.3f}",
             "{:.3f}–{:.3f}".format(*result["interval"].get(metric, (value, value))),
             f"{result['baseline'].get(metric, float('nan')):.3f}", "" if result["passed"] else "below")
            for name, result in results.items()
            for metric, value in result["metrics"].items()
        ]  # fmt: skip
        show_table(screen, ("suite", "n", "metric", "value", "95 % interval", "baseline", ""), rows)

    call.give({"suites": results}, show)
    if not all(result["passed"] for result in results.values()):
        raise typer.Exit(1)
