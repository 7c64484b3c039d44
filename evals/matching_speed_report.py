"""The report on what matching costs: `python -m evals.matching_speed_report`, part of `make figures`; half an hour.

Run it on a machine that does nothing else: most of it compares times.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from evals.bench import matching, matching_growth, matching_suggesting, matching_what_if, rivals
from evals.report_files import Report
from evals.tables import lines_table

REPORTS = Path(__file__).parent / "reports"
HOW_TO_READ = """\
Vectors are random where nothing else is said, so that no text has to be read. Times are of this machine in this run;
only ratios travel."""
MEASURED = (
    ("Vectors to proposals", matching.measure),
    ("Beside mentor-match", rivals.measure),
    ("Three suggestions for a new member", matching_suggesting.measure),
    ("What if two were forced together", matching_what_if.measure),
    ("Growth, each size in a process of its own", matching_growth.measure),
)


def write_report(folder: Path = REPORTS) -> Path:
    """Run everything and write `DATE-matching-speed.md`; the path."""
    return Report("What matching costs").keep(folder, "matching-speed", [HOW_TO_READ, *_measured()])


def _measured() -> Iterable[str]:
    for title, measure in MEASURED:
        print(title, file=sys.stderr, flush=True)
        yield f"## {title}\n\n{lines_table(measure())}"


if __name__ == "__main__":
    print(f"Written: evals/reports/{write_report().name}")
