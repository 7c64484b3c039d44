"""The report on the web app: `python -m evals.web_report` times its first screen and weighs its pages."""

from __future__ import annotations

from pathlib import Path

from evals.bench import first_screen
from evals.report_files import Report
from evals.tables import table

REPORTS = Path(__file__).parent / "reports"
HOW_TO_READ = f"""\
Each visit begins with a server started anew over the sample community and a browser with an empty cache, as soon as the
server is up. Measured is from the button of the sign-in page until heading and navigation can be seen; the most is
{first_screen.LIMIT:g} s. The weight is what went over the wire. What axe finds, sideways scrolling at 390 px, the
keyboard, and every address a visit asks for are tests, `tests/ui/web/test_accessible.py`."""


def write_report(folder: Path = REPORTS) -> Path:
    """Measure and write `DATE-web.md`; the path."""
    report = Report("The web app")
    figures = table(["what", "figure"], [list(line) for line in first_screen.measure()])
    return report.keep(folder, "web", [HOW_TO_READ, figures])


if __name__ == "__main__":
    print(write_report())
