"""Nudges: what I am reminded of, when, and how I stop it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.nudges import NudgeKind
from copilot.domain.spaces import Channel
from copilot.errors import BadInput
from copilot.services.nudges.service import Number
from copilot.services.nudges.telling import SettingsTold
from ui.web.form_fields import channel_choice, webhook_address
from ui.web.page import Page, Room, is_anybody
from ui.web.views.nudges import due_now, standing, what_came
from ui.web.views.pieces import failure, notice, shown, subheading
from ui.web.views.webhooks import where_to_find

Updates = dict[Any, Any]
COMMON = "community"
MOST = 14


def build(room: Room) -> None:
    """How it stands, what is due, then the choices, then what was sent."""
    _NudgesPage(room)


class _NudgesPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._told, self._standing, self._due = room.slot(), room.slot(), room.slot()
        room.slot(subheading("What I want"))
        with gr.Column(elem_classes="card nudge-choices"):
            self._lay_out_choices()
        with gr.Accordion("Into a chat of mine instead of my e-mail", open=False, elem_classes="fold"):
            self._lay_out_webhook()
        self._came = room.slot()
        self._connect()

    def _lay_out_choices(self) -> None:
        self._kinds = gr.CheckboxGroup([], label="Remind me of", elem_classes="ticks nudge-kinds")
        with gr.Row():
            self._a_week = gr.Dropdown([], label="At most in seven days", filterable=False, min_width=150)
            self._from = gr.Dropdown([], label="Nothing from", filterable=False, min_width=120)
            self._until = gr.Dropdown([], label="Nothing until", filterable=False, min_width=120)
        self._weekends = gr.Checkbox(label="At weekends, too", elem_classes="nudge-weekends")
        with gr.Row(elem_classes="actions"):
            self._keep = gr.Button("Keep it so", variant="primary", min_width=96)
            self._stop = gr.Button("Stop all nudges", min_width=0)
            self._again = gr.Button("Get nudges again", min_width=0, visible=False)

    def _lay_out_webhook(self) -> None:
        self._channel = channel_choice()
        self._where = self._room.slot(where_to_find(Channel.SLACK))
        self._address = webhook_address(
            "The webhook’s address. It is a secret: nobody sees it again, you neither."
        )
        with gr.Row(elem_classes="actions"):
            self._use = gr.Button("Use it", variant="primary", min_width=0)
            self._test = gr.Button("Send a test", min_width=0, visible=False)
            self._forget = gr.Button("Back to e-mail", min_width=0, visible=False)

    def _connect(self) -> None:
        wire = self._room.wire
        chosen = [self._kinds, self._a_week, self._from, self._until, self._weekends]
        out = [
            self._told, self._standing, self._due, self._came, *chosen, self._stop, self._again, self._channel,
            self._where, self._address, self._test, self._forget,
        ]  # fmt: skip
        self._room.on_open(self._look, out)
        wire(self._keep.click, self._kept, chosen, out)
        wire(self._stop.click, self._stopped, None, out)
        wire(self._again.click, self._wanted, None, out)
        wire(self._channel.input, self._of_channel, self._channel, self._where)
        wire(self._use.click, self._used, [self._channel, self._address], out)
        wire(self._test.click, self._tested, None, out, show_progress="minimal")
        wire(self._forget.click, self._forgotten, None, out)

    def _look(self, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request))

    def _kept(
        self, kinds: list[str], a_week: str, since: str, until: str, weekends: bool, request: gr.Request
    ) -> Updates:
        asker, service = self._desk.asker(request), self._desk.copilot.nudges
        ticked = {NudgeKind(each) for each in kinds}
        offered = {each.kind for each in service.settings(asker).kinds}
        service.choose(
            asker,
            stopped=offered - ticked - {NudgeKind.DIGEST},
            digest=NudgeKind.DIGEST in ticked if NudgeKind.DIGEST in offered else None,
            a_week=_number(a_week),
            quiet_from=_number(since),
            quiet_until=_number(until),
            weekends=weekends,
        )
        return self._filled(asker, "Kept.")

    def _stopped(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.nudges.stop(asker)
        return self._filled(asker, "No nudges any more. What is due stands on “Today”.")

    def _wanted(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.nudges.choose(asker, off=False)
        return self._filled(asker, "Nudges come again.")

    def _of_channel(self, channel: str) -> str:
        return shown(where_to_find(Channel(channel)))

    def _used(self, channel: str, address: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not address.strip():
            raise BadInput("There is no address.", cure="Paste the one that your chat gave you.")
        self._desk.copilot.nudges.choose(asker, channel=Channel(channel), webhook=address)
        return self._filled(asker, "Nudges go there from now on. Send a test to be sure.")

    def _tested(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        sent = self._desk.copilot.nudges.test(asker)
        if sent.outcome == "sent":
            return self._filled(asker, "It arrived. Look for it in your chat.")
        fault = BadInput(f"It did not arrive. {sent.fault}", cure="Nudges would fare the same.")
        return {**self._filled(asker), self._told: shown(failure(fault))}

    def _forgotten(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.nudges.choose(asker, webhook="")
        return self._filled(asker, "The address is forgotten.")

    def _filled(self, asker: Asker, told: str = "") -> Updates:
        service, zone = self._desk.copilot.nudges, self._desk.zone(asker)
        settings, mine = service.settings(asker), service.mine(asker)
        return {
            self._told: shown(notice(told)),
            self._standing: shown(standing(settings)),
            self._due: shown(due_now(mine, zone)),
            self._came: shown(what_came(mine.got, zone)),
            **self._choices(settings),
            self._address: "",
            self._test: gr.update(visible=settings.way == "webhook"),
            self._forget: gr.update(visible=settings.way == "webhook"),
        }

    def _choices(self, told: SettingsTold) -> Updates:
        ticked = [
            each.kind.value
            for each in told.kinds
            if not each.stopped and (each.kind is not NudgeKind.DIGEST or told.digest)
        ]
        hours = [(f"{hour}:00", hour) for hour in range(24)]
        numbers = [(str(n) if n else "none", n) for n in range(MOST + 1)]
        return {
            self._kinds: gr.update(
                choices=[(each.what, each.kind.value) for each in told.kinds], value=ticked
            ),
            self._a_week: _offered(numbers, told.own_a_week, told.usual_a_week),
            self._from: _offered(hours, told.own_quiet_from, told.usual_quiet_from),
            self._until: _offered(hours, told.own_quiet_until, told.usual_quiet_until),
            self._weekends: told.weekends,
            self._stop: gr.update(visible=not told.off),
            self._again: gr.update(visible=told.off),
        }


def _offered(choices: list[tuple[str, int]], own: int | None, usual: int) -> Any:
    """Every choice, the community's first, which she keeps to when it changes."""
    common = next(words for words, value in choices if value == usual)
    offered = [(f"{common}, as usual here", COMMON), *((words, str(value)) for words, value in choices)]
    return gr.update(choices=offered, value=COMMON if own is None else str(own))


def _number(said: str) -> Number:
    return "community" if said == COMMON else int(said)


PAGE = Page(
    "nudges",
    "Nudges",
    "For you",
    8,
    is_anybody,
    build,
    "Rare, and only with a reason. You say of what, when, and when not.",
)
