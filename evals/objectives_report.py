"""The report on objectives: `python -m evals.objectives_report`, both encoders where they are installed.

What the nearest objective and its confidence are worth on the communities held out, beside shared words and silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from copilot.errors import ModelUnavailable
from copilot.language.encoder import load_encoder
from copilot.ports import Encoder
from copilot.services.objectives.judging import THRESHOLD
from evals.report_files import Report
from evals.running import Result, run_task
from evals.suites.objectives import BINS, METRICS, cases, found_in, task
from evals.tables import table, with_interval

REPORTS = Path(__file__).parent / "reports"
ENCODERS = {"minilm": "float32", "mpnet": "auto"}
"""Name → precision: the large one takes six times as long in float32."""
COARSE = 5
MOST_WRONG = 12
HOW_TO_READ = f"""\
**How to read this.** Eight communities with four to seven objectives each were made up for this: an open-source
project, a hospital, an NGO and a game studio to develop on; a bank, a university, a factory and a remote company held
out. For each, 28 or 29 goals, programmes and events in people's words; about a third serves no objective, and many of
these share a word with one. What serves what was written down, by meaning and by one reader, before anything was
computed; texts and labels are of one language model, which makes them more alike than yours. Features and
coefficients come from the first four communities, and nothing was changed after the held-out ones were looked at.

*top-1*: of the things that serve one, how often the nearest objective is it. *serves any AUROC*: how well the
confidence tells what serves one from what serves none. *1 − Brier* and *1 − calibration error*: the probability that
the nearest is the right one, against what is so; {BINS} bins of equal width. *always the same* says the share of
right ones every time, *always none* never suggests. *suggested and right*: of what is suggested, at {THRESHOLD:.0%}
or more, how much is right; *served and suggested*: of what serves one, how much is suggested rightly; *left alone*:
of what serves none, how much gets no suggestion; *decided*: all of these together. Higher is better everywhere.
Intervals are 95 % percentile bootstrap intervals over things (2,000 resamples); things of one community are alike, so
that the truth is wider."""
NOT_HELPED = """\
What did not help, measured on the development communities alone (each left out in turn): the title of an objective
without its why and its key results (top-1 0.58 to 0.65 with MiniLM, against 0.81 for all of it); the cosine of whole to
whole alone (0.80, and AUROC 0.77 against 0.80 with all four parts); the mean over key results in place of the nearest;
whether a thing is a goal or an event, and how near all objectives are, as further features. The lead over the next
objective hardly weighs with MiniLM; with mpnet it counts."""


def write_report(folder: Path = REPORTS) -> Path:
    """Run both encoders on both halves and write `DATE-objectives.md`; the path."""
    report = Report("Objectives")
    found = {name: encoder for name in ENCODERS if (encoder := loaded(name)) is not None}
    sections = [
        HOW_TO_READ,
        *(part for held_out in (True, False) for part in _figures(found, held_out)),
        *(part for name, encoder in found.items() for part in _looked_at(name, encoder)),
        "## What did not help",
        NOT_HELPED,
    ]
    return report.keep(folder, "objectives", sections)


def loaded(name: str) -> Encoder | None:
    """The encoder of this name as the reports run it; None where its weights aren't installed."""
    try:
        return load_encoder(name, ENCODERS[name], None)
    except ModelUnavailable:
        return None


def _figures(encoders: Mapping[str, Encoder], held_out: bool) -> Iterator[str]:
    results = {name: run_task(task(encoder, held_out=held_out)) for name, encoder in encoders.items()}
    things = next(iter(results.values())).n
    yield f"## {'Held out' if held_out else 'Development'}: four communities, {things} things"
    yield _table(results)


def _table(results: Mapping[str, Result]) -> str:
    rows = [[metric, *(with_interval(each, metric) for each in results.values())] for metric in METRICS]
    return table(["metric", *results], rows)


def _looked_at(name: str, encoder: Encoder) -> Iterator[str]:
    """What each step of confidence was worth, and what was suggested wrongly with most of it."""
    chosen = [case for case in cases() if case.expected["held_out"]]
    found = found_in(encoder, chosen)
    told = [(found[case.id].confidence, found[case.id].nearest.objective, case) for case in chosen]
    right = [(confidence, objective == case.expected["serves"]) for confidence, objective, case in told]
    yield f"## {name}, held out: confidence and truth"
    yield table(["confidence", "things", "said on average", "right"], _steps(right))
    wrong = [each for each in told if each[1] != each[2].expected["serves"] and each[0] >= THRESHOLD]
    yield f"## {name}, held out: what was suggested wrongly, the surest first"
    rows = [
        [f"{confidence:.0%}", case.input["title"], objective, case.expected["serves"] or "none"]
        for confidence, objective, case in sorted(wrong, key=lambda each: (-each[0], each[2].id))[:MOST_WRONG]
    ]
    yield table(["confidence", "what", "suggested", "serves"], rows)


def _steps(right: Iterable[tuple[float, bool]]) -> Iterator[list[str]]:
    told = list(right)
    for step in range(COARSE):
        low, high = step / COARSE, (step + 1) / COARSE
        inside = [each for each in told if low <= each[0] < high or (high == 1 and each[0] == 1)]
        if inside:
            said, was = (sum(each[n] for each in inside) / len(inside) for n in (0, 1))
            yield [f"{low:.0%} to {high:.0%}", str(len(inside)), f"{said:.2f}", f"{was:.2f}"]


if __name__ == "__main__":
    print(write_report())
