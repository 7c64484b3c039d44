"""Models and health: what `doctor` finds, and the day's tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.checks import Check
from copilot.errors import CopilotError
from copilot.services.policy import Action
from ui.web.long_work import LongWork, UnderWay
from ui.web.page import Page, Room, may
from ui.web.views.admin_health import checks, models, no_checks, spent_today
from ui.web.views.pieces import failure, piece, shown, under_way


def build(room: Room) -> None:
    """Models and tokens above; the checks, run when somebody asks for them, below."""
    desk, works = room.desk, UnderWay()
    above = room.slot()
    with gr.Row(elem_classes="actions"):
        run = gr.Button("Check everything", variant="primary", min_width=0)
        stop = gr.Button("Stop", min_width=0, visible=False)
    report = room.slot(no_checks())

    def open_page(request: gr.Request) -> str:
        asker, installation = desk.asker(request), desk.copilot.installation
        cards = models(installation.settings(asker)) + spent_today(installation.spending(asker))
        return shown(piece('<div class="two">{}</div>', cards))

    def check(request: gr.Request) -> Iterator[dict[Any, Any]]:
        asker, installation = desk.asker(request), desk.copilot.installation
        work: LongWork[list[Check]] = LongWork(lambda tell: installation.examine(asker, tell))
        yield {
            report: shown(under_way("Checking", 0, 1, "the home")),
            run: gr.update(interactive=False),
            stop: gr.update(visible=True),
        }
        try:
            for done, of, what in works.begun(request.session_hash, work):
                yield {report: shown(under_way("Checking", done, of, what))}
            found = shown(checks(work.result()))
        except CopilotError as error:
            found = shown(failure(error))
        yield {report: found, run: gr.update(interactive=True), stop: gr.update(visible=False)}

    def stopped(request: gr.Request) -> None:
        works.stop(request.session_hash)

    room.on_open(open_page, above)
    room.wire(run.click, check, None, [report, run, stop])
    room.wire(stop.click, stopped, None, None)


PAGE = Page(
    "health",
    "Models and health",
    "Admin",
    81,
    may(Action.SETTINGS_WRITE),
    build,
    "Whether everything is there and agrees, and what to do where it doesn’t.",
)
