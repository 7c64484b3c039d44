"""Badges: what waits for my yes, what is mine to show and carry away, and, for those in charge, whom to offer one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.recognition import Badge
from copilot.errors import BadInput
from copilot.services.badges.notices import Notice
from ui.web.badge_giving import BadgeGiving
from ui.web.desk import chosen
from ui.web.page import Page, Room, is_anybody
from ui.web.views.badges import (
    WITH_ADDRESS,
    WITHOUT_NAME,
    of_others,
    own_cards,
    shown_badges,
    waiting_cards,
    waiting_choices,
)
from ui.web.views.pieces import notice, shown, subheading

Updates = dict[Any, Any]


def build(room: Room) -> None:
    """What waits; her own; what others did; what members show; for those in charge, offering."""
    _BadgesPage(room)


class _BadgesPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._told = room.slot(classes="told")
        self._lay_out_waiting()
        self._lay_out_own()
        self._others, self._wall = room.slot(), room.slot()
        self._giving = BadgeGiving(room)
        self._parts = [
            self._told, self._waiting, self._which, self._with_name, self._with_address, self._take, self._decline,
            self._own, self._fold, self._mine, self._show, self._hide, self._others, self._wall, *self._giving.parts,
        ]  # fmt: skip
        self._connect()

    def _lay_out_waiting(self) -> None:
        self._room.slot(
            subheading(
                "Waiting for you", "Nothing is signed or shown before you say yes. A no needs no reason."
            )
        )
        self._waiting = self._room.slot()
        self._which = gr.Dropdown([], label="Which one?", visible=False)
        self._with_name = gr.Checkbox(
            False, label="Let my name stand in it", info=WITHOUT_NAME, visible=False, elem_classes="ticks"
        )
        self._with_address = gr.Checkbox(
            False, label="Let my e-mail address stand in it", info=WITH_ADDRESS, visible=False, elem_classes="ticks"
        )  # fmt: skip
        with gr.Row(elem_classes="actions"):
            self._take = gr.Button("Take it", variant="primary", visible=False, min_width=0)
            self._decline = gr.Button("No, thank you", visible=False, min_width=0)

    def _lay_out_own(self) -> None:
        self._room.slot(
            subheading("Yours", "Each is a picture that carries its own proof: anybody can check it.")
        )
        self._own = self._room.slot()
        with gr.Accordion(
            "Show one, hide it, or give it back", open=False, elem_classes="fold", visible=False
        ) as self._fold:
            self._mine = gr.Dropdown([], label="Which of yours?")
            with gr.Row(elem_classes="actions"):
                self._show = gr.Button("Show it to everybody", variant="primary", min_width=0)
                self._hide = gr.Button("Show it no longer", visible=False, min_width=0)
                self._back = gr.Button("Give it back for good", variant="stop", min_width=0)

    def _connect(self) -> None:
        wire, out = self._room.wire, self._parts
        self._room.on_open(self._look, out)
        wire(self._take.click, self._taken, [self._which, self._with_name, self._with_address], out)
        wire(self._decline.click, self._declined, self._which, out)
        wire(self._mine.input, self._chosen, self._mine, [self._show, self._hide])
        wire(self._show.click, self._published, self._mine, out)
        wire(self._hide.click, self._hidden, self._mine, out)
        wire(self._back.click, self._given_back, self._mine, out)
        self._giving.connect(lambda asker, words: self._refreshed(asker, words), out)

    def _look(self, request: gr.Request) -> Updates:
        return self._refreshed(self._desk.asker(request), wanted=chosen(request, "badge"))

    def _chosen(self, which: str | None, request: gr.Request) -> Updates:
        badge = self._desk.copilot.badges.show(self._desk.asker(request), _picked(which))
        return self._showing(badge)

    def _taken(self, which: str | None, with_name: bool, with_address: bool, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        kept = self._desk.copilot.badges.take(
            asker, _picked(which), with_name=bool(with_name), with_address=bool(with_address)
        )
        return self._refreshed(asker, f"{kept.name}: yours, and signed. Nobody sees it before you show it.")

    def _declined(self, which: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.badges.decline(asker, _picked(which))
        return self._refreshed(asker, "That is fine. It isn't offered for this again.")

    def _published(self, which: str | None, request: gr.Request) -> Updates:
        return self._made_public(which, request, public=True, words="Everybody can see it now.")

    def _hidden(self, which: str | None, request: gr.Request) -> Updates:
        return self._made_public(which, request, public=False, words="Only you see it now.")

    def _made_public(self, which: str | None, request: gr.Request, *, public: bool, words: str) -> Updates:
        asker = self._desk.asker(request)
        kept = self._desk.copilot.badges.publish(asker, _picked(which), public=public)
        return self._refreshed(asker, words, mine=kept.id)

    def _given_back(self, which: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.badges.revoke(asker, _picked(which))
        return self._refreshed(asker, "Given back. Whoever checks it with today's list is told so.")

    def _refreshed(self, asker: Asker, words: str = "", *, wanted: str = "", mine: str = "") -> Updates:
        badges, noticed = self._desk.copilot.badges, self._desk.copilot.noticing.noticed(asker)
        every, on_show = badges.every(asker), badges.shown(asker)
        own = [each for each in every if each.member == asker.member]
        named = {each.member for each in (*every, *on_show)} | {each.by for each in own}
        named |= {each.member for each in noticed}
        people = self._desk.people(asker, named)
        hers = [each for each in noticed if each.member == asker.member]
        offered = [each for each in own if each.state == "offered"]
        return {
            self._told: shown(notice(words)),
            self._waiting: shown(waiting_cards(offered, hers, people)),
            **self._answering(offered, hers, wanted),
            **self._keeping(asker, [each for each in own if each.state != "offered"], mine),
            self._others: shown(of_others(noticed, asker.member, people)),
            self._wall: shown(
                shown_badges([each for each in on_show if each.member != asker.member], people)
            ),
            **self._giving.filled(asker, every, noticed, people),
        }

    def _answering(self, offered: Sequence[Badge], noticed: Sequence[Notice], wanted: str) -> Updates:
        choices = waiting_choices(offered, noticed)
        ids = [value for _, value in choices]
        picked = wanted if wanted in ids else next(iter(ids), None)
        there = bool(choices)
        return {
            self._which: gr.update(choices=choices, value=picked, visible=there),
            self._with_name: gr.update(value=False, visible=there),
            self._with_address: gr.update(value=False, visible=there),
            self._take: gr.update(visible=there),
            self._decline: gr.update(visible=there),
        }

    def _keeping(self, asker: Asker, own: Sequence[Badge], mine: str) -> Updates:
        taken = [each for each in own if each.state == "taken"]
        files = {each.id: self._desk.copilot.badges.file(asker, each.id) for each in taken}
        choices = [(f"{each.name}{' (shown)' if each.public else ''}", each.id) for each in taken]
        picked = next((each for each in taken if each.id == mine), next(iter(taken), None))
        return {
            self._own: shown(own_cards(own, files)),
            self._fold: gr.update(visible=bool(taken)),
            self._mine: gr.update(choices=choices, value=picked.id if picked else None),
            **self._showing(picked),
        }

    def _showing(self, badge: Badge | None) -> Updates:
        """What can be done with it: one that is shown already isn't offered to be shown."""
        on_show = badge is not None and badge.public
        return {self._show: gr.update(visible=not on_show), self._hide: gr.update(visible=on_show)}


def _picked(badge: str | None) -> str:
    if not badge:
        raise BadInput("No badge is chosen.", cure="Choose one in the list.")
    return badge


PAGE = Page(
    "badges",
    "Badges",
    "Recognition",
    54,
    is_anybody,
    build,
    "Tokens of what was done, which anybody can check. They are yours to take, to show, and to carry away.",
)
