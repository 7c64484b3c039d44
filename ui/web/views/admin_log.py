"""The audit log on a page."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from copilot.services.log import Line, LogPage, Wanted
from ui.web.views.pieces import NOTHING, counted, empty, piece, together


def log_page(found: LogPage, wanted: Wanted) -> Markup:
    """The lines, newest first, and where to take all of them away."""
    if not found.total:
        if wanted == Wanted():
            return empty("Nothing has been done yet.", "What people decide and change will stand here.")
        return empty("Nothing of this kind was done.", "Ask for less: leave a field empty for everything.")
    head = piece(
        '<div class="row"><p class="under">{}, page {} of {}</p><a class="button" href="{}" download>'
        "Take it away as CSV</a></div>",
        counted(found.total, "line"), found.page, found.pages, address(wanted),
    )  # fmt: skip
    told = any(line.detail for line in found.lines)
    body = together([_row(line, told) for line in found.lines])
    more = Markup('<th scope="col">More</th>') if told else NOTHING
    return head + piece(
        '<div class="wide" tabindex="0" role="region" aria-label="The audit log"><table class="plain-table log"><thead>'
        '<tr><th scope="col">When (UTC)</th><th scope="col">Who</th><th scope="col">Did</th><th scope="col">To</th>'
        "{}</tr></thead><tbody>{}</tbody></table></div>",
        more,
        body,
    )


def address(wanted: Wanted) -> str:
    """Where these lines can be had as a file."""
    asked = {name: str(value) for name, value in wanted if value}
    return f"/log.csv?{urlencode(asked)}" if asked else "/log.csv"


def _row(line: Line, told: bool) -> Markup:
    said = "; ".join(f"{name}: {value}" for name, value in line.detail.items())
    more = piece('<td class="small">{}</td>', said) if told else NOTHING
    return piece(
        '<tr><td><time datetime="{}">{}</time></td><td><code>{}</code></td><td>{}</td><td>{} <code>{}</code>'
        "</td>{}</tr>",
        line.at.isoformat(timespec="seconds"), f"{line.at:%d %b %Y, %H:%M}", line.by, line.verb, line.kind,
        line.record, more,
    )  # fmt: skip
