"""Code between fences, as Markdown writes it."""

from __future__ import annotations

import re

RUN = re.compile(r"`{3,}")


def fenced(code: str, language: str = "") -> str:
    """The code between two lines of backticks, more of them than the code has in a row."""
    fence = "`" * (max((len(run) for run in RUN.findall(code)), default=2) + 1)
    return f"{fence}{language}\n{code}\n{fence}"
