"""An import on a page: what the file holds, what would change, what did."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.services.members.fields import cure_of
from copilot.services.members.mapping import Sheet
from copilot.services.members.preview import FieldTold, RowTold
from copilot.services.members.rows import Rejected
from copilot.services.members.service import Imported
from ui.web.views.pieces import NOTHING, badge, counted, empty, listed, notice, piece, together

MOST_ROWS = 60
TONES = {"added": "good", "updated": "care", "unchanged": "quiet"}
NOTHING_YET = empty(
    "Choose a file, and see what it would change.",
    "CSV or JSONL, one person a row, up to 5 MB, as your personnel system exports it. Nothing is written before you "
    "say so.",
)


def file_read(name: str, sheet: Sheet, notes: Sequence[str] = ()) -> Markup:
    """What the file holds, and what to know about how it was read."""
    columns = ", ".join(sheet.columns[:20]) + (" …" if len(sheet.columns) > 20 else "")
    return piece(
        '<div class="card"><div class="row"><h2>{}</h2>{}</div><p class="small">Its columns: {}.</p>{}</div>',
        name, badge(f"{counted(len(sheet.rows), 'row')}, {counted(len(sheet.columns), 'column')}", "good"),
        columns, _warnings(notes),
    )  # fmt: skip


def column_choice(column: str, sheet: Sheet) -> str:
    """A column as a list offers it: its name, and something that stands in it."""
    example = next(iter(sheet.examples(column)), "")
    return f"{column}  ·  {example}" if example else f"{column}  ·  (empty)"


def preview(found: Imported) -> Markup:
    """What would be added, updated, left as it is and rejected, row by row."""
    rejected = piece("<h3>Rejected: nothing of these rows is taken in</h3>{}", _rejected(found.rejected))
    parts = [
        _numbers(found),
        rejected if found.rejected else NOTHING,
        _warnings(found.warnings),
        _changes(found.changes or ()),
        piece("<h3>What the others do</h3>{}", _rows(found.rows)) if found.rows else NOTHING,
    ]
    return piece(
        '<section class="card section ahead"><h2>What would change</h2>'
        '<p class="under">Nothing has been written yet.</p>{}</section>',
        together(parts),
    )


def done(found: Imported) -> Markup:
    """What an import did."""
    said = f"{found.added:,} added, {found.updated:,} updated, {found.unchanged:,} as they were."
    left = f" {counted(len(found.rejected), 'row')} left out." if found.rejected else ""
    rest = piece('<section class="card section"><h3>Left out</h3>{}</section>', _rejected(found.rejected))
    return notice(f"Imported: {said}{left}") + (rest if found.rejected else NOTHING)


def _numbers(found: Imported) -> Markup:
    numbers = (
        ("added", found.added), ("updated", found.updated), ("unchanged", found.unchanged),
        ("rejected", len(found.rejected)),
    )  # fmt: skip
    cells = [piece("<div><dt>{}</dt><dd>{:,}</dd></div>", name, n) for name, n in numbers]
    return piece('<dl class="numbers">{}</dl>', together(cells))


def _rejected(rows: Sequence[Rejected]) -> Markup:
    body = together(
        [
            piece(
                '<tr><th scope="row">{}</th><td><code>{}</code></td><td>{}</td><td class="cure">{}</td></tr>',
                one.row, one.field, f"{one.error}.", cure_of(one.field),
            )
            for one in rows[:MOST_ROWS]
        ]
    )  # fmt: skip
    return _table("Rejected rows", ("Row", "Field", "What is wrong", "What to do"), body, len(rows))


def _changes(changes: Sequence[FieldTold]) -> Markup:
    """Field by field: of how many people, and what it would become. Never what stands there now."""
    if not changes:
        return NOTHING
    body = together([_field_told(one) for one in changes])
    header = ("Field", "New people", "Filled", "Replaced", "Emptied", "Such as")
    return piece("<h3>Field by field</h3>{}", _table("Fields that would change", header, body, len(changes)))


def _field_told(one: FieldTold) -> Markup:
    examples = "; ".join(f"{each.member} → {each.value or '(empty)'}" for each in one.examples)
    emptied = badge(f"{one.emptied:,}", "care") if one.emptied else NOTHING
    numbers = [f"{n:,}" if n else "" for n in (one.new, one.filled, one.replaced)]
    return piece(
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class="small">{}</td></tr>',
        _called(one.field), *numbers, emptied, examples,
    )  # fmt: skip


def _rows(rows: Sequence[RowTold]) -> Markup:
    # What changes is what somebody wants to look at; rows that change nothing come last.
    ordered = sorted(rows, key=lambda one: (one.change == "unchanged", one.row))
    body = together(
        [
            piece(
                '<tr><th scope="row">{}</th><td>{} <code>{}</code></td><td>{}</td><td class="small">{}</td></tr>',
                one.row, one.name, one.member, badge(one.change, TONES[one.change]),
                ", ".join(map(_called, one.fields)),
            )
            for one in ordered[:MOST_ROWS]
        ]
    )  # fmt: skip
    return _table("Rows that would be taken in", ("Row", "Who", "Would be", "Fields"), body, len(rows))


def _called(field: str) -> str:
    return "other columns" if field == "extra" else field.replace("_", " ")


def _table(label: str, header: Sequence[str], body: Markup, total: int) -> Markup:
    head = together([piece('<th scope="col">{}</th>', name) for name in header])
    more = piece('<p class="small">The first {} of {:,} rows.</p>', MOST_ROWS, total)
    return piece(
        '<div class="wide" tabindex="0" role="region" aria-label="{}"><table class="plain-table"><thead>'
        "<tr>{}</tr></thead><tbody>{}</tbody></table></div>{}",
        label, head, body, more if total > MOST_ROWS else NOTHING,
    )  # fmt: skip


def _warnings(warnings: Sequence[str]) -> Markup:
    if not warnings:
        return NOTHING
    shown = listed([piece("{}", one) for one in warnings[:20]])
    more = piece("<p>And {} more.</p>", len(warnings) - 20) if len(warnings) > 20 else NOTHING
    return piece('<div class="notice plain"><p>To know:</p>{}{}</div>', shown, more)
