"""The audit log: who did what, and when."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.services.log import EVERYTHING, LogPage, Wanted, day_asked
from copilot.services.policy import Action
from ui.web.page import Page, Room, may
from ui.web.views.admin_log import log_page
from ui.web.views.pieces import shown

ANYTHING, ANYBODY = "anything", "anybody"
Updates = dict[Any, Any]


def build(room: Room) -> None:
    """What to look for above, the lines below, and the way to older ones."""
    desk = room.desk
    with gr.Row(elem_classes="form run-row"):
        verb = gr.Dropdown([ANYTHING], value=ANYTHING, label="What was done", scale=2)
        by = gr.Dropdown([ANYBODY], value=ANYBODY, label="By whom", scale=2)
        since = gr.Textbox(label="From", placeholder="2027-01-31", max_length=10, scale=1, min_width=130)
        until = gr.Textbox(label="To", placeholder="2027-02-28", max_length=10, scale=1, min_width=130)
        look = gr.Button("Look", variant="primary", scale=1, min_width=90)
    number = gr.State(1)
    lines = room.slot()
    with gr.Row(elem_classes="actions"):
        newer = gr.Button("Newer", min_width=0, visible=False)
        older = gr.Button("Older", min_width=0, visible=False)

    def shown_page(found: LogPage, wanted: Wanted) -> Updates:
        return {
            lines: shown(log_page(found, wanted)),
            number: found.page,
            newer: gr.update(visible=found.page > 1),
            older: gr.update(visible=found.page < found.pages),
        }

    def open_page(request: gr.Request) -> Updates:
        found = desk.copilot.log.page(desk.asker(request))
        return {
            verb: gr.update(choices=[ANYTHING, *found.verbs]),
            by: gr.update(choices=[ANYBODY, *found.people]),
            **shown_page(found, EVERYTHING),
        }

    def turn(by_pages: int | None) -> Any:
        def turned(at: int, verb: str, by: str, since: str, until: str, request: gr.Request) -> Updates:
            wanted = wanted_of(verb, by, since, until)
            page = 1 if by_pages is None else at + by_pages
            return shown_page(desk.copilot.log.page(desk.asker(request), wanted, page=page), wanted)

        return turned

    asked, answered = [number, verb, by, since, until], [lines, number, newer, older]
    room.on_open(open_page, [verb, by, *answered])
    for trigger in (look.click, since.submit, until.submit):
        room.wire(trigger, turn(None), asked, answered)
    for choice in (verb, by):
        room.wire(choice.input, turn(None), asked, answered, trigger_mode="always_last")
    room.wire(newer.click, turn(-1), asked, answered)
    room.wire(older.click, turn(1), asked, answered)


def wanted_of(verb: str | None, by: str | None, since: str, until: str) -> Wanted:
    """What the fields ask for. BadInput for what is no day."""
    return Wanted(
        verb="" if verb in (None, ANYTHING) else str(verb),
        by="" if by in (None, ANYBODY) else str(by),
        since=day_asked(since or "", "From"),
        until=day_asked(until or "", "To"),
    )


PAGE = Page(
    "log",
    "Audit log",
    "Admin",
    85,
    may(Action.LOG_READ),
    build,
    "Who did what, and when. Ids only; reasons stay with those who decide.",
)
