"""The report on the web app: `python -m evals.web_report` times its first screen and weighs its pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from evals.bench import first_screen
from evals.machine import commit, machine, versions
from evals.tables import table

REPORTS = Path(__file__).parent / "reports"
HOW_TO_READ = f"""\
Each visit begins with a server started anew over the sample community and a browser with an empty cache, as soon as the
server is up. Measured is from the button of the sign-in page until heading and navigation can be seen; the most is
{first_screen.LIMIT:g} s. The weight is what went over the wire. What axe finds, sideways scrolling at 390 px, the
keyboard, and every address a visit asks for are tests, `tests/ui/web/test_accessible.py`."""


def write_report(folder: Path = REPORTS) -> Path:
    """Measure and write `DATE-web.md`; the path."""
    now = datetime.now(UTC)
    told = {**machine(), "commit": commit(), "versions": versions()}
    facts = "\n".join(f"- {name}: {value}" for name, value in told.items())
    figures = table(["what", "figure"], [list(line) for line in first_screen.measure()])
    path = folder / f"{now:%Y-%m-%d}-web.md"
    path.write_text(
        "\n\n".join([f"# The web app, {now:%Y-%m-%d}", facts, HOW_TO_READ, figures]) + "\n", "utf-8"
    )
    return path


if __name__ == "__main__":
    print(write_report())
