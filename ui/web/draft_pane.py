"""A draft on a page: read, edited in place, approved or discarded, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.errors import CopilotError, NothingToSay
from ui.web.page import Room
from ui.web.views.drafts import exports, paper, questions
from ui.web.views.pieces import busy, notice, shown

OPEN = ("offered", "edited")
Mode = Literal["reading", "editing", "discarding", "finished", "empty"]


class DraftPane:
    """The parts that show one draft. `outputs` is what a handler fills with `showing`, `asking` or `nothing`."""

    def __init__(self, room: Room, approve_label: str = "Approve") -> None:
        self._room = room
        self._desk = room.desk
        self._draft_id = gr.State("")
        self._told = room.slot()
        self._paper = room.slot(classes="draft-slot")
        self._editor = gr.Textbox(
            label="The words, in Markdown", lines=18, max_lines=40, visible=False, elem_classes="editor"
        )
        self._reason = gr.Textbox(
            label="What was wrong with it, in a few words?", max_length=500, visible=False
        )
        with gr.Row(elem_classes="actions"):
            self._approve = gr.Button(approve_label, variant="primary", visible=False, min_width=0)
            self._edit = gr.Button("Edit", visible=False, min_width=0)
            self._discard = gr.Button("Discard", variant="stop", visible=False, min_width=0)
            self._keep = gr.Button("Keep these words", variant="primary", visible=False, min_width=0)
            self._away = gr.Button("Discard it", variant="stop", visible=False, min_width=0)
            self._back = gr.Button("Leave it as it was", visible=False, min_width=0)
        self._parts = {
            "editor": self._editor, "reason": self._reason, "approve": self._approve, "edit": self._edit,
            "discard": self._discard, "keep": self._keep, "away": self._away, "back": self._back,
        }  # fmt: skip
        self.outputs = [self._draft_id, self._told, self._paper, *self._parts.values()]
        self._connect()

    def drafting(self, asker: Asker, make: Callable[[], Draft]) -> Iterator[list[Any]]:
        """Updates while a draft is made, and then the draft, or what to ask instead."""
        yield ["", "", shown(busy("Reading goals, sessions and guides…")), *self._visible("empty").values()]
        try:
            made = make()
        except NothingToSay as too_little:
            yield self.asking(too_little)
        except CopilotError:
            yield self.nothing()
            raise
        else:
            yield self.showing(made, asker)

    def nothing(self, told: str = "") -> list[Any]:
        """Updates that empty the pane."""
        return ["", _said(told, "plain"), "", *self._visible("empty").values()]

    def asking(self, error: NothingToSay) -> list[Any]:
        """Updates that show what to ask, where too little is known for a draft."""
        return ["", "", shown(questions(error)), *self._visible("empty").values()]

    def showing(self, draft: Draft, asker: Asker, told: str = "", mode: Mode | None = None) -> list[Any]:
        """Updates that show a draft; without a mode, as its state wants it."""
        mode = mode or ("reading" if draft.state in OPEN else "finished")
        people = self._desk.people(asker, {draft.about, *_members_cited(draft)})
        words = "" if mode == "editing" else shown(paper(draft, people) + exports(draft))
        visible = self._visible(mode)
        visible["editor"] = gr.update(visible=mode == "editing", value=draft.markdown)
        return [draft.id, _said(told), words, *visible.values()]

    def latest(self, asker: Asker, kind: DraftKind, relationship: str = "") -> list[Any]:
        """Updates that show the newest draft of this kind that wasn't discarded: closing a page loses nothing."""
        drafts = self._desk.copilot.drafting.list(asker, kind)
        kept = (one for one in drafts if one.state != "discarded" and one.relationship == relationship)
        newest = next(kept, None)
        return self.showing(newest, asker) if newest else self.nothing()

    def _visible(self, mode: Mode) -> dict[str, Any]:
        wanted = {
            "reading": {"approve", "edit", "discard"},
            "editing": {"editor", "keep", "back"},
            "discarding": {"reason", "away", "back"},
        }.get(mode, set())
        return {name: gr.update(visible=name in wanted) for name in self._parts}

    def _connect(self) -> None:
        wire = self._room.wire
        ways: list[tuple[Any, Mode | None]] = [
            (self._edit, "editing"), (self._discard, "discarding"), (self._back, None),
        ]  # fmt: skip
        for button, mode in ways:
            wire(button.click, self._in_mode(mode), self._draft_id, self.outputs)
        wire(self._keep.click, self._kept, [self._draft_id, self._editor], self.outputs)
        wire(self._approve.click, self._approved, self._draft_id, self.outputs)
        wire(self._away.click, self._discarded, [self._draft_id, self._reason], self.outputs)

    def _in_mode(self, mode: Mode | None) -> Any:
        def turn(draft_id: str, request: gr.Request) -> list[Any]:
            asker = self._desk.asker(request)
            return self.showing(self._desk.copilot.drafting.show(asker, draft_id), asker, mode=mode)

        return turn

    def _kept(self, draft_id: str, words: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        return self.showing(
            self._desk.copilot.drafting.edit(asker, draft_id, words), asker, "Your words are kept."
        )

    def _approved(self, draft_id: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        approved = self._desk.copilot.drafting.approve(asker, draft_id)
        return self.showing(approved, asker, "Approved. Take it with you below.")

    def _discarded(self, draft_id: str, reason: str, request: gr.Request) -> list[Any]:
        self._desk.copilot.drafting.discard(self._desk.asker(request), draft_id, reason)
        return self.nothing("Discarded. Nothing of it was used.")


def _said(words: str, tone: str = "good") -> str:
    return shown(notice(words, tone)) if words else ""


def _members_cited(draft: Draft) -> set[str]:
    return {member for member in (getattr(citation, "member", "") for citation in draft.citations) if member}
