"""How long `mentoring --help` takes, against an empty Python: nothing heavy may be imported.

Run with `python -m evals.bench.help_time`.
"""

from __future__ import annotations

import subprocess
import sys

from evals.bench.timing import Line, medians, show

LIMIT = 0.4
_HELP = "from ui.cli.main import main; import sys; sys.argv = ['mentoring', '--help']; main()"


def measure(rounds: int = 9) -> list[Line]:
    """Median wall times after a warm-up, and whether the limit holds."""
    found = medians({"help": lambda: _python(_HELP), "pass": lambda: _python("pass")}, rounds)
    verdict = "kept" if found["help"] < LIMIT else "NOT kept"
    return [
        Line("`mentoring --help`", f"{found['help']:.3f} s (limit {LIMIT} s: {verdict})"),
        Line("`python -c pass`", f"{found['pass']:.3f} s"),
        Line("ratio", f"{found['help'] / found['pass']:.1f}"),
    ]


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 — our own words


if __name__ == "__main__":
    show(measure())
