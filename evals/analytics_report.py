"""The report on what analytics cost: `python -m evals.analytics_report`. Time and memory at two sizes, and growth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.bench.analytics import SIZES, measure
from evals.report_files import Report
from evals.tables import lines_table

REPORTS = Path(__file__).parent / "reports"
HOW_TO_READ = """\
**How to read this.** Communities are planted (`evals/planted_activity`): ten sessions a member over two years, with
goals, posts, events, surveys and all else in proportion; nobody's data is in them. Each work runs in a process of its
own: *first* with whatever has to be loaded, as a command takes it, by the clock on the wall; *again* as in a running
web app, the quickest of three, in seconds of the processor. Memory is what the process held at its highest, most of it
the program itself; then what the work added to a home that is only opened. In brackets stands what ten times the
community multiplies each figure by: about 10 is linear, less means that a fixed part weighs in. What goes well beyond
is Python's collector of garbage, which goes through all that lives each time much was made: on 23 November 2026, with
it switched off, fifteen of sixteen measurements by hand grew 6.2 to 12.9 times, among them all that grow most here (one
of those at risk grew 16 times). Times are of SQLite on a local disk and one core. What runs beside it (see above)
lengthens first times most, and moves even seconds of the processor by up to a half. What a member opens on every page
(her relationships, her matches) should take hundredths of a second at any size; what counts everybody grows with
everybody."""


def write_report(folder: Path = REPORTS, sizes: Sequence[int] = SIZES) -> Path:
    """Plant, measure, and write `DATE-analytics.md`; the path."""
    report = Report("What analytics cost")
    lines = measure(sizes)
    sections = [
        HOW_TO_READ,
        lines_table(lines),
    ]
    return report.keep(folder, "analytics", sections)


if __name__ == "__main__":
    print(write_report())
