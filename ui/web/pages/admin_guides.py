"""The guides' own desk: add those that ship, upload one's own, take them away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput, CopilotError
from copilot.ports import Progress
from copilot.services.guide_shelf import KINDS, LARGEST_MB, HandedOver
from copilot.services.policy import Action
from knowledge.words import GuidesAdded
from ui.web.long_work import LongWork, UnderWay
from ui.web.page import Page, Room, may
from ui.web.views.admin_guides import guide_list, guides_added
from ui.web.views.pieces import failure, shown, under_way

Updates = dict[Any, Any]
Work = Callable[[Progress], GuidesAdded]


def build(room: Room) -> None:
    """The page; its parts know each other."""
    _Shelf(room)


class _Shelf:
    def __init__(self, room: Room) -> None:
        self._room = room
        self._desk = room.desk
        self._works = UnderWay()
        self._files = gr.File(
            label=f"Your own guides: {', '.join(KINDS)}, up to {LARGEST_MB} MB each",
            file_types=list(KINDS),
            file_count="multiple",
            height=170,
            elem_classes="upload",
        )
        with gr.Row(elem_classes="actions"):
            self._add = gr.Button("Add these files", variant="primary", min_width=0)
            self._builtin = gr.Button("Add the guides that ship", min_width=0)
            self._stop = gr.Button("Stop", variant="stop", min_width=0, visible=False)
        self._told = room.slot()
        self._list = room.slot()
        with gr.Row(elem_classes="form run-row") as self._taking:
            self._own = gr.Dropdown([], label="Take one of your own away", scale=3)
            self._remove = gr.Button("Take it away", variant="stop", scale=1, min_width=130)
        self._connect()

    def _connect(self) -> None:
        room = self._room
        changes = [self._add, self._builtin, self._remove]
        view = [self._told, self._stop, self._files, *changes, self._list, self._own, self._taking]
        room.on_open(self._open, [self._list, self._own, self._taking])
        room.wire(self._add.click, self._upload, self._files, view)
        room.wire(self._builtin.click, self._ship, None, view)
        room.wire(self._remove.click, self._take_away, self._own, view)
        room.wire(self._stop.click, self._stopped, None, None)

    def _open(self, request: gr.Request) -> Updates:
        return self._listed(self._desk.asker(request))

    def _upload(self, paths: list[str] | None, request: gr.Request) -> Iterator[Updates]:
        asker, shelf = self._desk.asker(request), self._desk.copilot.guide_shelf
        if not paths:
            raise BadInput("No file is chosen.", cure="Choose one above, or drop it there.")
        files = [HandedOver(name=Path(path).name, at=Path(path)) for path in paths]
        try:
            yield from self._working(asker, request, lambda tell: shelf.add(asker, files, tell))
        finally:
            for file in files:
                file.at.unlink(missing_ok=True)

    def _ship(self, request: gr.Request) -> Iterator[Updates]:
        asker, shelf = self._desk.asker(request), self._desk.copilot.guide_shelf
        yield from self._working(asker, request, lambda tell: shelf.add_builtin(asker, tell))

    def _take_away(self, path: str | None, request: gr.Request) -> Iterator[Updates]:
        asker, shelf = self._desk.asker(request), self._desk.copilot.guide_shelf
        if not path:
            raise BadInput("No guide is chosen.", cure="Choose one of your own.")
        yield from self._working(asker, request, lambda tell: shelf.remove(asker, path, tell))

    def _stopped(self, request: gr.Request) -> None:
        self._works.stop(request.session_hash)

    def _working(self, asker: Asker, request: gr.Request, work: Work) -> Iterator[Updates]:
        """Updates while guides are read into the index, and then what came of it."""
        yield {self._told: shown(under_way("Reading guides", 0, 1, "")), **self._busy(True)}
        running: LongWork[GuidesAdded] = LongWork(work)
        try:
            for done, of, what in self._works.begun(request.session_hash, running):
                yield {self._told: shown(under_way("Reading guides", done, of, what))}
            said = shown(guides_added(running.result()))
        except CopilotError as error:
            said = shown(failure(error))
        yield {self._told: said, self._files: None, **self._busy(False), **self._listed(asker)}

    def _busy(self, busy: bool) -> Updates:
        buttons = dict.fromkeys((self._add, self._builtin, self._remove), gr.update(interactive=not busy))
        return {self._stop: gr.update(visible=busy), **buttons}

    def _listed(self, asker: Asker) -> Updates:
        guides = self._desk.copilot.guide_shelf.every(asker)
        own = [(one.title, one.path) for one in guides if one.own]
        return {
            self._list: shown(guide_list(guides)),
            self._own: gr.update(choices=own, value=None),
            self._taking: gr.update(visible=bool(own)),
        }


PAGE = Page(
    "shelf",
    "Guide shelf",
    "Admin",
    83,
    may(Action.GUIDES_WRITE),
    build,
    "The guides that answers come from: add, look after, take away.",
)
