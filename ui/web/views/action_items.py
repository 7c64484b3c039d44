"""Action items read from notes, one a row: kept as they are, changed, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from copilot.domain.drafts import ActionItems, Draft, PromisedAction
from copilot.services.drafting.action_lines import entry_line
from copilot.services.drafting.markdown import marked
from ui.web.views.pieces import NOTHING, listed, piece

_SOURCES = "\n## Sources"
MOST_ROWS = 8
"""More stand on a page only once these are decided on."""


class Row(NamedTuple):
    """What stands in a row. `owner` is a full name, empty where nobody has taken it yet."""

    keep: bool
    what: str
    owner: str
    due: date | None


def items_of(draft: Draft) -> tuple[PromisedAction, ...]:
    """What the draft found."""
    return ActionItems.model_validate(draft.body).items


def row_of(item: PromisedAction) -> Row:
    """An item as it is offered: ticked, for a person to look over."""
    return Row(True, item.text, item.owner, item.due)


def read_from(item: PromisedAction) -> Markup:
    """The words an item was read from."""
    return piece('<p class="small read-from">read from <q>{}</q></p>', item.promise.text.strip('“”"'))


def to_settle(draft: Draft) -> Markup:
    """The questions that are left."""
    left = ActionItems.model_validate(draft.body).to_settle
    asked = listed([piece("{}", question) for question in left])
    return piece('<div class="notice plain"><p>To settle first:</p>{}</div>', asked) if left else NOTHING


def text_of(draft: Draft, rows: Sequence[Row], people: Sequence[str]) -> str:
    """The draft's text with only the rows that are kept, as they stand now; each with the words it came from."""
    title = draft.markdown.splitlines()[0]
    lines = [
        f"{entry_line(_changed(item, row), people)}\n  {marked(item.promise)}"
        for item, row in zip(items_of(draft), rows, strict=False)
        if row.keep
    ]
    rest = draft.markdown[draft.markdown.index(_SOURCES) :] if _SOURCES in draft.markdown else ""
    return "\n".join([title, "", *lines, rest])


def _changed(item: PromisedAction, row: Row) -> PromisedAction:
    return item.model_copy(update={"text": " ".join(row.what.split()), "owner": row.owner, "due": row.due})
