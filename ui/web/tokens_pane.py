"""The pane of personal tokens: which there are, one made, one revoked."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.tokens import LASTS_AT_MOST_DAYS, LASTS_DAYS, LONGEST_NAME, TokenScope
from copilot.errors import BadInput
from ui.web.page import Room
from ui.web.views import tokens as views
from ui.web.views.pieces import notice, shown

DAYS = ((30, "30 days"), (LASTS_DAYS, f"{LASTS_DAYS} days"), (LASTS_AT_MOST_DAYS, "A year"))


class TokensPane:
    """The parts on the page."""

    def __init__(self, room: Room, told: Any) -> None:
        self._room = room
        self._list = room.slot()
        with gr.Accordion("Make a token", open=False, elem_classes="fold"):
            name = gr.Textbox(
                label="What it is for",
                placeholder="My assistant",
                max_length=LONGEST_NAME,
                elem_id="token-name",
            )
            scopes = gr.CheckboxGroup(
                views.scopes(),
                value=[TokenScope.READ.value],
                label="What it may do",
                elem_classes="ticks",
                elem_id="token-scopes",
            )
            days = gr.Dropdown(
                [(words, n) for n, words in DAYS],
                value=LASTS_DAYS,
                label="How long it works",
                elem_id="token-days",
            )
            make = gr.Button("Make it", variant="primary", elem_classes="alone")
            self._secret = room.slot()
        self._which = gr.Dropdown([], label="Which token to revoke", visible=False, elem_id="token")
        self._button = gr.Button("Revoke it", visible=False, elem_classes="alone")
        room.on_open(self._look, self._parts)
        room.wire(make.click, self._make, [name, scopes, days], [self._secret, name, *self._parts])
        room.wire(self._button.click, self._revoke, self._which, [told, self._secret, *self._parts])

    @property
    def _parts(self) -> list[Any]:
        return [self._list, self._which, self._button]

    def _look(self, request: gr.Request) -> list[Any]:
        asker = self._room.desk.asker(request)
        every = self._room.desk.copilot.tokens.of(asker, asker.member)
        ways = views.choices(every)
        return [
            shown(views.tokens(every)),
            gr.update(choices=ways, value=None, visible=bool(ways)),
            gr.update(visible=bool(ways)),
        ]

    def _make(self, name: str, scopes: list[str], days: int, request: gr.Request) -> list[Any]:
        asker = self._room.desk.asker(request)
        made = self._room.desk.copilot.tokens.add(asker, asker.member, name, scopes, int(days))
        return [shown(views.made(made)), "", *self._look(request)]

    def _revoke(self, token: str | None, request: gr.Request) -> list[Any]:
        if not token:
            raise BadInput("Nothing is chosen.", cure="Choose which token to revoke.")
        done = self._room.desk.copilot.tokens.revoke(self._room.desk.asker(request), token)
        return [shown(notice(f"“{done.name}” works no longer.")), "", *self._look(request)]


def tokens_pane(room: Room, told: Any) -> TokensPane:
    """Put the pane where the page is being built; `told` is the slot for what was done."""
    return TokensPane(room, told)
