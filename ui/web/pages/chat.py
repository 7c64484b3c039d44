"""Talk it through: the conversation, the draft it offers, and the conversations before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from ui.web.decisions import Decisions
from ui.web.desk import chosen
from ui.web.draft_pane import DraftPane
from ui.web.page import Page, Room, is_anybody
from ui.web.talking import MOST_STEPS, Scene, Talking
from ui.web.views.chat import Talk, conversation, nothing_yet, waiting, when
from ui.web.views.pieces import notice, piece, shown

LONGEST = 20_000
MOST_WAITING = 6
Updates = dict[Any, Any]


def build(room: Room) -> None:
    """The conversation with its box; beside it what waits, and the conversations before."""
    _ChatPage(room)


class _ChatPage:
    """The parts of the page, and what fills them."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._desk = room.desk
        self._talking = Talking(room.desk)
        self._decisions = Decisions(room.desk.copilot)
        self._thread = gr.State("")
        self._offered = gr.State([])
        with gr.Row(elem_classes="chat-desk"):
            with gr.Column(scale=3, min_width=0, elem_classes="chat-talk"):
                self._furnish_talk()
            with gr.Column(scale=1, min_width=0, elem_classes="chat-side"):
                self._furnish_side()
        self._connect()

    def _furnish_talk(self) -> None:
        room = self._room
        self._told = room.slot()
        self._talk = room.slot(nothing_yet(), name="talk")
        with gr.Row(elem_classes="examples chat-steps"):
            self._steps = [gr.Button("", size="sm", min_width=0, visible=False) for _ in range(MOST_STEPS)]
        with gr.Column(elem_id="offered"):
            self._pane = DraftPane(room)
        with gr.Row(elem_classes="ask-row chat-row"):
            self._box = gr.Textbox(
                label="Your words", info="Enter sends, Shift+Enter begins a new line.", lines=1, max_lines=10,
                placeholder="What would you like?", scale=8, max_length=LONGEST, elem_id="chat-box",
            )  # fmt: skip
            self._send = gr.Button("Send", variant="primary", scale=1, min_width=88)
            self._stop = gr.Button("Stop", variant="stop", scale=1, min_width=88, visible=False)

    def _furnish_side(self) -> None:
        self._waiting = self._room.slot()
        self._new = gr.Button("New conversation", elem_classes="alone", visible=False)
        gr.Checkbox(False, label="Show my conversations", elem_classes="unfold", container=False)
        self._list = gr.Radio([], label="Your conversations", elem_classes="talks", visible=False)
        self._delete = gr.Button("Delete this conversation", size="sm", elem_classes="alone", visible=False)
        with gr.Column(visible=False, elem_classes="card sure") as self._sure:
            self._room.slot(
                piece("<p>Delete this conversation with everything said in it? It can’t be brought back.</p>")
            )
            with gr.Row(elem_classes="actions"):
                self._away = gr.Button("Delete it", variant="stop", min_width=0)
                self._keep = gr.Button("Keep it", min_width=0)

    def _connect(self) -> None:
        wire, outputs = self._room.wire, self._outputs
        self._room.on_open(self._opened, outputs)
        for trigger in (self._send.click, self._box.submit):
            wire(trigger, self._say, [self._box, self._thread], outputs)
        for n, step in enumerate(self._steps):
            wire(step.click, self._step(n), [self._offered, self._thread], outputs)
        wire(self._stop.click, self._stop_it, None, None)
        wire(self._list.input, self._open, self._list, outputs)
        wire(self._new.click, self._begin, None, outputs)
        wire(self._delete.click, lambda: gr.update(visible=True), None, self._sure)
        wire(self._keep.click, lambda: gr.update(visible=False), None, self._sure)
        wire(self._away.click, self._forget, self._thread, outputs)
        self._pane.then(self._look_again, [self._thread, self._pane.draft_id], [self._talk, self._waiting])

    @property
    def _outputs(self) -> list[Any]:
        return [
            self._thread, self._offered, self._told, self._talk, *self._steps, self._box, self._send, self._stop,
            self._waiting, self._new, self._list, self._delete, self._sure, *self._pane.outputs,
        ]  # fmt: skip

    def _opened(self, request: gr.Request) -> Updates:
        asker, draft = self._desk.asker(request), chosen(request, "draft")
        thread = chosen(request, "talk")
        scene = self._talking.opened(asker, thread, draft) if thread else self._talking.latest(asker, draft)
        return self._whole(asker, scene)

    def _open(self, thread: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        return self._whole(asker, self._talking.opened(asker, thread))

    def _begin(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        return self._whole(asker, self._talking.opened(asker))

    def _say(self, typed: str, thread: str, request: gr.Request) -> Iterator[Updates]:
        asker = self._desk.asker(request)
        for scene in self._talking.said(asker, request.session_hash or "", thread, typed):
            yield self._writing(scene) if scene.growing else self._whole(asker, scene)

    def _step(self, n: int) -> Any:
        def say(offered: list[str], thread: str, request: gr.Request) -> Iterator[Updates]:
            yield from self._say(offered[n] if n < len(offered) else "", thread, request)

        return say

    def _stop_it(self, request: gr.Request) -> None:
        self._talking.stop(self._desk.asker(request), request.session_hash or "")

    def _forget(self, thread: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        return self._whole(asker, self._talking.forgotten(asker, thread))

    def _look_again(self, thread: str, draft: str, request: gr.Request) -> Updates:
        """After a decision on the draft: the cards say what became of it, and it waits no more."""
        asker = self._desk.asker(request)
        talk = self._talking.opened(asker, thread, draft).talk
        return {self._talk: _shown(talk), self._waiting: self._still_waiting(asker)}

    def _writing(self, scene: Scene) -> Updates:
        """While a reply is written only little changes, so that each update stays small."""
        updates = {self._talk: shown(conversation(scene.talk, scene.growing))}
        if scene.typed is None:
            return updates
        updates |= dict.fromkeys(self._steps, gr.update(visible=False))
        updates |= dict(zip(self._pane.outputs, self._pane.nothing(), strict=True))
        return updates | {
            self._thread: scene.talk.thread, self._box: scene.typed, self._told: "",
            self._send: gr.update(visible=False), self._stop: gr.update(visible=True),
        }  # fmt: skip

    def _whole(self, asker: Asker, scene: Scene) -> Updates:
        """Everything on the page."""
        talk = scene.talk
        updates: Updates = {
            self._thread: talk.thread,
            self._told: shown(notice(scene.told, "plain")),
            self._talk: _shown(talk),
            self._send: gr.update(visible=True), self._stop: gr.update(visible=False),
            self._waiting: self._still_waiting(asker),
            self._new: gr.update(visible=bool(talk.turns)),
            self._delete: gr.update(visible=bool(talk.turns)), self._sure: gr.update(visible=False),
            self._list: self._conversations(asker, talk.thread),
        }  # fmt: skip
        if scene.typed is not None:
            updates[self._box] = scene.typed
        return updates | self._next_steps(scene) | self._draft(asker, talk.open)

    def _next_steps(self, scene: Scene) -> Updates:
        labels = [step.label for step in scene.steps]
        shown_as = [gr.update(value=label, visible=True) for label in labels]
        hidden = [gr.update(visible=False)] * (MOST_STEPS - len(labels))
        updates = dict(zip(self._steps, [*shown_as, *hidden], strict=True))
        return {self._offered: [step.text for step in scene.steps], **updates}

    def _draft(self, asker: Asker, draft: str) -> Updates:
        drafting = self._desk.copilot.drafting
        filled = self._pane.showing(drafting.show(asker, draft), asker) if draft else self._pane.nothing()
        return dict(zip(self._pane.outputs, filled, strict=True))

    def _conversations(self, asker: Asker, thread: str) -> Any:
        now, zone = self._desk.copilot.clock.now(), self._desk.zone(asker)
        found = self._talking.every(asker)
        choices = [(f"{one.title} · {when(one.latest, now, zone)}", one.id) for one in found]
        here = thread if thread in {one.id for one in found} else None
        return gr.update(choices=choices, value=here, visible=bool(choices))

    def _still_waiting(self, asker: Asker) -> str:
        now, zone = self._desk.copilot.clock.now(), self._desk.zone(asker)
        return shown(waiting(self._decisions.waiting(asker)[:MOST_WAITING], now, zone))


def _shown(talk: Talk) -> str:
    return shown(conversation(talk) if talk.turns else nothing_yet())


PAGE = Page(
    "chat",
    "Talk it through",
    "For you",
    5,
    is_anybody,
    build,
    "Ask, look things up, have a plan or an agenda drafted. Each source is one click away.",
)
