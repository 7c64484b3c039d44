"""The report on drafts and chat: `python -m evals.drafts_report`.

Suites are run, on both encoders where words are routed; what real models wrote and said is played back from the
recordings (`evals.model_figures` hears more of it, and `evals.bench.first_token` times a model's first word).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evals import model_figures
from evals.bench import first_token
from evals.report_files import Report
from evals.running import Result, run_each
from evals.suites.drafts import BY_HAND, SPOILED
from evals.suites.homes import empty_home
from evals.suites.safety.stage import Stage
from evals.tables import say_when_done, table, with_interval

REPORTS = Path(__file__).parent / "reports"
HOW_TO_READ = """\
**How to read this.** Utterances, attacks, the drafts of the *strong writer* and the faults *by hand* were written by
language models working for this project, each without sight of the router, the guards, the checks or each other; all
are of one family of models. *Held out* is what nothing was tuned on: another author's utterances, another writer's
drafts, another tester's faults. The first tester's faults were 55 % caught before the checks were mended on them.
Intervals are 95 % bootstrap intervals, of shares of models Wilson's. Real models were heard once, at temperature 0.2,
by llama.cpp on this machine, with other work beside; what they said is played back through today's checks."""

WHAT_IT_SAYS = """\
A small model's first try seldom passes, and for reasons a person would give: milestones that plan nothing, parts of a
session with one purpose, dates in another century, a promise nobody made. Told only why, it fails again. Since a
refusal comes with a plain form to begin from, filled in by the embedded writer from the same sources, a model of 1.5
billion weights mostly gets there with its repair, keeping more of that form the smaller it is; one of 135 million
does not. Whoever writes, the same checks decide, and the embedded draft stands behind them. What needs no judgement
(minutes that don't add up, a forgotten promise, a question asked twice) is put right without asking again. Faults
that only understanding finds (a deed nobody reported, put as a question; a plan beside the goal) are the ones missed
above: approving is a person's part."""


def write_report(folder: Path = REPORTS) -> Path:
    """Run everything and write `DATE-drafts-and-chat.md`; the path."""
    return Report("Drafts and chat").keep(folder, "drafts-and-chat", _blocks())


def _blocks() -> Iterator[str]:
    yield HOW_TO_READ
    judged = run_each(["drafts", "notes", "recognition_care", "safety"], say_when_done)
    yield from ("## Drafts and their checks", _metrics(judged["drafts"]))
    yield from ("Faults planted by rule, and by hand, by kind of draft:", _by_kind(judged["drafts"]))
    yield from ("### Action items out of notes", _metrics(judged["notes"]))
    yield from ("### The same moments told of everybody", _metrics(judged["recognition_care"]))
    yield "## What people ask for"
    for encoder in ("minilm", "mpnet"):
        with _encoder(encoder):
            yield from (f"With {encoder}:", _metrics(run_each(["chat"], say_when_done)["chat"]))
    yield from ("## Attacks", _metrics(judged["safety"]))
    yield "## Real models, played back"
    yield from _models()
    yield from _first_word()
    yield from ("## What this says", WHAT_IT_SAYS)


def _models() -> Iterator[str]:
    with empty_home() as copilot:
        stage = Stage(copilot, copilot.home.folder / "own-guides")
        parts: dict[str, Callable[[], str]] = {
            "As writers of drafts": lambda: model_figures.drafts(copilot.encoder, None, 0),
            "As talkers: which tool, whose words": lambda: model_figures.chat(stage, None, 0),
            "As talkers under attack": lambda: model_figures.safety(stage, None, 0),
        }
        for title, part in parts.items():
            yield from (f"### {title}", part())


def _first_word() -> Iterator[str]:
    """As `evals.bench.first_token` measured it last: nothing can be played back about time."""
    if not first_token.KEPT.exists():
        return
    told = json.loads(first_token.KEPT.read_text("utf-8"))
    head = [f"`python -m evals.bench.first_token`, {told['on']}, commit {told['commit']}", ""]
    yield from ("## The first word", table(head, told["lines"]))


def _metrics(result: Result) -> str:
    rows = [[name, with_interval(result, name)] for name in result.metrics]
    return table(["metric", f"of {result.n} cases"], rows)


def _by_kind(result: Result) -> str:
    rows = []
    for kind, told in sorted(result.by_kind.items()):
        if kind.endswith(BY_HAND):
            shares = [
                told.metrics.get("faults by hand caught"),
                told.metrics.get("faults by hand caught, held out"),
            ]
            rows.append([kind, str(told.n), *("–" if one is None else f"{one:.2f}" for one in shares)])
        elif kind.endswith(SPOILED):
            rows.append([kind, str(told.n), f"{told.metrics['faults caught']:.2f}", "–"])
    return table(["kind", "faults", "caught", "caught, held out"], rows)


@contextmanager
def _encoder(name: str) -> Iterator[None]:
    before = os.environ.get("MENTORING_ENCODER")
    os.environ["MENTORING_ENCODER"] = name
    try:
        yield
    finally:
        if before is None:
            del os.environ["MENTORING_ENCODER"]
        else:
            os.environ["MENTORING_ENCODER"] = before


if __name__ == "__main__":
    print(write_report())
