"""Webhooks: what is posted in a space I keep, sent on to a channel elsewhere."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.spaces import Channel, PostKind
from copilot.errors import BadInput
from copilot.services.policy import Action, Policy
from copilot.services.webhooks_told import BOARD
from ui.web.desk import chosen
from ui.web.form_fields import channel_choice, webhook_address
from ui.web.page import Page, Room, is_anybody
from ui.web.views.pieces import NOTHING, failure, notice, shown
from ui.web.views.webhooks import (
    asks_before,
    nothing_to_send,
    webhooks,
    what_went_out,
    where_to_find,
)

Updates = dict[Any, Any]
KINDS = (
    ("posts", "post"),
    ("things worth reading", "resource"),
    ("success stories", "story"),
    ("shout-outs", "shout-out"),
)
USUAL = ["post", "resource"]
OF_THE_BOARD = (("opportunities", "opportunity"), ("shout-outs to the community", "shout-out"))


def build(room: Room) -> None:
    """What is there above, then a new one."""
    _WebhooksPage(room)


class _WebhooksPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._removing = gr.State("")
        self._told, self._every, self._went = room.slot(), room.slot(name="posts"), room.slot()
        with (
            gr.Column(visible=False) as self._adding,
            gr.Accordion("Add a webhook", open=False, elem_classes="fold"),
        ):
            self._lay_out_adding()
        with gr.Column(visible=False, elem_classes="card post-panel") as self._panel:
            self._about = room.slot()
            with gr.Row(elem_classes="actions"):
                self._go = gr.Button("Remove it", variant="primary", min_width=96)
                self._never_mind = gr.Button("Never mind", min_width=0)
        # Filled in by static/spaces.js, which tells here which button of which card was pressed.
        with gr.Column(elem_classes="out-of-sight"):
            self._do_box = gr.Textbox(label="What to do", elem_id="space-do", max_length=300)
        self._shown = [
            self._told,
            self._every,
            self._went,
            self._adding,
            self._space,
            self._panel,
            self._removing,
        ]
        self._connect()

    def _lay_out_adding(self) -> None:
        self._space = gr.Dropdown([], label="Posts of which space?", filterable=False)
        self._kinds = gr.CheckboxGroup(
            list(KINDS), value=USUAL, label="Which of them? Of stories only those for the whole community, with every "
            "consent.", elem_classes="ticks"
        )  # fmt: skip
        self._channel = channel_choice()
        self._where = self._room.slot(where_to_find(Channel.SLACK))
        self._name = gr.Textbox(
            label="What is the channel called there?", placeholder="#mentoring", max_length=200
        )
        self._address = webhook_address(
            "The webhook’s address. It is a secret: nobody sees it whole again, you neither."
        )
        self._add = gr.Button("Add it", variant="primary", elem_classes="alone")

    def _connect(self) -> None:
        wire, out = self._room.wire, self._shown
        self._room.on_open(self._look, out)
        wire(self._channel.input, self._of_channel, self._channel, self._where)
        wire(self._space.input, self._of_space, self._space, self._kinds)
        written = [self._space, self._kinds, self._channel, self._name, self._address]
        wire(self._add.click, self._added, written, [self._name, self._address, *out])
        wire(self._do_box.change, self._do, self._do_box, [*out, self._about], show_progress="minimal")
        wire(self._go.click, self._removed, self._removing, out)
        wire(self._never_mind.click, self._leave_it, None, [self._panel, self._removing])

    def _look(self, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), space=chosen(request, "space"))

    def _of_channel(self, channel: str) -> str:
        return shown(where_to_find(Channel(channel)))

    def _of_space(self, space: str | None) -> Any:
        if space == BOARD:
            return gr.update(choices=list(OF_THE_BOARD), value=["opportunity"])
        return gr.update(choices=list(KINDS), value=USUAL)

    def _added(
        self, space: str | None, kinds: list[str], channel: str, name: str, address: str, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        if not space:
            raise BadInput("No space is chosen.", cure="Choose what is to be sent on.")
        if space != BOARD and not kinds:
            raise BadInput("Nothing would be sent.", cure="Tick posts, things worth reading or stories.")
        fitting = {value for _, value in OF_THE_BOARD} if space == BOARD else set(kinds)
        chosen_kinds = [PostKind(kind) for kind in kinds if kind in fitting]
        kept = self._desk.copilot.webhooks.add(
            asker, space, Channel(channel), name, address, kinds=chosen_kinds
        )
        told = f"What is posted from now on goes to {kept.name}, too. Send a test to be sure."
        return {self._name: "", self._address: "", **self._filled(asker, told, space)}

    def _do(self, said: str, request: gr.Request) -> Updates:
        """What a button of a card asks for: `test w1 #3`, where the number only makes it new."""
        asker, service = self._desk.asker(request), self._desk.copilot.webhooks
        verb, _, about = said.partition(" #")[0].strip().partition(" ")
        if verb == "test":
            sent = service.test(asker, about)
            if sent.outcome == "sent":
                return self._filled(asker, "It arrived. Look for it in the channel.")
            fault = BadInput(f"It did not arrive. {sent.fault}", cure="What is posted waits here meanwhile.")
            return {**self._filled(asker), self._told: shown(failure(fault))}
        if verb == "pause":
            return self._filled(asker, f"{service.pause(asker, about).name} is paused.")
        if verb == "resume":
            return self._filled(asker, f"What is posted goes to {service.resume(asker, about).name} again.")
        if verb == "sent":
            went = what_went_out(service.show(asker, about), service.deliveries(asker, about))
            return {**self._filled(asker), self._went: shown(went)}
        if verb == "remove":
            asked = shown(asks_before(service.show(asker, about)))
            return {self._panel: gr.update(visible=True), self._about: asked, self._removing: about}
        return {}

    def _removed(self, webhook: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        gone = self._desk.copilot.webhooks.remove(asker, webhook)
        return self._filled(asker, f"{gone.name} is forgotten.")

    def _leave_it(self) -> tuple[Any, Any]:
        return gr.update(visible=False), ""

    def _filled(self, asker: Asker, told: str = "", space: str = "") -> Updates:
        """All that is shown, with nothing asked."""
        service = self._desk.copilot.webhooks
        found, names = service.every(asker), service.places(asker)
        nothing = not names and not found
        picked = space if space in names else next(iter(names), None)
        return {
            self._told: shown(notice(told)),
            self._every: shown(nothing_to_send() if nothing else webhooks(found, names)),
            self._went: shown(NOTHING),
            self._adding: gr.update(visible=bool(names)),
            self._space: gr.update(choices=[(name, one) for one, name in names.items()], value=picked),
            self._panel: gr.update(visible=False),
            self._removing: "",
        }


def _oversees(asker: Asker) -> bool:
    """Who keeps more than a group of her own; who keeps one finds the way here in her group."""
    return bool(asker.manages) or Policy().allows(asker, Action.TOPICS_OPEN)


PAGE = Page(
    "webhooks",
    "Webhooks",
    "Oversight",
    48,
    is_anybody,
    build,
    "What is posted here appears in Slack, Teams, Discord or Mattermost, too. Never a note, never what two people say.",
    offered=_oversees,
)
