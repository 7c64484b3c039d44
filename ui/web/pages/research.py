"""Data for research: the risk looked at first, then the tables."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.errors import BadInput
from copilot.services.policy import Action
from ui.web.page import Page, Room, may
from ui.web.views.pieces import shown
from ui.web.views.research import NOTHING_YET, risk_report

EVERYBODY = ("Everybody", "")


def build(room: Room) -> None:
    """k and a programme; the risk of that; the way to take it."""
    desk = room.desk
    with gr.Row(elem_classes="form"):
        programme = gr.Dropdown([EVERYBODY], value="", label="Of whom", min_width=220)
        k = gr.Number(
            5,
            label="k",
            info="For how many people every combination stands, at least.",
            precision=0,
            minimum=5,
        )
    with gr.Row(elem_classes="actions"):
        look = gr.Button("Show the risk", variant="primary", min_width=0)
    report = room.slot(NOTHING_YET)

    def open_page(request: gr.Request) -> Any:
        found = desk.copilot.programmes.every(desk.asker(request))
        return gr.update(choices=[EVERYBODY, *((one.name, one.id) for one in found)], value="")

    def assess(programme: str | None, k: float | None, request: gr.Request) -> str:
        if k is None:
            raise BadInput("k is empty.", cure="Write 5 or more.")
        found = desk.copilot.research.assess(desk.asker(request), k=int(k), programme=programme or "")
        return shown(risk_report(found))

    room.on_open(open_page, programme)
    room.wire(look.click, assess, [programme, k], report, show_progress="minimal")


PAGE = Page(
    "research",
    "Research data",
    "Admin",
    86,
    may(Action.RESEARCH_EXPORT),
    build,
    "Coarse tables in which nobody can be found by what others know of her, and the risk that stays.",
)
