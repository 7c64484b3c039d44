"""A report as a file: its title with the day, what it was measured on, then its sections."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from evals.machine import commit, machine, versions


class Report:
    """One report; make it before anything is measured, so that it tells of the machine as it was then."""

    def __init__(self, title: str, **more: str) -> None:
        self._now = datetime.now(UTC)
        self._title = title
        self._facts = {**machine(), "commit": commit(), "versions": versions(), **more}

    def text(self, sections: Iterable[str]) -> str:
        """The whole as Markdown; empty sections are left out."""
        facts = "\n".join(f"- {name}: {value}" for name, value in self._facts.items())
        parts = [f"# {self._title}, {self._now:%Y-%m-%d}", facts, *sections]
        return "\n\n".join(part for part in parts if part) + "\n"

    def keep(self, folder: Path, name: str, sections: Iterable[str]) -> Path:
        """Write it to `DATE-name.md`; the path."""
        path = folder / f"{self._now:%Y-%m-%d}-{name}.md"
        path.write_text(self.text(sections), "utf-8")
        return path
