"""The report as Markdown, for a folder or a meeting."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.services.auditing.report import AuditReport
from copilot.services.auditing.tables import Table, heading, hidden_groups, summary, tables
from copilot.services.auditing.verdicts import Verdict


def markdown(report: AuditReport) -> str:
    """The whole report: header, verdicts with LOOK first, then the tables."""
    order = list(Verdict)
    lines = sorted(
        report.verdicts, key=lambda line: (line.verdict is not Verdict.LOOK, order.index(line.verdict))
    )
    verdicts = Table(
        "Verdicts",
        summary(report),
        ("verdict", "line", "what was found"),
        [(line.verdict.value, line.line, line.sentence) for line in lines],
    )
    notes = [*report.header.how_to_read, *hidden_groups(report), *report.notes]
    parts = [
        "# Audit of the matches",
        "  \n".join(_escaped(line) for line in heading(report)),
        "\n".join(f"- {_escaped(note)}" for note in notes),
        *(_section(table) for table in (verdicts, *tables(report))),
    ]
    return "\n\n".join(parts) + "\n"


def _section(table: Table) -> str:
    rows = [table.header, ("---",) * len(table.header)]
    body = [_row(row) for row in (*rows, *table.rows)]
    return "\n".join([f"## {table.title}", "", table.about, "", *body])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell if cell == "---" else _escaped(cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    """Values that members typed stay plain words: no markup, no links, no further column."""
    plain = " ".join(text.split())
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>|#" else mark for mark in plain)
