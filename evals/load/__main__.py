"""Measures and writes the report: `python -m evals.load [DATABASE_URL…]`, some twenty minutes.

The addresses are of empty databases (PostgreSQL) whose writes are measured beside SQLite's.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evals.bench import writes
from evals.load.people import READING, Heard, chatting
from evals.load.serving import Served, made, served
from evals.report_files import Report
from evals.tables import lines_table, table

REPORTS = Path(__file__).parents[1] / "reports"
SIZES = (1, 10, 25, 50, 100)
LASTS = 60.0
SOAK = 600.0
AT_ONCE = 8
"""People who read nothing: as much as it can do."""
HOW_TO_READ = f"""\
One `mentoring serve` (one process, the embedded writer, the sample community of demo size, all data on disk) and, in
another process of the same machine, people who chat through the HTTP API. Each waits for the whole reply, reads it for
{READING:.0f} seconds in the mean, and says the next of ten things: questions to the guides, thanks, her goals, what is
due, the draft of an agenda. Server and people share the machine's cores. Only ratios travel to other machines."""


def write_report(databases: Sequence[str], folder: Path = REPORTS) -> Path:
    """Measure everything and write `DATE-load.md`; the path."""
    report = Report("Many members at once")
    with tempfile.TemporaryDirectory(prefix="mentoring-load-") as kept:
        home = Path(kept) / "home"
        secrets = made(home)
        with served(home) as server:
            sections = [HOW_TO_READ, *_grown(server, secrets), *_soaked(server, secrets)]
    sections += ["## Confirmed changes a second", lines_table(writes.measure(databases))]
    return report.keep(folder, "load", sections)


def _grown(server: Served, secrets: list[str]) -> list[str]:
    asyncio.run(chatting(server.address, secrets[:4], 10, reading=0, seed=99))  # models and caches are warm
    rows = []
    for n, size in enumerate(SIZES):
        heard = asyncio.run(chatting(server.address, secrets[:size], LASTS, seed=n + 1))
        rows.append([f"{size} members", *_told(heard), f"{server.resident_mb():.0f}"])
        print(*rows[-1], sep="\t", file=sys.stderr)
    heard = asyncio.run(chatting(server.address, secrets[:AT_ONCE], LASTS, reading=0, seed=50))
    rows.append([f"{AT_ONCE} who read nothing", *_told(heard), f"{server.resident_mb():.0f}"])
    head = ["people", "replies", "replies a second", "median s", "95 % s", "slowest s", "errors", "memory MB"]
    return ["## From one to a hundred", table(head, rows)]


def _soaked(server: Served, secrets: list[str]) -> list[str]:
    before = server.resident_mb()
    heard = asyncio.run(chatting(server.address, secrets[: SIZES[-1]], SOAK / 2, seed=60))
    halfway = server.resident_mb()
    after_it = asyncio.run(chatting(server.address, secrets[: SIZES[-1]], SOAK / 2, seed=61))
    after = server.resident_mb()
    rows = [["first half", *_told(heard)], ["second half", *_told(after_it)]]
    head = ["", "replies", "replies a second", "median s", "95 % s", "slowest s", "errors"]
    memory = f"Resident memory: {before:.0f} MB before, {halfway:.0f} MB halfway, {after:.0f} MB after."
    return [f"## {SIZES[-1]} members for {SOAK / 60:.0f} minutes", table(head, rows), memory]


def _told(heard: Heard) -> list[str]:
    ordered = sorted(heard.seconds) or [float("nan")]
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    wrong = ", ".join(f"{count} × {what}" for what, count in Counter(heard.wrong).most_common()) or "none"
    return [
        str(len(heard.seconds)),
        f"{len(heard.seconds) / heard.lasted:.1f}",
        f"{statistics.median(ordered):.2f}",
        f"{late:.2f}",
        f"{ordered[-1]:.2f}",
        wrong,
    ]


if __name__ == "__main__":
    print(write_report(sys.argv[1:]))
