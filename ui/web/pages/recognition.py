"""My recognition: what others saw me do, what is written about me, and my yes or no before anybody reads it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft
from copilot.domain.relationships import Moment
from ui.web.decisions import ABOUT_SOMEBODY
from ui.web.desk import Desk, chosen
from ui.web.draft_pane import DraftPane
from ui.web.page import Page, Room, is_anybody
from ui.web.views.pieces import notice, shown, subheading
from ui.web.views.recognition import (
    WAITS,
    moment_cards,
    moment_label,
    standing_of,
    take_moments,
    write_ups,
)


def build(room: Room) -> None:
    """Words about her with the one that is open; then the moments, and who may write of them."""
    desk = room.desk
    told = room.slot()
    room.slot(subheading("Words about you", "Shown to nobody else before you agree. A no is kept as a no."))
    cards = room.slot()
    pane = DraftPane(room)
    room.slot(subheading("What others saw", "As they logged it. You and whoever logged it can read it."))
    moments = room.slot()
    with gr.Accordion(
        "Who may write of these moments?", open=False, elem_classes="fold", visible=False
    ) as fold:
        public = gr.CheckboxGroup(
            [], label="Tick a moment, and others may use it in words about you", elem_classes="ticks"
        )
    take = room.slot()
    overview = [cards, moments, fold, public, take, told]

    def look(request: gr.Request) -> tuple[Any, ...]:
        return _overview(desk, desk.asker(request), chosen(request, "draft"))

    def reopen(request: gr.Request) -> list[Any]:
        asker = desk.asker(request)
        draft = open_one(about(desk, asker), chosen(request, "draft"))
        return pane.showing(draft, asker) if draft else pane.nothing()

    def tick(wanted: list[str], request: gr.Request) -> tuple[Any, ...]:
        asker, service = desk.asker(request), desk.copilot.moments
        for moment in service.of(asker, asker.member):
            if moment.public != (moment.id in wanted):
                service.agree(asker, moment.id, public=moment.id in wanted)
        return _overview(desk, asker, "", "Kept. You can take it back here at any time.")

    room.on_open(look, overview)
    room.on_open(reopen, pane.outputs)
    room.wire(public.input, tick, public, overview)
    pane.then(look, None, overview)


def about(desk: Desk, asker: Asker) -> list[Draft]:
    """What is written about her for others to read, the newest first."""
    drafts = [draft for kind in ABOUT_SOMEBODY for draft in desk.copilot.drafting.list(asker, kind)]
    hers = [draft for draft in drafts if draft.about == asker.member]
    return sorted(hers, key=lambda draft: (draft.created, draft.id), reverse=True)


def open_one(drafts: list[Draft], wanted: str) -> Draft | None:
    """The one that was chosen, else the first that waits for her."""
    named = (draft for draft in drafts if draft.id == wanted)
    waiting = (draft for draft in drafts if standing_of(draft) == WAITS)
    return next(iter((*named, *waiting)), None)


def _overview(desk: Desk, asker: Asker, wanted: str, words: str = "") -> tuple[Any, ...]:
    drafts, moments = about(desk, asker), desk.copilot.moments.of(asker, asker.member)
    people = desk.people(asker, {each.by for each in moments} | {each.made_by for each in drafts})
    opened = open_one(drafts, wanted)
    return (
        shown(write_ups(drafts, asker.member, people, opened.id if opened else "")),
        shown(moment_cards(moments, people)),
        gr.update(visible=bool(moments)),
        _ticks(moments),
        shown(take_moments(moments, people)),
        shown(notice(words)),
    )


def _ticks(moments: list[Moment]) -> Any:
    newest = sorted(moments, key=lambda moment: (moment.on, moment.id), reverse=True)
    choices = [(moment_label(each), each.id) for each in newest]
    return gr.update(choices=choices, value=[each.id for each in newest if each.public])


PAGE = Page(
    "recognition",
    "My recognition",
    "Recognition",
    53,
    is_anybody,
    build,
    "What others saw you do, and what may be told of it.",
)
