"""A roster into the community: which column is which, what would change, and only then the import."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.rosters import BrokenRow, RawRow
from copilot.errors import BadInput
from copilot.services.members.fields import FIELDS, NEEDED, suggested
from copilot.services.members.mapping import Sheet, from_choices, mapped
from copilot.services.members.proposing import by_choices
from copilot.services.members.service import Imported
from copilot.services.policy import Action
from copilot.stores.roster_files import read_sheet
from ui.web.page import Page, Room, may
from ui.web.views.admin_import import NOTHING_YET, column_choice, done, file_read, preview
from ui.web.views.pieces import counted, shown, subheading

KINDS = [".csv", ".jsonl", ".ndjson"]
NOT_THERE = ("not in the file", "")
FORGOTTEN_AFTER = 3600  # seconds: a roster that nobody imported doesn't stay in memory
HIDDEN, SHOWN = gr.update(visible=False), gr.update(visible=True)
Updates = dict[Any, Any]
Rows = list[RawRow | BrokenRow]


def build(room: Room) -> None:
    """The page; its parts know each other."""
    _ImportDesk(room)


class _ImportDesk:
    def __init__(self, room: Room) -> None:
        self._room = room
        self._desk = room.desk
        self._sheet = gr.State(None, time_to_live=FORGOTTEN_AFTER)
        self._ready = gr.State(None, time_to_live=FORGOTTEN_AFTER)
        self._file = gr.File(
            label="A roster", file_types=KINDS, file_count="single", height=150, elem_classes="upload"
        )
        self._read = room.slot(NOTHING_YET)
        self._lay_out_mapping()
        self._preview = room.slot()
        with gr.Row(elem_classes="actions"):
            self._all = gr.Button("Import", variant="primary", min_width=0, visible=False)
            self._right = gr.Button("Import the right rows only", min_width=0, visible=False)
            self._away = gr.Button("Don’t import", min_width=0, visible=False)
        self._connect()

    def _lay_out_mapping(self) -> None:
        with gr.Column(visible=False) as self._mapping:
            self._room.slot(
                subheading(
                    "Which column is which?",
                    "Guessed by their names; mend what is wrong. An id, a name and roles are needed.",
                )
            )
            with gr.Row(elem_classes="fields"):
                self._columns = [_choice(field, what) for field, what in FIELDS.items()]
            self._keep = gr.Checkbox(
                True,
                label="Keep the other columns too",
                info="They are used for nothing and reach no score. Leave them out where you don’t need them.",
            )
            with gr.Row(elem_classes="actions"):
                self._look = gr.Button("Show what would change", variant="primary", min_width=0)

    def _connect(self) -> None:
        room, bar = self._room, [self._all, self._right, self._away]
        seen = [self._sheet, self._ready, self._read, self._preview, self._mapping, *bar]
        room.wire(self._file.upload, self._take, self._file, [self._file, *seen, *self._columns])
        asked = [self._sheet, self._keep, *self._columns]
        room.wire(self._look.click, self._look_ahead, asked, [self._ready, self._preview, *bar])
        choices = [one.input for one in (*self._columns, self._keep)]
        room.wire(partial(gr.on, choices), self._outdated, None, [self._ready, self._preview, *bar])
        room.wire(self._all.click, self._import(right_only=False), self._ready, seen)
        room.wire(self._right.click, self._import(right_only=True), self._ready, seen)
        room.wire(self._away.click, self._leave, None, seen)

    def _take(self, path: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.policy.require(asker, Action.MEMBERS_WRITE)
        name, sheet, notes = _read_and_removed(path)
        guessed = {field: column for column, field in suggested(sheet.columns).items()}
        choices = [NOT_THERE, *((column_choice(column, sheet), column) for column in sheet.columns)]
        fields = zip(FIELDS, self._columns, strict=True)
        return {
            **self._emptied(),
            self._file: None,
            self._sheet: sheet,
            self._read: shown(file_read(name, sheet, notes)),
            self._mapping: SHOWN,
            **{box: gr.update(choices=choices, value=guessed.get(field, "")) for field, box in fields},
        }

    def _look_ahead(
        self, request: gr.Request, sheet: Sheet | None, keep_others: bool, *columns: str | None
    ) -> Updates:
        asker = self._desk.asker(request)
        if sheet is None:
            raise BadInput("The file is no longer here.", cure="Choose it again; nothing was written.")
        picked = {field: column or "" for field, column in zip(FIELDS, columns, strict=True)}
        fields = from_choices(sheet.columns, picked, keep_others=keep_others)
        rows = mapped(sheet, by_choices(sheet, fields))
        found = self._import_rows(asker, rows, partial=True, preview=True)
        right = found.added + found.updated
        return {
            self._ready: rows,
            self._preview: shown(preview(found)),
            self._all: gr.update(visible=bool(right) and not found.rejected, value=_button(found)),
            self._right: gr.update(visible=bool(right and found.rejected), value=_button(found)),
            self._away: SHOWN,
        }

    def _import(self, *, right_only: bool) -> Callable[[Rows | None, gr.Request], Updates]:
        def take_in(rows: Rows | None, request: gr.Request) -> Updates:
            asker = self._desk.asker(request)
            if rows is None:
                raise BadInput("What you looked at is no longer here.", cure="Choose the file again.")
            found = self._import_rows(asker, rows, partial=right_only, preview=False)
            return {**self._emptied(), self._read: shown(done(found))}

        return take_in

    def _import_rows(self, asker: Asker, rows: Rows, *, partial: bool, preview: bool) -> Imported:
        return self._desk.copilot.members.import_rows(asker, rows, partial=partial, preview=preview)

    def _outdated(self, request: gr.Request) -> Updates:
        """What was looked at was the preview of another choice."""
        return {
            self._ready: None,
            self._preview: "",
            self._all: HIDDEN,
            self._right: HIDDEN,
            self._away: HIDDEN,
        }

    def _leave(self, request: gr.Request) -> Updates:
        return {**self._emptied(), self._read: shown(NOTHING_YET)}

    def _emptied(self) -> Updates:
        bar = dict.fromkeys((self._all, self._right, self._away, self._mapping), HIDDEN)
        return {self._sheet: None, self._ready: None, self._preview: "", **bar}


def _choice(field: str, what: str) -> Any:
    called = field.replace("_", " ")
    needed = " (needed)" if field in NEEDED else ""
    return gr.Dropdown(
        [NOT_THERE], value="", label=f"{called[:1].upper()}{called[1:]}{needed}", info=what, min_width=260
    )


def _button(found: Imported) -> str:
    """How many rows a click takes in: those that change nothing need none."""
    rows = counted(found.added + found.updated, "row")
    return f"Import only the right ones: {rows}" if found.rejected else f"Import {rows}"


def _read_and_removed(path: str | None) -> tuple[str, Sheet, tuple[str, ...]]:
    """The file's name, what it holds, what to know of how it was read; it goes at once: a roster doesn't lie about."""
    if not path:
        raise BadInput("No file arrived.", cure="Choose it again.")
    file = Path(path)
    try:
        if file.suffix.lower() not in KINDS:
            raise BadInput("This is no roster.", cure=f"Take a file that ends in {', '.join(KINDS)}.")
        read = read_sheet(file, guess_letters=True)
    except BadInput as error:
        # The file's place on this machine means nothing to whoever chose it.
        raise BadInput(error.message, place=file.name, cure=error.cure, detail=error.detail) from error
    finally:
        file.unlink(missing_ok=True)
    return file.name, Sheet(columns=read.columns, rows=read.rows), read.notes


PAGE = Page(
    "import",
    "Import people",
    "Admin",
    82,
    may(Action.MEMBERS_WRITE),
    build,
    "A roster from elsewhere, looked at before anything is written.",
)
