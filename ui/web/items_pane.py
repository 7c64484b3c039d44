"""Notes into action items: each one found stands in a row of its own, to keep, change or leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.errors import BadInput, CopilotError, NothingToSay
from ui.web.decisions import OPEN
from ui.web.page import Room
from ui.web.typed_times import read_day
from ui.web.views.action_items import MOST_ROWS, Row, items_of, read_from, row_of, text_of, to_settle
from ui.web.views.drafts import questions
from ui.web.views.pieces import busy, counted, notice, shown

NOBODY_YET = ("nobody yet", "")


class ItemsPane:
    """The rows. `outputs` is what a handler fills with `finding`, `waiting` or `nothing`."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._draft_id = gr.State("")
        self._told = room.slot()
        self._rows = [self._lay_out(n) for n in range(1, MOST_ROWS + 1)]
        self._settle = room.slot()
        with gr.Row(elem_classes="actions"):
            self._keep = gr.Button("Keep the ticked items", variant="primary", visible=False, min_width=0)
            self._away = gr.Button("Keep none of them", variant="stop", visible=False, min_width=0)
        parts = [part for row in self._rows for part in row]
        self.outputs = [self._draft_id, self._told, *parts, self._settle, self._keep, self._away]
        self._fields = [part for row in self._rows for part in row[1:5]]
        room.wire(self._away.click, self._left, self._draft_id, self.outputs)

    def _lay_out(self, n: int) -> tuple[Any, ...]:
        with gr.Column(visible=False, elem_classes="item") as whole:
            with gr.Row(elem_classes="form"):
                keep = gr.Checkbox(True, label=f"Keep {n}", scale=1, min_width=96)
                what = gr.Textbox(label=f"{n}. What will be done", scale=6, max_length=2_000, min_width=220)
                who = gr.Dropdown(
                    [], label=f"{n}. By whom", scale=2, min_width=140, filterable=False, interactive=True
                )
                due = gr.Textbox(
                    label=f"{n}. By when", placeholder="2027-03-31", scale=2, max_length=10, min_width=120
                )
            read = self._room.slot()
        return whole, keep, what, who, due, read

    def then(self, handler: Callable[..., Any], inputs: Any, outputs: Any) -> None:
        """Keep the ticked items when that is asked for, and call a handler once they are kept."""
        kept = self._room.wire(self._keep.click, self._kept, [self._draft_id, *self._fields], self.outputs)
        self._room.wire(kept.success, handler, inputs, outputs)

    def finding(self, asker: Asker, make: Callable[[], Draft]) -> Iterator[list[Any]]:
        """Updates while notes are read, and then a row an item, or what to ask instead."""
        yield self._filled(shown(busy("Reading the notes…")))
        try:
            found = make()
        except NothingToSay as nothing:
            yield self._filled(shown(questions(nothing)))
        except CopilotError:
            yield self.nothing()
            raise
        else:
            yield self.showing(asker, found)

    def nothing(self, told: str = "") -> list[Any]:
        """Updates that empty the pane."""
        return self._filled(shown(notice(told)))

    def waiting(self, asker: Asker, relationship: str) -> list[Any]:
        """Updates that show what was found before and nobody has decided on: closing a page loses nothing."""
        drafts = self._desk.copilot.drafting.list(asker, DraftKind.ACTIONS)
        newest = next((one for one in drafts if one.relationship == relationship and one.state in OPEN), None)
        return self.showing(asker, newest) if newest else self.nothing()

    def showing(self, asker: Asker, draft: Draft) -> list[Any]:
        """Updates that show each item of a draft in a row."""
        items, names = items_of(draft), self._names(asker, draft)
        more = len(items) - MOST_ROWS
        told = (
            f"{counted(len(items), 'item')} found. Change what isn’t right; only what stays ticked is kept."
        )
        if more > 0:
            told += f" The first {MOST_ROWS} are shown; find the rest once these are kept."
        rows = [(row_of(item), shown(read_from(item))) for item in items[:MOST_ROWS]]
        return self._filled(shown(notice(told, "plain")), draft.id, rows, names, shown(to_settle(draft)))

    def _filled(
        self,
        told: str,
        draft: str = "",
        rows: Sequence[tuple[Row, str]] = (),
        names: Sequence[str] = (),
        settle: str = "",
    ) -> list[Any]:
        choices = [*((name, name) for name in names), NOBODY_YET]
        updates: list[Any] = []
        for n in range(MOST_ROWS):
            updates += _shown_row(rows[n][0], rows[n][1], choices) if n < len(rows) else _hidden_row()
        buttons = [gr.update(visible=bool(rows))] * 2
        return [draft, told, *updates, settle, *buttons]

    def _names(self, asker: Asker, draft: Draft) -> list[str]:
        things = self._desk.copilot.relationships.shared(asker, draft.relationship)
        people = self._desk.people(asker, set(things.relationship.members))
        return [people.name(member) for member in things.relationship.members]

    def _kept(self, request: gr.Request, draft_id: str, *cells: Any) -> list[Any]:
        asker = self._desk.asker(request)
        drafting = self._desk.copilot.drafting
        draft = drafting.show(asker, draft_id)
        rows = [_read(*cells[at : at + 4]) for at in range(0, 4 * len(items_of(draft)[:MOST_ROWS]), 4)]
        if not any(row.keep for row in rows):
            raise BadInput("Nothing is ticked.", cure="Tick what is to be kept, or keep none of them.")
        words = text_of(draft, rows, self._names(asker, draft))
        drafting.edit(asker, draft_id, words)
        drafting.approve(asker, draft_id)
        return self.nothing(f"{counted(sum(row.keep for row in rows), 'item')} kept. Each of you sees them.")

    def _left(self, draft_id: str, request: gr.Request) -> list[Any]:
        self._desk.copilot.drafting.discard(self._desk.asker(request), draft_id, "None of these was kept.")
        return self.nothing("None of them was kept.")


def _shown_row(row: Row, read: str, choices: Sequence[tuple[str, str]]) -> list[Any]:
    return [
        gr.update(visible=True),
        row.keep,
        row.what,
        gr.update(choices=list(choices), value=row.owner),
        row.due.isoformat() if row.due else "",
        read,
    ]


def _hidden_row() -> list[Any]:
    return [gr.update(visible=False), True, "", gr.update(choices=[], value=None), "", ""]


def _read(keep: bool, what: str, who: str | None, due: str) -> Row:
    if keep and not what.strip():
        raise BadInput("An item has no words.", cure="Say what will be done, or take its tick away.")
    return Row(keep, what, who or "", read_day(due) if keep else None)
